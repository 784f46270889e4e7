"""A session whose time has passed asks the staff, on the queue, whether it took place."""

from __future__ import annotations

import pytest

from tests.behaviour.public import only_refusals
from tests.behaviour.queue_world import stored


@pytest.fixture
async def passed(clinic, staff):
    """Mia had a session booked for ten, and it is half past eleven."""
    mia = await clinic.member()
    preview = await staff.ada.slash("session book", client=mia.actor, when="10:00")
    await staff.ada.press("Save", preview)
    await clinic.travel_to("2026-01-05 11:30")
    return mia


async def states(clinic):
    return [row["state"] for row in await clinic.store.reads.rows("SELECT state FROM session")]


async def test_a_booking_whose_time_has_passed_took_place(clinic, staff, passed):
    shown = await staff.ben.slash("clinic queue")
    assert f"**<@{passed.id}>** had a session booked. Did it take place?" in shown.text
    assert "Session: Mon 5 Jan, 10:00" in shown.text
    assert shown.buttons == ["It took place", "No show", "Done", "Refresh"]

    after = await staff.ben.press("It took place", shown)

    assert f"Logged: the session of <@{passed.id}> took place." in after.text
    assert "Nobody waits for you." in after.text
    assert await states(clinic) == ["held"]
    await clinic.travel_to("2026-01-06 19:00")
    assert any("sore" in one.text for one in passed.inbox)


async def test_a_booking_whose_time_has_passed_was_no_show(clinic, staff, passed):
    before = len(passed.inbox)
    shown = await staff.ben.slash("clinic queue")

    after = await staff.ben.press("No show", shown)

    assert f"Noted: <@{passed.id}> did not come." in after.text
    assert await states(clinic) == ["no_show"]
    await clinic.travel_to("2026-01-12 12:00")
    assert len(passed.inbox) == before


async def test_of_two_who_say_otherwise_the_second_is_told(clinic, staff, passed):
    one, two = await staff.ada.slash("clinic queue"), await staff.ben.slash("clinic queue")
    await staff.ada.press("No show", one)

    told = await staff.ben.press("It took place", two)

    assert await states(clinic) == ["no_show"]
    assert "took place." not in told.text
    only_refusals(clinic.env)


async def test_who_is_not_of_the_staff_asks_nobody_anything_by_looking(clinic, staff, passed):
    refused = await passed.slash("clinic queue")

    assert "Only the clinic's staff can do this." in refused.text
    assert await stored(clinic) == []
    only_refusals(clinic.env)
