"""Tension check-ins for the tests of use cases: one that arrived, and presses on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from bot.domain.check_in import CheckIn, origin_of_interaction, origin_of_occurrence
from bot.domain.days import EVERY_DAY
from bot.domain.ids import ChannelId, DiscordUserId, MessageId, OccurrenceId
from bot.domain.local_time import local_of
from bot.domain.times import TimesWish
from bot.kinds import KINDS
from bot.kinds.tension import Tension
from bot.store import checkins, schedules
from bot.store.connection import Store
from bot.usecases.checking_in import CheckedIn
from bot.usecases.press_results import PressResult
from bot.usecases.pressing import Press, press_button
from bot.usecases.switching import SwitchedOff, turn_off
from bot.usecases.tension import OwnPress, press_own_check_in
from bot.usecases.timed import TimedOn, turn_timed_on
from tests.fakes import FakeClock
from tests.usecases.people import BERLIN, MIA, SET_STATE, member_of

CARDS = ("spasms", "tension", "adhesions", "circulation", "relief")
CHANNEL, MESSAGE = ChannelId(31), MessageId(41)


def at(*typed: str, days: Sequence[int] = tuple(EVERY_DAY)) -> TimesWish:
    """These times of day, every day unless said otherwise."""
    return TimesWish(tuple(time.fromisoformat(each) for each in typed), frozenset(days))


async def tension_on(store: Store, clock: FakeClock, wish: TimesWish | None = None) -> TimedOn:
    """Turn Mia's tension check-ins on."""
    return await turn_timed_on(
        store, clock, KINDS, by=MIA, kind=Tension(), wish=wish or at("18:00")
    )


async def tension_off(store: Store, clock: FakeClock) -> SwitchedOff:
    """Turn them off."""
    return await turn_off(store, clock, KINDS, by=MIA, kind=Tension.name)


async def arrived(
    store: Store, clock: FakeClock, state: str = "sent", *, by: DiscordUserId = MIA
) -> OccurrenceId:
    """A tension check-in of this very moment, in a state."""
    schedule = await schedules.live_of_kind(store.reads, (await member_of(store, by)).id, "tension")
    assert schedule is not None
    async with store.write() as tx:
        occurrence = await schedules.add_occurrence_now(
            tx, schedule.id, local_of(clock.now(), BERLIN), KINDS.lane("tension"), clock.now()
        )
        await tx.run(SET_STATE, (state, occurrence))
    return occurrence


async def press(
    store: Store,
    clock: FakeClock,
    occurrence: OccurrenceId,
    *actions: str,
    by: DiscordUserId = MIA,
    values: Sequence[str] = (),
    cards: Sequence[str] = CARDS,
) -> PressResult:
    """Press one button after another; what the last one comes to."""
    for action in actions:
        pressed = Press(by, occurrence, 1, action, CHANNEL, MESSAGE, tuple(values))
        result = await press_button(store, clock, KINDS, pressed, cards=cards)
    return result


async def answer(
    store: Store, clock: FakeClock, occurrence: OccurrenceId, *actions: str, **given: object
) -> CheckedIn:
    """``press``, where each press counts."""
    result = await press(store, clock, occurrence, *actions, **given)  # type: ignore[arg-type]
    assert isinstance(result, CheckedIn)
    return result


async def answer_own(
    store: Store, clock: FakeClock, asked_by: int, *actions: str, values: Sequence[str] = ()
) -> CheckedIn:
    """The same in a check-in that Mia asked for."""
    for action in actions:
        pressed = OwnPress(MIA, asked_by, action, tuple(values))
        result = await press_own_check_in(store, clock, KINDS, pressed, cards=CARDS)
        assert isinstance(result, CheckedIn)
    return result


async def kept(store: Store, occurrence: OccurrenceId) -> CheckIn | None:
    """What the store keeps of a check-in that the bot started."""
    return await _kept(store, origin_of_occurrence(occurrence))


async def kept_own(store: Store, asked_by: int) -> CheckIn | None:
    """What it keeps of one that Mia asked for."""
    return await _kept(store, origin_of_interaction(asked_by))


async def _kept(store: Store, origin: str) -> CheckIn | None:
    return await checkins.find(store.reads, (await member_of(store)).id, origin)


async def how_many(store: Store) -> int:
    """How many check-ins are kept, of everybody."""
    return len(await store.reads.rows("SELECT id FROM checkin"))
