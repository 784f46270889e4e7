"""Check-ins as they are answered: two taps, corrections, late answers, restarts."""

from __future__ import annotations

import discord

from bot.discord_io.buttons import Option, PressButton, PressSelect
from bot.domain.ids import OccurrenceId
from bot.ui.custom_ids import OccurrencePress, parse_occurrence, parse_select
from tests.behaviour.public import only_refusals
from tests.behaviour.tension_world import ASKED, HELPED, WHERE, answer, kept, times
from tests.behaviour.world import Shown, build_app, buttons_of, selects_of

# Two taps


async def test_two_taps_record_one_check_in(clinic, mia, asked):
    second = await mia.press("6", asked)
    assert second.id == asked.id
    assert "> Tension 6" in second.body
    assert "How stressed do you feel right now?" in second.body

    done = await mia.press("4", second)

    assert done.id == asked.id
    assert "Thank you\nNoted for Mon 5 Jan, 09:02: Tension 6 · Stress 4." in done.body
    assert await kept(clinic) == {"2026-01-05T09:02": [("tension", 6), ("stress", 4)]}


async def test_what_a_lock_screen_may_show_never_changes(mia, asked):
    before = asked.content

    done = await answer(mia, asked, 10, 10)

    assert done.content == before
    assert len(mia.inbox) == 2


async def test_where_and_what_helped_are_kept_and_stay_chosen(clinic, mia, asked):
    done = await answer(mia, asked, 3, 2)
    done = await mia.choose(WHERE, ["Jaw", "Neck, middle"], done)
    done = await mia.choose(HELPED, ["Rest"], done)

    chosen = [
        [option["label"] for option in select["options"] if option.get("default")]
        for select in selects_of(done)
    ]
    assert chosen == [["Neck, middle", "Jaw"], ["Rest"]]
    rows = await clinic.store.reads.rows("SELECT question, choice FROM choice ORDER BY choice")
    assert [tuple(row) for row in rows] == [
        ("where", "jaw"),
        ("where", "neck_centre"),
        ("helped", "rest"),
    ]


async def test_choices_can_be_taken_back_to_none(clinic, mia, asked):
    done = await mia.choose(WHERE, ["Jaw"], await answer(mia, asked, 3, 2))

    await mia.choose(WHERE, [], done)

    assert await clinic.store.reads.rows("SELECT * FROM choice") == []


async def test_change_brings_the_questions_back_and_corrects_instead_of_adding(clinic, mia, asked):
    done = await answer(mia, asked, 6, 4)
    again = await mia.press("Change", done)
    assert ASKED in again.body
    assert await kept(clinic) == {"2026-01-05T09:02": [("tension", 6), ("stress", 4)]}

    await clinic.pass_time(minutes=10)
    done = await answer(mia, again, 2, 1)

    assert "Noted for Mon 5 Jan, 09:02: Tension 2 · Stress 1." in done.body
    assert await kept(clinic) == {"2026-01-05T09:02": [("tension", 2), ("stress", 1)]}


async def test_zero_is_an_answer_and_no_answer_is_none(clinic, mia, asked):
    await mia.press("0", asked)

    assert await kept(clinic) == {"2026-01-05T09:02": [("tension", 0)]}


async def test_an_unanswered_check_in_leaves_nothing_behind(clinic, mia, asked):
    await clinic.pass_time(days=2)

    assert await kept(clinic) == {}


async def test_a_late_answer_is_accepted_and_dated_when_it_was_given(clinic, mia, asked):
    await mia.slash("tension off")
    await mia.slash("tension on", at="9:00")
    await clinic.travel_to("2026-01-08 07:12")
    third = mia.inbox[-1]
    await clinic.travel_to("2026-01-11 07:12")

    done = await answer(mia, third, 6, 4)

    assert "Noted for Sun 11 Jan, 07:12: Tension 6 · Stress 4." in done.body
    assert "We asked on Wed 7 Jan. Your answer counts for the time you gave it." in done.body
    assert list(await kept(clinic)) == ["2026-01-11T07:12"]


async def test_after_a_day_the_answer_stays_as_it_is(clinic, mia, asked):
    done = await answer(mia, asked, 6, 4)
    await clinic.pass_time(hours=25)

    said = await mia.press("Change", done)

    assert mia.last.ephemeral
    assert "You answered this more than a day ago, so it stays as it is." in said.text
    assert await kept(clinic) == {"2026-01-05T09:02": [("tension", 6), ("stress", 4)]}


# Crashes, double presses, others


async def test_a_restart_between_the_two_taps_loses_nothing(clinic, mia, asked):
    second = await mia.press("6", asked)

    await clinic.restart(build_app(clinic.store, clinic.app.services.clock))
    done = await mia.press("4", second)

    assert "Tension 6 · Stress 4." in done.body
    assert await kept(clinic) == {"2026-01-05T09:02": [("tension", 6), ("stress", 4)]}


async def test_selects_still_work_after_a_restart(clinic, mia, asked):
    done = await answer(mia, asked, 3, 2)

    await clinic.restart(build_app(clinic.store, clinic.app.services.clock))
    await mia.choose(HELPED, ["Moving"], done)

    rows = await clinic.store.reads.rows("SELECT choice FROM choice")
    assert [row["choice"] for row in rows] == ["moving"]


async def copy_of(shown, channel_id, clinic):
    """The same buttons and selects once more, on a message of their own."""
    view = discord.ui.View(timeout=None)
    for label, custom_id in buttons_of(shown).items():
        press = parse_occurrence(custom_id)
        if press is not None:
            view.add_item(PressButton.labelled(press, label, discord.ButtonStyle.secondary))
    for select in selects_of(shown):
        options = [Option(each["value"], each["label"]) for each in select["options"]]
        press = parse_select(select["custom_id"])
        hint = select["placeholder"]
        view.add_item(PressSelect.offering(press, hint, options, fewest=0, most=len(options)))
    target = clinic.app.client.get_partial_messageable(channel_id)
    return Shown(await target.send("A copy.", view=view))


async def test_an_older_screen_corrects_and_adds_nothing(clinic, mia, asked):
    older = await copy_of(asked, asked.channel_id, clinic)
    await answer(mia, asked, 6, 4)

    await mia.press("5", older)

    assert await kept(clinic) == {"2026-01-05T09:02": [("tension", 5), ("stress", 4)]}


async def test_a_strangers_press_or_choice_is_refused_and_changes_nothing(clinic, mia, asked):
    leo = await clinic.member("leo")
    question = await copy_of(asked, clinic.channel.id, clinic)
    done = await answer(mia, asked, 3, 2)
    after = await copy_of(done, clinic.channel.id, clinic)

    for said in (
        await leo.press("9", question),
        await leo.press("Change", after),
        await leo.choose(WHERE, ["Head"], after),
    ):
        assert leo.last.ephemeral
        assert "belongs to somebody else" in said.text

    only_refusals(clinic.env)
    assert await kept(clinic) == {"2026-01-05T09:02": [("tension", 3), ("stress", 2)]}
    assert await clinic.store.reads.rows("SELECT * FROM choice") == []


async def test_a_button_of_a_message_that_is_no_longer_kept_is_outdated(clinic, mia):
    view = discord.ui.View(timeout=None)
    press = OccurrencePress(OccurrenceId(9999), 1, "t5")
    view.add_item(PressButton.labelled(press, "5", discord.ButtonStyle.secondary))
    target = clinic.app.client.get_partial_messageable(mia.actor.user.dm_channel.id)
    old = Shown(await target.send("Old.", view=view))

    said = await mia.press("5", old)

    assert "from an older message" in said.text
    only_refusals(clinic.env)


async def test_after_stopping_everything_a_press_says_so_and_keeps_nothing(clinic, mia, asked):
    await mia.slash("stop")

    said = await mia.press("6", asked)

    assert "You had already stopped" in said.text
    assert await kept(clinic) == {}


async def test_stop_on_the_message_ends_them_and_undo_brings_them_back(clinic, mia, asked):
    stopped = await mia.press("Stop", asked)
    assert "Stopped: Tension check-ins." in stopped.body
    assert stopped.buttons == ["Stop everything", "Undo"]
    await clinic.travel_to("2026-01-06 09:01")
    assert len(times(mia)) == 1

    await mia.press("Undo", stopped)
    await clinic.travel_to("2026-01-07 12:00")

    assert times(mia)[1:] == ["2026-01-07 09:00"]
