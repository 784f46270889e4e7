"""How many posture check-ins a day the daily limit lets in, and a higher limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.rule import Rule, Weekdays
from bot.errors import InvalidInput
from bot.kinds import KINDS
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.store import schedules
from bot.store.connection import Store
from bot.usecases.posture import (
    posture_as_it_is,
    raise_limit_for_posture,
)
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.people import (
    DEFAULTS,
    MIA,
    coming,
    join,
    member_of,
    next_of,
    turn_on,
    wish,
)


async def test_the_limit_spreads_a_window_and_raising_it_lets_all_in(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    on = await turn_on(store, clock, wish(30))
    assert on.plan.is_spread
    assert on.limit_can_be_raised

    raised = await raise_limit_for_posture(store, clock, KINDS, by=MIA)

    assert (await member_of(store)).settings.daily_limit == 16
    assert raised.member.settings.daily_limit == 16
    assert not raised.plan.is_spread
    assert coming(raised) == ["Mon 09:30", "Mon 10:00", "Mon 10:30"]
    assert await next_of(store) == "2026-11-23 09:30"


async def test_times_in_quiet_hours_ask_for_no_room(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await turn_on(store, clock, wish(30, "15:00", "23:00"))

    await raise_limit_for_posture(store, clock, KINDS, by=MIA)

    assert (await member_of(store)).settings.daily_limit == 10


async def test_the_limit_is_never_raised_beyond_24(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await turn_on(store, clock, wish(20, "08:00", "20:00"))

    raised = await raise_limit_for_posture(store, clock, KINDS, by=MIA)

    assert (await member_of(store)).settings.daily_limit == 24
    assert raised.plan.is_spread
    assert not raised.limit_can_be_raised


@pytest.mark.parametrize("limit", [6, 8, 20])
async def test_raising_a_limit_that_is_high_enough_changes_nothing(
    store: Store, clock: FakeClock, limit: int
) -> None:
    await join(store, clock, settings=replace(DEFAULTS, daily_limit=limit))
    await turn_on(store, clock, wish(90))

    raised = await raise_limit_for_posture(store, clock, KINDS, by=MIA)

    assert raised.change_id is None
    assert (await member_of(store)).settings.daily_limit == limit


async def test_undo_lowers_a_raised_limit_and_spreads_again(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    before = await turn_on(store, clock, wish(30))
    raised = await raise_limit_for_posture(store, clock, KINDS, by=MIA)
    assert raised.change_id is not None

    await undo(store, clock, KINDS, by=MIA, change_id=raised.change_id)

    after = await posture_as_it_is(store, clock, KINDS, by=MIA)
    assert after.plan == before.plan


async def test_without_posture_there_is_no_limit_to_raise(store: Store, clock: FakeClock) -> None:
    await join(store, clock)

    with pytest.raises(InvalidInput) as refused:
        await raise_limit_for_posture(store, clock, KINDS, by=MIA)

    assert refused.value.key == "posture.not_on"
    assert (await member_of(store)).settings == DEFAULTS


class Reserving(Posture):
    """Stands for a kind that keeps places of the day for itself."""

    name = "reserving"
    rule_follows_settings = False
    policy = Policy(
        lane=Lane.PROMPT,
        quiet=Quiet.NOT_PLANNED,
        stale_after=timedelta(hours=4),
        counts=True,
        reserves=True,
    )


async def test_places_kept_for_others_are_left_to_them_and_raising_counts_them_in(
    store: Store, clock: FakeClock
) -> None:
    kinds = Kinds((Posture(), Reserving()))
    member = await join(store, clock)
    async with store.write() as tx:
        rule = Rule(Weekdays(frozenset(range(7))), (600, 1080))
        await schedules.add(
            tx,
            kind="reserving",
            member_id=member.id,
            wish=wish().to_wish(),
            rule=rule,
            upcoming=None,
            now_at=clock.now(),
        )

    on = await turn_on(store, clock, kinds=kinds)
    assert (on.plan.places, on.plan.is_spread) == (6, True)
    raised = await raise_limit_for_posture(store, clock, kinds, by=MIA)

    assert raised.member.settings.daily_limit == 10
    assert (raised.plan.places, raised.plan.is_spread) == (8, False)
