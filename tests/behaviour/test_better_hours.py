"""The offer to move to hours that get answered: made once in twenty answers, taken by a press."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.kinds import KINDS
from bot.usecases.retention import Retention, clear_out
from tests.behaviour.copies import copy_of
from tests.behaviour.public import only_refusals
from tests.fakes import FakeClock

MONDAY = date(2026, 1, 5)
PROMPT = "Time to move a little"
NOMINAL = ["09:00", "11:00", "13:00", "15:00"]
MOVED = ["09:00", "10:00", "11:00", "12:00"]


@pytest.fixture
async def mia(clinic):
    """Gets four prompts on every day from Monday on."""
    await clinic.travel_to(f"{MONDAY} 08:30")
    someone = await clinic.member()
    await someone.slash("posture on", every=120, days="every day")
    return someone


def prompts(person, day):
    found = [one for one in person.inbox if one.body.startswith(PROMPT)]
    return [one for one in found if person.clinic.local(one.sent_at).startswith(str(day))]


def times(person, day):
    return [person.clinic.local(one.sent_at)[11:] for one in prompts(person, day)]


async def answer_mornings(person, answers, first=MONDAY):
    """Press Done on what comes before noon, two a day; the last message, and its day."""
    clinic, pressed, day = person.clinic, 0, first
    while True:
        for hour in (9, 11):
            await clinic.travel_to(f"{day} {hour:02}:05")
            shown = await person.press("Done", person.inbox[-1])
            pressed += 1
            if pressed == answers:
                return shown, day
        day += timedelta(days=1)


async def live_on(person, until):
    """Go on to the evening of a day, and press Done once a day: nobody has to be asked."""
    day = date.fromisoformat(person.clinic.local(person.clinic.env.now())[:10])
    for number in range((until - day).days + 1):
        at = f"{day + timedelta(days=number)} 11:05"
        if person.clinic.local(person.clinic.env.now()) < at:
            await person.clinic.travel_to(at)
            if "Done" in person.inbox[-1].buttons:
                await person.press("Done", person.inbox[-1])
    await person.clinic.travel_to(f"{until} 18:00")


@pytest.fixture
async def offered(mia):
    """The twentieth answer, given on the Wednesday of the second week, and the offer on it."""
    shown, day = await answer_mornings(mia, 20)
    assert day == date(2026, 1, 14)
    return shown


WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 1, day) for day in (14, 15, 16))


# The offer


async def test_the_twentieth_answer_brings_the_offer_and_no_other_does(mia):
    shown, _ = await answer_mornings(mia, 19)
    assert "You mostly answer" not in shown.body

    await mia.clinic.travel_to(f"{WEDNESDAY} 11:05")
    shown = await mia.press("Done", mia.inbox[-1])

    assert "You mostly answer between 09:00 and 11:15. Move your times there?" in shown.body
    assert f"They would be: {', '.join(MOVED)}." in shown.body
    assert shown.buttons == ["Move them", "Leave them", "Stop"]


async def test_old_answers_that_are_cleared_away_bring_no_offer_anew(mia, offered):
    assert "You mostly answer" in offered.body
    clinic = mia.clinic
    for hour in (9, 11):
        await clinic.travel_to(f"{THURSDAY} {hour:02}:05")
        keep = Retention(deliveries=timedelta(days=9, hours=12))
        await clear_out(clinic.store, FakeClock(clinic.env.now()), KINDS, keep)
        shown = await mia.press("Done", mia.inbox[-1])

        assert "You mostly answer" not in shown.body


async def test_nothing_moves_by_itself(clinic, mia, offered):
    await live_on(mia, THURSDAY)

    assert times(mia, WEDNESDAY) == NOMINAL
    assert times(mia, THURSDAY) == NOMINAL


async def test_whoever_answers_at_all_hours_alike_is_offered_nothing(clinic, mia):
    for number in range(20):
        day = MONDAY + timedelta(days=number // 4)
        await clinic.travel_to(f"{day} {9 + number % 4 * 2:02}:05")
        shown = await mia.press("Done", mia.inbox[-1])

    assert "Move your times there?" not in shown.body
    assert shown.buttons == ["Stop"]


async def test_the_offer_comes_again_after_twenty_more(clinic, mia, offered):
    shown, _ = await answer_mornings(mia, 20, first=THURSDAY)

    assert "Move your times there?" in shown.body


# Accepted


async def test_moved_times_begin_on_the_next_day_and_say_when_they_come(clinic, mia, offered):
    after = await mia.press("Move them", offered)

    assert "Today stays as it is." in after.body
    assert f"From the next day on, they come at {', '.join(MOVED)}." in after.body
    assert "Next: Wed 14 Jan, 13:00; Wed 14 Jan, 15:00; Thu 15 Jan, 09:00." in after.body
    assert after.buttons == ["Undo", "Stop"]
    await live_on(mia, FRIDAY)
    assert times(mia, WEDNESDAY) == NOMINAL
    assert times(mia, THURSDAY) == MOVED
    assert times(mia, FRIDAY) == MOVED


async def test_a_moved_slot_keeps_the_name_it_had(clinic, mia, offered):
    await mia.press("Move them", offered)
    await live_on(mia, THURSDAY)

    rows = await clinic.store.reads.rows(
        "SELECT slot FROM occurrence WHERE slot >= ? ORDER BY slot", (str(THURSDAY),)
    )

    assert [row["slot"][11:] for row in rows] == NOMINAL


async def test_the_offer_is_taken_once_and_undone_once(clinic, mia, offered):
    copy = await copy_of(offered, offered.channel_id, clinic)
    after = await mia.press("Move them", offered)

    again = await mia.press("Move them", copy)
    assert "Your times are there already" in again.body
    assert again.buttons == ["Stop"]

    undone = await mia.press("Undo", after)
    assert "Posture check-ins are on, as they were before." in undone.text
    await live_on(mia, THURSDAY)
    assert times(mia, WEDNESDAY) == NOMINAL
    assert times(mia, THURSDAY) == NOMINAL


async def test_moved_times_are_shown_by_posture_on_until_they_are_replaced(clinic, mia, offered):
    await mia.press("Move them", offered)
    await clinic.travel_to(f"{THURSDAY} 08:00")

    shown = await mia.slash("posture on", every=120, days="every day")

    assert "The times you had moved are back where they were." in shown.text
    await live_on(mia, THURSDAY)
    assert times(mia, THURSDAY) == NOMINAL


async def test_undo_of_posture_on_brings_the_moved_times_back(clinic, mia, offered):
    await mia.press("Move them", offered)
    await clinic.travel_to(f"{THURSDAY} 08:00")
    shown = await mia.slash("posture on", every=60, days="every day")

    await mia.press("Undo", shown)
    await live_on(mia, THURSDAY)

    assert times(mia, THURSDAY) == MOVED


async def test_settings_that_moved_times_dont_fit_let_them_rest_and_say_so(clinic, mia, offered):
    await mia.press("Move them", offered)
    await clinic.travel_to(f"{THURSDAY} 08:00")

    shown = await mia.slash("settings", quiet="09:30-10:30")
    assert "The times you had moved don't fit these settings" in shown.text
    await live_on(mia, THURSDAY)
    assert times(mia, THURSDAY) == NOMINAL

    back = await mia.press("Undo", shown)
    assert "The times you had moved fit again, so they are back." in back.text
    await live_on(mia, FRIDAY)
    assert times(mia, FRIDAY) == MOVED


async def test_moved_times_hold_through_settings_that_leave_them_room(clinic, mia, offered):
    await mia.press("Move them", offered)

    shown = await mia.slash("settings", quiet="22:00-06:00", daily_limit=10)

    assert "you had moved" not in shown.text
    await live_on(mia, THURSDAY)
    assert times(mia, THURSDAY) == MOVED


async def test_after_an_outage_a_moved_prompt_names_the_time_it_was_to_come(clinic, mia, offered):
    await mia.press("Move them", offered)
    await clinic.travel_to(f"{THURSDAY} 09:59")
    path = f"/channels/{mia.actor.user.dm_channel.id}/messages"
    clinic.env.inject_error("POST", path, status=503, code=0, times=None)
    await clinic.travel_to(f"{THURSDAY} 10:07")
    clinic.open_dms()

    await clinic.travel_to(f"{THURSDAY} 10:20")

    assert "Was due Thu 15 Jan, 10:00" in prompts(mia, THURSDAY)[-1].body


# Declined, late, and not theirs


async def test_leave_them_changes_nothing_and_the_offer_does_not_come_again(clinic, mia, offered):
    after = await mia.press("Leave them", offered)
    assert "your times stay. You won't be asked again." in after.body
    assert after.buttons == ["Undo", "Stop"]

    shown, day = await answer_mornings(mia, 20, first=THURSDAY)

    assert "Move your times there?" not in shown.body
    assert times(mia, day - timedelta(days=1)) == NOMINAL


async def test_after_posture_is_turned_on_anew_it_is_offered_again(clinic, mia, offered):
    await mia.press("Leave them", offered)
    await mia.slash("posture on", every=120, days="every day")

    shown, _ = await answer_mornings(mia, 20, first=THURSDAY)

    assert "Move your times there?" in shown.body


async def test_leave_them_can_be_undone(clinic, mia, offered):
    after = await mia.press("Leave them", offered)
    await mia.press("Undo", after)

    shown, _ = await answer_mornings(mia, 20, first=THURSDAY)

    assert "Move your times there?" in shown.body


async def test_an_offer_is_taken_days_later_as_it_was_read(clinic, mia, offered):
    await live_on(mia, FRIDAY)

    await mia.press("Move them", offered)
    await live_on(mia, date(2026, 1, 17))

    assert times(mia, date(2026, 1, 17)) == MOVED


async def test_an_offer_that_no_longer_fits_says_so_and_moves_nothing(clinic, mia, offered):
    await mia.slash("posture on", **{"every": 60, "from": "13:00", "days": "every day"})

    shown = await mia.press("Move them", offered)

    only_refusals(clinic.env)
    assert "these times don't fit any more. Nothing was moved." in shown.text
    await clinic.travel_to(f"{WEDNESDAY} 18:00")
    assert times(mia, WEDNESDAY)[2:] == ["13:00", "14:00", "15:00", "16:00"]


@pytest.mark.parametrize("label", ["Move them", "Leave them"])
async def test_after_posture_off_an_offer_says_that_they_are_off(clinic, mia, offered, label):
    await mia.slash("posture off")

    shown = await mia.press(label, offered)

    only_refusals(clinic.env)
    assert "Posture check-ins are off." in shown.text
    await live_on(mia, THURSDAY)
    assert times(mia, THURSDAY) == []
