"""What members see of /reminders, and how they get from the list to one of them."""

from __future__ import annotations

from typing import Any

from simcord.components import walk_components

from bot.demo.stage import Shown
from tests.behaviour.world import Person

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


def _text_of(section: dict[str, Any]) -> str:
    return "\n".join(each["content"] for each in section["components"] if each["type"] == _TEXT)
