"""What a check-in answers to high numbers, in its order, and asking the clinic for contact."""

from __future__ import annotations

import itertools

from tests.behaviour.tension_world import (
    CONTACT,
    CRISIS,
    HELPED,
    MONDAY,
    SHORT,
    WHERE,
    check_in,
    queued,
    set_in,
)
from tests.behaviour.world import selects_of

NOTICE = "⚠️ Stop and get help"


def everything(shown):
    """All there is to read, in buttons and selects too."""
    lines = [option["label"] for select in selects_of(shown) for option in select["options"]]
    hints = [select["placeholder"] for select in selects_of(shown)]
    return "\n".join([shown.text, *shown.buttons, *hints, *lines])


# The order


async def test_eight_offers_the_warning_signs_beside_the_muscle_tension_card(mia):
    done = await check_in(mia, 8, 3)

    assert done.buttons == ["Warning signs", "Read: Muscle tension", CONTACT, "Change"]
    card = await mia.press("Read: Muscle tension", done)
    assert mia.last.ephemeral
    assert card.text.startswith("### Muscle tension")
    assert "Thank you" in done.text


async def test_nine_of_stress_comes_before_eight_of_tension_with_no_card_and_no_tip(mia):
    done = await check_in(mia, 10, 9)

    assert done.text.startswith(CRISIS)
    assert "your local emergency number or a local crisis line" in done.text
    assert done.buttons == ["Warning signs", CONTACT, "Change"]
    assert selects_of(done) == []
    assert "You are done" not in done.text


async def test_a_starred_area_comes_before_both(mia):
    done = await mia.choose(WHERE, ["Arm or hand"], await check_in(mia, 10, 3))

    assert done.text.startswith(NOTICE)
    assert not [label for label in done.buttons if label.startswith("Read")]

    again = await mia.press("Change", done)
    worse = await mia.press("10", await mia.press("10", again))
    assert worse.text.startswith(NOTICE)
    assert worse.text.index(NOTICE) < worse.text.index(CRISIS)


async def test_a_wrong_tap_on_a_starred_area_can_be_taken_back(mia):
    done = await mia.choose(WHERE, ["Head"], await check_in(mia, 3, 3))

    done = await mia.choose(WHERE, ["Jaw"], done)

    assert done.text.startswith("Thank you")


async def test_the_warning_signs_open_beside_the_check_in(mia):
    done = await check_in(mia, 5, 9)

    signs = await mia.press("Warning signs", done)

    assert mia.last.ephemeral
    assert signs.id != done.id
    assert "Stop and get help" in signs.text


async def test_within_seven_days_the_crisis_text_is_short_and_keeps_the_contact(clinic, mia):
    await check_in(mia, 5, 10)
    await clinic.travel_to("2026-01-12 08:29")
    second = await check_in(mia, 5, 9)
    await clinic.travel_to("2026-01-19 08:30")
    third = await check_in(mia, 5, 9)

    assert second.text.startswith(SHORT)
    assert "your local emergency number or a local crisis line" in second.text
    assert "Warning signs" in second.buttons
    assert third.text.startswith(CRISIS)


async def test_a_mistaken_ten_can_be_corrected_and_is_forgotten(clinic, mia):
    done = await check_in(mia, 5, 10)
    again = await mia.press("Change", done)
    calm = await mia.press("1", await mia.press("5", again))
    assert calm.text.startswith("Thank you")

    await clinic.pass_time(hours=1)

    assert (await check_in(mia, 5, 9)).text.startswith(CRISIS)


async def test_nothing_goes_on_a_queue_by_itself(clinic, mia):
    await mia.choose(WHERE, ["Head"], await check_in(mia, 10, 3))
    await check_in(mia, 10, 10)

    assert await queued(clinic) == []


async def test_who_stopped_and_presses_ten_still_reads_who_helps(clinic, mia):
    await mia.slash("tension on", at="9:00")
    await clinic.travel_to(f"{MONDAY} 09:02")
    second = await mia.press("5", mia.inbox[-1])
    await mia.slash("stop")

    said = await mia.press("10", second)

    assert mia.last.ephemeral
    assert said.text.startswith(CRISIS)
    assert "You had already stopped" in said.text


async def test_no_card_is_offered_in_two_check_ins_in_a_row(clinic, mia):
    offered = []
    for tension, stress in ((5, 5), (9, 2), (8, 2), (5, 1), (5, 5), (0, 9), (5, 5)):
        await clinic.pass_time(hours=1)
        done = await check_in(mia, tension, stress)
        reads = [label for label in done.buttons if label.startswith("Read")]
        assert len(reads) <= 1
        offered += reads

    assert len(offered) >= 4
    assert all(a != b for a, b in itertools.pairwise(offered))


# Comfort


async def every_step(person):
    """All that a check-in shows on its way, but the notice after a starred area."""
    seen = []
    for tension, stress in ((0, 0), (5, 5), (8, 3), (10, 8), (3, 9), (10, 10)):
        await person.clinic.pass_time(hours=1)
        first = await person.slash("tension now", dm=True)
        seen.append(everything(first))
        second = await person.press(str(tension), first)
        seen.append(everything(second))
        done = await person.press(str(stress), second)
        seen.append(everything(done))
        if selects_of(done):
            seen.append(everything(await person.choose(WHERE, ["Jaw"], done)))
            for helped in (["Heat"], ["Massage"], ["Medicine from my clinician", "Nothing"]):
                done = await person.choose(HELPED, helped, done)
                seen.append(everything(done))
        seen.append(everything(await person.press("Change", done)))
    return seen


async def test_while_comfort_is_off_no_check_in_speaks_of_pain(clinic, mia):
    seen = await every_step(mia)
    await mia.slash("tension on", at="20 Uhr, 19:30")
    await clinic.travel_to("2026-01-06 20:00")
    seen += [everything(shown) for shown in mia.inbox[1:]]

    assert len(seen) > 40
    assert any("How tight" in text for text in seen)
    assert not [text for text in seen if "pain" in text.lower()]


async def test_a_clinic_that_turned_it_on_asks_third(clinic, mia):
    await set_in(clinic, clinic.guild.id, comfort=1)

    third = await check_in(mia, 5, 3)
    assert "Neck pain right now?" in third.text
    assert "> Tension 5 · Stress 3" in third.text
    done = await mia.press("4", third)

    assert "Tension 5 · Stress 3 · Neck pain 4." in done.text


async def test_after_nine_of_stress_it_is_not_asked(clinic, mia):
    await set_in(clinic, clinic.guild.id, comfort=1)

    assert "pain" not in (await check_in(mia, 5, 9)).text


async def test_another_clinics_switch_asks_nobody_here(clinic, mia):
    await set_in(clinic, 4711, comfort=1)

    assert (await check_in(mia, 5, 3)).text.startswith("Thank you")
