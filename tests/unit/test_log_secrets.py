"""What the log never says: secrets, what people say, and whatever could hold either."""

import logging

import pytest

from bot import log

SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4." + "GabcdE." + "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab"


@pytest.mark.parametrize("value", [b"key", ["a"], {"a": 1}, object(), ValueError("a")])
def test_a_value_that_could_hold_anything_is_hidden(start_logging, logger, value):
    text = start_logging()

    logger.info("event", extra={"field": value})

    assert text().endswith(f" field={log.HIDDEN}\n")


@pytest.mark.parametrize(
    "field",
    ["token", "content", "text", "body", "first_score", "scores", "member_name", "Title"],
)
@pytest.mark.parametrize("layout", ["text", "json"])
def test_a_field_that_holds_what_people_say_is_left_out(start_logging, logger, field, layout):
    text = start_logging(layout=layout)

    logger.info("event", extra={field: "my neck hurts", "member": 3})

    assert field not in text()
    assert "neck" not in text()
    assert "member" in text()


def test_a_field_that_only_sounds_similar_stays(start_logging, logger):
    text = start_logging()

    logger.info("event", extra={"contexts": 2, "event_name": "ready"})

    assert text().endswith("event contexts=2 event_name=ready\n")


@pytest.mark.parametrize("layout", ["text", "json"])
@pytest.mark.parametrize(
    "secret",
    [
        SECRET,
        "0123456789abcdef" * 4,
        "https://discord.com/api/v10/webhooks/123456/abc-DEF_ghi",
        "/interactions/123456/abc-DEF_ghi/callback",
    ],
)
def test_what_looks_like_a_secret_is_replaced_wherever_it_stands(
    start_logging, logger, layout, secret
):
    text = start_logging(layout=layout)
    hidden_part = secret.removeprefix("https://discord.com/api/v10")

    logger.info(f"event{secret}", extra={"field": f"before {secret} after"})
    logging.getLogger("discord.http").warning("sent %s", secret)
    logger.error("failed", exc_info=ValueError(secret))

    assert hidden_part not in text()
    assert text().count(log.HIDDEN) >= 4


def test_the_secrets_that_were_named_are_replaced_whatever_they_look_like(start_logging, logger):
    text = start_logging(hidden=["pa55", ""])

    logger.info("event", extra={"field": "it is pa55!"})

    assert text().endswith(f'field="it is {log.HIDDEN}!"\n')


def test_a_secret_is_hidden_before_a_long_value_is_cut(start_logging, logger):
    text = start_logging()

    logger.info("event", extra={"field": "x" * 270 + " " + SECRET})

    assert SECRET[:10] not in text()


def test_a_long_value_is_cut(start_logging, logger):
    text = start_logging()

    logger.info("event", extra={"field": "x" * 5000})

    assert len(text()) < 400


def test_a_text_without_secrets_is_left_alone():
    text = "bot.delivery.sender sent 3 messages in 0.5 s (MTI.abc.def)"

    assert log.redact(text) == text
