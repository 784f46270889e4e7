"""Log records: the event's name first, then its fields, in UTC; as text or as one JSON line each.

Refuses to print what must not be in a log, whoever asks: fields with a telling name, values that
are not plain, and anything that looks like a token or a key. This is the second fence; the first is
that nobody logs such things. Libraries speak from WARNING up only.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TextIO

HIDDEN = "[hidden]"
OWN_PACKAGES = ("bot", "cogs")
# Whole words of a field's name: first_score is refused, scored_at is not; member_name is, and
# event_name is not.
_FORBIDDEN_FIELD = re.compile(
    r"(^|_)(answer|body|comfort|content|description|embed|label|nick|note|password|reply|score"
    r"|secret|stress|tension|text|title|token|word)s?(_|$)"
    r"|^((channel|client|clinic|display|file|global|guild|member|nick|role|staff|user)_?)?name$",
    re.IGNORECASE,
)
_LONGEST_VALUE = 300
_FRAMES = 4
_STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# A bot token starts with its user id in base64, digits only, hence M, N or O.
# Source: https://discord.com/developers/docs/reference#authentication
_SECRETS = re.compile(
    r"""[MNO][\w-]{20,30}\.[\w-]{5,8}\.[\w-]{25,}   # a bot token
    | (?<=/webhooks/)\d+/[\w-]+ | (?<=/interactions/)\d+/[\w-]+   # addresses that are passwords
    | (?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])   # a database key
    """,
    re.VERBOSE,
)
_PLAIN_WORD = re.compile(r'[^\s="\\]+')


def get_logger(name: str) -> logging.Logger:
    """The logger of the module ``name``. Its messages are event names, such as delivery.sent."""
    return logging.getLogger(name)


def log_fault(log: logging.Logger, event: str, error: Exception, **ids: int) -> None:
    """Log ``event`` as an error, with its class and the innermost lines of code that led to it.

    Never with its words, which often quote the value that it could not use, and so a member's.
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    log.error(event, extra={"error": type(error).__name__, "where": where, **ids})


def configure(
    level: str, layout: str, stream: TextIO | None = None, *, hidden: Collection[str] = ()
) -> None:
    """Send all records to ``stream`` (standard error); calling it again replaces what was set.

    ``level`` is debug, info, warning or error; ``layout`` is text or json; ``hidden`` are secrets
    that are never printed, wherever they turn up.
    """
    handler = _Handler(stream)
    handler.setFormatter(formatter(layout, hidden))
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    number = logging.getLevelNamesMapping()[level.upper()]
    for package in OWN_PACKAGES:
        logging.getLogger(package).setLevel(number)
    for library in (root, logging.getLogger("discord")):
        library.setLevel(max(number, logging.WARNING))


def formatter(layout: str, hidden: Collection[str] = ()) -> logging.Formatter:
    """What writes a record as ``configure`` has it written, in one line of ``layout``."""
    return _Formatter(_as_json if layout == "json" else _as_text, hidden)


def redact(text: str, hidden: Collection[str] = ()) -> str:
    """``text`` without tokens, keys and whatever ``hidden`` names."""
    for secret in filter(None, hidden):
        text = text.replace(secret, HIDDEN)
    return _SECRETS.sub(HIDDEN, text)


class _Handler(logging.StreamHandler[TextIO]):
    """The one that ``configure`` put there, and may take away."""


@dataclass(frozen=True, slots=True)
class _Parts:
    at: str
    level: str
    event: str
    fields: dict[str, object]
    trace: str


class _Formatter(logging.Formatter):
    def __init__(self, render: Callable[[_Parts], str], hidden: Collection[str]) -> None:
        super().__init__()
        self._render = render
        self._hidden = tuple(hidden)

    def format(self, record: logging.LogRecord) -> str:
        """One record, fit to be read by anybody who may read the log."""
        parts = _Parts(
            at=_at(record),
            level=record.levelname,
            event=record.getMessage() if _is_own(record) else record.name,
            fields=self._fields(record),
            trace=self._trace(record),
        )
        return redact(self._render(parts), self._hidden)

    def _trace(self, record: logging.LogRecord) -> str:
        if not record.exc_info:
            return ""
        trace = self.formatException(record.exc_info)
        # Discord's library tells of each lost connection with all of its own insides.
        return trace.splitlines()[-1] if record.name.startswith("discord.") else trace

    def _fields(self, record: logging.LogRecord) -> dict[str, object]:
        if not _is_own(record):
            return {"message": self._shown(record.getMessage())}
        return {
            name: self._plain(value)
            for name, value in vars(record).items()
            if name not in _STANDARD_FIELDS and not _FORBIDDEN_FIELD.search(name)
        }

    def _plain(self, value: object) -> object:
        match value:
            case Enum():
                return self._plain(value.value)
            case None | bool() | int() | float():
                return value
            case str():
                return self._shown(value)
            case datetime():
                return value.isoformat()
            case _:
                return HIDDEN

    def _shown(self, text: str) -> str:
        # Redacted before it is cut: half a token would no longer look like one.
        whole = redact(text, self._hidden)
        return whole if len(whole) <= _LONGEST_VALUE else whole[:_LONGEST_VALUE] + "…"


def _at(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _is_own(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OWN_PACKAGES


def _as_text(parts: _Parts) -> str:
    words = [f"{name}={_word(value)}" for name, value in parts.fields.items()]
    line = " ".join([parts.at, parts.level, _word(parts.event), *words])
    # Indented, so that no text in an exception can pass for a record.
    return "\n    ".join([line, *parts.trace.splitlines()])


def _as_json(parts: _Parts) -> str:
    head = {"at": parts.at, "level": parts.level.lower(), "event": parts.event}
    tail = {"traceback": parts.trace} if parts.trace else {}
    # Twice, to stand first and to win over fields that are called the same.
    return json.dumps({**head, **parts.fields, **head, **tail}, ensure_ascii=False)


def _word(value: object) -> str:
    if isinstance(value, str) and _PLAIN_WORD.fullmatch(value) and value.isprintable():
        return value
    return json.dumps(value, ensure_ascii=False)
