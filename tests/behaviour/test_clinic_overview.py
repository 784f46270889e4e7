"""/clinic overview and /clinic plans: numbers of many, never of one; and when each step comes."""

from __future__ import annotations

from tests.behaviour.public import only_refusals

MONDAY = "2026-01-05"


async def crowd(clinic, number):
    """Members with four posture prompts a day."""
    people = [await clinic.member(f"guest{each}") for each in range(number)]
    for someone in people:
        await someone.slash("posture on", every=120, days="every day")
    return people


async def test_it_counts_what_was_sent_answered_and_what_comes(clinic, staff):
    people = await crowd(clinic, 5)
    await clinic.travel_to(f"{MONDAY} 12:00")
    for someone in people[:3]:
        await someone.press("Done", someone.inbox[-1])

    shown = await staff.ada.slash("clinic overview", days=7)

    assert staff.ada.last.ephemeral
    assert "The last 7 days" in shown.text
    assert "**Members**: 5" in shown.text
    assert "**Messages sent**: 10" in shown.text
    assert "**Answered**: 3 (30 %)" in shown.text
    assert "**Late by 5 minutes or more**: 0" in shown.text
    assert "- Posture check-ins: 140" in shown.text
    assert shown.buttons == ["7 days", "30 days", "90 days"]
    (picture,) = shown.message.attachments
    assert picture.filename == "picture.png"
    assert "10 messages were sent, 3 of them answered" in picture.description
    assert all(str(someone.id) not in shown.text for someone in people)


async def test_of_fewer_than_five_members_it_says_why_there_are_no_numbers(clinic, staff):
    people = await crowd(clinic, 4)
    await clinic.travel_to(f"{MONDAY} 12:00")
    await people[0].press("Done", people[0].inbox[-1])

    shown = await staff.ada.slash("clinic overview")

    assert "fewer than 5 members" in shown.text
    assert "sent" not in shown.text
    assert shown.message.attachments == []


async def test_five_members_of_whom_one_gets_messages_are_that_ones_numbers(clinic, staff):
    await crowd(clinic, 1)
    for each in range(4):
        await clinic.member(f"quiet{each}")
    await clinic.travel_to(f"{MONDAY} 12:00")

    shown = await staff.ada.slash("clinic overview")

    assert "**Members**: 5" in shown.text
    assert "fewer than 5 people" in shown.text
    assert "Posture" not in shown.text


async def test_closed_dms_and_late_ones_are_counted(clinic, staff):
    people = await crowd(clinic, 6)
    clinic.close_dms_of(people[0])
    await clinic.travel_to(f"{MONDAY} 09:30")

    shown = await staff.ada.slash("clinic overview", days=7)

    assert "**Messages sent**: 5" in shown.text
    assert "**Not delivered, DMs closed**: 1" in shown.text


async def test_own_reminders_are_nobodys_business(clinic, staff):
    people = await crowd(clinic, 5)
    await people[0].slash("remind", what="Call home", when="in 10 minutes", repeat="daily")
    await clinic.travel_to(f"{MONDAY} 09:30")

    shown = await staff.ada.slash("clinic overview")

    assert "**Messages sent**: 5" in shown.text
    assert "reminders: " not in shown.text


async def test_another_period_takes_the_cards_place(clinic, staff):
    await crowd(clinic, 5)
    await clinic.travel_to(f"{MONDAY} 12:00")
    shown = await staff.ada.slash("clinic overview")
    assert "The last 30 days" in shown.text

    longer = await staff.ada.press("90 days", shown)

    assert "The last 90 days" in longer.text


async def test_the_plans_are_shown_with_the_day_and_time_of_each_step(clinic, staff):
    shown = await staff.ada.slash("clinic plans")

    assert "**After a session**" in shown.text
    assert "- day 1, 10:00: how sore they are" in shown.text
    assert "- day 21, 10:00: whether to go on" in shown.text
    assert "(not after the last session)" in shown.text
    further = await staff.ada.press("Next", shown)
    assert "page 2 of 3" in further.text
    assert "Course of" in further.text


async def test_only_staff_see_numbers_and_plans(clinic, staff):
    tom = clinic.person("tom")
    plans = await staff.ada.slash("clinic plans")
    staff.fire(staff.ada)

    for shown in (
        await tom.slash("clinic overview"),
        await tom.slash("clinic plans"),
        await staff.ada.slash("clinic overview"),
        await staff.ada.press("Next", plans),
    ):
        assert "staff" in shown.text
        assert "day 1" not in shown.text
    only_refusals(clinic.env)
