"""A tension check-in right now, asked for by its member."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.check_in import asked_of_interaction_at, origin_of_interaction
from bot.domain.ids import DiscordUserId
from bot.domain.press import CheckInEffect, Verdict
from bot.domain.safety import says_crisis
from bot.errors import NotFound
from bot.kinds.registry import Kinds
from bot.kinds.tension import Tension
from bot.store import checkins, members
from bot.store.connection import Store
from bot.usecases.checking_in import Asked, CheckedIn, check_in
from bot.usecases.member import require_member
from bot.usecases.press_results import DidNotCount, StoppedBefore

KIND = Tension.name


async def tension_now(store: Store, *, by: DiscordUserId) -> None:
    """Whether a member may check in right now. Raises NotAllowed before consent."""
    await require_member(store.reads, by)


@dataclass(frozen=True, slots=True)
class OwnPress:
    """A press in a check-in that the member asked for. All of it comes from outside.

    ``asked_by`` is the number of the interaction that asked for it.
    """

    by: DiscordUserId
    asked_by: int
    action: str
    values: tuple[str, ...] = ()


async def press_own_check_in(
    store: Store, clock: Clock, kinds: Kinds, press: OwnPress, *, cards: Collection[str] = ()
) -> CheckedIn | DidNotCount | StoppedBefore:
    """Keep an answer of a check-in that the member asked for.

    Raises NotAllowed before consent, NotFound for a button there is not.
    """
    effect = kinds[KIND].effect(press.action)
    if not isinstance(effect, CheckInEffect):
        raise NotFound("button.outdated")
    now_at = clock.now()
    async with store.write() as tx:
        known = await members.find(tx, press.by)
        if known is not None and known.stopped_at is not None:
            return StoppedBefore(says_crisis(effect))
        member = await require_member(tx, press.by)
        asked_at = asked_of_interaction_at(press.asked_by, now_at)
        asked = Asked(member, KIND, origin_of_interaction(press.asked_by), asked_at)
        before = await checkins.find(tx, member.id, asked.origin)
        if before is not None and before.stands(now_at):
            crisis = says_crisis(effect)
            return DidNotCount(Verdict.STANDS, in_crisis=crisis)
        return await check_in(tx, asked, effect, values=press.values, cards=cards, now_at=now_at)
