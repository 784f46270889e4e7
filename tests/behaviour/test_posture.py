"""/posture as a member types it, and the prompts that come of it."""

from __future__ import annotations

import itertools

from tests.behaviour.posture_world import DEFAULT_DAY, times, turn_on


def movement(prompt):
    return prompt.body.splitlines()[1]


# On


async def test_a_working_day_of_prompts_comes_at_the_members_hours(clinic, mia):
    await turn_on(mia)

    await clinic.travel_to("2026-01-06 08:59")

    assert times(mia) == [f"2026-01-05 {at}" for at in DEFAULT_DAY]


async def test_nothing_comes_at_the_weekend_unless_every_day_is_asked_for(clinic, mia):
    await turn_on(mia)
    await clinic.travel_to("2026-01-09 17:00")
    before = len(times(mia))
    await clinic.travel_to("2026-01-10 23:00")
    assert len(times(mia)) == before

    await turn_on(mia, days="every day")
    await clinic.travel_to("2026-01-11 23:00")

    assert times(mia, "2026-01-11") == DEFAULT_DAY


async def test_the_answer_shows_the_next_three_times_and_the_first_by_the_readers_own_clock(mia):
    shown = await turn_on(mia, every=120)

    assert "Every 120 min, 09:00-17:00, Mon-Fri." in shown.text
    assert "- Mon 5 Jan, 09:00 (<t:1767600000:R>)" in shown.text
    assert "- Mon 5 Jan, 11:00\n- Mon 5 Jan, 13:00" in shown.text
    assert shown.text.count("\n- ") == 3
    assert shown.buttons == ["Undo"]


async def test_every_answer_is_for_the_asker_alone(mia):
    for command in ("posture on", "posture now", "posture off"):
        await mia.slash(command)
        assert mia.last.ephemeral, command


async def test_times_and_days_are_read_as_people_type_them(clinic, mia):
    shown = await turn_on(mia, every=60, start="1pm", until="15h30", days="Mon, wed")

    assert "Every 60 min, 13:00-15:30, Mon, Wed." in shown.text
    await clinic.travel_to("2026-01-06 23:00")
    await mia.press("Done", mia.inbox[-1])
    await clinic.travel_to("2026-01-07 23:00")
    assert times(mia, "2026-01-07") == ["13:00", "14:00", "15:00"]
    assert times(mia, "2026-01-06") == []


async def test_a_window_over_midnight_belongs_to_the_day_on_which_it_starts(clinic, mia):
    await mia.slash("settings", quiet="off")
    await turn_on(mia, every=60, start="22:00", until="02:00", days="mon")

    await clinic.travel_to("2026-01-07 12:00")

    assert times(mia) == [
        "2026-01-05 22:00",
        "2026-01-05 23:00",
        "2026-01-06 00:00",
        "2026-01-06 01:00",
    ]


async def test_a_window_until_24_00_ends_at_midnight(clinic, mia):
    await mia.slash("settings", quiet="off")
    await turn_on(mia, every=60, start="22:00", until="24:00")

    await clinic.travel_to("2026-01-06 12:00")

    assert times(mia) == ["2026-01-05 22:00", "2026-01-05 23:00"]


async def test_on_again_replaces_what_was_on(clinic, mia):
    await turn_on(mia, every=20)
    shown = await turn_on(mia, every=120, start="10:00")
    assert "Every 120 min, 10:00-17:00" in shown.text

    await clinic.travel_to("2026-01-05 23:00")

    assert times(mia, "2026-01-05") == ["10:00", "12:00", "14:00", "16:00"]


async def test_undo_after_on_again_brings_back_what_was_on_before(clinic, mia):
    await turn_on(mia)
    shown = await turn_on(mia, every=120, start="10:00")

    await mia.press("Undo", shown)
    await clinic.travel_to("2026-01-05 23:00")

    assert times(mia, "2026-01-05") == DEFAULT_DAY


async def test_undo_after_the_first_on_turns_them_off_again(clinic, mia):
    await mia.press("Undo", await turn_on(mia))

    await clinic.travel_to("2026-01-06 23:00")

    assert times(mia) == []


async def test_posture_works_in_the_dm_as_in_the_server(clinic, mia):
    shown = await mia.slash("posture on", dm=True)

    assert "Posture check-ins are on" in shown.text
    await clinic.travel_to("2026-01-05 09:01")
    assert times(mia, "2026-01-05") == ["09:00"]


# Off


async def test_after_off_nothing_comes_any_more(clinic, mia):
    await turn_on(mia)
    await clinic.travel_to("2026-01-05 10:00")

    shown = await mia.slash("posture off")
    await clinic.travel_to("2026-01-07 23:00")

    assert "Posture check-ins are off" in shown.text
    assert shown.buttons == ["Undo"]
    assert times(mia) == ["2026-01-05 09:00"]


async def test_undo_after_off_brings_them_back_as_they_were(clinic, mia):
    await turn_on(mia, every=120)
    shown = await mia.slash("posture off")

    await mia.press("Undo", shown)
    await clinic.travel_to("2026-01-05 23:00")

    assert times(mia, "2026-01-05") == ["09:00", "11:00", "13:00", "15:00"]


async def test_off_again_says_that_they_were_not_on(mia):
    await turn_on(mia)
    await mia.slash("posture off")

    shown = await mia.slash("posture off")

    assert "were not on, so nothing has changed" in shown.text
    assert shown.buttons == []


# Now


async def test_now_shows_one_movement_with_its_caution_and_when_not_to(mia):
    shown = await mia.slash("posture now")

    assert shown.text.startswith("### One small move\n")
    assert "Not while driving." in shown.text
    assert len(mia.inbox) == 1


async def test_now_never_shows_the_same_movement_twice_in_a_row(clinic, mia):
    seen = []
    for _ in range(40):
        seen.append(movement(await mia.slash("posture now")))
        await clinic.pass_time(seconds=2)

    assert all(one != following for one, following in itertools.pairwise(seen))
    assert len(set(seen)) > 5


async def test_a_prompt_never_shows_what_now_has_just_shown(clinic, mia):
    await turn_on(mia, every=20)
    await mia.slash("settings", daily_limit=24)
    for hour in range(9, 17):
        shown = await mia.slash("posture now")
        await clinic.travel_to(f"2026-01-05 {hour:02}:01")
        assert movement(mia.inbox[-1]) != movement(shown)


# The lock screen


async def test_a_discreet_members_lock_screen_names_nothing(clinic, mia):
    await turn_on(mia, every=20)
    await clinic.travel_to("2026-01-05 17:00")

    contents = {shown.content for shown in mia.inbox[1:]}

    assert contents <= {
        "A message is waiting for you.",
        "There is something new for you.",
        "You have a new note.",
        "Something is here for you to open.",
        "You have a reminder.",
        "Here is your message. Open it when you have time.",
    }
    assert len(contents) > 1


async def test_who_is_not_discreet_reads_the_movement_on_the_lock_screen_and_once(clinic, mia):
    await mia.slash("settings", discreet=False)
    await turn_on(mia)
    await clinic.travel_to("2026-01-05 09:01")

    prompt = mia.inbox[-1]

    assert len(prompt.content.split()) > 3
    assert prompt.text.count(prompt.content) == 1
    assert "Not while driving." in prompt.body
