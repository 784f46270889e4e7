"""The one codec for the ids of buttons and selects that outlive a restart.

Two families, both under a version: ``v1:o:{occurrence}.{step}:{action}`` for what a delivery
carries, ``v1:{area}:{action}[:{arg}...]`` for everything else. A select's id begins with ``v1s``
instead, so that no class takes the other's press. Each press has exactly one spelling, in ASCII.
Whatever is not that spelling reads as None: an id comes back from outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.ids import OccurrenceId
from bot.errors import Bug, NotFound

VERSION = "v1"
SELECT_VERSION = "v1s"
#: Source: Discord, custom_id of a component.
LONGEST_ID = 100
#: SQLite's integers and Discord's snowflakes both end here.
LARGEST_NUMBER = 2**63 - 1

_OCCURRENCES = "o"
# [0-9] and not \d, which takes the digits of every script.
_NUMBER = "[1-9][0-9]{0,18}"
# Four digits keep the nonce u{occurrence}.{step} within Discord's 25 characters.
_STEP = "[1-9][0-9]{0,3}"
_WORD = "[a-z][a-z0-9_-]{0,31}"
_ARG = "[!-9;-~]{1,64}"

_OCCURRENCE_TEMPLATE = rf"{VERSION}:{_OCCURRENCES}:({_NUMBER})\.({_STEP}):({_WORD})"
_AREA_TEMPLATE = rf"{VERSION}:({_WORD}):({_WORD})((?::{_ARG})*)"
#: For the DynamicItem that receives every press: wider than what can be read, so that what cannot
#: is answered too.
PRESS_TEMPLATE = rf"{VERSION}:.+"
#: The same for selects.
SELECT_TEMPLATE = rf"{SELECT_VERSION}:.+"


@dataclass(frozen=True, slots=True)
class OccurrencePress:
    """A press on a button of one delivery."""

    occurrence_id: OccurrenceId
    step: int
    action: str


@dataclass(frozen=True, slots=True)
class AreaPress:
    """A press on a long-lived button that belongs to no delivery, such as the joining panel's."""

    area: str
    action: str
    args: tuple[str, ...] = ()

    def number(self, index: int) -> int | None:
        """The argument at ``index`` as a positive number, or None when it is not one."""
        return number_of(self.args[index]) if index < len(self.args) else None

    def required(self, index: int) -> int:
        """As :meth:`number`. Raises NotFound when there is none."""
        number = self.number(index)
        if number is None:
            raise NotFound("button.outdated")
        return number

    def word(self, index: int) -> str:
        """The argument at ``index`` as it came. Raises NotFound when there is none."""
        if index >= len(self.args):
            raise NotFound("button.outdated")
        return self.args[index]


Press = OccurrencePress | AreaPress


def number_of(text: str) -> int | None:
    """A positive number as ids spell it, no larger than SQLite and Discord take; else None."""
    number = int(text) if re.fullmatch(_NUMBER, text) else None
    return None if number is None or number > LARGEST_NUMBER else number


def encode(press: Press) -> str:
    """The id of a button.

    Raises: Bug for what could not be read back: a bad word, a number out of range, over 100
    characters.
    """
    custom_id = _spell(press)
    if parse(custom_id) != press:
        raise Bug(f"no custom id can carry this press: {custom_id[:LONGEST_ID]!r}")
    return custom_id


def encode_select(press: Press) -> str:
    """The id of a select. Raises: Bug as :func:`encode`."""
    custom_id = SELECT_VERSION + encode(press).removeprefix(VERSION)
    if len(custom_id) > LONGEST_ID:
        raise Bug(f"no custom id can carry this select: {custom_id[:LONGEST_ID]!r}")
    return custom_id


def parse_select(custom_id: str) -> Press | None:
    """Of which select something was chosen, or None for an id that we never made."""
    if len(custom_id) > LONGEST_ID or not custom_id.startswith(f"{SELECT_VERSION}:"):
        return None
    return parse(VERSION + custom_id.removeprefix(SELECT_VERSION))


def parse(custom_id: str) -> Press | None:
    """What was pressed, or None for an id that :func:`encode` never made."""
    return parse_occurrence(custom_id) or parse_area(custom_id)


def parse_occurrence(custom_id: str) -> OccurrencePress | None:
    """The delivery and the action pressed, or None."""
    match = re.fullmatch(_OCCURRENCE_TEMPLATE, custom_id)
    if match is None or not _fits(custom_id, match[1]):
        return None
    return OccurrencePress(OccurrenceId(int(match[1])), int(match[2]), match[3])


def parse_area(custom_id: str) -> AreaPress | None:
    """The area, action and arguments pressed, or None."""
    match = re.fullmatch(_AREA_TEMPLATE, custom_id)
    if match is None or match[1] == _OCCURRENCES:
        return None
    args = tuple(match[3].split(":")[1:])
    return AreaPress(match[1], match[2], args) if _fits(custom_id, *args) else None


def _spell(press: Press) -> str:
    match press:
        case OccurrencePress(occurrence_id, step, action):
            return f"{VERSION}:{_OCCURRENCES}:{occurrence_id}.{step}:{action}"
        case AreaPress(area, action, args):
            return ":".join((VERSION, area, action, *args))


def _fits(custom_id: str, *parts: str) -> bool:
    # Compared as text first: int() of thousands of digits is slow, and refused by Python.
    numbers = [part for part in parts if part.isdecimal()]
    return len(custom_id) <= LONGEST_ID and all(int(part) <= LARGEST_NUMBER for part in numbers)
