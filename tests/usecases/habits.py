"""Posture check-ins four times a day, for the tests of what answers make of them."""

from __future__ import annotations

from bot.domain.posture import PostureWish
from bot.store.connection import Store
from tests.fakes import FakeClock
from tests.usecases.people import join, posture_of, turn_on, wish

# What their slots are called, and better hours of the same.
NAMES, THEIRS = (540, 660, 780, 900), (540, 600, 660, 720)


async def four_a_day(store: Store, clock: FakeClock) -> None:
    """Mia gets four prompts a day; it is nine on a Monday."""
    await join(store, clock)
    await turn_on(store, clock, wish(120, days=range(7)))


async def minutes_of(store: Store) -> tuple[int, ...]:
    schedule = await posture_of(store)
    assert schedule is not None
    assert schedule.rule is not None
    return schedule.rule.minutes


async def wish_of(store: Store) -> PostureWish:
    schedule = await posture_of(store)
    assert schedule is not None
    return PostureWish.from_wish(schedule.wish)
