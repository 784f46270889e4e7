"""What people told the bot in a test, and what of it stands in the log.

What is private is not listed by hand: it is read from everything that Discord sent the bot, so a
new command, form or button is covered as soon as a test uses it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot import log

_COMMAND, _COMPONENT, _AUTOCOMPLETE, _FORM = 2, 3, 4, 5
_TYPED = 3
# Shorter ones stand in any log by chance: "de", "09".
_SHORTEST = 3
# A log cuts long values: the beginning gives them away.
_BEGINNING = 40
_SCORE = re.compile(r"[a-z]\d{1,2}")
_BARE_SCORE = re.compile(r"(?<![\w.])(10|\d)(?![\w.])")
_NUMBER = re.compile(r"\d+(\.\d+)?")
# Of people, servers, channels and messages alike.
_DISCORD_ID = r"(?<!\w)\d{17,20}(?!\w)"
# What a number in a log may be: a row's own, a count, a duration, one of Discord's error codes.
_NUMBERS = {
    "bytes", "case", "clinic", "code", "count", "deleted", "invalid_requests", "member",
    "members", "number", "occurrence", "problems", "remnant", "schedule", "schedules", "session",
    "sessions", "shown", "step", "version",
}  # fmt: skip


@contextmanager
def overhear() -> Iterator[list[str]]:
    """Everything that is logged meanwhile at the most talkative level, as text and as JSON."""
    handler = _Keeping()
    loggers = [logging.getLogger(name) for name in log.OWN_PACKAGES]
    levels = [logger.level for logger in loggers]
    logging.getLogger().addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        logging.getLogger().removeHandler(handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


class _Keeping(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._formatters = [log.formatter(layout) for layout in ("text", "json")]

    def emit(self, record: logging.LogRecord) -> None:
        # As ``log.configure`` has it, even where a test lets libraries say more.
        own = record.name.partition(".")[0] in log.OWN_PACKAGES
        if own or record.levelno >= logging.WARNING:
            self.lines += [each.format(record) for each in self._formatters]


def private_in(transcript: Iterable[tuple[str, str, Any]]) -> set[str]:
    """Every text, choice, score, name and id of people that these events brought to the bot."""
    found: set[str] = set()
    for source, event, payload in transcript:
        if source != "GATEWAY" or not isinstance(payload, Mapping):
            continue
        found |= set(_names(payload))
        if event == "GUILD_CREATE":
            found.add(payload["name"])
        elif event == "INTERACTION_CREATE":
            found |= set(_said(payload["type"], payload.get("data") or {}))
        elif event == "MESSAGE_CREATE" and not payload["author"]["bot"]:
            found.add(payload["content"])
    said = {each.strip() for each in found}
    return {each for each in said if len(each) >= _SHORTEST or _SCORE.fullmatch(each)}


def _names(part: Any) -> Iterator[str]:
    """Names and ids of the people in a payload, however deep they stand."""
    if isinstance(part, Mapping):
        if "username" in part and not part.get("bot"):
            yield from (part["id"], part["username"], part.get("global_name") or "")
        yield part.get("nick") or ""
        for each in part.values():
            yield from _names(each)
    elif isinstance(part, list):
        for each in part:
            yield from _names(each)


def _said(kind: int, data: Mapping[str, Any]) -> Iterator[str]:
    if kind in (_COMMAND, _AUTOCOMPLETE):
        yield from _options(data.get("options") or ())
    elif kind == _COMPONENT:
        yield from data.get("values") or ()
        yield from filter(_SCORE.fullmatch, data["custom_id"].split(":")[1:])
    elif kind == _FORM:
        yield from _fields(data.get("components") or ())


def _options(options: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for option in options:
        if option["type"] == _TYPED:
            yield str(option["value"])
        yield from _options(option.get("options") or ())


def _fields(parts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for part in parts:
        if isinstance(part.get("value"), str):
            yield part["value"]
        yield from part.get("values") or ()
        inner = part.get("component")
        yield from _fields([*(part.get("components") or ()), *([inner] if inner else [])])


def told_of(private: set[str], lines: Iterable[str]) -> list[str]:
    """The lines of a log that tell any of it, or a number nobody has vouched for."""
    tells = re.compile("|".join([_DISCORD_ID, *map(_needle, private)]), re.IGNORECASE)
    return [line for line in lines if tells.search(_plain(line)) or _strange_numbers(line)]


def _needle(said: str) -> str:
    """A pattern that finds its words in their order, or its beginning if it is long."""
    beginning = said[:_BEGINNING]
    # A log escapes what stands between words: quotes, the ends of lines.
    words = r"\W+".join(re.findall(r"\w+", beginning)) or re.escape(beginning)
    end = r"(?!\w)" if len(said) <= _BEGINNING else ""
    return rf"(?<!\w){words}{end}"


def _plain(line: str) -> str:
    """A line without its time, and with a blank in the place of an escaped end of a line."""
    untimed = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "", line)
    return untimed.replace(r"\n", " ")


def _strange_numbers(line: str) -> list[str]:
    """Where a score may stand: in a field, in an event's name, in what an exception says."""
    if not line.startswith("{"):
        return []
    fields = json.loads(line)
    texts = [fields.pop("event"), *fields.pop("traceback", "").splitlines()[-1:]]
    numbers = {name for name, value in fields.items() if _NUMBER.fullmatch(str(value))}
    strange = [name for name in numbers - _NUMBERS if not name.endswith("_s")]
    return strange + [text for text in texts if _BARE_SCORE.search(text)]
