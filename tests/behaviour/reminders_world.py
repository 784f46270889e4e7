"""What members see of /reminders, and how they get from the list to one of them."""

from __future__ import annotations

from typing import Any

from simcord.components import walk_components

from bot.demo.stage import Shown
from bot.ui.custom_ids import parse_area
from tests.behaviour.public import post
from tests.behaviour.world import Clinic, Person, buttons_of

GONE = "That one is no longer there. Use /reminders to see what comes to you."
_SECTION, _TEXT = 9, 10


def sections(shown: Shown) -> list[tuple[str, str]]:
    """Each entry of a page: its text, and the id of its button."""
    raw = shown.message.components
    components = [each if isinstance(each, dict) else each.to_dict() for each in raw]
    found = [each for each in walk_components(components) if each.get("type") == _SECTION]
    return [(_text_of(each), each["accessory"]["custom_id"]) for each in found]


def titles(shown: Shown) -> list[str]:
    """The first line of each entry of a page."""
    return [text.splitlines()[0].strip("*") for text, _ in sections(shown)]


async def open_entry(someone: Person, shown: Shown, title: str) -> Shown:
    """Press "Open" beside an entry."""
    custom_id = next(id_ for text, id_ in sections(shown) if title in text.splitlines()[0])
    opened = await someone.press_id(custom_id, shown)
    assert opened is not None
    return opened


async def opened(someone: Person, title: str) -> Shown:
    """One of the things that come, opened from /reminders."""
    shown = await someone.slash("reminders")
    assert shown is not None
    return await open_entry(someone, shown, title)


async def next_of(someone: Person, title: str) -> str:
    """What the list says of when one comes."""
    shown = await someone.slash("reminders")
    assert shown is not None
    text = next(text for text, _ in sections(shown) if title in text)
    return text.splitlines()[1].split(" (<t:")[0]


async def kept(clinic: Clinic, shown: Shown, label: str) -> Shown:
    """The same button on a message that stays, however often it is pressed."""
    press = parse_area(buttons_of(shown)[label])
    assert press is not None
    return await post(clinic, Press=press)


def _text_of(section: dict[str, Any]) -> str:
    return "\n".join(each["content"] for each in section["components"] if each["type"] == _TEXT)
