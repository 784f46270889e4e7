"""The policy table of the engine's design, line by line: quiet hours and lateness."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.occurrence import State
from bot.domain.quiet_hours import parse_quiet
from tests.engine.house import House
from tests.engine.residents import at

NIGHT = "22:00-07:00"
IN_A_DAY = {"concerns_at": at("2026-11-25 06:00").isoformat()}
IN_TWO_DAYS = {"concerns_at": at("2026-11-26 09:00").isoformat()}


@pytest.mark.parametrize(
    ("kind", "wish", "arrives"),
    [
        ("appointment", {}, "24 06:30"),
        ("own_reminder", {}, "24 06:30"),
        ("notice", IN_A_DAY, "24 06:30"),
        ("notice", IN_TWO_DAYS, "24 07:00"),
        ("notice", {}, "24 07:00"),
        ("follow_up", {}, "24 07:00"),
        ("tension", {}, "24 07:00"),
        ("question", {}, "24 07:00"),
    ],
)
async def test_in_quiet_hours_it_is_sent_or_waits_for_their_end(
    engine_house: House, kind: str, wish: dict[str, str], arrives: str
) -> None:
    mia = await engine_house.member(quiet=NIGHT)
    await engine_house.once(mia, kind, "2026-11-24 06:30", **wish)

    await engine_house.travel_to("2026-11-24 09:00")

    assert engine_house.times(mia) == [arrives]


async def test_posture_that_falls_in_new_quiet_hours_does_not_happen(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "12:00", "15:00")
    await engine_house.settle_with(mia, quiet=parse_quiet("11:00-13:00"))

    await engine_house.travel_to("2026-11-23 18:00")

    assert engine_house.times(mia) == ["23 15:00"]
    assert await engine_house.reasons() == ["quiet hours", None]


async def test_a_notice_that_waits_is_sent_once_its_event_is_a_day_away(
    engine_house: House,
) -> None:
    mia = await engine_house.member(quiet="10:00-09:00")
    await engine_house.once(mia, "notice", "2026-11-23 12:00", **IN_TWO_DAYS)

    await engine_house.travel_to("2026-11-24 12:00")

    assert engine_house.times(mia) == ["24 09:00"]


async def test_several_times_that_wait_for_the_same_end_go_out_as_one(
    engine_house: House,
) -> None:
    mia = await engine_house.member(quiet=NIGHT)
    await engine_house.daily(mia, "tension", "23:00", "02:00", "06:30")

    await engine_house.travel_to("2026-11-24 09:00")

    assert engine_house.times(mia) == ["24 07:00"]
    assert await engine_house.reasons() == ["merged", "merged", None]


async def test_what_waits_is_not_merged_with_what_another_schedule_has_waiting(
    engine_house: House,
) -> None:
    mia = await engine_house.member(quiet=NIGHT)
    await engine_house.once(mia, "follow_up", "2026-11-24 02:00")
    await engine_house.once(mia, "follow_up", "2026-11-24 03:00")

    await engine_house.travel_to("2026-11-24 09:00")

    assert engine_house.times(mia) == ["24 07:00", "24 07:00"]


STALE_AFTER = [
    ("appointment", timedelta(hours=2)),
    ("notice", timedelta(days=3)),
    ("follow_up", timedelta(days=3)),
    ("tension", timedelta(hours=4)),
    ("posture", timedelta(minutes=20)),
    ("question", timedelta(days=1)),
]


@pytest.mark.parametrize(("kind", "stale_after"), STALE_AFTER)
async def test_it_is_sent_up_to_its_age_and_goes_stale_right_after(
    engine_house: House, kind: str, stale_after: timedelta
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, kind, "2026-11-23 10:00")
    await engine_house.once(mia, kind, "2026-11-23 10:01")

    engine_house.clock.move_to(at("2026-11-23 10:01") + stale_after)
    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.STALE, State.SENT]
    assert len(engine_house.inbox(mia)) == 1


async def test_an_own_reminder_never_goes_stale(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")

    engine_house.sleep_until("2028-01-01 00:00")
    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.SENT]


@pytest.mark.parametrize(
    ("woken", "state"), [("11:00", State.SENT), ("11:01", State.STALE)], ids=["4 h", "more"]
)
async def test_lateness_counts_from_the_end_of_quiet_hours_it_has_waited_through(
    engine_house: House, woken: str, state: State
) -> None:
    mia = await engine_house.member(quiet=NIGHT)
    await engine_house.once(mia, "tension", "2026-11-24 02:00")
    await engine_house.travel_to("2026-11-24 03:00")

    engine_house.sleep_until(f"2026-11-24 {woken}")
    await engine_house.run_until_quiet()

    assert await engine_house.states() == [state]


@pytest.mark.parametrize(
    ("woken", "state"), [("11:00", State.SENT), ("11:01", State.STALE)], ids=["4 h", "more"]
)
async def test_lateness_counts_from_the_end_of_quiet_hours_that_an_outage_lay_over(
    engine_house: House, woken: str, state: State
) -> None:
    mia = await engine_house.member(quiet=NIGHT)
    await engine_house.once(mia, "tension", "2026-11-24 02:00")

    engine_house.sleep_until(f"2026-11-24 {woken}")
    await engine_house.run_until_quiet()

    assert await engine_house.states() == [state]


async def test_what_an_outage_ends_on_time_for_the_end_of_quiet_hours_is_not_called_late(
    engine_house: House,
) -> None:
    mia = await engine_house.member(quiet=NIGHT)
    await engine_house.once(mia, "tension", "2026-11-24 02:00")

    engine_house.sleep_until("2026-11-24 07:01")
    await engine_house.run_until_quiet()

    assert "Was due" not in engine_house.inbox(mia)[0].message.body


@pytest.mark.parametrize(
    ("woken", "states"),
    [("09:35", [State.SENT]), ("09:36", [State.STALE])],
    ids=["20 min", "more"],
)
async def test_lateness_of_a_snoozed_message_counts_from_the_end_of_the_snooze(
    engine_house: House, woken: str, states: list[State]
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "posture", "2026-11-23 09:00")
    await engine_house.run_until_quiet()
    await engine_house.snooze(await engine_house.last_id())

    engine_house.sleep_until(f"2026-11-23 {woken}")
    await engine_house.run_until_quiet()

    assert await engine_house.states() == states
