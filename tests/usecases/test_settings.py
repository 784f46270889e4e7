"""Changing settings: what is written, what moves with it, what is refused; and the card."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId, DiscordUserId, MemberId
from bot.domain.member import Settings
from bot.domain.posture import PostureWish
from bot.domain.quiet_hours import DEFAULT_QUIET, QuietHours
from bot.domain.zones import zone
from bot.errors import InvalidInput, NotAllowed
from bot.kinds import KINDS
from bot.store import members, schedules
from bot.store.connection import Store
from bot.usecases.posture import turn_posture_on
from bot.usecases.settings import Changed, CheckIns, SettingsCard, change_settings, settings_card
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.store.builders import add_client, settings

MIA = DiscordUserId(1001)
GUILD = DiscordGuildId(5001)
DAILY = PostureWish(90, time(9), time(17), frozenset(range(7)))
# The clock stands at Monday 23 November, 09:00 in Berlin: 9:00 has just been.
FIRST = datetime.fromisoformat("2026-11-23T10:30")


@pytest.fixture
async def mia(store: Store) -> MemberId:
    return await add_client(store, 1, chosen=settings(quiet=DEFAULT_QUIET))


@pytest.fixture
async def moving(store: Store, clock: FakeClock, mia: MemberId) -> MemberId:
    """Mia, with posture check-ins on."""
    await turn_posture_on(store, clock, KINDS, by=MIA, wish=DAILY)
    return mia


async def change(store: Store, clock: FakeClock, **wanted: Any) -> Changed:
    return await change_settings(store, clock, KINDS, by=MIA, **wanted)


async def kept(store: Store, member: MemberId) -> Settings:
    found = await members.get(store.reads, member)
    assert found is not None
    return found.settings


async def card(store: Store, guild: DiscordGuildId | None = GUILD) -> SettingsCard:
    return await settings_card(store, KINDS, by=MIA, guild=guild)


async def test_what_is_given_changes_and_the_rest_stays(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    before = await kept(store, mia)

    changed = await change(store, clock, daily_limit=3, discreet=False)

    after = await kept(store, mia)
    assert (changed.before, changed.after) == (before, after)
    assert (after.daily_limit, after.discreet) == (3, False)
    assert (after.zone, after.quiet, after.fallback) == (before.zone, before.quiet, before.fallback)
    assert changed.change_id is not None


async def test_no_quiet_hours_is_a_choice_and_not_the_same_as_leaving_them(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    await change(store, clock, fallback=True)
    assert (await kept(store, mia)).quiet == DEFAULT_QUIET

    await change(store, clock, quiet=None)
    assert (await kept(store, mia)).quiet is None


async def test_what_holds_already_is_no_change(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    same = await change(store, clock, zone=zone("Europe/Berlin"), daily_limit=8, discreet=True)

    assert same.change_id is None
    assert same.before == same.after


@pytest.mark.parametrize("limit", [0, 25, -1, 10**12])
async def test_a_limit_out_of_range_is_refused_and_nothing_changes(
    store: Store, clock: FakeClock, mia: MemberId, limit: int
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await change(store, clock, daily_limit=limit, discreet=False)

    assert refused.value.params == {"lowest": 1, "highest": 24}
    assert (await kept(store, mia)).discreet


async def test_nobody_changes_settings_before_consent_or_after_stopping(
    store: Store, clock: FakeClock
) -> None:
    with pytest.raises(NotAllowed):
        await change(store, clock, daily_limit=3)
    await add_client(store, 1)
    await stop_everything(store, clock, by=MIA, place=Place.SERVER)
    with pytest.raises(NotAllowed):
        await change(store, clock, daily_limit=3)
    with pytest.raises(NotAllowed):
        await card(store)


# What moves


async def test_a_new_zone_moves_the_next_check_in_to_its_wall_clock(
    store: Store, clock: FakeClock, moving: MemberId
) -> None:
    changed = await change(store, clock, zone=zone("America/New_York"))

    assert changed.local_now == datetime.fromisoformat("2026-11-23T03:00")
    assert changed.rhythm_before.local_next == FIRST
    assert changed.rhythm.local_next == datetime.fromisoformat("2026-11-23T09:00")
    schedule = await schedules.live_of_kind(store.reads, moving, "posture")
    assert schedule is not None
    assert schedule.next_due_at == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


async def test_quiet_hours_and_the_limit_say_how_many_times_are_left(
    store: Store, clock: FakeClock, moving: MemberId
) -> None:
    quieter = await change(store, clock, quiet=QuietHours(time(12), time(14)))
    fewer = await change(store, clock, daily_limit=2)
    none = await change(store, clock, quiet=QuietHours(time(8), time(20)))

    assert (quieter.rhythm_before.times, quieter.rhythm.times) == (6, 4)
    assert (fewer.rhythm_before.times, fewer.rhythm.times) == (4, 2)
    assert (none.rhythm.times, none.rhythm.local_next) == (0, None)


async def test_a_change_that_touches_no_time_costs_no_slot_that_has_just_come(
    store: Store, clock: FakeClock, moving: MemberId
) -> None:
    schedule = await schedules.live_of_kind(store.reads, moving, "posture")
    assert schedule is not None
    assert schedule.next_due_at is not None
    clock.move_to(schedule.next_due_at)

    await change(store, clock, discreet=False)

    later = await schedules.live_of_kind(store.reads, moving, "posture")
    assert later == schedule


async def test_without_check_ins_nothing_moves(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    changed = await change(store, clock, zone=zone("Asia/Tokyo"), quiet=None)

    assert (changed.rhythm.times, changed.rhythm.local_next) == (0, None)


# The card


async def test_the_card_shows_posture_as_it_stands(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    off = await card(store)
    await turn_posture_on(store, clock, KINDS, by=MIA, wish=DAILY)
    on = await card(store)
    await change(store, clock, quiet=QuietHours(time(8), time(20)))
    never = await card(store)

    assert [one.check_ins[0] for one in (off, on, never)] == [
        CheckIns("posture"),
        CheckIns("posture", on=True, local_next=FIRST),
        CheckIns("posture", on=True),
    ]
