"""A reminder that has arrived: how it looks, and what its buttons do. It is Thursday, 01:05."""

from __future__ import annotations

import pytest

from bot.ui.custom_ids import parse
from tests.behaviour.public import post
from tests.behaviour.reminders_world import titles
from tests.behaviour.world import build_app, buttons_of

CHOICES = ["15 min", "1 hour", "Tonight", "Tomorrow", "A time", "Done", "Stop"]

pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


async def reminded(clinic, someone, what="tea"):
    """Somebody's reminder, which has just arrived."""
    await someone.slash("remind", what=what, when="in 5 min")
    await clinic.pass_time(minutes=5, seconds=1)
    return someone.inbox[-1]


@pytest.fixture
async def mia(clinic):
    return await clinic.member()


@pytest.fixture
async def arrived(clinic, mia):
    return await reminded(clinic, mia)


@pytest.fixture
async def offered(mia, arrived):
    """The same, asking for how long it shall be snoozed."""
    return await mia.press("Snooze", arrived)


async def test_a_discreet_reminder_keeps_its_text_off_the_lock_screen(arrived):
    assert "tea" not in arrived.content
    assert arrived.body == "You asked to be reminded\ntea"
    assert arrived.buttons == ["Done", "Snooze", "Stop"]


async def test_without_discretion_the_lock_screen_shows_the_text(clinic):
    mia = await clinic.member(discreet=False)

    arrived = await reminded(clinic, mia)

    assert arrived.content == "tea"


async def test_markup_and_mentions_in_a_text_are_shown_and_do_nothing(clinic):
    mia = await clinic.member(discreet=False)

    arrived = await reminded(clinic, mia, "**call** @everyone <@1> [x](https://example.com)")

    assert r"\*\*call\*\*" in arrived.content
    assert "@everyone" not in arrived.content
    assert not arrived.message.mentions
    assert not arrived.message.mention_everyone


async def test_a_reminder_comes_in_quiet_hours_and_beside_a_full_day(clinic):
    mia = await clinic.member(quiet="00:00-23:00", daily_limit=1)

    await reminded(clinic, mia)

    assert mia.inbox_local_times[1:] == ["01:05"]


async def test_a_repeat_comes_again_and_says_when(clinic, mia):
    await mia.slash("remind", what="stretch", when="9:00", repeat="weekdays")
    await clinic.travel_to("2026-01-02 09:01")

    done = await mia.press("Done", mia.inbox[-1])

    assert mia.inbox_local_times[1:] == ["09:00", "09:00"]
    assert "> Thank you. Next one: Mon 5 Jan, 09:00." in done.text


async def test_snooze_asks_for_how_long(offered):
    assert offered.buttons == CHOICES


@pytest.mark.parametrize(
    ("label", "said", "comes"),
    [
        ("15 min", "It comes back at 01:20.", "2026-01-01 01:20"),
        ("1 hour", "It comes back at 02:05.", "2026-01-01 02:05"),
        ("Tonight", "It comes back at 20:00.", "2026-01-01 20:00"),
        ("Tomorrow", "It comes back on Fri 2 Jan, 09:00.", "2026-01-02 09:00"),
    ],
)
async def test_snoozed_a_reminder_comes_back_when_it_says(mia, offered, label, said, comes):
    snoozed = await mia.press(label, offered)

    assert said in snoozed.text
    await mia.clinic.travel_to(comes)
    await mia.clinic.pass_time(seconds=2)
    assert len(mia.inbox) == 3
    assert mia.inbox[-1].buttons == ["Done", "Snooze", "Stop"]


async def test_a_time_is_asked_for_in_words_and_read_as_remind_reads_it(clinic, mia, offered):
    await mia.press("A time", offered)
    await mia.fill({"when": "tomorrow 7:30 am"})

    assert "It comes back on Fri 2 Jan, 07:30." in mia.inbox[-1].text
    await clinic.travel_to("2026-01-02 07:31")
    assert mia.inbox_local_times[2:] == ["07:30"]


async def test_a_time_that_is_not_understood_leaves_the_choices_where_they_are(mia, offered):
    await mia.press("A time", offered)
    refused = await mia.fill({"when": "some day"})

    assert "We can't tell for sure" in refused.text
    assert mia.inbox[-1].buttons == CHOICES


async def test_late_at_night_there_is_no_tonight(clinic, mia):
    await mia.slash("remind", what="tea", when="23:00")
    await clinic.travel_to("2026-01-01 23:01")

    offered = await mia.press("Snooze", mia.inbox[-1])

    assert offered.buttons == [label for label in CHOICES if label != "Tonight"]


async def test_snoozed_twice_the_second_press_says_when_it_comes_back(clinic, mia, offered):
    tom = await clinic.member("tom")
    hour, typed = (parse(buttons_of(offered)[label]) for label in ("1 hour", "A time"))
    await mia.press("Tomorrow", offered)

    kept = await post(clinic, Hour=hour, Typed=typed)
    again = await mia.press("Hour", kept)
    theirs = await tom.press("Hour", kept)
    await mia.press("Typed", kept)
    typed = await mia.fill({"when": "in 5 min"})

    assert again.text == "You already snoozed this. It comes back on Fri 2 Jan, 09:00."
    assert typed.text == again.text
    assert theirs.text.startswith("That button belongs to somebody else.")
    await clinic.pass_time(hours=2)
    assert len(mia.inbox) == 2


async def test_stop_on_a_repeat_ends_only_that_one_and_undo_brings_it_back(clinic, mia):
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")
    await mia.slash("remind", what="drink", when="10:00", repeat="daily")
    await clinic.travel_to("2026-01-01 09:01")

    stopped = await mia.press("Stop", mia.inbox[-1])
    assert "Stopped: just this one." in stopped.text
    assert titles(await mia.slash("reminders")) == ["drink"]

    await mia.press("Undo", mia.inbox[-1])
    assert titles(await mia.slash("reminders")) == ["drink", "stretch"]


async def test_stop_on_a_reminder_that_came_once_offers_to_stop_everything(mia, arrived):
    shown = await mia.press("Stop", arrived)

    assert "This message came once" in shown.text
    assert shown.buttons == ["Stop everything"]


async def test_buttons_of_before_a_restart_still_work(clinic, sim_clock, mia, arrived):
    await clinic.restart(build_app(clinic.store, sim_clock))
    done = await mia.press("Done", arrived)

    assert "> Thank you." in done.text
