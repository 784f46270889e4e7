"""A pause of everything, as the engine keeps it: nothing leaves, and nothing is made up for."""

from __future__ import annotations

from tests.engine.house import House


async def test_what_falls_due_in_a_pause_is_not_sent_when_it_ends(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", "10:00", "11:00", "12:00")
    await engine_house.daily(mia, "follow_up", "10:30")
    await engine_house.pause(mia, "2026-11-23 11:30")

    await engine_house.travel_to("2026-11-23 13:00")

    assert engine_house.times(mia) == ["23 12:00"]


async def test_what_fell_due_in_a_pause_does_not_come_after_an_outage_over_its_end(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 12:00")
    await engine_house.daily(mia, "own_reminder", "13:00", "17:30")
    await engine_house.pause(mia, "2026-11-23 17:00")

    engine_house.sleep_until("2026-11-23 17:15")
    await engine_house.run_until_quiet()
    assert engine_house.times(mia) == []
    assert await engine_house.reasons() == ["paused", "paused"]

    await engine_house.travel_to("2026-11-23 18:00")
    assert engine_house.times(mia) == ["23 17:30"]


async def test_an_appointment_is_held_back_as_well(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "appointment", "2026-11-23 10:00")
    await engine_house.pause(mia, "2026-11-23 12:00")

    await engine_house.travel_to("2026-11-23 14:00")

    assert engine_house.inbox(mia) == []
    assert await engine_house.reasons() == ["paused"]


async def test_a_pause_holds_for_one_member_alone(engine_house: House) -> None:
    mia, tom = await engine_house.member(), await engine_house.member()
    for who in (mia, tom):
        await engine_house.daily(who, "own_reminder", "10:00")
    await engine_house.pause(mia, "2026-11-23 12:00")

    await engine_house.travel_to("2026-11-23 11:00")

    assert engine_house.times(mia) == []
    assert engine_house.times(tom) == ["23 10:00"]
