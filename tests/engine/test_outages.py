"""After an outage: what is still worth sending goes out once, and says when it was due."""

from __future__ import annotations

import pytest

from bot.domain.occurrence import State
from tests.engine.house import House

HOURLY = tuple(f"{hour:02}:00" for hour in range(24))


async def test_slots_missed_in_an_outage_become_one_that_stands_for_all(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", *HOURLY)

    engine_house.sleep_until("2026-11-23 12:30")
    await engine_house.run_until_quiet()

    (stored,) = engine_house.inbox(mia)
    assert stored.message.body == "own_reminder\n\nWas due Mon 23 Nov, 12:00"
    assert [row["slot"] for row in await engine_house.occurrences()] == ["2026-11-23T12:00"]


async def test_the_next_slot_after_an_outage_comes_as_always(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", *HOURLY)
    engine_house.sleep_until("2026-11-23 12:30")

    await engine_house.travel_to("2026-11-23 14:30")

    assert engine_house.times(mia) == ["23 12:30", "23 13:00", "23 14:00"]


async def test_a_year_of_missed_slots_is_still_one(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", *HOURLY)

    engine_house.sleep_until("2027-11-23 12:00")
    await engine_house.run_until_quiet()

    (row,) = await engine_house.occurrences()
    assert (row["state"], row["slot"]) == ("sent", "2027-11-23T12:00")


@pytest.mark.parametrize(
    ("woken", "label"),
    [("10:04:59", ""), ("10:05:00", "\n\nWas due Mon 23 Nov, 10:00")],
    ids=["under 5 min", "5 min"],
)
async def test_was_due_appears_from_five_minutes_on(
    engine_house: House, woken: str, label: str
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")

    engine_house.sleep_until(f"2026-11-23 {woken}")
    await engine_house.run_until_quiet()

    assert engine_house.inbox(mia)[0].message.body == f"own_reminder{label}"


async def test_was_due_tells_the_members_own_wall_time(engine_house: House) -> None:
    mia = await engine_house.member(zone_name="America/New_York")
    await engine_house.once(mia, "own_reminder", "2026-11-23 06:00")

    engine_house.sleep_until("2026-11-23 18:00")
    await engine_house.run_until_quiet()

    assert engine_house.inbox(mia)[0].message.body.endswith("Was due Mon 23 Nov, 06:00")


async def test_what_waited_for_the_end_of_quiet_hours_is_not_called_late(
    engine_house: House,
) -> None:
    mia = await engine_house.member(quiet="22:00-07:00")
    await engine_house.once(mia, "follow_up", "2026-11-24 02:00")

    await engine_house.travel_to("2026-11-24 08:00")

    assert "Was due" not in engine_house.inbox(mia)[0].message.body


async def test_a_snoozed_message_is_never_called_late(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 09:00")
    await engine_house.run_until_quiet()
    await engine_house.snooze(await engine_house.last_id())

    engine_house.sleep_until("2026-11-23 12:00")
    await engine_house.run_until_quiet()

    first, second = engine_house.inbox(mia)
    assert second.message == first.message


async def test_a_machine_that_slept_two_hours_ends_the_stale_and_labels_the_rest(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "10:00")
    await engine_house.daily(mia, "tension", "10:00")
    await engine_house.travel_to("2026-11-23 09:59")

    engine_house.sleep_until("2026-11-23 12:00")
    await engine_house.run_until_quiet()

    states = {row["kind"]: row["state"] for row in await engine_house.occurrences()}
    assert states == {"posture": "stale", "tension": "sent"}
    (stored,) = engine_house.inbox(mia)
    assert stored.message.body.endswith("Was due Mon 23 Nov, 10:00")


async def test_a_process_that_was_down_over_the_due_time_sends_at_its_next_start(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "follow_up", "2026-11-23 10:00")

    await engine_house.reopen(hours=26)
    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.SENT]
    assert engine_house.times(mia) == ["24 11:00"]
