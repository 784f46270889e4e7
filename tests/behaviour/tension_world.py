"""What the tests of tension check-ins share: how one is answered, and what is kept of it."""

from __future__ import annotations

from bot.domain.ids import DiscordGuildId
from bot.store import clinics

MONDAY = "2026-01-05"
ASKED = "How tight do your neck and shoulders feel?"
WHERE = "Where do you feel it? You can skip this."
HELPED = "What has helped since last time? You can skip this."
CONTACT = "Ask the clinic to contact me"
CRISIS, SHORT = "That sounds very hard.", "That still sounds very hard."


async def answer(person, shown, *labels):
    """Press one number after another; what the message becomes."""
    for label in labels:
        shown = await person.press(str(label), shown)
    return shown


async def kept(clinic):
    """Every check-in: the day and time it counts for, and its scores."""
    rows = await clinic.store.reads.rows(
        "SELECT c.local_at, s.question, s.value FROM checkin AS c"
        " LEFT JOIN score AS s ON s.checkin_id = c.id ORDER BY c.id, s.question DESC"
    )
    found = {}
    for row in rows:
        found.setdefault(row["local_at"], []).append((row["question"], row["value"]))
    return found


def times(person):
    """When check-ins arrived, by the clinic's clock."""
    clinic = person.clinic
    return [clinic.local(shown.sent_at) for shown in person.inbox if ASKED in shown.body]


async def check_in(person, tension, stress):
    """Ask for a check-in and answer it; the thank-you."""
    shown = await person.slash("tension now", dm=True)
    shown = await person.press(str(tension), shown)
    return await person.press(str(stress), shown)


async def set_in(clinic, guild_id, **columns):
    """What managers of a server have set."""
    async with clinic.store.write() as tx:
        found = await clinics.find_or_add(
            tx, DiscordGuildId(guild_id), "Europe/Berlin", clinic.env.now()
        )
        for column, value in columns.items():
            await tx.run(f"UPDATE clinic SET {column} = ? WHERE id = ?", (value, found.id))


async def queued(clinic):
    rows = await clinic.store.reads.rows(
        "SELECT c.discord_id AS guild, q.reason FROM queue_item AS q"
        " JOIN clinic AS c ON c.id = q.clinic_id ORDER BY q.id"
    )
    return [tuple(row) for row in rows]
