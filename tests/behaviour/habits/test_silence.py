"""When nobody answers: one question, then silence of posture alone, until a press."""

from __future__ import annotations

import itertools

import pytest

from tests.behaviour.habits.days import (
    KEEP,
    MONDAY,
    PROMPT,
    QUESTION,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    came,
)


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


@pytest.mark.parametrize("label", ["Done", "Snooze 15 min", "Skip today"])
@pytest.mark.parametrize("which", [1, 3, -2])
async def test_a_press_on_any_prompt_however_old_brings_them_back(clinic, mia, asked, label, which):
    await clinic.travel_to(f"{WEDNESDAY} 20:00")

    shown = await mia.press(label, mia.inbox[which])
    assert "Thanks for pressing. This one is over" in shown.text
    await clinic.travel_to(f"{THURSDAY} 18:00")

    assert came(mia, PROMPT, THURSDAY) == ["09:00", "11:00", "13:00"]


async def test_after_that_it_takes_five_more_to_be_asked_again(clinic, mia, asked):
    await clinic.travel_to(f"{WEDNESDAY} 20:00")
    await mia.press("Done", mia.inbox[1])

    await clinic.travel_to("2026-01-20 20:00")

    assert came(mia, PROMPT, THURSDAY) == ["09:00", "11:00", "13:00"]
    assert came(mia, QUESTION) == [f"{TUESDAY} 13:00", "2026-01-09 13:00"]


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
