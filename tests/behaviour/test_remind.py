"""/remind and the reminder that arrives, as members use them. It is Thursday, 1 January, 01:00."""

from __future__ import annotations

import pytest

from bot.ui.custom_ids import parse
from tests.behaviour.public import post
from tests.behaviour.reminders_world import opened, titles
from tests.behaviour.world import build_app, buttons_of

SET = "### Your reminder is set"


pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


async def reminded(clinic, someone, **options):
    """Somebody whose reminder has just arrived."""
    await someone.slash("remind", what="tea", when="in 5 min", **options)
    await clinic.pass_time(minutes=5, seconds=1)
    return someone.inbox[-1]


# Setting one.


async def test_the_answer_shows_the_local_time_with_discords_own_beside_it(clinic):
    mia = await clinic.member(zone="Asia/Tokyo")

    shown = await mia.slash("remind", what="water the plants", when="tomorrow 9:00")

    assert shown.text.splitlines() == [
        SET,
        "> water the plants",
        "Fri 2 Jan, 09:00 (<t:1767312000:f>, <t:1767312000:R>)",
        "-# Times in Asia/Tokyo.",
    ]
    assert shown.buttons == ["Undo", "Edit", "All of them"]
    assert mia.last.ephemeral


async def test_a_repeat_shows_the_next_three_and_what_becomes_of_short_months(clinic):
    mia = await clinic.member()

    shown = await mia.slash("remind", what="rent", when="31 January 9:00", repeat="monthly")

    assert [line[:18] for line in shown.text.splitlines() if line.startswith("- ")] == [
        "- Sat 31 Jan, 09:0",
        "- Sat 28 Feb, 09:0",
        "- Tue 31 Mar, 09:0",
    ]
    assert "it comes on the last day" in shown.text


async def test_what_is_not_understood_is_refused_with_three_examples(clinic):
    mia = await clinic.member()

    refused = await mia.slash("remind", what="tea", when="when the moon is full")

    assert refused.text == (
        "We can't tell for sure when “when the moon is full” is. Type it like “in 90 minutes”, "
        "“tomorrow at 9:30” or “next Friday at 2 pm”."
    )
    assert mia.last.ephemeral
    assert titles(await mia.slash("reminders")) == []


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("yesterday 9:00", "is over already"),
        ("2026-01-01 00:30", "is over already"),
        ("<t:1000:R>", "is over already"),
        ("in 300 weeks", "more than five years away"),
        ("31 February 2027 9:00", "There is no such day"),
        ("9" * 200, "We can't tell for sure"),
    ],
)
async def test_a_time_that_cannot_be_is_refused_in_words(clinic, when, said):
    mia = await clinic.member()

    refused = await mia.slash("remind", what="tea", when=when)

    assert said in refused.text
    assert "in 90 minutes" in refused.text


async def test_a_text_of_nothing_or_too_much_is_refused_and_200_characters_are_taken(clinic):
    mia = await clinic.member()

    nothing = await mia.slash("remind", what="   ", when="tomorrow")
    too_much = await mia.slash("remind", what="x" * 201, when="tomorrow")
    enough = await mia.slash("remind", what="x" * 200, when="tomorrow")

    assert nothing.text.startswith("There is nothing to remind you of.")
    assert "200 characters at most" in too_much.text
    assert enough.text.startswith(SET)


async def test_who_has_not_joined_is_told_to_join_first(clinic):
    tom = clinic.person("tom")

    assert "Use /start first." in (await tom.slash("remind", what="tea", when="tomorrow")).text
    assert "Use /start first." in (await tom.slash("reminders")).text


async def test_undo_takes_a_new_reminder_away(clinic):
    mia = await clinic.member()
    shown = await mia.slash("remind", what="tea", when="in 5 min")

    undone = await mia.press("Undo", shown)

    assert undone.text == "Undone. “tea” will not come."
    await clinic.pass_time(hours=1)
    assert len(mia.inbox) == 1


async def test_the_fifty_first_is_refused_in_words_and_one_deleted_makes_room(clinic):
    mia = await clinic.member()
    for number in range(50):
        await mia.slash("remind", what=f"thing {number}", when="tomorrow 9:00")

    refused = await mia.slash("remind", what="one more", when="tomorrow 9:00")
    assert refused.text == (
        "You have 50 reminders, and there is no room for more. Delete one you no longer need: use "
        "/reminders."
    )

    await mia.press("Delete", await opened(mia, "thing 0"))
    assert (await mia.slash("remind", what="one more", when="tomorrow")).text.startswith(SET)


async def test_one_that_has_come_takes_no_place(clinic):
    mia = await clinic.member()
    for number in range(50):
        await mia.slash("remind", what=f"thing {number}", when="in 5 min")
    await clinic.pass_time(minutes=6)

    assert (await mia.slash("remind", what="one more", when="tomorrow")).text.startswith(SET)


# Receiving one.


async def test_a_discreet_reminder_keeps_its_text_off_the_lock_screen(clinic):
    mia = await clinic.member()

    arrived = await reminded(clinic, mia)

    assert "tea" not in arrived.content
    assert arrived.body == "You asked to be reminded\ntea"
    assert arrived.buttons == ["Done", "Snooze", "Stop"]


async def test_without_discretion_the_lock_screen_shows_the_text(clinic):
    mia = await clinic.member(discreet=False)

    arrived = await reminded(clinic, mia)

    assert arrived.content == "tea"


async def test_markup_and_mentions_in_a_text_are_shown_and_do_nothing(clinic):
    mia = await clinic.member(discreet=False)
    text = "**call** @everyone <@1> [x](https://example.com)"

    await mia.slash("remind", what=text, when="in 5 min")
    await clinic.pass_time(minutes=6)

    arrived = mia.inbox[-1]
    assert r"\*\*call\*\*" in arrived.content
    assert "@everyone" not in arrived.content
    assert not arrived.message.mentions
    assert not arrived.message.mention_everyone


async def test_a_reminder_comes_in_quiet_hours_and_beside_a_full_day(clinic):
    mia = await clinic.member(quiet="00:00-23:00", daily_limit=1)

    await reminded(clinic, mia)

    assert mia.inbox_local_times[1:] == ["01:05"]


async def test_a_repeat_comes_again_and_says_when(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="weekdays")
    await clinic.travel_to("2026-01-02 09:01")

    done = await mia.press("Done", mia.inbox[-1])

    assert mia.inbox_local_times[1:] == ["09:00", "09:00"]
    assert "> Thank you. Next one: Mon 5 Jan, 09:00." in done.text


# Snoozing.


@pytest.mark.parametrize(
    ("label", "said", "comes"),
    [
        ("15 min", "It comes back at 01:20.", "2026-01-01 01:20"),
        ("1 hour", "It comes back at 02:05.", "2026-01-01 02:05"),
        ("Tonight", "It comes back at 20:00.", "2026-01-01 20:00"),
        ("Tomorrow", "It comes back on Fri 2 Jan, 09:00.", "2026-01-02 09:00"),
    ],
)
async def test_snooze_offers_how_long_and_the_reminder_comes_back_then(clinic, label, said, comes):
    mia = await clinic.member()
    arrived = await reminded(clinic, mia)

    offered = await mia.press("Snooze", arrived)
    choices = ["15 min", "1 hour", "Tonight", "Tomorrow", "A time", "Done", "Stop"]
    assert offered.buttons == choices
    snoozed = await mia.press(label, offered)

    assert said in snoozed.text
    await clinic.travel_to(comes)
    await clinic.pass_time(seconds=2)
    assert len(mia.inbox) == 3
    assert mia.inbox[-1].buttons == ["Done", "Snooze", "Stop"]


async def test_a_time_is_asked_for_in_words_and_read_as_remind_reads_it(clinic):
    mia = await clinic.member()
    offered = await mia.press("Snooze", await reminded(clinic, mia))

    await mia.press("A time", offered)
    await mia.fill({"when": "tomorrow 7:30 am"})

    assert "It comes back on Fri 2 Jan, 07:30." in mia.inbox[-1].text
    await clinic.travel_to("2026-01-02 07:31")
    assert mia.inbox_local_times[2:] == ["07:30"]


async def test_a_time_that_is_not_understood_leaves_the_choices_where_they_are(clinic):
    mia = await clinic.member()
    offered = await mia.press("Snooze", await reminded(clinic, mia))

    await mia.press("A time", offered)
    refused = await mia.fill({"when": "some day"})

    assert "We can't tell for sure" in refused.text
    assert "15 min" in mia.inbox[-1].buttons


async def test_late_at_night_there_is_no_tonight(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="23:00")
    await clinic.travel_to("2026-01-01 23:01")

    offered = await mia.press("Snooze", mia.inbox[-1])

    assert "Tonight" not in offered.buttons


async def test_snoozed_twice_the_second_press_says_when_it_comes_back(clinic):
    mia, tom = await clinic.member("mia"), await clinic.member("tom")
    offered = await mia.press("Snooze", await reminded(clinic, mia))
    stale = {
        "Hour": parse(buttons_of(offered)["1 hour"]),
        "Typed": parse(buttons_of(offered)["A time"]),
    }
    await mia.press("Tomorrow", offered)

    kept = await post(clinic, **stale)
    again = await mia.press("Hour", kept)
    theirs = await tom.press("Hour", kept)
    await mia.press("Typed", kept)
    typed = await mia.fill({"when": "in 5 min"})

    assert again.text == "You already snoozed this. It comes back on Fri 2 Jan, 09:00."
    assert typed.text == again.text
    assert theirs.text.startswith("That button belongs to somebody else.")
    await clinic.pass_time(hours=2)
    assert len(mia.inbox) == 2


async def test_stop_on_a_repeat_ends_only_that_one_and_undo_brings_it_back(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")
    await mia.slash("remind", what="drink", when="10:00", repeat="daily")
    await clinic.travel_to("2026-01-01 09:01")

    stopped = await mia.press("Stop", mia.inbox[-1])
    assert "Stopped: just this one." in stopped.text
    assert titles(await mia.slash("reminders")) == ["drink"]

    await mia.press("Undo", mia.inbox[-1])
    assert titles(await mia.slash("reminders")) == ["drink", "stretch"]


async def test_stop_on_a_reminder_that_came_once_offers_to_stop_everything(clinic):
    mia = await clinic.member()

    shown = await mia.press("Stop", await reminded(clinic, mia))

    assert "This message came once" in shown.text
    assert shown.buttons == ["Stop everything"]


async def test_buttons_of_before_a_restart_still_work(clinic, store, sim_clock):
    mia = await clinic.member()
    arrived = await reminded(clinic, mia)

    await clinic.restart(build_app(store, sim_clock))
    done = await mia.press("Done", arrived)

    assert "> Thank you." in done.text


# Stopping and coming back.


async def test_after_stop_and_start_reminders_come_back_that_are_still_ahead(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="over by then", when="in 1 hour")
    await mia.slash("remind", what="at a moment", when="in 48 hours")
    await mia.slash("remind", what="on a day", when="Monday 9:00")
    await mia.slash("remind", what="each day", when="Monday 10:00", repeat="daily")
    await mia.slash("stop")
    await clinic.pass_time(hours=3)

    joined = await mia.press("Agree and start", await mia.slash("start"))
    await mia.press("Bring back what I had", joined)

    assert titles(await mia.slash("reminders")) == ["at a moment", "on a day", "each day"]
    await clinic.travel_to("2026-01-05 10:01")
    assert mia.inbox_local_times[-3:] == ["01:00", "09:00", "10:00"]
