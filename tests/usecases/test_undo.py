"""Undo: what comes back, once, for its owner, for a day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.domain.consent import MembershipState, Place
from bot.domain.ids import ChangeId, DiscordUserId, MemberId
from bot.domain.posture import PostureWish
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.errors import Conflict, NotAllowed, UserError
from bot.kinds import KINDS
from bot.store import members, schedules
from bot.store.connection import Store
from bot.usecases.posture import turn_posture_on
from bot.usecases.restoring import OneBack
from bot.usecases.settings import change_settings
from bot.usecases.stopping import stop_everything
from bot.usecases.undo import UNDO_WITHIN, SettingsBack, Undone, undo
from tests.fakes import FakeClock
from tests.store.builders import (
    add_client,
    add_clinic,
    add_occurrence,
    set_membership,
    settings,
    state_of,
)
from tests.usecases.people import posture_off

MIA, TOM = DiscordUserId(1001), DiscordUserId(1002)
OFTEN = PostureWish(60, time(9), time(17), frozenset(range(7)))
RARELY = PostureWish(120, time(9), time(17), frozenset(range(7)))


@pytest.fixture(autouse=True)
async def mia(store: Store) -> MemberId:
    return await add_client(store, 1, chosen=settings(quiet=DEFAULT_QUIET))


async def limit(store: Store, clock: FakeClock, number: int) -> ChangeId:
    changed = await change_settings(store, clock, KINDS, by=MIA, daily_limit=number)
    assert changed.change_id is not None
    return changed.change_id


async def turn_on(store: Store, clock: FakeClock, wish: PostureWish) -> ChangeId:
    on = await turn_posture_on(store, clock, KINDS, by=MIA, wish=wish)
    assert on.change_id is not None
    return on.change_id


async def turn_off(store: Store, clock: FakeClock) -> ChangeId:
    off = await posture_off(store, clock, by=MIA)
    assert off.change_id is not None
    return off.change_id


async def undone(
    store: Store, clock: FakeClock, change: ChangeId, by: DiscordUserId = MIA
) -> Undone:
    return await undo(store, clock, KINDS, by=by, change_id=change)


async def refusal(
    store: Store, clock: FakeClock, change: ChangeId, by: DiscordUserId = MIA
) -> UserError:
    with pytest.raises(UserError) as refused:
        await undone(store, clock, change, by)
    return refused.value


async def limit_now(store: Store, member: MemberId) -> int:
    found = await members.get(store.reads, member)
    assert found is not None
    return found.settings.daily_limit


async def test_settings_come_back_with_what_was_undone_beside_them(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    back = await undone(store, clock, await limit(store, clock, 3))

    assert isinstance(back, SettingsBack)
    assert (back.changed.before.daily_limit, back.changed.after.daily_limit) == (3, 8)
    assert await limit_now(store, mia) == 8


async def test_a_zone_that_comes_back_takes_the_check_ins_along(
    store: Store, clock: FakeClock
) -> None:
    await turn_on(store, clock, OFTEN)
    changed = await change_settings(store, clock, KINDS, by=MIA, zone=zone("America/New_York"))
    assert changed.change_id is not None

    back = await undone(store, clock, changed.change_id)

    assert isinstance(back, SettingsBack)
    assert back.changed.rhythm.local_next == datetime.fromisoformat("2026-11-23T10:00")


async def test_a_second_time_it_conflicts_and_changes_nothing(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    change = await limit(store, clock, 3)
    await undone(store, clock, change)

    again = await refusal(store, clock, change)

    assert isinstance(again, Conflict)
    assert again.key == "undo.already"
    assert await limit_now(store, mia) == 8


async def test_it_is_for_a_day_to_the_second(store: Store, clock: FakeClock) -> None:
    change = await limit(store, clock, 3)
    clock.advance(seconds=UNDO_WITHIN.total_seconds())
    await undone(store, clock, change)

    change = await limit(store, clock, 3)
    clock.now_at += UNDO_WITHIN + timedelta(seconds=1)
    assert (await refusal(store, clock, change)).key == "undo.too_late"


async def test_a_newer_change_of_the_same_stands_in_the_way(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    first = await limit(store, clock, 3)
    await limit(store, clock, 5)

    assert (await refusal(store, clock, first)).key == "undo.too_late"
    assert await limit_now(store, mia) == 5


async def test_somebody_elses_change_is_not_theirs_to_undo(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    await add_client(store, 2)
    change = await limit(store, clock, 3)

    for other in (TOM, DiscordUserId(9)):
        refused = await refusal(store, clock, change, by=other)
        assert isinstance(refused, NotAllowed)
        assert refused.key == "button.not_yours"

    assert await limit_now(store, mia) == 3


async def test_a_change_nobody_kept_is_too_late(store: Store, clock: FakeClock) -> None:
    assert (await refusal(store, clock, ChangeId(999))).key == "undo.too_late"


async def test_who_has_stopped_or_left_needs_to_join_first(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    change = await limit(store, clock, 3)
    await set_membership(store, mia, await add_clinic(store), MembershipState.LEFT)
    assert (await refusal(store, clock, change)).key == "consent.needed"

    await set_membership(store, mia, await add_clinic(store))
    await stop_everything(store, clock, by=MIA, place=Place.DM)
    assert (await refusal(store, clock, change)).key == "consent.needed"


# Of a kind.


async def test_turning_on_is_undone_by_turning_off(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    back = await undone(store, clock, await turn_on(store, clock, OFTEN))

    assert isinstance(back, OneBack)
    assert (back.kind, back.on, back.local_next) == ("posture", False, None)
    assert await schedules.live(store.reads, mia) == []


async def test_turning_off_is_undone_by_turning_on_as_it_was(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    await turn_on(store, clock, OFTEN)

    back = await undone(store, clock, await turn_off(store, clock))

    assert isinstance(back, OneBack)
    assert (back.kind, back.on, back.paused) == ("posture", True, False)
    assert back.local_next == datetime.fromisoformat("2026-11-23T10:00")
    live = await schedules.live_of_kind(store.reads, mia, "posture")
    assert live is not None
    assert live.wish == OFTEN.to_wish()


async def test_another_rhythm_gives_way_to_the_old_one_and_drops_what_it_queued(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    await turn_on(store, clock, OFTEN)
    change = await turn_on(store, clock, RARELY)
    live = await schedules.live_of_kind(store.reads, mia, "posture")
    assert live is not None
    queued = await add_occurrence(store, live.id, "2026-11-23T08:59")

    await undone(store, clock, change)

    now = await schedules.live_of_kind(store.reads, mia, "posture")
    assert now is not None
    assert now.wish == OFTEN.to_wish()
    assert await state_of(store, queued) == "dropped"


async def test_what_comes_back_follows_the_settings_of_now(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    await turn_on(store, clock, OFTEN)
    change = await turn_off(store, clock)
    await limit(store, clock, 1)

    await undone(store, clock, change)

    live = await schedules.live_of_kind(store.reads, mia, "posture")
    assert live is not None
    assert live.rule is not None
    assert len(live.rule.minutes) == 1


async def test_what_stopping_everything_ended_does_not_come_back_by_undo(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    await turn_on(store, clock, OFTEN)
    change = await turn_on(store, clock, RARELY)
    await stop_everything(store, clock, by=MIA, place=Place.DM)
    async with store.write() as tx:
        await members.set_stopped(tx, mia, None)
    await set_membership(store, mia, await add_clinic(store))

    assert (await refusal(store, clock, change)).key == "undo.too_late"
    assert await schedules.live(store.reads, mia) == []


async def test_a_refused_undo_is_not_used_up(store: Store, clock: FakeClock) -> None:
    change = await limit(store, clock, 3)
    await refusal(store, clock, change, by=TOM)

    assert isinstance(await undone(store, clock, change), SettingsBack)
