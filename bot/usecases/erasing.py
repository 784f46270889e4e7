"""Erasing a person at their own wish, or the operator's: a member, or somebody of the staff."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.ids import DiscordUserId
from bot.log import get_logger
from bot.store import erasing
from bot.store.connection import Store

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Erased:
    """Nothing about them is kept any more.

    ``dms``: the bot's messages in their DM are being deleted. ``elsewhere``: so are so many
    messages and threads in servers. ``records``: in so many records of others they are now former
    staff.
    """

    dms: bool
    elsewhere: int
    records: int


@dataclass(frozen=True, slots=True)
class NothingKept:
    """There was nothing to erase."""


async def erase_member(store: Store, clock: Clock, *, by: DiscordUserId) -> Erased | NothingKept:
    """Remove all that is kept about a person; what is in Discord goes within minutes, or hours.

    What is just leaving is held back if its request has not gone out, and taken away if it has.
    They may join again at once. Backups made before still hold them.
    """
    async with store.write() as tx:
        left = await erasing.erase(tx, by, clock.now())
    if left is None:
        return NothingKept()
    if not await erasing.sweep(store):
        # The hourly one does it.
        log.warning("erasing.log_in_use")
    log.info("member.erased")
    return Erased(bool(left["dm"]), left["thread"] + left["message"], left["record"])
