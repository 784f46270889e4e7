"""A button pressed twice, late, by somebody else or after a restart is answered in words."""

from __future__ import annotations

import discord
import pytest

from bot.discord_io.buttons import PressButton
from bot.domain.ids import OccurrenceId
from bot.ui.custom_ids import OccurrencePress
from tests.behaviour.copies import copy_of
from tests.behaviour.presses_world import ANSWERS, MONDAY, arrived, prompted
from tests.behaviour.world import Shown, build_app


@pytest.fixture
async def mia(clinic):
    return await prompted(clinic)


@pytest.fixture
async def again(clinic, mia):
    """Monday's first prompt as it was before anything was pressed on it."""
    return await copy_of(mia.inbox[1], mia.inbox[1].channel_id, clinic)


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("Done", "You already answered this: Done. There is nothing more to do."),
        ("Snooze 15 min", "You already snoozed this. It comes back at 09:17."),
    ],
)
async def test_pressed_again_it_says_what_was_answered_and_changes_nothing(mia, again, first, told):
    await mia.press(first, mia.inbox[1])
    answered = mia.inbox[1].body

    for label in ANSWERS:
        shown = await mia.press(label, again)
        assert mia.last.ephemeral
        assert shown.text == told

    assert mia.inbox[1].body == answered


async def test_a_press_on_the_old_message_of_one_that_came_back_points_to_the_newer(
    clinic, mia, again
):
    await mia.press("Snooze 15 min", mia.inbox[1])
    await clinic.travel_to(f"{MONDAY} 09:30")

    shown = await mia.press("Done", again)

    assert shown.text == "You snoozed this and it came back. Please answer the newer message."
    done = await mia.press("Done", mia.inbox[-1])
    assert "Thank you." in done.body


async def test_stop_still_works_on_an_answered_message(clinic, mia):
    done = await mia.press("Done", mia.inbox[-1])

    stopped = await mia.press("Stop", done)
    await clinic.travel_to("2026-01-07 23:00")

    assert "Thank you." in stopped.body
    assert "Stopped: Posture check-ins." in stopped.body
    assert arrived(mia) == [f"{MONDAY} 09:00"]


async def test_a_week_late_a_button_thanks_and_explains_and_stop_still_stops(clinic, mia):
    old = mia.inbox[1]
    await clinic.travel_to("2026-01-12 09:30")

    for label in ANSWERS:
        shown = await mia.press(label, old)
        assert mia.last.ephemeral
        assert shown.text == (
            "Thanks for pressing. This one is over, so there is nothing more to do. "
            "Next one: Mon 12 Jan, 10:00."
        )
    assert mia.inbox[1].buttons == [*ANSWERS, "Stop"]

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
    for label in (*ANSWERS, "Stop"):
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
