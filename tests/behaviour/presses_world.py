"""A member who has just got a prompt with buttons, and when all that came to them did."""

from __future__ import annotations

MONDAY, TUESDAY = "2026-01-05", "2026-01-06"
ANSWERS = ["Done", "Snooze 15 min", "Skip today"]


async def prompted(clinic):
    """Somebody with a prompt every hour from nine on weekdays, who has just got Monday's first."""
    await clinic.travel_to(f"{MONDAY} 08:30")
    someone = await clinic.member()
    await someone.slash("posture on", every=60)
    await clinic.travel_to(f"{MONDAY} 09:02")
    return someone


def arrived(person):
    """When everything but the welcome arrived, by the clinic's clock."""
    return [person.clinic.local(shown.sent_at) for shown in person.inbox[1:]]
