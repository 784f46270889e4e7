"""The days on which nobody answers, what comes on them, and when it came."""

from __future__ import annotations

from tests.behaviour.world import Person

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (f"2026-01-0{day}" for day in (5, 6, 7, 8))
PROMPT, QUESTION = "Time to move a little", "Shall they go on?"
KEEP = "Keep, I just don't press"


def came(person: Person, title: str, day: str = "") -> list[str]:
    """When messages of a title arrived, by the clinic's clock; those of one day, if given."""
    found = [one for one in person.inbox if one.body.startswith(title)]
    at = [person.clinic.local(one.sent_at) for one in found]
    return [one.removeprefix(day).strip() for one in at if one.startswith(day)]
