"""A member's day: when posture check-ins come, what they show, and the days clocks change."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.domain.occurrence import State
from tests.engine.house import House
from tests.engine.residents import Resident, at

WORKDAY = ("09:00", "10:30", "12:00", "13:30", "15:00", "16:30")


async def test_a_day_of_posture_comes_at_the_members_own_hours(engine_house: House) -> None:
    mia = await engine_house.member(zone_name="America/New_York")
    await engine_house.daily(mia, "posture", *WORKDAY)

    await engine_house.travel_to("2026-11-24 08:00")

    assert engine_house.times(mia) == [f"23 {local}" for local in WORKDAY]


async def test_what_was_sent_is_on_record_with_its_channel_and_message(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "09:00")

    await engine_house.run_until_quiet()

    (stored,) = engine_house.inbox(mia)
    (delivery,) = await engine_house.deliveries()
    assert (delivery["channel_id"], delivery["message_id"]) == (stored.channel, stored.id)
    assert await engine_house.states() == [State.SENT]


async def test_the_nonce_names_the_occurrence_and_its_step(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "09:00")

    await engine_house.run_until_quiet()

    assert engine_house.inbox(mia)[0].key.nonce == f"u{await engine_house.last_id()}.1"


async def test_no_item_comes_twice_in_a_row(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", *WORKDAY)

    await engine_house.travel_to("2026-11-27 08:00")

    shown = [one.message.body for one in engine_house.inbox(mia)]
    assert len(shown) == 24
    assert all(one != following for one, following in pairwise(shown))


async def test_a_message_that_comes_on_time_carries_no_label(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "10:30")

    await engine_house.travel_to("2026-11-23 12:00")

    assert "Was due" not in engine_house.inbox(mia)[0].message.body


async def arrivals(house: House, who: Resident, until: str) -> list[str]:
    await house.travel_to(until)
    return house.times(who)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-10-24 00:00", "2026-10-27 00:00", ("24", "25", "26")),
        ("2027-03-27 00:00", "2027-03-30 00:00", ("27", "28", "29")),
    ],
    ids=["into winter", "into summer"],
)
async def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(
    engine_house: House, start: str, end: str, days: tuple[str, ...]
) -> None:
    engine_house.clock.move_to(at(start))
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", "09:00")

    assert await arrivals(engine_house, mia, end) == [f"{day} 09:00" for day in days]


async def test_a_time_that_the_clock_shows_twice_comes_once_at_the_first(
    engine_house: House,
) -> None:
    engine_house.clock.move_to(at("2026-10-24 12:00"))
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", "02:30")

    await engine_house.travel_to("2026-10-26 12:00")

    instants = [one.at.isoformat() for one in engine_house.inbox(mia)]
    assert instants == ["2026-10-25T00:30:00+00:00", "2026-10-26T01:30:00+00:00"]


async def test_a_time_that_the_clock_skips_comes_once_right_after_the_gap(
    engine_house: House,
) -> None:
    engine_house.clock.move_to(at("2027-03-27 12:00"))
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", "02:15", "02:30", "03:00")

    await engine_house.travel_to("2027-03-28 12:00")

    assert engine_house.times(mia) == ["28 03:00"]
    assert [row["slot"] for row in await engine_house.occurrences()] == ["2027-03-28T02:15"]


async def test_a_member_in_each_zone_gets_the_same_wall_time(engine_house: House) -> None:
    zones = ("Asia/Kathmandu", "Pacific/Auckland", "America/St_Johns", "UTC")
    residents = [await engine_house.member(zone_name=name) for name in zones]
    for resident in residents:
        await engine_house.daily(resident, "own_reminder", "09:00")

    await engine_house.travel_to("2026-11-25 09:00", "UTC")

    for resident in residents:
        assert {moment[3:] for moment in engine_house.times(resident)} == {"09:00"}
