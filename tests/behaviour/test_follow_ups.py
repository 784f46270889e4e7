"""Answering what comes after a session: worse than before, silence, booking, talking back."""

from __future__ import annotations

import pytest

from bot.ui.check_ins import CLINIC
from bot.usecases.silence import end_silent_plans
from tests.behaviour.public import only_refusals
from tests.behaviour.session_world import arrived, queued
from tests.behaviour.world import buttons_of

TELL, WARNING = "Tell the clinic", "Warning signs"


@pytest.fixture
async def mia(clinic, practice):
    return await clinic.member()


async def set_clinic(clinic, **columns):
    async with clinic.store.write() as tx:
        for column, value in columns.items():
            await tx.run(
                f"UPDATE clinic SET {column} = ? WHERE discord_id = ?", (value, clinic.guild.id)
            )


async def share(clinic):
    async with clinic.store.write() as tx:
        await tx.run("UPDATE membership SET sharing = 1")


async def answered(clinic, person, when, *labels):
    """Let a time come and press labels in the message that has arrived; what it becomes."""
    await clinic.travel_to(when)
    shown = person.inbox[-1]
    for label in labels:
        shown = await person.press(label, shown)
    return shown


async def looked_back(clinic, practice, person, label):
    """Log a session and answer all up to the question of day 7."""
    await practice.log(person)
    await answered(clinic, person, "2026-01-06 10:01", "Not sore")
    await answered(clinic, person, "2026-01-08 10:01", "2", "2")
    return await answered(clinic, person, "2026-01-12 10:01", label)


async def test_worse_than_before_is_answered_calmly_with_help_and_nothing_else(
    clinic, practice, mia
):
    shown = await looked_back(clinic, practice, mia, "Worse")

    assert "Worse than before" in shown.body
    assert shown.buttons == [WARNING, "Talk to the clinic", TELL, "Stop"]
    assert await queued(clinic) == []


async def test_worse_is_put_on_the_queue_only_of_who_shares_their_scores(clinic, practice, mia):
    await share(clinic)

    await looked_back(clinic, practice, mia, "Worse")

    assert await queued(clinic) == [(mia.id, "worse", "open")]


async def test_a_rise_of_three_over_the_score_before_the_session_gives_the_calm_card_and_no_tip(
    clinic, practice, mia
):
    await share(clinic)
    now = await mia.slash("tension now", dm=True)
    await mia.press("2", await mia.press("3", now))
    await practice.log(mia)
    await answered(clinic, mia, "2026-01-06 10:01", "Not sore")

    shown = await answered(clinic, mia, "2026-01-08 10:01", "6", "2")

    assert "Worse than before" in shown.body
    assert "Talk to the clinic" in shown.buttons
    assert WARNING in shown.buttons
    assert not any("benefits" in custom_id for custom_id in buttons_of(shown).values())
    assert await queued(clinic) == [(mia.id, "worse", "open")]


async def test_a_rise_of_two_is_noise_and_nothing_is_made_of_it(clinic, practice, mia):
    await share(clinic)
    now = await mia.slash("tension now", dm=True)
    await mia.press("2", await mia.press("3", now))
    await practice.log(mia)
    await answered(clinic, mia, "2026-01-06 10:01", "Not sore")

    shown = await answered(clinic, mia, "2026-01-08 10:01", "5", "2")

    assert "Worse than before" not in shown.body
    assert WARNING in shown.buttons
    assert await queued(clinic) == []


async def test_the_warning_signs_stay_beside_every_question_of_the_first_week(
    clinic, practice, mia
):
    await practice.log(mia)

    first = await answered(clinic, mia, "2026-01-06 10:01")
    assert WARNING in first.buttons
    assert WARNING in (await mia.press("Very sore", first)).buttons
    second = await answered(clinic, mia, "2026-01-08 10:01")
    assert WARNING in second.buttons
    assert WARNING in (await mia.press("4", second)).buttons
    third = await answered(clinic, mia, "2026-01-12 10:01")
    assert WARNING in third.buttons


async def test_two_unanswered_in_a_row_end_the_questions_and_staff_are_told_once(
    clinic, practice, mia
):
    await practice.log(mia)
    await clinic.travel_to("2026-01-09 12:00")
    app = clinic.app
    assert await end_silent_plans(app.services.store, app.services.clock) == 0

    await clinic.travel_to("2026-01-10 10:01")
    assert await end_silent_plans(app.services.store, app.services.clock) == 1
    assert await end_silent_plans(app.services.store, app.services.clock) == 0

    assert await queued(clinic) == [(mia.id, "unanswered", "open")]
    await clinic.pass_time(days=30)
    assert len(mia.inbox) == len(["welcome", "day 1", "day 3"])


async def test_a_plan_ends_also_when_its_next_question_is_due_before_anybody_looked(
    clinic, practice, mia
):
    await practice.log(mia)

    await clinic.travel_to("2026-01-12 10:01")

    assert len(mia.inbox) == len(["welcome", "day 1", "day 3"])
    assert await queued(clinic) == [(mia.id, "unanswered", "open")]


async def test_one_answer_in_between_keeps_the_plan_going(clinic, practice, mia):
    await practice.log(mia)
    await answered(clinic, mia, "2026-01-08 10:01", "2", "2")

    await clinic.travel_to("2026-01-12 10:01")

    assert arrived(mia, "Looking back") == ["2026-01-12 10:00"]
    assert await queued(clinic) == []


async def test_book_opens_the_link_or_goes_to_the_queue(clinic, practice, mia):
    await looked_back(clinic, practice, mia, "Better")
    shown = await answered(clinic, mia, "2026-01-26 10:01")
    assert shown.buttons == ["Book", "Not now", "Talk to the clinic", "Stop"]

    booked = await mia.press("Book", shown)

    assert "will contact you" in booked.body
    assert await queued(clinic) == [(mia.id, "book", "open")]


async def test_book_with_a_link_opens_it_and_asks_nobody(clinic, practice, mia):
    await set_clinic(clinic, booking_link="https://example.org/book")
    await looked_back(clinic, practice, mia, "Better")

    shown = await answered(clinic, mia, "2026-01-26 10:01", "Book")

    assert "Book" in shown.buttons
    assert await queued(clinic) == []


async def test_remind_me_in_two_days_asks_again_then(clinic, practice, mia):
    async with clinic.store.write() as tx:
        await tx.run("UPDATE membership SET invitations = 1")
    await practice.log(mia, plan="course-3")
    await answered(clinic, mia, "2026-01-06 10:01", "Not sore")

    await answered(clinic, mia, "2026-01-09 10:01", "Remind me in 2 days")
    await clinic.travel_to("2026-01-11 10:02")

    asked = arrived(mia, "No next session is booked yet")
    assert asked == ["2026-01-09 10:00", "2026-01-11 10:01"]


async def test_remind_me_in_two_days_is_not_promised_while_everything_is_paused(
    clinic, practice, mia
):
    async with clinic.store.write() as tx:
        await tx.run("UPDATE membership SET invitations = 1")
    await practice.log(mia, plan="course-3")
    await answered(clinic, mia, "2026-01-06 10:01", "Not sore")
    await clinic.travel_to("2026-01-09 10:01")
    await mia.slash("pause")

    refused = await mia.press("Remind me in 2 days", mia.inbox[-1])

    assert refused.text.startswith("This is paused, so it would not come back.")
    only_refusals(clinic.env)


async def test_something_hurts_shows_the_warning_signs_first_and_tells_the_clinic_second(
    clinic, practice, mia
):
    await practice.log(mia)
    shown = await answered(clinic, mia, "2026-01-06 10:01", "A bit sore")
    choices = await mia.press(TELL, shown)
    assert choices.buttons == [
        "Please call me",
        "Pressure was too strong",
        "Something hurts",
        "I want to move my session",
        WARNING,
    ]

    told = await mia.press("Something hurts", choices)

    assert told.body.index("Contact emergency services") < told.body.index("The clinic reads")
    assert await queued(clinic) == [(mia.id, "hurts", "open")]


async def test_the_other_choices_go_to_the_queue_once_each(clinic, practice, mia):
    await practice.log(mia)
    shown = await answered(clinic, mia, "2026-01-06 10:01", "A bit sore")

    for label in ("Please call me", "Please call me", "Pressure was too strong"):
        await mia.press(label, await mia.press(TELL, shown))
    await mia.press("I want to move my session", await mia.press(TELL, shown))

    assert [reason for _, reason, _ in await queued(clinic)] == ["call_me", "pressure", "move"]


async def test_whoever_talks_back_from_the_warning_signs_has_answered(clinic, practice, mia):
    await practice.log(mia)
    for day in ("06", "08"):
        signs = await answered(clinic, mia, f"2026-01-{day} 10:01", WARNING)
        choices = await mia.press(TELL, signs)
        await mia.press("Please call me", choices)

    await clinic.travel_to("2026-01-12 10:01")

    assert arrived(mia, "Looking back") == ["2026-01-12 10:00"]
    assert [reason for _, reason, _ in await queued(clinic)] == ["call_me"]


async def test_stop_ends_the_plan_and_undo_brings_it_back(clinic, practice, mia):
    await practice.log(mia)
    stopped = await answered(clinic, mia, "2026-01-06 10:01", "Stop")
    assert "Stop everything" in stopped.buttons

    await mia.press("Undo", stopped)
    await answered(clinic, mia, "2026-01-08 10:01", "Stop")
    await clinic.pass_time(days=30)

    assert len(mia.inbox) == len(["welcome", "day 1", "day 3"])


async def test_an_answer_given_twice_is_kept_as_the_first_and_said_so(clinic, practice, mia):
    await practice.log(mia)
    await clinic.travel_to("2026-01-06 10:01")
    first = mia.inbox[-1]
    buttons = buttons_of(first)
    await mia.press("A bit sore", first)

    again = await mia.actor.user.click(first.message, custom_id=buttons["Stop"])

    assert again is not None
    rows = await clinic.store.reads.rows("SELECT answer FROM occurrence WHERE answer IS NOT NULL")
    assert [row["answer"] for row in rows] == ["a_bit"]
    only_refusals(clinic.env)


async def test_everything_that_comes_is_listed_and_can_be_deleted_by_its_member(
    clinic, practice, mia
):
    await practice.log(mia)

    listed = await mia.slash("reminders", dm=True)

    assert "After your session" in listed.body
    assert "Is it worth going on?" in listed.body


def test_the_button_that_talks_to_the_clinic_is_one_of_the_kind() -> None:
    assert CLINIC == "clinic"
