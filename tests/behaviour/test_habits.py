"""What happens when nobody answers: one question, then silence of posture alone, until a press."""

from __future__ import annotations

import itertools

import pytest

from tests.behaviour.copies import copy_of
from tests.behaviour.public import only_refusals

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (f"2026-01-0{day}" for day in (5, 6, 7, 8))
PROMPT, QUESTION = "Time to move a little", "Shall they go on?"
KEEP = "Keep, I just don't press"


@pytest.fixture
async def mia(clinic):
    """Gets a prompt at nine, eleven and one on every day, and presses none."""
    await clinic.travel_to(f"{MONDAY} 08:30")
    someone = await clinic.member()
    await someone.slash("posture on", every=120, until="15:00", days="every day")
    return someone


@pytest.fixture
async def asked(clinic, mia):
    """It is Tuesday evening; the question came at one."""
    await clinic.travel_to(f"{TUESDAY} 18:00")
    return mia.inbox[-1]


def came(person, title, day=""):
    """When messages of a title arrived, by the clinic's clock; those of one day, if given."""
    found = [one for one in person.inbox if one.body.startswith(title)]
    at = [person.clinic.local(one.sent_at) for one in found]
    return [one.removeprefix(day).strip() for one in at if one.startswith(day)]


async def refused(person, label, on):
    """Press a button that does nothing any more; what is said."""
    shown = await person.press(label, on)
    only_refusals(person.clinic.env)
    return shown


# The question


async def test_five_unanswered_over_two_days_bring_one_question_and_then_nothing(clinic, mia):
    await clinic.travel_to("2026-01-12 20:00")

    assert came(mia, PROMPT) == [
        f"{MONDAY} 09:00",
        f"{MONDAY} 11:00",
        f"{MONDAY} 13:00",
        f"{TUESDAY} 09:00",
        f"{TUESDAY} 11:00",
    ]
    assert came(mia, QUESTION) == [f"{TUESDAY} 13:00"]


async def test_the_question_has_its_three_buttons_and_shows_nothing_on_the_lock_screen(asked):
    assert asked.buttons == [KEEP, "Less often", "Stop"]
    assert "posture" not in asked.content.lower()
    assert "That is fine." in asked.body


async def test_a_day_that_is_wholly_unanswered_brings_no_question_yet(clinic, mia):
    await mia.slash("posture on", every=60, until="17:00", days="every day")

    await clinic.travel_to(f"{TUESDAY} 09:30")
    assert came(mia, QUESTION) == []

    await clinic.travel_to(f"{TUESDAY} 10:30")
    assert came(mia, QUESTION) == [f"{TUESDAY} 10:00"]


@pytest.mark.parametrize("label", ["Done", "Snooze 15 min", "Skip today"])
async def test_any_press_before_the_fifth_begins_the_count_anew(clinic, mia, label):
    await clinic.travel_to(f"{TUESDAY} 09:30")
    await mia.press(label, mia.inbox[-1])

    await clinic.travel_to(f"{WEDNESDAY} 18:00")

    assert came(mia, QUESTION) == []


async def test_a_press_that_comes_too_late_to_count_begins_the_count_anew_too(clinic, mia):
    await clinic.travel_to(f"{TUESDAY} 12:30")
    shown = await mia.press("Done", mia.inbox[3])
    assert "This one is over" in shown.text

    await clinic.travel_to(f"{WEDNESDAY} 08:00")

    assert came(mia, QUESTION) == []
    assert came(mia, PROMPT, TUESDAY) == ["09:00", "11:00", "13:00"]


async def test_other_kinds_go_on_while_posture_is_silent(clinic, mia):
    await mia.slash("tension on", at="18:00")

    await clinic.travel_to("2026-01-12 20:00")

    evenings = [at for at in mia.inbox_local_times if at == "18:00"]
    assert len(evenings) == 8
    assert len(came(mia, QUESTION)) == 1
    assert came(mia, PROMPT)[-1] <= f"{TUESDAY} 13:00"


async def test_somebody_elses_posture_is_not_silent(clinic, mia):
    leo = await clinic.member("leo")
    await leo.slash("posture on", every=120, until="16:00", days="every day")
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        await clinic.travel_to(f"{day} 16:30")
        await leo.press("Done", leo.inbox[-1])

    assert len(came(leo, PROMPT, WEDNESDAY)) == 4
    assert came(mia, PROMPT, WEDNESDAY) == []


# A press brings them back


@pytest.mark.parametrize("label", ["Done", "Snooze 15 min", "Skip today"])
@pytest.mark.parametrize("which", [1, 3, -2])
async def test_a_press_on_any_prompt_however_old_brings_them_back(clinic, mia, asked, label, which):
    await clinic.travel_to(f"{WEDNESDAY} 20:00")

    await mia.press(label, mia.inbox[which])
    await clinic.travel_to(f"{THURSDAY} 18:00")

    assert came(mia, PROMPT, THURSDAY) == ["09:00", "11:00", "13:00"]


async def test_after_that_it_takes_five_more_to_be_asked_again(clinic, mia, asked):
    await clinic.travel_to(f"{WEDNESDAY} 20:00")
    await mia.press("Done", mia.inbox[1])

    await clinic.travel_to("2026-01-20 20:00")

    assert came(mia, PROMPT, THURSDAY) == ["09:00", "11:00", "13:00"]
    assert came(mia, QUESTION) == [f"{TUESDAY} 13:00", "2026-01-09 13:00"]


async def test_a_late_press_says_so_and_is_a_sign_of_life_all_the_same(clinic, mia, asked):
    first = mia.inbox[1]
    for _ in range(2):
        shown = await mia.press("Done", first)
        assert "Thanks for pressing. This one is over" in shown.text

    await clinic.travel_to(f"{WEDNESDAY} 18:00")

    assert len(came(mia, PROMPT, WEDNESDAY)) == 3


async def test_turning_posture_on_anew_brings_them_back_too(clinic, mia, asked):
    await mia.slash("posture on", every=120, until="14:00", days="every day")

    await clinic.travel_to(f"{WEDNESDAY} 18:00")

    assert came(mia, PROMPT, WEDNESDAY) == ["09:00", "11:00", "13:00"]


async def test_no_prompt_comes_twice_in_a_row_across_question_and_return(clinic, mia, asked):
    await mia.press(KEEP, asked)

    await clinic.travel_to("2026-01-20 20:00")

    moves = [one.body.splitlines()[1] for one in mia.inbox if one.body.startswith(PROMPT)]
    assert len(moves) > 30
    assert all(early != late for early, late in itertools.pairwise(moves))


# Keep


async def test_keep_goes_on_as_before_and_is_never_asked_again(clinic, mia, asked):
    after = await mia.press(KEEP, asked)

    assert "They go on as they are, and you won't be asked again." in after.body
    assert "Next one: Wed 7 Jan, 09:00." in after.body
    assert after.buttons == ["Undo", "Stop"]
    await clinic.travel_to("2026-01-20 20:00")
    assert came(mia, QUESTION) == [f"{TUESDAY} 13:00"]
    assert came(mia, PROMPT, "2026-01-20") == ["09:00", "11:00", "13:00"]


async def test_after_posture_is_turned_on_anew_the_question_may_come_again(clinic, mia, asked):
    await mia.press(KEEP, asked)
    await mia.slash("posture on", every=120, until="15:00", days="every day")

    await clinic.travel_to("2026-01-10 20:00")

    assert came(mia, QUESTION) == [f"{TUESDAY} 13:00", f"{THURSDAY} 13:00"]


async def test_keep_can_be_undone_and_the_question_comes_again_in_time(clinic, mia, asked):
    after = await mia.press(KEEP, asked)
    undone = await mia.press("Undo", after)
    assert "Posture check-ins are on, as they were before." in undone.text

    await clinic.travel_to("2026-01-10 20:00")

    assert came(mia, QUESTION) == [f"{TUESDAY} 13:00", f"{THURSDAY} 13:00"]


# Less often


async def test_less_often_halves_them_and_says_the_next_three_times(clinic, mia, asked):
    after = await mia.press("Less often", asked)

    assert "from now on one comes a day." in after.body
    assert "Next: Wed 7 Jan, 09:00; Thu 8 Jan, 09:00; Fri 9 Jan, 09:00." in after.body
    assert after.buttons == ["Undo", "Stop"]
    await clinic.travel_to(f"{THURSDAY} 18:00")
    assert came(mia, PROMPT, WEDNESDAY) == ["09:00"]
    assert came(mia, PROMPT, THURSDAY) == ["09:00"]


async def test_fewer_times_are_spread_evenly_over_the_window(clinic, mia):
    await mia.slash("posture on", every=60, until="17:00", days="every day")
    await clinic.travel_to(f"{TUESDAY} 12:00")
    question = next(one for one in mia.inbox if one.body.startswith(QUESTION))

    after = await mia.press("Less often", question)

    assert "from now on 4 come a day." in after.body
    await clinic.travel_to(f"{TUESDAY} 18:00")
    await mia.press("Done", mia.inbox[-1])
    await clinic.travel_to(f"{WEDNESDAY} 18:00")
    assert came(mia, PROMPT, WEDNESDAY) == ["09:00", "11:00", "13:00", "15:00"]


async def test_less_often_can_be_undone(clinic, mia, asked):
    after = await mia.press("Less often", asked)

    await mia.press("Undo", after)
    await clinic.travel_to(f"{WEDNESDAY} 18:00")

    assert came(mia, PROMPT, WEDNESDAY) == ["09:00", "11:00", "13:00"]


async def test_at_one_a_day_less_often_says_so_and_leaves_stop(clinic, mia):
    await mia.slash("settings", daily_limit=1)
    await clinic.travel_to("2026-01-10 18:00")
    question = mia.inbox[-1]

    after = await mia.press("Less often", question)

    assert "One comes a day, which is the least there can be." in after.body
    assert after.buttons == ["Stop"]
    await clinic.travel_to("2026-01-11 18:00")
    assert came(mia, PROMPT, "2026-01-11") == ["09:00"]


async def test_a_higher_limit_brings_no_more_than_were_asked_for(clinic, mia, asked):
    await mia.press("Less often", asked)
    await mia.slash("settings", daily_limit=24)

    await clinic.travel_to(f"{WEDNESDAY} 18:00")

    assert came(mia, PROMPT, WEDNESDAY) == ["09:00"]


# Stop, late and double presses


async def test_stop_on_the_question_ends_posture_and_can_be_undone(clinic, mia, asked):
    after = await mia.press("Stop", asked)
    assert "Stopped: Posture check-ins." in after.body
    await clinic.travel_to(f"{WEDNESDAY} 18:00")
    assert came(mia, PROMPT, WEDNESDAY) == []

    await mia.press("Undo", after)
    await clinic.travel_to(f"{THURSDAY} 18:00")

    assert came(mia, PROMPT, THURSDAY) == ["09:00", "11:00", "13:00"]


@pytest.mark.parametrize("label", [KEEP, "Less often"])
async def test_the_question_is_answered_once(mia, asked, label):
    copy = await copy_of(asked, asked.channel_id, mia.clinic)
    await mia.press(label, asked)

    shown = await refused(mia, label, copy)

    assert f"You already answered this: {label}." in shown.text


@pytest.mark.parametrize("label", [KEEP, "Less often", "Stop"])
async def test_the_question_is_never_too_late_to_answer(clinic, mia, asked, label):
    await clinic.travel_to("2026-02-20 18:00")

    await mia.press(label, asked)
    await clinic.travel_to("2026-02-21 18:00")

    expected = {KEEP: ["09:00", "11:00", "13:00"], "Less often": ["09:00"], "Stop": []}
    assert came(mia, PROMPT, "2026-02-21") == expected[label]


async def test_after_a_press_elsewhere_the_question_still_does_what_it_says(clinic, mia, asked):
    await mia.press("Done", mia.inbox[-2])

    await mia.press("Less often", asked)
    await clinic.travel_to(f"{WEDNESDAY} 18:00")

    assert came(mia, PROMPT, WEDNESDAY) == ["09:00"]


@pytest.mark.parametrize("label", [KEEP, "Less often"])
async def test_after_posture_off_the_question_is_no_longer_active(clinic, mia, asked, label):
    await mia.slash("posture off")

    shown = await refused(mia, label, asked)

    assert "no longer active" in shown.text
    await clinic.travel_to(f"{WEDNESDAY} 18:00")
    assert came(mia, PROMPT, WEDNESDAY) == []


async def test_the_question_is_nobody_elses_to_answer(clinic, mia, asked):
    leo = await clinic.member("leo")
    copy = await copy_of(asked, leo.inbox[0].channel_id, clinic)

    shown = await refused(leo, KEEP, copy)

    assert "belongs to somebody else" in shown.text
    await clinic.travel_to(f"{WEDNESDAY} 18:00")
    assert came(mia, PROMPT, WEDNESDAY) == []


# On cards


async def test_the_settings_card_says_that_posture_waits_and_lets_it_be_answered(
    clinic, mia, asked
):
    card = await mia.slash("settings")
    assert "Waiting for your answer" in card.text
    assert "Answer it" in card.buttons

    question = await mia.press("Answer it", card)
    assert question.buttons == [KEEP, "Less often", "Stop"]
    after = await mia.press("Less often", question)
    assert "from now on one comes a day." in after.text
    assert after.buttons == ["Undo"]

    assert "Waiting for your answer" not in (await mia.slash("settings")).text
    await clinic.travel_to(f"{WEDNESDAY} 18:00")
    assert came(mia, PROMPT, WEDNESDAY) == ["09:00"]


async def test_less_often_on_a_card_pressed_twice_halves_once(clinic, mia):
    await mia.slash("posture on", every=60, until="17:00", days="every day")
    await clinic.travel_to(f"{TUESDAY} 12:00")
    cards = [await mia.press("Answer it", await mia.slash("settings")) for _ in range(2)]

    await mia.press("Less often", cards[0])
    again = await mia.press("Less often", cards[1])

    assert "4 come a day already, so nothing has changed." in again.text


async def test_keep_and_stop_on_a_card_do_what_they_say(clinic, mia, asked):
    cards = [await mia.press("Answer it", await mia.slash("settings")) for _ in range(2)]
    kept = await mia.press(KEEP, cards[0])
    assert "They go on as they are" in kept.text

    stopped = await mia.press("Stop", cards[1])

    assert "Posture check-ins are off" in stopped.text
    await clinic.travel_to(f"{WEDNESDAY} 18:00")
    assert came(mia, PROMPT, WEDNESDAY) == []


async def test_raise_my_limit_says_that_posture_waits(clinic, mia):
    shown = await mia.slash("posture on", every=30, until="17:00", days="every day")
    await clinic.travel_to(f"{TUESDAY} 18:00")

    raised = await mia.press("Raise my limit", shown)

    assert "Waiting for your answer" in raised.text
    assert raised.buttons[0] == "Answer it"
