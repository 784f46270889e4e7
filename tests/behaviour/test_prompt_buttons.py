"""What Done, Snooze, Skip today and Stop below a message do to it and to what comes next."""

from __future__ import annotations

import pytest

from tests.behaviour.presses_world import ANSWERS, MONDAY, TUESDAY, arrived, prompted


@pytest.fixture
async def mia(clinic):
    return await prompted(clinic)


def movement(prompt):
    return prompt.body.splitlines()[1]


async def test_done_is_thanked_on_the_message_itself_and_leaves_only_stop(mia):
    prompt = mia.inbox[-1]

    after = await mia.press("Done", prompt)

    assert after.id == prompt.id
    assert after.buttons == ["Stop"]
    assert after.content == prompt.content
    footer = prompt.body.splitlines()[-1]
    assert after.body.startswith(prompt.body.removesuffix(footer).strip())
    assert after.body.endswith(footer)
    assert "> Thank you. Next one: Mon 5 Jan, 10:00." in after.body


async def test_a_done_prompt_does_not_come_back(clinic, mia):
    await mia.press("Done", mia.inbox[-1])

    await clinic.travel_to(f"{MONDAY} 11:30")

    assert arrived(mia) == [f"{MONDAY} {at}" for at in ("09:00", "10:00", "11:00")]


async def test_a_snoozed_prompt_comes_back_once_with_the_same_movement(clinic, mia):
    prompt = mia.inbox[-1]

    after = await mia.press("Snooze 15 min", prompt)
    assert "> All right. It comes back at 09:17." in after.body
    assert after.buttons == ["Stop"]
    await clinic.travel_to(f"{MONDAY} 09:59")

    assert arrived(mia) == [f"{MONDAY} 09:00", f"{MONDAY} 09:17"]
    back = mia.inbox[-1]
    assert movement(back) == movement(prompt)
    assert back.buttons == [*ANSWERS, "Stop"]


async def test_a_snoozed_prompt_takes_no_second_place_in_the_daily_limit(clinic, mia):
    await mia.slash("settings", daily_limit=2)
    await mia.press("Snooze 15 min", mia.inbox[-1])
    await clinic.travel_to(f"{MONDAY} 09:20")
    await mia.press("Snooze 15 min", mia.inbox[-1])

    await clinic.travel_to(f"{MONDAY} 23:00")

    assert arrived(mia) == [f"{MONDAY} {at}" for at in ("09:00", "09:17", "09:35", "13:00")]


async def test_a_snooze_that_ends_in_quiet_hours_does_not_come_back(clinic, mia):
    await mia.slash("posture on", every=60, **{"from": "19:00", "until": "20:00"})
    await clinic.travel_to(f"{MONDAY} 19:50")

    after = await mia.press("Snooze 15 min", mia.inbox[-1])
    assert "In 15 minutes your quiet hours begin, so it won't come back." in after.body
    assert "Next one: Tue 6 Jan, 19:00." in after.body
    await clinic.travel_to(f"{TUESDAY} 12:00")

    assert arrived(mia)[-1] == f"{MONDAY} 19:00"


async def test_skip_today_ends_the_day_and_tomorrow_goes_on(clinic, mia):
    after = await mia.press("Skip today", mia.inbox[-1])

    assert "> All right, no more today. Next one: Tue 6 Jan, 09:00." in after.body
    assert after.buttons == ["Stop"]
    await clinic.travel_to(f"{TUESDAY} 09:30")
    assert arrived(mia) == [f"{MONDAY} 09:00", f"{TUESDAY} 09:00"]


async def test_skip_today_takes_what_was_snoozed_along(clinic, mia):
    await mia.slash("posture on", every=20)
    await clinic.travel_to(f"{MONDAY} 10:01")
    first = mia.inbox[-1]
    await clinic.travel_to(f"{MONDAY} 11:01")
    await mia.press("Snooze 15 min", first)

    await mia.press("Skip today", mia.inbox[-1])
    before = len(mia.inbox)
    await clinic.travel_to(f"{MONDAY} 23:00")

    assert len(mia.inbox) == before


async def test_skip_today_holds_when_settings_change_later_that_day(clinic, mia):
    await mia.press("Skip today", mia.inbox[-1])

    await mia.slash("settings", quiet="21:00-06:00", daily_limit=20, discreet=False)
    await clinic.travel_to(f"{TUESDAY} 09:30")

    assert arrived(mia) == [f"{MONDAY} 09:00", f"{TUESDAY} 09:00"]


async def test_stop_ends_posture_at_once_and_offers_to_stop_everything_or_undo(clinic, mia):
    stopped = await mia.press("Stop", mia.inbox[-1])

    assert "> Stopped: Posture check-ins." in stopped.body
    assert stopped.buttons == ["Stop everything", "Undo"]
    await clinic.travel_to("2026-01-12 12:00")
    assert arrived(mia) == [f"{MONDAY} 09:00"]


async def test_undo_after_stop_brings_posture_back(clinic, mia):
    stopped = await mia.press("Stop", mia.inbox[-1])

    shown = await mia.press("Undo", stopped)
    assert mia.last.ephemeral
    assert "Posture check-ins are on" in shown.text
    await clinic.travel_to(f"{MONDAY} 10:30")

    assert arrived(mia) == [f"{MONDAY} 09:00", f"{MONDAY} 10:00"]


async def test_stop_everything_on_a_stopped_message_ends_all_with_one_answer(clinic, mia):
    stopped = await mia.press("Stop", mia.inbox[-1])

    shown = await mia.press("Stop everything", stopped)

    assert mia.last.ephemeral
    assert "You've stopped everything." in shown.text
    await clinic.travel_to("2026-01-12 12:00")
    assert len(mia.inbox) == 2


async def test_stop_works_also_while_every_time_lies_in_quiet_hours(clinic, mia):
    await mia.slash("settings", quiet="08:00-20:00")
    stopped = await mia.press("Stop", mia.inbox[-1])
    assert stopped.buttons == ["Stop everything", "Undo"]

    await mia.slash("settings", quiet="off")
    await clinic.travel_to(f"{TUESDAY} 23:00")

    assert arrived(mia) == [f"{MONDAY} 09:00"]


async def test_stop_on_the_welcome_has_nothing_to_end_and_offers_everything(clinic, mia):
    welcome = mia.inbox[0]

    shown = await mia.press("Stop", welcome)

    assert mia.last.ephemeral
    assert "there is nothing more of it to stop" in shown.text
    assert shown.buttons == ["Stop everything"]
    assert mia.inbox[0].buttons == ["Stop"]
    await clinic.travel_to(f"{MONDAY} 10:30")
    assert arrived(mia)[-1] == f"{MONDAY} 10:00"
