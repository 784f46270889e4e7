"""One bad row keeps nobody else's message from leaving."""

from __future__ import annotations

import pytest

from bot.domain.occurrence import State
from bot.kinds.registry import Kinds
from bot.store import controls, schedules
from tests.engine.house import House
from tests.engine.kinds import KINDS, FollowUp, OwnReminder
from tests.engine.residents import Resident

SECRET = "call the clinic about my knee"


async def neighbours(house: House) -> list[Resident]:
    """Members whose reminders are due before and after the bad one."""
    residents = [await house.member() for _ in range(4)]
    for minute, resident in enumerate(residents):
        await house.once(resident, "own_reminder", f"2026-11-23 09:0{minute * 2}")
    return residents


async def expect_all_served(house: House, residents: list[Resident]) -> None:
    assert [len(house.inbox(one)) for one in residents] == [1] * len(residents)


async def test_a_message_that_cannot_be_made_fails_alone(
    engine_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    residents = await neighbours(engine_house)
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 09:03", broken=True, text=SECRET)

    engine_house.sleep_until("2026-11-23 09:30")
    await engine_house.run_until_quiet()

    await expect_all_served(engine_house, residents)
    failed = [row for row in await engine_house.occurrences() if row["state"] == "failed"]
    assert [row["member_id"] for row in failed] == [mia.id]
    (told,) = [record for record in caplog.records if record.msg == "delivery.fault"]
    assert vars(told)["occurrence"] == failed[0]["id"]
    assert "kinds.py" in vars(told)["where"]
    assert not any(SECRET in str(vars(record)) for record in caplog.records)


async def test_one_that_cannot_be_decided_on_fails_alone(
    engine_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    residents = await neighbours(engine_house)
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 09:03", concerns_at=SECRET)

    engine_house.sleep_until("2026-11-23 09:30")
    await engine_house.run_until_quiet()

    await expect_all_served(engine_house, residents)
    failed = [row for row in await engine_house.occurrences() if row["state"] == "failed"]
    assert [(row["member_id"], row["end_reason"]) for row in failed] == [(mia.id, "fault")]
    assert any(record.msg == "claim.fault" for record in caplog.records)
    assert not any(SECRET in str(vars(record)) for record in caplog.records)


async def test_a_schedule_of_an_unknown_kind_is_set_aside(
    engine_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    residents = await neighbours(engine_house)
    mia = await engine_house.member()
    schedule = await engine_house.daily(mia, "horoscope", "09:03")

    engine_house.sleep_until("2026-11-23 09:30")
    await engine_house.run_until_quiet()

    await expect_all_served(engine_house, residents)
    found = await schedules.get(engine_house.store.reads, schedule)
    assert found is not None
    assert (found.status, found.end_reason) == ("paused", "unknown kind")
    assert any(record.msg == "plan.unknown_kind" for record in caplog.records)


RULE = 'UPDATE schedule SET rule = \'{"days": "new"}\' WHERE member_id = ?'
ZONE = "UPDATE member SET zone = 'US/Pacific-New' WHERE id = ?"


async def spoil(house: House, who: Resident, sql: str) -> None:
    async with house.store.write() as tx:
        await tx.run(sql, (who.id,))


@pytest.mark.parametrize("spoilt", [RULE, ZONE])
async def test_a_schedule_that_cannot_be_planned_is_set_aside(
    engine_house: House, caplog: pytest.LogCaptureFixture, spoilt: str
) -> None:
    residents = await neighbours(engine_house)
    mia = await engine_house.member()
    schedule = await engine_house.daily(mia, "own_reminder", "09:03")
    await spoil(engine_house, mia, spoilt)

    engine_house.sleep_until("2026-11-23 09:30")
    await engine_house.run_until_quiet()

    await expect_all_served(engine_house, residents)
    found = await engine_house.store.reads.row("SELECT * FROM schedule WHERE id = ?", (schedule,))
    assert found is not None
    assert (found["status"], found["end_reason"]) == ("paused", "fault")
    (told,) = [record for record in caplog.records if record.msg == "plan.fault"]
    assert vars(told)["schedule"] == schedule


async def test_an_occurrence_that_cannot_be_read_ends_alone(
    engine_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    residents = await neighbours(engine_house)
    mia = await engine_house.member()
    unread = await engine_house.right_now(mia, "own_reminder")
    await spoil(engine_house, mia, ZONE)

    engine_house.sleep_until("2026-11-23 09:30")
    await engine_house.run_until_quiet()

    await expect_all_served(engine_house, residents)
    assert (await engine_house.states())[0] is State.FAILED
    assert (await engine_house.reasons())[0] == "fault"
    (told,) = [record for record in caplog.records if record.msg == "claim.unreadable"]
    assert vars(told)["occurrence"] == unread


async def test_one_that_somebody_waits_for_and_that_cannot_be_read_ends_alone(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    unread = await engine_house.right_now(mia, "own_reminder")
    await spoil(engine_house, mia, ZONE)

    assert await engine_house.engine.deliver_now(unread, timeout_s=5) is None

    assert await engine_house.states() == [State.FAILED]


async def test_a_rule_that_cannot_be_read_keeps_no_places_of_the_day(engine_house: House) -> None:
    mia = await engine_house.member(limit=1)
    await engine_house.daily(mia, "tension", "20:00")
    await spoil(engine_house, mia, RULE)
    await engine_house.once(mia, "posture", "2026-11-23 09:03")

    engine_house.sleep_until("2026-11-23 09:05")
    await engine_house.run_until_quiet()

    assert engine_house.times(mia) == ["23 09:05"]


async def test_an_occurrence_of_an_unknown_kind_ends_alone(
    engine_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    mia = await engine_house.member(quiet="08:00-12:00")
    await engine_house.once(mia, "follow_up", "2026-11-23 09:00")
    await engine_house.run_until_quiet()
    assert await engine_house.states() == [State.QUEUED]

    engine_house.kinds = Kinds(kind for kind in KINDS if not isinstance(kind, FollowUp))
    await engine_house.reopen(hours=2)
    ben = await engine_house.member()
    await engine_house.once(ben, "own_reminder", "2026-11-23 12:00")
    await engine_house.travel_to("2026-11-23 13:00")

    assert len(engine_house.inbox(ben)) == 1
    assert await engine_house.states() == [State.DROPPED, State.SENT]
    assert any(record.msg == "claim.unknown_kind" for record in caplog.records)


async def test_what_the_start_sets_aside_as_unknown_never_reaches_the_engine(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "follow_up", "10:00")
    await engine_house.daily(mia, "own_reminder", "10:00")

    engine_house.kinds = Kinds([OwnReminder()])
    async with engine_house.store.write() as tx:
        await controls.pause_unknown(tx, engine_house.kinds.names)
    await engine_house.reopen()
    await engine_house.travel_to("2026-11-24 12:00")

    assert engine_house.titles() == ["own_reminder", "own_reminder"]


async def test_a_schedule_whose_rule_has_ended_is_planned_no_more(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")

    await engine_house.travel_to("2026-12-23 10:00")

    assert engine_house.times(mia) == ["23 10:00"]
