"""/pause and /resume: nothing at all for a while, and no flood afterwards."""

from __future__ import annotations

import pytest

from tests.behaviour.reminders_world import opened, titles

MEANS = "This holds for all of it: check-ins, follow-ups, your own reminders"


pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


async def busy_member(clinic):
    """Somebody who gets something of every kind."""
    mia = await clinic.member()
    await mia.slash("posture on")
    await mia.slash("tension on")
    await mia.slash("remind", what="stretch", when="10:00", repeat="daily")
    return mia


async def test_until_a_time_nothing_comes_and_then_it_goes_on_without_a_flood(clinic):
    mia = await busy_member(clinic)

    paused = await mia.slash("pause", until="Friday 14:30")

    assert paused.text.startswith(
        "### Everything is paused\nNothing is sent until Fri 2 Jan, 14:30."
    )
    assert MEANS in paused.text
    assert paused.buttons == ["Undo", "Resume everything", "All of them"]
    await clinic.travel_to("2026-01-02 14:31")
    assert len(mia.inbox) == 1
    await clinic.travel_to("2026-01-02 16:01")
    assert mia.inbox_local_times[1:] == ["15:00"]


async def test_without_a_time_it_lasts_until_resume(clinic):
    mia = await busy_member(clinic)

    paused = await mia.slash("pause")
    assert "Nothing is sent until you use /resume." in paused.text
    await clinic.travel_to("2026-02-02 08:00")
    assert len(mia.inbox) == 1
    resumed = await mia.slash("resume")

    assert resumed.text.splitlines()[-1] == "Next one: Mon 2 Feb, 09:00."
    await clinic.travel_to("2026-02-02 10:01")
    assert mia.inbox_local_times[1:] == ["09:00", "10:00"]


async def test_a_snooze_that_ends_in_the_pause_does_not_come(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="in 5 min")
    await clinic.pass_time(minutes=6)
    await mia.press("15 min", await mia.press("Snooze", mia.inbox[-1]))

    await mia.slash("pause", until="in 2 hours")
    await clinic.pass_time(hours=3)

    assert len(mia.inbox) == 2


@pytest.mark.parametrize("until", ["yesterday", "some day", "9" * 300])
async def test_a_time_that_cannot_be_is_refused_and_nothing_is_paused(clinic, until):
    mia = await busy_member(clinic)

    refused = await mia.slash("pause", until=until)

    assert "tomorrow at 9:30" in refused.text
    assert "paused" not in (await mia.slash("reminders")).text


async def test_undo_takes_a_pause_back_and_a_resume_too(clinic):
    mia = await busy_member(clinic)

    undone = await mia.press("Undo", await mia.slash("pause"))
    assert undone.text.startswith("Nothing is paused any more.")
    await mia.slash("pause", until="in 3 days")
    undone = await mia.press("Undo", await mia.slash("resume"))

    assert "Nothing is sent until Sun 4 Jan, 01:00." in undone.text
    await clinic.travel_to("2026-01-02 20:00")
    assert len(mia.inbox) == 1


async def test_paused_twice_and_resumed_twice_says_so(clinic):
    mia = await clinic.member()
    await mia.slash("pause")

    again = await mia.slash("pause")
    assert "paused just so before, so nothing has changed" in again.text
    assert "Undo" not in again.buttons
    await mia.slash("resume")

    assert "Nothing was paused, so nothing has changed." in (await mia.slash("resume")).text


@pytest.mark.parametrize("command", ["posture on", "tension on"])
async def test_what_is_turned_on_during_a_pause_says_so(clinic, command):
    mia = await clinic.member()
    assert "Nothing is sent until" not in (await mia.slash(command)).text
    await mia.slash("pause", until="in 3 days")

    shown = await mia.slash(command)
    assert "Nothing is sent until Sun 4 Jan, 01:00." in shown.text
    await mia.slash("resume")

    assert "Nothing is sent until" not in (await mia.slash(command)).text


async def test_the_list_says_what_falls_in_the_pause_and_offers_the_end_of_it(clinic):
    mia = await busy_member(clinic)
    await mia.slash("remind", what="later", when="Monday 9:00")
    await mia.slash("pause", until="Saturday 9:00")

    shown = await mia.slash("reminders")

    assert "Nothing is sent until Sat 3 Jan, 09:00." in shown.text
    assert "Falls in the pause, so it will not come: Thu 1 Jan, 10:00" in shown.text
    assert "**later**\nNext: Mon 5 Jan, 09:00" in shown.text
    assert "Falls in the pause" in (await opened(mia, "stretch")).text
    await mia.press("Resume everything", shown)
    await clinic.travel_to("2026-01-01 10:01")
    assert mia.inbox_local_times[-1] == "10:00"


async def test_a_reminder_set_in_a_pause_says_that_it_holds(clinic):
    mia = await clinic.member()
    await mia.slash("pause")

    shown = await mia.slash("remind", what="tea", when="in 5 min")

    assert "Nothing is sent until you use /resume." in shown.text
    assert titles(await mia.slash("reminders")) == ["tea"]


async def test_stop_and_its_confirmation_hold_in_a_pause(clinic):
    mia = await busy_member(clinic)
    await mia.slash("pause")

    await mia.types("stop")

    assert len(mia.inbox) == 2


async def test_who_has_not_joined_cannot_pause(clinic):
    tom = clinic.person("tom")

    for name in ("pause", "resume"):
        assert "Use /start first." in (await tom.slash(name)).text
