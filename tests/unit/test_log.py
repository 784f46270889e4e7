"""What a line of the log looks like, and which lines there are."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta
from enum import Enum

import pytest

from bot import log

AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
LIBRARIES = ("discord.gateway", "apscheduler.scheduler", "aiosqlite", "asyncio")


class Lane(Enum):
    POSTURE = "posture"


def log_failure(logger, event, words):
    try:
        raise_it(ValueError(words))
    except ValueError:
        logger.exception(event)


def raise_it(error):
    raise error


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_text_line_starts_with_time_level_and_event(start_logging, logger):
    text = start_logging()

    logger.info("delivery.sent", extra={"member": 12, "occurrence": 88})

    assert re.fullmatch(rf"{AT} INFO delivery\.sent member=12 occurrence=88\n", text())


def test_a_json_line_has_the_same_parts(start_logging, logger):
    text = start_logging(layout="json")

    logger.warning("delivery.late", extra={"member": 12, "late_s": 1.5})

    (line,) = lines_of(text())
    assert re.fullmatch(AT, line.pop("at"))
    assert line == {"level": "warning", "event": "delivery.late", "member": 12, "late_s": 1.5}


def test_times_are_in_utc(start_logging, logger):
    text = start_logging(layout="json")

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
    ],
)
def test_plain_values_are_written(start_logging, logger, value, text, plain):
    as_text = start_logging()
    logger.info("event", extra={"field": value})
    assert as_text().endswith(f" event field={text}\n")

    as_json = start_logging(layout="json")
    logger.info("event", extra={"field": value})
    assert lines_of(as_json())[0]["field"] == plain


def test_a_value_cannot_forge_a_line(start_logging, logger):
    text = start_logging()

    logger.info("event", extra={"field": "a\n2026-01-01T00:00:00.000Z INFO forged \x1b[31m"})

    assert text().count("\n") == 1
    assert "\x1b" not in text()


def test_a_traceback_follows_its_line_indented(start_logging, logger):
    text = start_logging()

    log_failure(logger, "engine.failed", "first\n2026-01-01T00:00:00.000Z INFO forged")

    head, *trace = text().splitlines()
    assert head.endswith(" ERROR engine.failed")
    assert trace[0] == "    Traceback (most recent call last):"
    assert all(line.startswith("    ") for line in trace)


def test_a_traceback_is_a_field_of_the_one_json_line(start_logging, logger):
    text = start_logging(layout="json")

    log_failure(logger, "engine.failed", "no")

    (line,) = lines_of(text())
    assert line["traceback"].endswith("ValueError: no")


def test_a_field_cannot_pass_for_the_time_or_the_event(start_logging, logger):
    text = start_logging(layout="json")

    logger.info("event", extra={"at": "never", "level": "none", "event": "other", "member": 1})

    (line,) = lines_of(text())
    assert (line["level"], line["event"], line["member"]) == ("info", "event", 1)
    assert re.fullmatch(AT, line["at"])


def test_a_librarys_sentence_is_a_field_and_its_name_the_event(start_logging):
    text = start_logging()

    logging.getLogger("discord.client").warning("Attempting a reconnect in %.1fs", 1.25)

    assert text().endswith(' WARNING discord.client message="Attempting a reconnect in 1.2s"\n')


# Levels and handlers


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("level", ["debug", "info", "warning"])
def test_libraries_speak_from_warnings_up(start_logging, library, level):
    text = start_logging(level)

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
def test_the_level_holds_for_both_packages(start_logging, level, kept, package):
    text = start_logging(level)
    logger = log.get_logger(package)

    for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logger.log(number, "event")

    assert [line.split()[1] for line in text().splitlines()] == kept


def test_at_level_error_libraries_are_quiet_too(start_logging):
    text = start_logging("error")

    logging.getLogger("discord.gateway").warning("careful")

    assert text() == ""


def test_configuring_again_replaces_what_was_set(start_logging, logger):
    first, second = start_logging(), start_logging()

    logger.info("event")

    assert first() == ""
    assert second().count("event") == 1


def test_handlers_of_others_stay(start_logging):
    other = logging.NullHandler()
    logging.getLogger().addHandler(other)

    start_logging()

    assert other in logging.getLogger().handlers


@pytest.mark.usefixtures("logging_as_it_was")
def test_records_go_to_standard_error_unless_told_otherwise(capsys, logger):
    log.configure("info", "text")

    logger.info("event")

    assert capsys.readouterr().err.endswith(" INFO event\n")
