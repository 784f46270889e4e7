"""/privacy: what is kept, who looked, and sharing scores."""

from __future__ import annotations

import pytest

from bot.ui.custom_ids import AreaPress
from tests.behaviour.joining_world import join_elsewhere
from tests.behaviour.privacy_world import BUTTONS, NOTHING, counts, deleted
from tests.behaviour.public import post
from tests.behaviour.session_world import practice_of

pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


@pytest.fixture
async def practice(clinic):
    return await practice_of(clinic)


# What is kept


async def test_a_stranger_reads_that_nothing_is_kept_and_what_would_be(clinic):
    tom = clinic.person("tom")

    shown = await tom.slash("privacy")

    assert tom.last.ephemeral
    assert NOTHING in shown.text
    assert "What we keep." in shown.text
    assert shown.buttons == []


async def test_a_member_reads_how_much_is_kept_which_grows_with_what_they_do(clinic, mia):
    before = counts(await mia.slash("privacy"))
    now = await mia.slash("tension now")
    await mia.press("2", await mia.press("7", now))

    after = await mia.slash("privacy")

    assert mia.last.ephemeral
    assert (before["Consents"], before["Check-ins"], before["Messages sent"]) == (1, 0, 1)
    assert counts(after)["Check-ins"] == 1
    assert "Loose Shoulders: staff can't see your scores." in after.text
    assert after.buttons == BUTTONS


async def test_it_is_the_same_in_the_dm_and_behind_the_button_of_the_offer(clinic, mia):
    here, there = await mia.slash("privacy"), await mia.slash("privacy", dm=True)
    button = await post(clinic, Privacy=AreaPress("join", "privacy"))

    pressed = await mia.press("Privacy", button)

    assert here.text == there.text == pressed.text
    assert there.buttons == pressed.buttons == BUTTONS


async def test_after_a_stop_it_is_all_still_there_to_see_to_take_along_and_to_delete(clinic, mia):
    await mia.slash("stop")

    shown = await mia.slash("privacy")

    assert counts(shown)["Consents"] == 2
    assert shown.buttons == ["Who looked", "Export", "Delete everything"]


async def test_somebody_of_whom_staff_noted_a_session_sees_that_without_having_agreed(
    clinic, practice
):
    leo = clinic.person("leo")
    await practice.log(leo)

    shown = await leo.slash("privacy")

    assert counts(shown)["Sessions"] == 1
    assert counts(shown)["Consents"] == 0
    assert (await deleted(leo)).text.startswith("### All that was kept about you is deleted")
    assert NOTHING in (await leo.slash("privacy")).text


# Who looked


async def test_a_member_sees_who_looked_and_whether_scores_were_on_the_card(clinic, practice, mia):
    rosa = practice.rosa
    await rosa.slash("clinic client", member=mia.actor)
    await mia.press("Share my scores", await mia.slash("privacy"))
    await rosa.slash("clinic client", member=mia.actor)

    looks = await mia.press("Who looked", await mia.slash("privacy"))

    lines = looks.text.splitlines()[1:]
    assert [line.partition(": ")[2] for line in lines] == [
        f"<@{rosa.id}>, Loose Shoulders, with your scores",
        f"<@{rosa.id}>, Loose Shoulders, without your scores",
    ]
    assert looks.buttons == ["Privacy"]
    assert (await mia.press("Privacy", looks)).buttons[0] == "Who looked"


async def test_many_looks_are_turned_page_by_page_on_the_same_card(clinic, practice, mia):
    for _ in range(12):
        await practice.rosa.slash("clinic client", member=mia.actor)
    shown = await mia.press("Who looked", await mia.slash("privacy"))

    last = await mia.press("Next", shown)

    assert "page 2 of 2" in last.text
    assert last.text.count("<@") == 2
    assert last.id == shown.id
    assert "page 1 of 2" in (await mia.press("Previous", last)).text


async def test_nobody_having_looked_is_said(mia):
    assert "Nobody on the staff" in (await mia.press("Who looked", await mia.slash("privacy"))).text


# Sharing


async def test_sharing_works_at_once_and_the_same_button_turns_it_back(clinic, practice, mia):
    now = await mia.slash("tension now")
    await mia.press("2", await mia.press("7", now))

    on = await mia.press("Share my scores", await mia.slash("privacy"))
    assert "From now on staff of Loose Shoulders can see your scores." in on.text
    shared = await practice.rosa.slash("clinic client", member=mia.actor)
    off = await mia.press("Stop sharing my scores", on)
    private = await practice.rosa.slash("clinic client", member=mia.actor)

    assert "tension 7" in shared.text.lower()
    assert "From now on staff of Loose Shoulders can't see your scores." in off.text
    assert "keep their scores to themselves" in private.text
    assert off.buttons == ["Share my scores", "Privacy"]


async def test_an_old_switch_does_what_it_showed_and_not_the_opposite(mia):
    first, second = await mia.slash("privacy"), await mia.slash("privacy")
    await mia.press("Share my scores", first)

    again = await mia.press("Share my scores", second)

    assert "Staff of Loose Shoulders can see your scores." in again.text
    assert "From now on" not in again.text
    assert "staff can see your scores" in (await mia.slash("privacy")).text


@pytest.mark.parametrize("dm", [True, False])
async def test_of_two_clinics_one_is_chosen_and_the_other_left_as_it_is(clinic, mia, dm):
    await join_elsewhere(clinic, mia)
    shown = await mia.slash("privacy", dm=dm)
    assert "Share my scores" not in shown.buttons

    chosen = await mia.choose("Your scores: choose a clinic", ["Elsewhere"], shown)
    assert "Staff of Elsewhere can't see your scores." in chosen.text
    on = await mia.press("Share my scores", chosen)

    assert "staff of Elsewhere can see your scores" in on.text
    after = await mia.slash("privacy", dm=dm)
    assert "- Elsewhere: staff can see your scores." in after.text
    assert "- Loose Shoulders: staff can't see your scores." in after.text
    noted = await clinic.store.reads.rows("SELECT place FROM consent WHERE kind = 'sharing'")
    assert [row["place"] for row in noted] == ["dm" if dm else "server"]


async def test_a_switch_pressed_by_somebody_who_never_agreed_is_answered_in_words(clinic, mia):
    tom = clinic.person("tom")
    press = AreaPress("privacy", "share", (str(clinic.guild.id), "on"))
    button = await post(clinic, Share=press)

    answered = await tom.press("Share", button)

    assert "You have not joined yet" in answered.text
    assert "staff can't see your scores" in (await mia.slash("privacy")).text


@pytest.mark.parametrize("args", [(), ("x", "on"), ("1", "maybe"), ("1",)])
async def test_a_switch_that_says_nothing_is_outdated(clinic, mia, args):
    button = await post(clinic, Share=AreaPress("privacy", "share", args))

    assert "older message" in (await mia.press("Share", button)).text
