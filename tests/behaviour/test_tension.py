"""/tension as a member types it, and check-ins as they are answered."""

from __future__ import annotations

from bot.ui.custom_ids import AreaPress
from tests.behaviour.public import only_refusals, post, refused
from tests.behaviour.tension_world import ASKED, MONDAY, WHERE, answer, kept, times
from tests.behaviour.world import build_app

# On, off


async def test_unless_said_otherwise_it_comes_every_day_at_six(clinic, mia):
    shown = await mia.slash("tension on")

    assert "At 18:00, every day." in shown.text
    assert "- Mon 5 Jan, 18:00 (<t:1767632400:R>)\n- Tue 6 Jan, 18:00" in shown.text
    assert shown.buttons == ["Undo"]
    assert mia.last.ephemeral
    await clinic.travel_to("2026-01-11 23:00")
    assert times(mia) == [f"2026-01-{day:02} 18:00" for day in range(5, 12)]


async def test_times_and_days_are_read_as_people_type_them_each_once(clinic, mia):
    shown = await mia.slash("tension on", at="6 pm, 9:00 and 18:00", days="Mon, thu")

    assert "At 09:00 and 18:00, Mon, Thu." in shown.text
    await clinic.travel_to("2026-01-09 12:00")
    assert times(mia) == [
        "2026-01-05 09:00",
        "2026-01-05 18:00",
        "2026-01-08 09:00",
        "2026-01-08 18:00",
    ]


async def test_a_time_in_quiet_hours_waits_and_the_answer_says_so(clinic, mia):
    shown = await mia.slash("tension on", at="21:00")

    assert "- Tue 6 Jan, 08:00 (set for 21:00)" in shown.text
    assert "21:00 is in your quiet hours (20:00-08:00), so it waits until 08:00." in shown.text
    assert shown.buttons == ["Change quiet hours", "Undo"]
    await clinic.travel_to("2026-01-06 12:00")
    assert times(mia) == ["2026-01-06 08:00"]


async def test_too_many_times_are_refused_with_how_many_go(mia):
    shown = await refused(mia, "tension on", at="8, 9, 10, 11, 12, 13, 14")

    assert "Choose 6 or fewer" in shown.text


async def test_what_is_no_time_is_refused_with_an_example(mia):
    shown = await refused(mia, "tension on", at="9 30")

    assert "We can't read “9 30” as a time." in shown.text


async def test_undo_after_on_turns_them_off_and_off_can_be_undone(clinic, mia):
    await mia.press("Undo", await mia.slash("tension on", at="9:00"))
    await clinic.travel_to(f"{MONDAY} 12:00")
    assert times(mia) == []

    await mia.slash("tension on", at="13:00")
    off = await mia.slash("tension off")
    assert "Tension check-ins are off" in off.text
    back = await mia.press("Undo", off)

    assert "Tension check-ins are on, as they were before." in back.text
    await clinic.travel_to(f"{MONDAY} 14:00")
    assert times(mia) == [f"{MONDAY} 13:00"]


async def test_off_when_they_are_off_says_so(mia):
    assert "were not on" in (await mia.slash("tension off")).text


async def test_nobody_checks_in_before_they_agreed(clinic):
    leo = clinic.person("leo")

    for command in ("tension on", "tension off", "tension now"):
        assert "You have not joined yet" in (await refused(leo, command)).text


async def test_posture_makes_room_and_the_limit_holds_across_both(clinic, mia):
    await mia.slash("posture on", every=60)
    shown = await mia.slash("tension on", at="9:30, 18:00")

    assert "So you now get 6 posture check-ins a day." in shown.text
    await clinic.travel_to(f"{MONDAY} 23:00")
    assert times(mia) == [f"{MONDAY} 09:30", f"{MONDAY} 18:00"]
    assert len(mia.inbox[1:]) == 8


async def test_where_tension_takes_the_whole_limit_posture_says_so_and_how_to_get_both(clinic, mia):
    await mia.slash("settings", daily_limit=1)
    await mia.slash("tension on", at="18:00")

    full = await mia.slash("posture on", every=120)

    assert "Your day is full" in full.text
    assert full.buttons == ["Raise my limit", "Undo"]
    raised = await mia.press("Raise my limit", full)
    assert "Your daily limit is now 5." in raised.text
    await clinic.travel_to(f"{MONDAY} 23:00")
    assert len(mia.inbox[1:]) == 5


async def test_tension_keeps_its_place_though_posture_came_twice_as_often_that_day(clinic, mia):
    await mia.slash("settings", daily_limit=4)
    await mia.slash("tension on", at="18:00")
    await mia.slash("posture on", every=20, until="10:00")
    await clinic.travel_to(f"{MONDAY} 10:30")
    assert len(mia.inbox[1:]) == 3

    await mia.slash("posture on", every=20, **{"from": "11:00"})
    await clinic.travel_to(f"{MONDAY} 23:00")

    assert times(mia) == [f"{MONDAY} 18:00"]
    assert len(mia.inbox[1:]) == 4


# Right now


async def test_checking_in_right_now_is_the_same_two_taps_and_only_the_asker_sees_it(clinic, mia):
    shown = await mia.slash("tension now")
    assert mia.last.ephemeral
    assert ASKED in shown.body
    assert shown.buttons == [str(value) for value in range(11)]

    done = await answer(mia, shown, 5, 3)

    assert "Noted for Mon 5 Jan, 08:30: Tension 5 · Stress 3." in done.body
    assert "Stop" not in done.buttons
    done = await mia.choose(WHERE, ["Jaw"], done)
    assert await kept(clinic) == {"2026-01-05T08:30": [("tension", 5), ("stress", 3)]}
    rows = await clinic.store.reads.rows("SELECT origin FROM checkin")
    assert rows[0]["origin"].startswith("n")


async def test_one_that_is_asked_for_takes_no_place_in_the_day(clinic, mia):
    await mia.slash("settings", daily_limit=1)
    await mia.slash("tension on", at="9:00")

    await answer(mia, await mia.slash("tension now"), 5, 3)
    await clinic.travel_to(f"{MONDAY} 12:00")

    assert times(mia) == [f"{MONDAY} 09:00"]


async def test_it_works_in_the_dm_and_after_a_restart(clinic, mia):
    shown = await mia.slash("tension now", dm=True)
    second = await mia.press("5", shown)

    await clinic.restart(build_app(clinic.store, clinic.app.services.clock))
    await mia.press("3", second)

    assert await kept(clinic) == {"2026-01-05T08:30": [("tension", 5), ("stress", 3)]}


async def test_a_button_of_ones_own_check_in_that_says_nothing_is_outdated(clinic, mia):
    shown = await post(clinic, five=AreaPress("tension", "t5"))

    said = await mia.press("five", shown)

    assert "from an older message" in said.text
    only_refusals(clinic.env)


async def test_settings_and_help_know_them(clinic, mia):
    assert (
        "**Tension check-ins:** off\n-# Turn them on with /tension on."
        in (await mia.slash("settings")).text
    )
    await mia.slash("tension on", at="9:00")

    assert (
        "-# Next one: Mon 5 Jan, 09:00. Change them with /tension on"
        in (await mia.slash("settings")).text
    )
    assert "**/tension on**" in (await mia.slash("help")).text
