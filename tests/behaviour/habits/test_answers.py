"""Keep, Less often and Stop below the question, late and twice, and the same on cards."""

from __future__ import annotations

import pytest

from tests.behaviour.copies import copy_of
from tests.behaviour.habits.days import KEEP, PROMPT, QUESTION, THURSDAY, TUESDAY, WEDNESDAY, came
from tests.behaviour.public import only_refusals


async def refused(person, label, on):
    """Press a button that does nothing any more; what is said."""
    shown = await person.press(label, on)
    only_refusals(person.clinic.env)
    return shown


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
