"""Who may act for a clinic: asked anew for every command, menu, button, select and form."""

from __future__ import annotations

import logging

import pytest

from bot.ui.custom_ids import parse_area
from tests.behaviour.public import only_refusals, post
from tests.behaviour.session_world import practice_of
from tests.behaviour.world import Clinic, Person, buttons_of, selects_of

REFUSED = "Only the clinic's staff can do this."


@pytest.fixture
async def mia(clinic, practice):
    return await clinic.member()


async def nothing_kept(clinic):
    rows = await clinic.store.reads.rows("SELECT state FROM session WHERE state <> 'booked'")
    return rows == []


@pytest.mark.parametrize(
    "call",
    [
        ("session log", {}),
        ("session book", {"when": "2026-01-14 15:00"}),
        ("session move", {"when": "2026-01-14 15:00"}),
        ("session cancel", {}),
        ("session list", {}),
    ],
    ids=lambda call: call[0],
)
async def test_a_member_without_the_role_is_refused_in_words_and_logged_without_names(
    clinic, practice, mia, caplog, call
):
    caplog.set_level(logging.INFO)

    command, options = call
    shown = await mia.slash(command, client=mia.actor, **options)

    assert REFUSED in shown.text
    refusals = [each for each in caplog.records if each.getMessage() == "staff.refused"]
    assert refusals
    assert str(mia.id) not in str([vars(each) for each in refusals])
    assert await nothing_kept(clinic)
    only_refusals(clinic.env)


async def test_the_client_card_and_the_menus_are_refused_too(clinic, practice, mia):
    card = await mia.slash("clinic client", member=mia.actor)
    assert REFUSED in card.text

    for menu in ("Log a session", "Client card"):
        mia.last = await mia.actor.context_menu(clinic.channel, menu, mia.actor)
        assert REFUSED in mia._shown().text
    assert await clinic.store.reads.rows("SELECT * FROM look") == []
    only_refusals(clinic.env)


async def test_the_old_buttons_of_a_former_therapist_are_refused(clinic, practice, mia):
    rosa = practice.rosa
    await practice.book(mia, "2026-01-14 15:00")
    await practice.book(mia, "2026-01-15 15:00")
    preview = await rosa.slash("session log", client=mia.actor)
    change = await rosa.slash("session log", client=mia.actor)
    which = await rosa.slash("session cancel", client=mia.actor)
    practice.fire(rosa)

    for label, shown in (("Save", preview), ("Change", change)):
        assert REFUSED in (await rosa.press(label, shown)).text
    (select,) = selects_of(which)
    label = select["options"][0]["label"]
    chosen = await rosa.choose("Choose a session", [label], which)

    assert REFUSED in chosen.text
    assert await nothing_kept(clinic)
    rows = await clinic.store.reads.rows("SELECT state FROM session")
    assert [row["state"] for row in rows] == ["booked", "booked"]
    only_refusals(clinic.env)


async def as_it_stands(clinic):
    reads = clinic.store.reads
    return [
        [tuple(row) for row in await reads.rows(query)]
        for query in (
            "SELECT id, state, sequence, plan FROM session",
            "SELECT id, status, end_reason FROM schedule WHERE session_id IS NOT NULL",
            "SELECT id, state, staff_id FROM queue_item",
        )
    ]


async def test_old_buttons_that_change_something_are_refused_to_a_former_therapist(
    clinic, practice, mia
):
    rosa, leo, tom = practice.rosa, await clinic.member("leo"), await clinic.member("tom")
    await practice.log(leo)
    ended = await rosa.press("End plan", await rosa.slash("clinic client", member=leo.actor))
    logged = await practice.log(mia)
    card = await rosa.slash("clinic client", member=mia.actor)
    await practice.book(mia, "2026-01-14 15:00")
    cancelled = await rosa.slash("session cancel", client=mia.actor)
    await practice.book(tom, "2026-01-05 16:00")
    await clinic.travel_to("2026-01-05 16:30")
    waiting = await rosa.slash("clinic queue")
    before = await as_it_stands(clinic)
    practice.fire(rosa)

    for label, shown in (
        ("Undo", ended),
        ("Undo", logged),
        ("End plan", card),
        ("Undo", cancelled),
        ("It took place", waiting),
        ("No show", waiting),
    ):
        assert REFUSED in (await rosa.press(label, shown)).text, label

    assert await as_it_stands(clinic) == before
    assert {state for _, state, *_ in before[0]} == {"held", "cancelled", "booked"}
    only_refusals(clinic.env)


async def test_a_form_opened_before_the_role_was_taken_away_is_refused(clinic, practice, mia):
    rosa = practice.rosa
    preview = await rosa.slash("session log", client=mia.actor)
    await rosa.press("Change", preview)
    practice.fire(rosa)

    shown = await rosa.fill(
        {"session_when": "yesterday 14:30", "session_plan": ["after-a-session"]}
    )

    assert REFUSED in shown.text
    only_refusals(clinic.env)


async def test_the_staff_of_another_clinic_cannot_touch_a_session_of_this_one(
    clinic, practice, mia
):
    saved = await practice.log(mia)
    undo = buttons_of(saved)["Undo"]
    other = await practice_of(Clinic(clinic.env, clinic.app, clinic.store))
    there = Person(other.clinic, other.clinic.guild.add_member(mia.actor.user))
    theirs = await other.rosa.slash("session log", client=there.actor)
    assert undo not in buttons_of(theirs).values()

    tried = await other.rosa.press_id(undo, await post(other.clinic, Undo=parse_area(undo)))
    assert "That session is not in this clinic's list." in tried.text
    rows = await clinic.store.reads.rows("SELECT state FROM session")
    assert [row["state"] for row in rows] == ["held"]
    listed = await other.rosa.slash("session list", client=there.actor)
    none = await other.rosa.slash("session cancel", client=there.actor)
    card = await other.rosa.slash("clinic client", member=there.actor)

    assert "There is no session" in listed.body
    assert "Nothing is booked" in none.text
    assert "Has not joined" in card.body
    assert "What comes next" not in card.body
    only_refusals(clinic.env)


async def test_without_a_staff_role_nobody_is_staff(clinic):
    leo = clinic.person("leo")

    shown = await leo.slash("session list")

    assert "No staff role is set yet" in shown.text
    only_refusals(clinic.env)


async def test_the_card_shows_how_things_stand_and_scores_only_while_they_are_shared(
    clinic, practice, mia
):
    now = await mia.slash("tension now", dm=True)
    await mia.press("2", await mia.press("7", now))
    await practice.log(mia)
    rosa = practice.rosa

    private = await rosa.slash("clinic client", member=mia.actor)
    async with clinic.store.write() as tx:
        await tx.run("UPDATE membership SET sharing = 1")
    shared = await rosa.slash("clinic client", member=mia.actor)

    assert "Agreed to messages on Mon 5 Jan" in private.body
    assert "Can be reached." in private.body
    assert "Tue 6 Jan, 10:00: After your session" in private.body
    assert "They keep their scores to themselves." in private.body
    assert "7" not in private.body.replace("7 Jan", "").partition("scores")[2]
    assert "tension 7" in shared.body.lower()
    looks = await clinic.store.reads.rows("SELECT staff_id, scores FROM look ORDER BY id")
    assert [tuple(look) for look in looks] == [(rosa.id, 0), (rosa.id, 1)]


async def test_end_plan_ends_what_is_to_come_and_undo_lets_it_go_on(clinic, practice, mia):
    await practice.log(mia)
    rosa = practice.rosa
    card = await rosa.slash("clinic client", member=mia.actor)
    assert card.buttons == ["End plan"]

    ended = await rosa.press("End plan", card)
    await clinic.travel_to("2026-01-06 12:00")
    assert len(mia.inbox) == 1
    back = await rosa.press("Undo", ended)

    assert "goes on" in back.body
    await clinic.travel_to("2026-01-08 12:00")
    assert len(mia.inbox) == 2
