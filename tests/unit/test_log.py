"""What the log says, and what it never says."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from io import StringIO

import pytest

from bot import log

SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4." + "GabcdE." + "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab"
AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
LIBRARIES = ("discord.gateway", "apscheduler.scheduler", "aiosqlite", "asyncio")

pytestmark = pytest.mark.usefixtures("logging_as_it_was")


class Lane(Enum):
    POSTURE = "posture"


@pytest.fixture
def written():
    """Configure, let something be logged, and read what was written."""

    def start(level="info", layout="text", **options):
        stream = StringIO()
        log.configure(level, layout, stream, **options)
        return stream.getvalue

    return start


@pytest.fixture
def logger():
    return log.get_logger("bot.delivery.sender")


def log_failure(logger, event, words):
    try:
        raise_it(ValueError(words))
    except ValueError:
        logger.exception(event)


def raise_it(error):
    raise error


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_text_line_starts_with_time_level_and_event(written, logger):
    text = written()

    logger.info("delivery.sent", extra={"member": 12, "occurrence": 88})

    assert re.fullmatch(rf"{AT} INFO delivery\.sent member=12 occurrence=88\n", text())


def test_a_json_line_has_the_same_parts(written, logger):
    text = written(layout="json")

    logger.warning("delivery.late", extra={"member": 12, "late_s": 1.5})

    (line,) = lines_of(text())
    assert re.fullmatch(AT, line.pop("at"))
    assert line == {"level": "warning", "event": "delivery.late", "member": 12, "late_s": 1.5}


def test_times_are_in_utc(written, logger):
    text = written(layout="json")

    logger.info("clock.read")

    told_at = datetime.fromisoformat(lines_of(text())[0]["at"].replace("Z", "+00:00"))
    assert abs(datetime.now(UTC) - told_at) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("value", "text", "plain"),
    [
        (True, "true", True),
        (None, "null", None),
        ("two words", '"two words"', "two words"),
        ("a=b", '"a=b"', "a=b"),
        ("", '""', ""),
        ("Zürich", "Zürich", "Zürich"),
        (Lane.POSTURE, "posture", "posture"),
        (datetime(2026, 3, 29, 8, tzinfo=UTC), *["2026-03-29T08:00:00+00:00"] * 2),
        (
            datetime(2026, 3, 29, 8, tzinfo=timezone(timedelta(0))),
            *["2026-03-29T08:00:00+00:00"] * 2,
        ),
    ],
)
def test_plain_values_are_written(written, logger, value, text, plain):
    as_text = written()
    logger.info("event", extra={"field": value})
    assert as_text().endswith(f" event field={text}\n")

    as_json = written(layout="json")
    logger.info("event", extra={"field": value})
    assert lines_of(as_json())[0]["field"] == plain


@pytest.mark.parametrize("value", [b"key", ["a"], {"a": 1}, object(), ValueError("a")])
def test_a_value_that_could_hold_anything_is_hidden(written, logger, value):
    text = written()

    logger.info("event", extra={"field": value})

    assert text().endswith(f" field={log.HIDDEN}\n")


@pytest.mark.parametrize(
    "field",
    ["token", "content", "text", "body", "first_score", "scores", "member_name", "Title"],
)
@pytest.mark.parametrize("layout", ["text", "json"])
def test_a_field_that_holds_what_people_say_is_left_out(written, logger, field, layout):
    text = written(layout=layout)

    logger.info("event", extra={field: "my neck hurts", "member": 3})

    assert field not in text()
    assert "neck" not in text()
    assert "member" in text()


def test_a_field_that_only_sounds_similar_stays(written, logger):
    text = written()

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
def test_what_looks_like_a_secret_is_replaced_wherever_it_stands(written, logger, layout, secret):
    text = written(layout=layout)
    hidden_part = secret.removeprefix("https://discord.com/api/v10")

    logger.info(f"event{secret}", extra={"field": f"before {secret} after"})
    logging.getLogger("discord.http").warning("sent %s", secret)
    log_failure(logger, "failed", secret)

    assert hidden_part not in text()
    assert text().count(log.HIDDEN) >= 4


def test_the_secrets_that_were_named_are_replaced_whatever_they_look_like(written, logger):
    text = written(hidden=["pa55", ""])

    logger.info("event", extra={"field": "it is pa55!"})

    assert text().endswith(f'field="it is {log.HIDDEN}!"\n')


def test_a_secret_is_hidden_before_a_long_value_is_cut(written, logger):
    text = written()

    logger.info("event", extra={"field": "x" * 270 + " " + SECRET})

    assert SECRET[:10] not in text()


def test_a_long_value_is_cut(written, logger):
    text = written()

    logger.info("event", extra={"field": "x" * 5000})

    assert len(text()) < 400


def test_a_value_cannot_forge_a_line(written, logger):
    text = written()

    logger.info("event", extra={"field": "a\n2026-01-01T00:00:00.000Z INFO forged \x1b[31m"})

    assert text().count("\n") == 1
    assert "\x1b" not in text()


def test_a_traceback_follows_its_line_indented(written, logger):
    text = written()

    log_failure(logger, "engine.failed", "first\n2026-01-01T00:00:00.000Z INFO forged")

    head, *trace = text().splitlines()
    assert head.endswith(" ERROR engine.failed")
    assert trace[0] == "    Traceback (most recent call last):"
    assert all(line.startswith("    ") for line in trace)


def test_a_traceback_is_a_field_of_the_one_json_line(written, logger):
    text = written(layout="json")

    log_failure(logger, "engine.failed", "no")

    (line,) = lines_of(text())
    assert line["traceback"].endswith("ValueError: no")


def test_a_field_cannot_pass_for_the_time_or_the_event(written, logger):
    text = written(layout="json")

    logger.info("event", extra={"at": "never", "level": "none", "event": "other", "member": 1})

    (line,) = lines_of(text())
    assert (line["level"], line["event"], line["member"]) == ("info", "event", 1)
    assert re.fullmatch(AT, line["at"])


def test_a_librarys_sentence_is_a_field_and_its_name_the_event(written):
    text = written()

    logging.getLogger("discord.client").warning("Attempting a reconnect in %.1fs", 1.25)

    assert text().endswith(' WARNING discord.client message="Attempting a reconnect in 1.2s"\n')


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("level", ["debug", "info", "warning"])
def test_libraries_speak_from_warnings_up(written, library, level):
    text = written(level)

    logging.getLogger(library).debug("INSERT INTO member")
    logging.getLogger(library).info("hello")
    logging.getLogger(library).warning("careful")

    assert [line.split()[1] for line in text().splitlines()] == ["WARNING"]


@pytest.mark.parametrize(
    ("level", "kept"),
    [
        ("debug", ["DEBUG", "INFO", "WARNING", "ERROR"]),
        ("info", ["INFO", "WARNING", "ERROR"]),
        ("warning", ["WARNING", "ERROR"]),
        ("error", ["ERROR"]),
    ],
)
@pytest.mark.parametrize("package", ["bot.delivery", "cogs.posture"])
def test_the_level_holds_for_both_packages(written, level, kept, package):
    text = written(level)
    logger = log.get_logger(package)

    for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logger.log(number, "event")

    assert [line.split()[1] for line in text().splitlines()] == kept


def test_at_level_error_libraries_are_quiet_too(written):
    text = written("error")

    logging.getLogger("discord.gateway").warning("careful")

    assert text() == ""


def test_configuring_again_replaces_what_was_set(written, logger):
    first, second = written(), written()

    logger.info("event")

    assert first() == ""
    assert second().count("event") == 1


def test_handlers_of_others_stay(written):
    other = logging.NullHandler()
    logging.getLogger().addHandler(other)

    written()

    assert other in logging.getLogger().handlers


def test_records_go_to_standard_error_unless_told_otherwise(capsys, logger):
    log.configure("info", "text")

    logger.info("event")

    assert capsys.readouterr().err.endswith(" INFO event\n")


def test_a_text_without_secrets_is_left_alone():
    text = "bot.delivery.sender sent 3 messages in 0.5 s (MTI.abc.def)"

    assert log.redact(text) == text
