"""What somebody typed, made harmless before it is shown.

Not the guard against pings: every message also forbids mentions. This keeps a typed text from
looking like a mention, a link, a heading or anything else but the text it is.
"""

from __future__ import annotations

import re

_INVISIBLE = "\u200b"

# Controls, and the marks that turn the direction of what follows; a line break may stay.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"[\\*_~|`<\[]")
_LINE_START = re.compile(r"^(\s*)([#>-])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)
_AT = re.compile(r"@(?!\u200b)")
_SCHEME = re.compile(r":(?=//)")
_INVITE = re.compile(r"\b(discord(?:app)?)\.(?=(?:gg|com|me|io)\b)", re.IGNORECASE)


def escaped(text: str) -> str:
    """The same words, with nothing in them that Discord would act on.

    It may be up to twice as long: check a limit afterwards. Source: Discord's markdown takes a
    backslash before punctuation, and "@" or "://" followed by an invisible space is plain text.
    """
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    text = _AT.sub(f"@{_INVISIBLE}", text)
    text = _SCHEME.sub(f":{_INVISIBLE}", text)
    return _INVITE.sub(rf"\1.{_INVISIBLE}", text)
