"""A change of zone moves what keeps the wall clock, leaves what keeps its moment, and says so."""

from __future__ import annotations

from tests.behaviour.reminders_world import sections


async def next_times(someone):
    """When each thing comes, by its title."""
    texts = [text for text, _ in sections(await someone.slash("reminders"))]
    lines = [text.splitlines() for text in texts]
    return {each[0].strip("*"): each[1].split(" (<t:")[0] for each in lines}


async def test_wall_clock_schedules_move_and_absolute_ones_stay_and_the_answer_says_so(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")
    await mia.slash("tension on")
    await mia.slash("remind", what="a moment", when="in 24 hours")
    await mia.slash("remind", what="a stamp", when="<t:1767355200>")
    await mia.slash("remind", what="a day", when="tomorrow 9:00")
    await mia.slash("remind", what="each day", when="10:00", repeat="daily")

    changed = await mia.slash("settings", zone="America/New_York")

    assert "Your times now follow America/New_York. It is Wed 31 Dec, 19:00 there." in changed.text
    assert "2 reminders were set for exact moments, so they stay there." in changed.text
    assert await next_times(mia) == {
        "each day": "Next: Thu 1 Jan, 10:00",
        "Posture check-ins": "Next: Thu 1 Jan, 09:00",
        "Tension check-ins": "Next: Thu 1 Jan, 18:00",
        "a moment": "Next: Thu 1 Jan, 19:00",
        "a day": "Next: Fri 2 Jan, 09:00",
        "a stamp": "Next: Fri 2 Jan, 07:00",
    }


async def test_going_east_past_a_reminders_time_lets_it_come_at_once(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="today 6:00 am")

    await mia.slash("settings", zone="Asia/Tokyo")
    await clinic.pass_time(seconds=1)

    assert mia.inbox_local_times[1:] == ["01:00"]


async def test_going_west_the_same_wall_time_does_not_come_twice(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")
    await clinic.travel_to("2026-01-01 09:01")

    await mia.slash("settings", zone="America/New_York")

    assert await next_times(mia) == {"stretch": "Next: Fri 2 Jan, 09:00"}
    await clinic.travel_to("2026-01-02 15:01")
    assert mia.inbox_local_times[1:] == ["09:00", "15:00"]


async def test_other_settings_leave_reminders_where_they_are(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="each day", when="Monday 10:00", repeat="daily")

    await mia.slash("settings", quiet="off", daily_limit=3)

    assert await next_times(mia) == {"each day": "Next: Mon 5 Jan, 10:00"}
