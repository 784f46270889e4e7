"""Who left a clinic's server, and which servers the bot left: nothing more is sent from there.

Discord is asked about each member once a week, because it tells nobody who left. That a message was
refused concludes nothing. What the clinic has of them goes after a while in which they may return.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.delivery.messenger import UnreachableReason
from bot.domain.consent import MembershipState
from bot.domain.follow_up import WAITING
from bot.domain.ids import ClinicId, DiscordGuildId, DiscordUserId
from bot.log import get_logger
from bot.store import clinics, erasing, hanging, leaving, members
from bot.store.connection import Store, Tx
from bot.store.leaving import OnRoll
from bot.usecases.waiting import begin_waiting

log = get_logger(__name__)

#: Whether somebody is in a server; None: that cannot be told now. Takes its time, one a second.
IsIn = Callable[[DiscordGuildId, DiscordUserId], Awaitable[bool | None]]

# Source: product.
LOOKED_FOR_EVERY: Final = timedelta(days=7)
# At one a second this ends before the next hour's run begins.
MOST_AT_A_TIME: Final = 3000
# Judgement: one account that cannot be looked up is no reason to leave out the rest of its server;
# with so many, the server tells nothing now, and the next run asks again.
MOST_SILENT: Final = 3


async def look_for_members(store: Store, clock: Clock, is_in: IsIn, left: timedelta) -> bool:
    """Look for members who were not looked for this week; whether somebody came back.

    Whoever has been gone for ``left`` is forgotten by the clinic.
    """
    looked_for = back = 0
    silent: Counter[DiscordGuildId] = Counter()
    for one in await leaving.due(store.reads, clock.now(), LOOKED_FOR_EVERY, left, MOST_AT_A_TIME):
        if silent[one.guild] >= MOST_SILENT:
            continue
        here = await is_in(one.guild, one.user)
        if here is None:
            silent[one.guild] += 1
            continue
        looked_for += 1
        if here:
            back += await _note_here(store, one, clock.now())
        else:
            await _note_gone(store, one, left, clock.now())
    if looked_for:
        log.info("members.looked_for", extra={"members": looked_for})
    return bool(back)


async def see_in_server(
    store: Store, clock: Clock, *, by: DiscordUserId, guild: DiscordGuildId
) -> bool:
    """Somebody did something in a server, and so is there; whether they had left it."""
    now_at = clock.now()
    one = await leaving.find_unseen(store.reads, by, guild, now_at - LOOKED_FOR_EVERY)
    return one is not None and await _note_here(store, one, now_at)


async def _note_here(store: Store, one: OnRoll, now_at: datetime) -> bool:
    cut_off = UnreachableReason.NO_SHARED_SERVER.value
    async with store.write() as tx:
        is_back = await leaving.note_here(tx, one, cut_off, now_at)
        if is_back:
            await _welcome_back(tx, one, now_at)
    if is_back:
        log.info("member.back", extra=_names(one))
    return is_back


async def _welcome_back(tx: Tx, one: OnRoll, now_at: datetime) -> None:
    """Try their DMs again, and let begin what staff planned while they were gone."""
    await members.reach_again(tx, one.member_id, now_at)
    standing = await clinics.membership(tx, one.member_id, one.clinic_id)
    if standing is None or standing.state is not MembershipState.AGREED:
        return
    member = await members.get(tx, one.member_id)
    clinic = await clinics.get(tx, one.clinic_id)
    held = await hanging.held_back(tx, one.member_id, one.clinic_id, WAITING)
    if member is not None and clinic is not None and held:
        await begin_waiting(tx, member, clinic, now_at)


async def _note_gone(store: Store, one: OnRoll, left: timedelta, now_at: datetime) -> None:
    async with store.write() as tx:
        long_ago = await leaving.note_gone(tx, one, left, now_at)
        if long_ago:
            await leaving.forget(tx, one.member_id, one.clinic_id, now_at)
    log.info("member.forgotten" if long_ago else "member.gone", extra=_names(one))
    if long_ago:
        await erasing.sweep(store)


def _names(one: OnRoll) -> dict[str, object]:
    return {"member": one.member_id, "clinic": one.clinic_id}


async def note_servers(
    store: Store, clock: Clock, here: Collection[DiscordGuildId], *, application: str
) -> bool:
    """Note which servers the bot is in: all of them, also those that Discord has lost sight of.

    Whether it is back in one. What could not be sent meanwhile is tried then. Concludes nothing for
    a bot that the clinics do not know: it runs on a copy, or has got the wrong token.
    """
    async with store.write() as tx:
        if not await leaving.is_theirs(tx, application, here):
            log.warning("clinics.know_another_bot")
            return False
        removed, back = await leaving.note_servers(tx, here, clock.now())
    for event, number in (("clinics.removed", removed), ("clinics.back", back)):
        if number:
            log.warning(event, extra={"number": number})
    return bool(back)


async def forget_the_gone(store: Store, clock: Clock, left: timedelta) -> int:
    """Delete clinics whose server the bot has not been in for ``left``; how many.

    With them go their members who are in no other clinic.
    """
    forgotten, until_at = 0, clock.now() - left
    for clinic_id in await leaving.gone_clinics(store.reads, until_at):
        forgotten += await _forget_clinic(store, clinic_id, until_at, clock.now())
    if forgotten:
        await erasing.sweep(store)
        log.warning("clinics.forgotten", extra={"number": forgotten})
    return forgotten


async def _forget_clinic(
    store: Store, clinic_id: ClinicId, until_at: datetime, now_at: datetime
) -> bool:
    """One member a transaction; whether the bot stayed away from the server till the end of it."""
    while True:
        async with store.write() as tx:
            member_id = await leaving.member_of_gone(tx, clinic_id, until_at)
            if member_id is None:
                return await leaving.delete_if_gone(tx, clinic_id, until_at)
            await leaving.forget(tx, member_id, clinic_id, now_at)


async def erase_strangers(store: Store, clock: Clock, left: timedelta) -> int:
    """Erase who never agreed, once nothing that staff planned for them is left; how many."""
    erased = 0
    # Found and erased in one transaction: they may agree at any moment.
    while await _erase_stranger(store, clock, left):
        erased += 1
    if erased:
        await erasing.sweep(store)
        log.info("strangers.erased", extra={"members": erased})
    return erased


async def _erase_stranger(store: Store, clock: Clock, left: timedelta) -> bool:
    now_at = clock.now()
    async with store.write() as tx:
        return await leaving.erase_stranger(tx, now_at - left, now_at)
