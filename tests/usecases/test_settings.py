"""Changing settings: what is written, what moves with it, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from bot.domain.consent import INVITATIONS, MembershipState, Place
from bot.domain.ids import DiscordGuildId, DiscordUserId, MemberId
from bot.domain.member import Settings
from bot.domain.posture import PostureWish
from bot.domain.quiet_hours import DEFAULT_QUIET, QuietHours
from bot.domain.zones import zone
from bot.errors import InvalidInput, NotAllowed
from bot.kinds import KINDS
from bot.store import clinics, members, schedules
from bot.store.connection import Store
from bot.usecases.posture import turn_posture_on
from bot.usecases.settings import (
    Changed,
    CheckIns,
    SettingsCard,
    change_settings,
    from_json,
    limit_typed,
    set_invitations,
    settings_card,
    to_json,
)
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.store.builders import add_client, add_clinic, add_member, set_membership, settings

MIA = DiscordUserId(1001)
GUILD = DiscordGuildId(5001)
OTHER_GUILD = DiscordGuildId(5002)
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


# What moves.


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


# The card.


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


async def test_in_a_dm_the_card_knows_the_clinic_only_where_there_is_one(
    store: Store, mia: MemberId
) -> None:
    assert (await card(store, None)).invitations is False
    await set_membership(store, mia, await add_clinic(store, 2))

    assert (await card(store, None)).invitations is None
    assert (await card(store, GUILD)).invitations is False
    assert (await card(store, DiscordGuildId(77))).invitations is None


async def test_a_clinic_that_was_left_does_not_count(store: Store, mia: MemberId) -> None:
    await set_membership(store, mia, await add_clinic(store, 2), MembershipState.LEFT)

    assert (await card(store, None)).invitations is False
    assert (await card(store, OTHER_GUILD)).invitations is None


# Invitations.


async def invite(
    store: Store, clock: FakeClock, *, wanted: bool, guild: DiscordGuildId | None = GUILD
) -> bool:
    return await set_invitations(store, clock, by=MIA, guild=guild, wanted=wanted)


async def lines(store: Store, member: MemberId) -> list[tuple[bool, Place]]:
    ledger = await clinics.ledger(store.reads, member)
    return [(line.given, line.place) for line in ledger if line.kind == INVITATIONS]


async def test_invitations_are_noted_in_the_ledger_where_they_were_wanted(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    assert await invite(store, clock, wanted=True)
    assert (await card(store)).invitations is True
    assert await invite(store, clock, wanted=False, guild=None)

    assert (await card(store)).invitations is False
    assert await lines(store, mia) == [(True, Place.SERVER), (False, Place.DM)]


async def test_wanting_the_same_twice_is_one_line(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    assert await invite(store, clock, wanted=True)
    assert not await invite(store, clock, wanted=True)

    assert await lines(store, mia) == [(True, Place.SERVER)]


async def test_invitations_of_a_clinic_not_agreed_with_are_refused(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    with pytest.raises(NotAllowed) as refused:
        await invite(store, clock, wanted=True, guild=OTHER_GUILD)

    assert refused.value.key == "consent.needed"
    assert await lines(store, mia) == []


async def test_in_a_dm_of_somebody_with_two_clinics_it_is_not_guessed_which(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    await set_membership(store, mia, await add_clinic(store, 2))

    with pytest.raises(NotAllowed) as refused:
        await invite(store, clock, wanted=True, guild=None)

    assert refused.value.key == "server_only"


async def test_somebody_without_any_clinic_is_refused(store: Store, clock: FakeClock) -> None:
    await add_member(store, 1)

    with pytest.raises(NotAllowed):
        await invite(store, clock, wanted=True)


# What is typed and what is kept.


@pytest.mark.parametrize(("typed", "limit"), [("1", 1), ("24", 24), (" 8 ", 8), ("08", 8)])
def test_a_limit_is_read_as_typed(typed: str, limit: int) -> None:
    assert limit_typed(typed) == limit


@pytest.mark.parametrize(
    "typed", ["", " ", "0", "25", "-1", "8.0", "eight", "²", "9" * 5000, "1_0"]
)
def test_what_is_no_limit_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        limit_typed(typed)


@pytest.mark.parametrize("quiet", [None, DEFAULT_QUIET, QuietHours(time(0), time(23, 59))])
def test_settings_come_back_as_they_were_kept(quiet: QuietHours | None) -> None:
    before = Settings(zone("Asia/Kathmandu"), quiet, 24, discreet=False, fallback=True)

    assert from_json(to_json(before)) == before


@pytest.mark.parametrize("broken", [{}, {"zone": "Europe/Berlin"}, {"zone": 1}])
def test_what_was_never_kept_is_not_taken_for_settings(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not kept settings"):
        from_json(broken)


def test_settings_that_were_kept_before_there_were_languages_follow_the_client() -> None:
    kept = to_json(Settings(zone("Europe/Berlin"), None, 8, language="fr"))
    assert from_json(kept).language == "fr"
    del kept["language"]

    assert from_json(kept).language is None
