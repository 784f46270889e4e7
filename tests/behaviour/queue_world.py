"""What tests of the queue share: putting somebody on it, and how each case stands."""

from __future__ import annotations

from bot.domain.case import Reason
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.store import clinics, members, queue


async def case(clinic, someone, reason=Reason.CALL_ME):
    """Put somebody on the queue, and let the staff be told."""
    async with clinic.store.write() as tx:
        found = await clinics.find(tx, DiscordGuildId(clinic.guild.id))
        member = await members.find(tx, DiscordUserId(someone.id))
        await queue.add(tx, found.id, member.id, reason.value, clinic.env.now())
    clinic.app.engine.wake()
    await clinic.app.engine.idle()


async def stored(clinic):
    """Who, why, how it stands and whose it is."""
    rows = await clinic.store.reads.rows(
        "SELECT m.discord_id, q.reason, q.state, q.staff_id FROM queue_item AS q"
        " JOIN member AS m ON m.id = q.member_id ORDER BY q.id"
    )
    return [tuple(row) for row in rows]
