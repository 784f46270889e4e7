"""What happens to messages that arrived by themselves when their buttons are pressed."""

from __future__ import annotations

import discord
import pytest

from bot.discord_io.buttons import PressButton
from bot.domain.ids import OccurrenceId
from bot.ui.custom_ids import OccurrencePress
from tests.behaviour.copies import copy_of
from tests.behaviour.world import Shown, build_app

MONDAY = "2026-01-05"


@pytest.fixture
async def mia(clinic):
    """Gets a prompt every hour from nine on, on weekdays, and has just got Monday's first."""
    await clinic.travel_to(f"{MONDAY} 08:30")
    someone = await clinic.member()
    await someone.slash("posture on", every=60)
    await clinic.travel_to(f"{MONDAY} 09:02")
    return someone


def arrived(person):
    """When everything but the welcome arrived, by the clinic's clock."""
    return [person.clinic.local(shown.sent_at) for shown in person.inbox[1:]]


def movement(prompt):
    return prompt.body.splitlines()[1]


@pytest.fixture
async def again(clinic, mia):
    """Monday's first prompt as it was before anything was pressed on it."""
    return await copy_of(mia.inbox[1], mia.inbox[1].channel_id, clinic)


# Done


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


async def test_done_again_says_what_was_answered_and_changes_nothing(mia, again):
    await mia.press("Done", mia.inbox[1])

    for label in ("Done", "Snooze 15 min", "Skip today"):
        shown = await mia.press(label, again)
        assert mia.last.ephemeral
        assert shown.text == "You already answered this: Done. There is nothing more to do."

    assert mia.inbox[1].body.count("Thank you.") == 1


async def test_a_done_prompt_does_not_come_back(clinic, mia):
    await mia.press("Done", mia.inbox[-1])

    await clinic.travel_to(f"{MONDAY} 11:30")

    assert arrived(mia) == [f"{MONDAY} {at}" for at in ("09:00", "10:00", "11:00")]


async def test_stop_still_works_on_an_answered_message(clinic, mia):
    done = await mia.press("Done", mia.inbox[-1])

    stopped = await mia.press("Stop", done)
    await clinic.travel_to("2026-01-07 23:00")

    assert "Thank you." in stopped.body
    assert "Stopped: Posture check-ins." in stopped.body
    assert arrived(mia) == [f"{MONDAY} 09:00"]


# Snooze


async def test_a_snoozed_prompt_comes_back_once_with_the_same_movement(clinic, mia):
    prompt = mia.inbox[-1]

    after = await mia.press("Snooze 15 min", prompt)
    assert "> All right. It comes back at 09:17." in after.body
    assert after.buttons == ["Stop"]
    await clinic.travel_to(f"{MONDAY} 09:59")

    assert arrived(mia) == [f"{MONDAY} 09:00", f"{MONDAY} 09:17"]
    back = mia.inbox[-1]
    assert movement(back) == movement(prompt)
    assert back.buttons == ["Done", "Snooze 15 min", "Skip today", "Stop"]


async def test_a_snoozed_prompt_takes_no_second_place_in_the_daily_limit(clinic, mia):
    await mia.slash("settings", daily_limit=2)
    await mia.press("Snooze 15 min", mia.inbox[-1])
    await clinic.travel_to(f"{MONDAY} 09:20")
    await mia.press("Snooze 15 min", mia.inbox[-1])

    await clinic.travel_to(f"{MONDAY} 23:00")

    assert arrived(mia) == [f"{MONDAY} {at}" for at in ("09:00", "09:17", "09:35", "13:00")]


async def test_snooze_again_says_when_it_comes_back(mia, again):
    await mia.press("Snooze 15 min", mia.inbox[1])

    for label in ("Snooze 15 min", "Done", "Skip today"):
        shown = await mia.press(label, again)
        assert mia.last.ephemeral
        assert shown.text == "You already snoozed this. It comes back at 09:17."


async def test_a_press_on_the_old_message_of_one_that_came_back_points_to_the_newer(
    clinic, mia, again
):
    await mia.press("Snooze 15 min", mia.inbox[1])
    await clinic.travel_to(f"{MONDAY} 09:30")

    shown = await mia.press("Done", again)

    assert shown.text == "You snoozed this and it came back. Please answer the newer message."
    done = await mia.press("Done", mia.inbox[-1])
    assert "Thank you." in done.body


async def test_a_snooze_that_ends_in_quiet_hours_does_not_come_back(clinic, mia):
    await mia.slash("posture on", every=60, **{"from": "19:00", "until": "20:00"})
    await clinic.travel_to(f"{MONDAY} 19:50")

    after = await mia.press("Snooze 15 min", mia.inbox[-1])
    assert "In 15 minutes your quiet hours begin, so it won't come back." in after.body
    assert "Next one: Tue 6 Jan, 19:00." in after.body
    await clinic.travel_to("2026-01-06 12:00")

    assert arrived(mia)[-1] == f"{MONDAY} 19:00"


# Skip today


async def test_skip_today_ends_the_day_and_tomorrow_goes_on(clinic, mia):
    after = await mia.press("Skip today", mia.inbox[-1])

    assert "> All right, no more today. Next one: Tue 6 Jan, 09:00." in after.body
    assert after.buttons == ["Stop"]
    await clinic.travel_to("2026-01-06 09:30")
    assert arrived(mia) == [f"{MONDAY} 09:00", "2026-01-06 09:00"]


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
    await clinic.travel_to("2026-01-06 09:30")

    assert arrived(mia) == [f"{MONDAY} 09:00", "2026-01-06 09:00"]


# Stop


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
    await clinic.travel_to("2026-01-06 23:00")

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


# Too late, or not theirs


async def test_a_week_late_a_button_thanks_and_explains_and_stop_still_stops(clinic, mia):
    old = mia.inbox[1]
    await clinic.travel_to("2026-01-12 09:30")

    for label in ("Done", "Snooze 15 min", "Skip today"):
        shown = await mia.press(label, old)
        assert mia.last.ephemeral
        assert shown.text == (
            "Thanks for pressing. This one is over, so there is nothing more to do. "
            "Next one: Mon 12 Jan, 10:00."
        )
    assert mia.inbox[1].buttons == ["Done", "Snooze 15 min", "Skip today", "Stop"]

    stopped = await mia.press("Stop", old)
    assert "Stopped: Posture check-ins." in stopped.body
    before = len(mia.inbox)
    await clinic.travel_to("2026-01-14 09:30")
    assert len(mia.inbox) == before


async def test_after_off_the_buttons_of_earlier_prompts_explain_themselves(mia):
    await mia.slash("posture off")

    shown = await mia.press("Done", mia.inbox[-1])

    assert mia.last.ephemeral
    assert "This message is no longer active." in shown.text


async def test_after_stop_the_buttons_of_earlier_messages_explain_themselves(clinic, mia):
    await mia.slash("stop")
    before = len(mia.inbox)

    for message in mia.inbox:
        for label in message.buttons:
            shown = await mia.press(label, message)
            assert mia.last.ephemeral
            assert "You had already stopped, so no messages will come." in shown.text

    await clinic.pass_time(days=7)
    assert len(mia.inbox) == before


async def test_a_strangers_press_on_a_copy_of_a_button_does_nothing(clinic, mia):
    leo = clinic.person("leo")
    copied = await copy_of(mia.inbox[-1], clinic.channel.id, clinic)
    for label in ("Done", "Snooze 15 min", "Skip today", "Stop"):
        shown = await leo.press(label, copied)
        assert leo.last.ephemeral
        assert "That button belongs to somebody else." in shown.text

    await clinic.travel_to(f"{MONDAY} 10:01")
    assert arrived(mia) == [f"{MONDAY} 09:00", f"{MONDAY} 10:00"]
    done = await mia.press("Done", mia.inbox[1])
    assert "Thank you." in done.body


@pytest.mark.parametrize(
    "press",
    [
        OccurrencePress(OccurrenceId(999_999), 1, "done"),
        OccurrencePress(OccurrenceId(2), 1, "explode"),
    ],
)
async def test_a_button_of_no_message_we_know_is_answered(clinic, mia, press):
    view = discord.ui.View(timeout=None)
    view.add_item(PressButton.labelled(press, "Odd", discord.ButtonStyle.primary))
    target = clinic.app.client.get_partial_messageable(mia.inbox[0].channel_id)
    odd = Shown(await target.send("Odd.", view=view))

    shown = await mia.press("Odd", odd)

    assert mia.last.ephemeral
    assert "That button is from an older message." in shown.text


# Across a restart


async def test_buttons_from_before_a_restart_work_after_it(clinic, sim_clock, mia):
    prompt = mia.inbox[-1]
    await clinic.app.engine.stop()
    await clinic.restart(build_app(clinic.store, sim_clock))

    after = await mia.press("Snooze 15 min", prompt)
    assert "It comes back at 09:17." in after.body
    await clinic.travel_to(f"{MONDAY} 09:30")
    assert arrived(mia) == [f"{MONDAY} 09:00", f"{MONDAY} 09:17"]

    stopped = await mia.press("Stop", mia.inbox[-1])
    assert stopped.buttons == ["Stop everything", "Undo"]
    await clinic.app.engine.stop()
    await clinic.restart(build_app(clinic.store, sim_clock))

    await mia.press("Undo", mia.inbox[-1])
    await clinic.travel_to(f"{MONDAY} 10:30")
    assert arrived(mia)[-1] == f"{MONDAY} 10:00"
