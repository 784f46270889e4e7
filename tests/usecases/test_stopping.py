"""Stopping everything: at once, once, and on record."""

from __future__ import annotations

import pytest

from bot.domain.consent import MESSAGES, MembershipState, Place
from bot.domain.ids import DiscordGuildId
from bot.kinds import KINDS
from bot.store import clinics, schedules
from bot.store.connection import Store
from bot.usecases.coming_back import bring_back
from bot.usecases.joining import agree
from bot.usecases.stopping import AlreadyStopped, NeverJoined, StoppedAll, stop_everything
from tests.fakes import FakeClock
from tests.usecases.people import (
    DEFAULTS,
    LEO,
    MIA,
    join,
    member_of,
    next_of,
    occurrences_of,
    posture_of,
    prompt_that_is,
    turn_on,
    wake_at,
)


async def stop(store: Store, clock: FakeClock, place: Place = Place.SERVER) -> object:
    return await stop_everything(store, clock, by=MIA, place=place)


async def test_after_a_stop_nothing_is_planned_and_nothing_waits(
    store: Store, clock: FakeClock
) -> None:
    member = await join(store, clock)
    await turn_on(store, clock)
    await prompt_that_is(store, clock, "queued")

    assert await stop(store, clock) == StoppedAll()

    assert await schedules.live(store.reads, member.id) == []
    assert await wake_at(store) is None
    assert {row["state"] for row in await occurrences_of(store)} == {"dropped"}


async def test_what_is_just_leaving_or_in_doubt_is_not_called_ended(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock)
    leaving = await prompt_that_is(store, clock, "sending")
    clock.advance(minutes=1)
    doubtful = await prompt_that_is(store, clock, "queued", in_doubt=True)

    await stop(store, clock)

    states = {row["id"]: row["state"] for row in await occurrences_of(store, "posture")}
    assert states == {leaving: "sending", doubtful: "queued"}


@pytest.mark.parametrize("place", list(Place))
async def test_a_stop_is_a_line_in_the_ledger_with_time_and_place(
    store: Store, clock: FakeClock, place: Place
) -> None:
    member = await join(store, clock)
    clock.advance(days=3)

    await stop(store, clock, place)

    given, taken_back = await clinics.ledger(store.reads, member.id)
    assert given.given
    assert (taken_back.kind, taken_back.given) == (MESSAGES, False)
    assert (taken_back.place, taken_back.noted_at) == (place, clock.now())


async def test_a_stop_holds_for_every_clinic(store: Store, clock: FakeClock) -> None:
    member = await join(store, clock)
    await agree(
        store,
        clock,
        by=MIA,
        guild=DiscordGuildId(22),
        place=Place.SERVER,
        locale="en-US",
        defaults=DEFAULTS,
    )

    await stop(store, clock)

    joined = await clinics.memberships(store.reads, member.id)
    assert [one.state for one in joined] == [MembershipState.STOPPED] * 2
    taken_back = [line for line in await clinics.ledger(store.reads, member.id) if not line.given]
    assert len(taken_back) == 2


async def test_a_second_stop_changes_nothing(store: Store, clock: FakeClock) -> None:
    member = await join(store, clock)
    await stop(store, clock)
    stopped_at = (await member_of(store)).stopped_at
    clock.advance(hours=1)

    assert await stop(store, clock) == AlreadyStopped()

    assert (await member_of(store)).stopped_at == stopped_at
    assert len(await clinics.ledger(store.reads, member.id)) == 2


async def test_who_never_joined_has_nothing_to_stop(store: Store, clock: FakeClock) -> None:
    assert await stop(store, clock) == NeverJoined()


async def test_one_members_stop_leaves_others_alone(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await join(store, clock, LEO)

    await stop(store, clock)

    assert (await member_of(store, LEO)).stopped_at is None
    assert [row["state"] for row in await occurrences_of(store, by=LEO)] == ["queued"]


async def test_what_was_stopped_comes_back_only_when_it_is_asked_for(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock)
    await stop(store, clock)

    await join(store, clock)
    assert await posture_of(store) is None
    back = await bring_back(store, clock, KINDS, by=MIA)

    assert back.kinds == ("posture",)
    assert await next_of(store) == "2026-11-23 10:00"
