"""A session is logged, and its whole series follows: previewed, saved once, replaced, undone."""

from __future__ import annotations

import pytest

from tests.behaviour.public import only_refusals
from tests.behaviour.session_world import arrived, queued
from tests.behaviour.world import buttons_of

AFTER, FEW_DAYS = "After your session", "A few days after your session"
LOOKING_BACK, GOING_ON = "Looking back", "Is it worth going on?"


@pytest.fixture
async def mia(clinic, practice):
    return await clinic.member()


async def sessions(clinic):
    rows = await clinic.store.reads.rows("SELECT state, plan FROM session ORDER BY id")
    return [tuple(row) for row in rows]


async def answer_all(clinic, person, *when_and_what):
    """Let each time come and press the labels in the message that has arrived."""
    for when, labels in when_and_what:
        await clinic.travel_to(when)
        shown = person.inbox[-1]
        for label in labels:
            shown = await person.press(label, shown)


async def test_a_logged_session_is_followed_up_on_days_1_3_7_and_21_at_ten_and_answered(
    clinic, practice, mia
):
    await practice.log(mia)

    await answer_all(
        clinic,
        mia,
        ("2026-01-06 10:01", ["A bit sore"]),
        ("2026-01-08 10:01", ["4", "3"]),
        ("2026-01-12 10:01", ["Better"]),
        ("2026-01-26 10:01", ["Not now"]),
    )
    await clinic.pass_time(days=30)

    assert arrived(mia, AFTER)[0] == "2026-01-06 10:00"
    assert arrived(mia, LOOKING_BACK) == ["2026-01-12 10:00"]
    assert arrived(mia, GOING_ON) == ["2026-01-26 10:00"]
    assert len(mia.inbox) == len(["welcome", AFTER, FEW_DAYS, LOOKING_BACK, GOING_ON])
    answers = await clinic.store.reads.rows(
        "SELECT o.answer FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id"
        " WHERE s.kind = 'follow_up' ORDER BY o.id"
    )
    assert [row["answer"] for row in answers] == ["a_bit", "tension", "better", "not_now"]
    assert await queued(clinic) == []


async def test_the_preview_shows_the_steps_in_local_times_and_keeps_nothing(clinic, practice, mia):
    preview = await practice.rosa.slash("session log", client=mia.actor)

    assert "Mon 5 Jan, 15:30 (Europe/Berlin)" in preview.body
    assert "**Plan:** After a session" in preview.body
    assert "- Tue 6 Jan, 10:00: After your session" in preview.body
    assert "- Mon 26 Jan, 10:00: Is it worth going on?" in preview.body
    assert preview.buttons == ["Save", "Change"]
    await clinic.pass_time(days=3)
    assert await sessions(clinic) == []
    assert len(mia.inbox) == 1


async def test_change_asks_for_time_and_plan_and_what_is_saved_is_the_changed_one(
    clinic, practice, mia
):
    rosa = practice.rosa
    preview = await rosa.slash("session log", client=mia.actor)
    await rosa.press("Change", preview)
    changed = await rosa.fill({"session_when": "yesterday 14:30", "session_plan": ["check-back-2"]})
    assert "Sun 4 Jan, 14:30 (Europe/Berlin)" in changed.body
    assert "Check back after 2 weeks" in changed.body

    saved = await rosa.press("Save", changed)

    assert "logged" in saved.body
    assert await sessions(clinic) == [("held", "check-back-2")]
    await clinic.travel_to("2026-01-18 10:01")
    assert arrived(mia, GOING_ON) == ["2026-01-18 10:00"]


async def test_saved_twice_is_logged_once(clinic, practice, mia):
    rosa = practice.rosa
    preview = await rosa.slash("session log", client=mia.actor)
    save = buttons_of(preview)["Save"]

    await rosa.press_id(save, preview)
    again = await rosa.slash("session log", client=mia.actor)
    second = await rosa.press("Save", again)

    assert "was logged before" in second.body
    assert await sessions(clinic) == [("held", "after-a-session")]
    await clinic.travel_to("2026-01-06 10:01")
    assert len(arrived(mia, AFTER)) == 1


async def test_another_of_the_staff_may_save_what_was_previewed(clinic, practice, mia):
    lea = practice.therapist("lea")
    preview = await practice.rosa.slash("session log", client=mia.actor)
    copy = await lea.slash("session log", client=mia.actor)
    assert buttons_of(copy)["Save"] == buttons_of(preview)["Save"]

    saved = await lea.press("Save", copy)

    assert "logged" in saved.body
    assert await sessions(clinic) == [("held", "after-a-session")]


async def test_steps_that_are_past_are_skipped_and_said_so(clinic, practice, mia):
    preview = await practice.rosa.slash("session log", client=mia.actor, when="2026-01-01 09:00")
    assert "~~Fri 2 Jan, 10:00: After your session~~ (already past)" in preview.body

    await practice.rosa.press("Save", preview)

    await clinic.travel_to("2026-01-09 10:00")
    assert arrived(mia, AFTER) == []
    assert arrived(mia, LOOKING_BACK) == ["2026-01-08 10:00"]


async def test_a_session_more_than_14_days_ago_or_still_to_come_is_refused_in_words(
    clinic, practice, mia
):
    await clinic.travel_to("2026-01-20 12:00")

    early = await practice.rosa.slash("session log", client=mia.actor, when="2026-01-04 09:00")
    late = await practice.rosa.slash("session log", client=mia.actor, when="tomorrow 9:00")

    assert "over already" in early.text
    assert "still to come" in late.text
    only_refusals(clinic.env)


async def test_a_new_session_replaces_what_is_pending_of_the_plan_before(clinic, practice, mia):
    await practice.log(mia)
    await answer_all(clinic, mia, ("2026-01-06 10:01", ["Not sore"]))

    await clinic.travel_to("2026-01-07 16:00")
    saved = await practice.log(mia)
    assert "gives way" not in saved.body
    await answer_all(
        clinic, mia, ("2026-01-08 10:01", ["Not sore"]), ("2026-01-10 10:01", ["2", "2"])
    )
    await clinic.travel_to("2026-01-14 10:01")

    assert [day[5:10] for day in arrived(mia, "How sore")] == ["01-06", "01-08"]
    assert arrived(mia, FEW_DAYS) == []
    assert arrived(mia, LOOKING_BACK) == ["2026-01-14 10:00"]


async def test_a_session_logged_on_the_wrong_person_is_undone_and_the_plan_before_goes_on(
    clinic, practice, mia
):
    await practice.log(mia)
    await answer_all(clinic, mia, ("2026-01-06 10:01", ["Not sore"]))
    await clinic.travel_to("2026-01-07 16:00")
    saved = await practice.log(mia)

    undone = await practice.rosa.press("Undo", saved)

    assert "Taken back" in undone.body
    assert [state for state, _ in await sessions(clinic)] == ["held", "cancelled"]
    await clinic.travel_to("2026-01-12 10:01")
    assert arrived(mia, "How sore") == ["2026-01-06 10:00"]
    assert arrived(mia, "Two quick taps") == ["2026-01-08 10:00"]
    assert arrived(mia, LOOKING_BACK) == ["2026-01-12 10:00"]


async def test_undo_is_done_once(clinic, practice, mia):
    saved = await practice.log(mia)
    undo = buttons_of(saved)["Undo"]
    await practice.rosa.press_id(undo, saved)
    other = await practice.log(mia)
    await practice.rosa.press("Undo", other)

    await clinic.pass_time(days=2)

    assert len(mia.inbox) == 1
    assert {state for state, _ in await sessions(clinic)} == {"cancelled"}


async def test_the_menu_of_a_member_opens_the_same_preview(clinic, practice, mia):
    rosa = practice.rosa
    rosa.last = await rosa.actor.context_menu(clinic.channel, "Log a session", mia.actor)

    saved = await rosa.press("Save", rosa._shown())

    assert "logged" in saved.body
    assert await sessions(clinic) == [("held", "after-a-session")]


async def test_a_client_elsewhere_is_asked_at_ten_by_their_own_clock(clinic, practice):
    ana = await clinic.member("ana", zone="Atlantic/Azores")
    preview = await practice.rosa.slash("session log", client=ana.actor)
    assert "Atlantic/Azores" in preview.body
    assert "- Tue 6 Jan, 10:00: After your session" in preview.body
    await practice.rosa.press("Save", preview)

    await clinic.travel_to("2026-01-06 12:30")

    assert arrived(ana, AFTER) == ["2026-01-06 12:00"]


async def test_a_course_counts_its_sessions_and_asks_to_book_the_next_unless_one_is_booked(
    clinic, practice, mia
):
    async with clinic.store.write() as tx:
        await tx.run("UPDATE membership SET invitations = 1")
    first = await practice.log(mia, plan="course-6")
    assert "Session 1 of 6" in first.body
    await answer_all(
        clinic, mia, ("2026-01-06 10:01", ["Not sore"]), ("2026-01-09 10:01", ["Booked"])
    )
    assert "This was session 1 of 6." in mia.inbox[-1].body

    await clinic.travel_to("2026-01-12 15:30")
    second = await practice.log(mia)
    assert "Session 2 of 6" in second.body
    await practice.book(mia, "2026-01-19 15:30")
    await answer_all(clinic, mia, ("2026-01-13 10:01", ["Not sore"]))
    await clinic.travel_to("2026-01-16 10:01")

    assert arrived(mia, "No next session is booked yet") == ["2026-01-09 10:00"]


async def test_the_nudge_to_book_needs_invitations_to_be_on(clinic, practice, mia):
    await practice.log(mia, plan="course-6")

    await clinic.travel_to("2026-01-09 12:00")

    assert arrived(mia, "No next session is booked yet") == []


async def test_a_plan_there_is_not_is_refused_and_the_list_is_for_staff_only(clinic, practice, mia):
    shown = await practice.rosa.slash("session log", client=mia.actor, plan="nonsense")
    assert "don't know that plan" in shown.text

    offered = await practice.rosa.actor.autocomplete(
        clinic.channel, "session log", "plan", "course", client=mia.actor
    )
    refused = await mia.actor.autocomplete(
        clinic.channel, "session log", "plan", "course", client=mia.actor
    )

    assert "Course of 6 sessions" in [choice["name"] for choice in offered]
    assert refused == []
    only_refusals(clinic.env)
