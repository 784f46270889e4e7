"""What the tests of posture check-ins share: how they are turned on, and when they came."""

from __future__ import annotations

DEFAULT_DAY = ["09:00", "10:30", "12:00", "13:30", "15:00", "16:30"]
TITLE = "Time to move a little"


def options(**typed):
    """Options of /posture on; ``start`` stands for "from", which Python keeps to itself."""
    start = typed.pop("start", None)
    return typed if start is None else {**typed, "from": start}


async def turn_on(person, **typed):
    return await person.slash("posture on", **options(**typed))


def times(person, day=""):
    """When prompts arrived, by the clinic's clock; those of one day, if it is given."""
    clinic = person.clinic
    prompts = [shown for shown in person.inbox if shown.body.startswith(TITLE)]
    arrived = [clinic.local(shown.sent_at) for shown in prompts]
    return [at.removeprefix(day).strip() for at in arrived if at.startswith(day)]
