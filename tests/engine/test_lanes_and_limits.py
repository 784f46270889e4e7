"""Who goes first when much is due at once, and how much a day may hold."""

from __future__ import annotations

from bot.domain.occurrence import State
from tests.engine.house import House

PROMPTS = ("09:00", "10:00", "11:00", "12:00")


async def test_when_all_lanes_are_due_they_leave_in_their_order(engine_house: House) -> None:
    for kind in ("posture", "tension", "follow_up", "own_reminder"):
        for _ in range(2):
            member = await engine_house.member()
            await engine_house.once(member, kind, "2026-11-23 10:00")

    await engine_house.travel_to("2026-11-23 10:00")

    assert engine_house.titles() == [
        *["own_reminder"] * 2,
        *["follow_up"] * 2,
        *["tension"] * 2,
        *["posture"] * 2,
    ]


async def test_within_a_lane_the_longest_due_leaves_first(engine_house: House) -> None:
    late, early = await engine_house.member(), await engine_house.member()
    await engine_house.once(late, "own_reminder", "2026-11-23 10:30")
    await engine_house.once(early, "own_reminder", "2026-11-23 10:00")

    engine_house.sleep_until("2026-11-23 11:00")
    await engine_house.run_until_quiet()

    assert [one.user for one in engine_house.discord.messages] == [early.user, late.user]


async def test_the_daily_limit_holds_over_all_kinds_that_count(engine_house: House) -> None:
    mia = await engine_house.member(limit=3)
    await engine_house.daily(mia, "posture", *PROMPTS)
    await engine_house.daily(mia, "tension", "10:30")
    await engine_house.daily(mia, "own_reminder", "13:00")

    await engine_house.travel_to("2026-11-23 23:00")

    assert engine_house.times(mia) == ["23 09:00", "23 10:00", "23 10:30", "23 13:00"]
    assert sorted(filter(None, await engine_house.reasons())) == ["daily limit", "daily limit"]


async def test_a_place_of_the_day_is_kept_for_a_check_in_that_comes_later(
    engine_house: House,
) -> None:
    mia = await engine_house.member(limit=3)
    await engine_house.daily(mia, "posture", *PROMPTS)
    await engine_house.daily(mia, "tension", "18:00")

    await engine_house.travel_to("2026-11-23 23:00")

    assert engine_house.times(mia) == ["23 09:00", "23 10:00", "23 18:00"]


async def test_where_every_place_is_kept_nothing_else_takes_one(engine_house: House) -> None:
    mia = await engine_house.member(limit=2)
    await engine_house.daily(mia, "posture", *PROMPTS)
    await engine_house.daily(mia, "tension", "11:30", "18:00")

    await engine_house.travel_to("2026-11-23 23:00")

    assert engine_house.times(mia) == ["23 11:30", "23 18:00"]


async def test_another_members_check_ins_keep_no_place_of_mine(engine_house: House) -> None:
    mia, leo = await engine_house.member(limit=1), await engine_house.member(limit=1)
    await engine_house.daily(leo, "tension", "18:00")
    await engine_house.daily(mia, "posture", "09:00")

    await engine_house.travel_to("2026-11-23 23:00")

    assert engine_house.times(mia) == ["23 09:00"]


async def test_the_day_of_the_limit_is_the_members_own(engine_house: House) -> None:
    mia = await engine_house.member(limit=1, zone_name="Pacific/Auckland")
    await engine_house.daily(mia, "tension", "00:30", "23:30")

    await engine_house.travel_to("2026-11-26 12:00", "Pacific/Auckland")

    assert engine_house.times(mia) == ["23 23:30", "24 00:30", "25 00:30", "26 00:30"]


async def test_of_two_that_are_due_at_once_the_better_lane_takes_the_last_place(
    engine_house: House,
) -> None:
    mia = await engine_house.member(limit=1)
    await engine_house.daily(mia, "posture", "10:00")
    await engine_house.daily(mia, "tension", "10:00")

    await engine_house.travel_to("2026-11-23 10:00")

    assert engine_house.titles() == ["tension"]


async def test_what_went_stale_takes_no_place_in_the_day(engine_house: House) -> None:
    mia = await engine_house.member(limit=1)
    await engine_house.daily(mia, "posture", "10:00", "12:00")
    engine_house.sleep_until("2026-11-23 11:00")

    await engine_house.travel_to("2026-11-23 13:00")

    assert engine_house.times(mia) == ["23 12:00"]


async def test_a_snoozed_message_comes_back_as_a_step_of_its_own(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "posture", "2026-11-23 09:00")
    await engine_house.run_until_quiet()
    occurrence = await engine_house.last_id()

    assert await engine_house.snooze(occurrence, 15)
    await engine_house.travel_to("2026-11-23 10:00")

    first, second = engine_house.inbox(mia)
    assert engine_house.times(mia) == ["23 09:00", "23 09:15"]
    assert [first.key.nonce, second.key.nonce] == [f"u{occurrence}.1", f"u{occurrence}.2"]
    assert second.message == first.message
    assert [row["step"] for row in await engine_house.deliveries()] == [1, 2]
    assert await engine_house.states() == [State.SENT]


async def test_a_snooze_takes_no_second_place_in_the_day(engine_house: House) -> None:
    mia = await engine_house.member(limit=2)
    await engine_house.daily(mia, "posture", *PROMPTS)
    await engine_house.run_until_quiet()
    await engine_house.snooze(await engine_house.last_id(), 15)

    await engine_house.travel_to("2026-11-23 18:00")

    assert engine_house.times(mia) == ["23 09:00", "23 09:15", "23 10:00"]


async def test_a_snooze_that_still_waits_keeps_its_place_in_the_day(engine_house: House) -> None:
    mia = await engine_house.member(limit=1)
    await engine_house.daily(mia, "posture", "09:00", "10:00")
    await engine_house.run_until_quiet()
    await engine_house.snooze(await engine_house.last_id(), 90)

    await engine_house.travel_to("2026-11-23 18:00")

    assert engine_house.times(mia) == ["23 09:00", "23 10:30"]
