"""/clinic queue: who waits, and which of the staff sees to them."""

from __future__ import annotations

import logging

import pytest
from simcord.components import walk_components

from bot.domain.case import Reason
from bot.ui.custom_ids import parse
from bot.ui.safety import ASK_CONTACT
from tests.behaviour.public import only_refusals, post
from tests.behaviour.queue_world import case, stored
from tests.behaviour.staff_world import staffed
from tests.behaviour.world import Clinic, buttons_of


@pytest.fixture
async def waiting(clinic, staff):
    """A member who asked to be called."""
    someone = await clinic.member()
    await case(clinic, someone)
    return someone


def all_ids(shown):
    """The id of every button."""
    raw = [one if isinstance(one, dict) else one.to_dict() for one in shown.message.components]
    return [one["custom_id"] for one in walk_components(raw) if one.get("type") == 2]


async def test_a_request_is_taken_and_done_with_who_and_when_shown(clinic, staff, mia):
    await mia.press("contact", await post(clinic, contact=ASK_CONTACT))
    await clinic.pass_time(minutes=15)

    shown = await staff.ada.slash("clinic queue")
    assert staff.ada.last.ephemeral
    assert f"**<@{mia.id}>** would like you to contact them." in shown.text
    assert "since Mon 5 Jan, 08:30" in shown.text
    assert shown.buttons == ["Take", "Done", "Refresh"]

    taken = await staff.ada.press("Take", shown)
    assert f"You see to <@{mia.id}> now." in taken.text
    assert f"taken by <@{staff.ada.id}>, Mon 5 Jan, 08:45" in taken.text
    assert "Take" not in taken.buttons
    seen = await staff.ben.slash("clinic queue")
    assert f"taken by <@{staff.ada.id}>" in seen.text

    done = await staff.ben.press("Done", seen)
    assert f"<@{mia.id}> is off the queue" in done.text
    assert "Nobody waits for you." in done.text
    assert await stored(clinic) == [(mia.id, "contact", "done", staff.ben.id)]


@pytest.mark.parametrize(
    ("label", "state", "told"),
    [
        ("Take", "taken", "<@{first}> was first: they see to <@{client}> since Mon 5 Jan"),
        ("Done", "done", "<@{first}> was done with <@{client}> already"),
    ],
)
async def test_of_two_who_press_at_once_one_wins_and_the_other_is_told_who(
    staff, waiting, label, state, told
):
    one, two = await staff.ada.slash("clinic queue"), await staff.ben.slash("clinic queue")

    await staff.ada.press(label, one)
    shown = await staff.ben.press(label, two)

    assert told.format(first=staff.ada.id, client=waiting.id) in shown.text
    assert await stored(staff.clinic) == [(waiting.id, "call_me", state, staff.ada.id)]


async def test_what_was_taken_or_closed_by_mistake_is_given_back(clinic, staff, waiting):
    shown = await staff.ada.slash("clinic queue")

    closed = await staff.ada.press("Done", shown)
    back = await staff.ada.press("Give it back", closed)

    assert f"<@{waiting.id}> is open on the queue again." in back.text
    assert "Take" in back.buttons
    assert await stored(clinic) == [(waiting.id, "call_me", "open", None)]


async def test_what_hurts_comes_first_and_pages_hold_five(clinic, staff):
    people = [await clinic.member(f"guest{number}") for number in range(6)]
    for someone in people:
        await case(clinic, someone, Reason.MOVE)
        await clinic.pass_time(minutes=1)
    await case(clinic, people[-1], Reason.HURTS)

    shown = await staff.ada.slash("clinic queue")
    first, ids = shown.text, all_ids(shown)
    assert "page 1 of 2" in first
    assert "7 cases wait." in first
    assert first.index("something hurts") < first.index("wants to move")
    assert first.count("**<@") == 5
    assert len(ids) == len(set(ids))

    shown = await staff.ada.press("Next", shown)
    second = shown.text
    assert "page 2 of 2" in second
    assert second.count("**<@") == 2

    take = next(each for each in all_ids(shown) if ":take:" in each)
    shown = await staff.ada.press_id(take, shown)
    assert "page 2 of 2" in shown.text
    assert shown.text.count("**<@") == 2


async def test_nobody_without_the_role_sees_or_touches_the_queue(clinic, staff, waiting, caplog):
    shown = await staff.ada.slash("clinic queue")
    kept = {label: parse(buttons_of(shown)[label]) for label in ("Take", "Done")}
    old = await post(clinic, **kept)
    staff.fire(staff.ada)
    tom = clinic.person("tom")

    with caplog.at_level(logging.INFO):
        refused = [
            await tom.slash("clinic queue"),
            await staff.boss.slash("clinic queue"),
            await staff.ada.slash("clinic queue"),
            await staff.ada.press("Take", shown),
            await staff.ada.press("Done", old),
            await tom.press("Take", old),
        ]

    assert all("staff" in one.text for one in refused)
    assert not any(f"<@{waiting.id}>" in one.text for one in refused)
    assert await stored(clinic) == [(waiting.id, "call_me", "open", None)]
    said = [one for one in caplog.records if one.message == "staff.refused"]
    assert len(said) == len(refused)
    assert str(staff.ada.id) not in caplog.text
    only_refusals(clinic.env)


async def test_another_clinics_staff_press_in_vain(clinic, staff, waiting):
    take = parse(buttons_of(await staff.ada.slash("clinic queue"))["Take"])
    other = Clinic(clinic.env, clinic.app, clinic.store)
    stranger = (await staffed(other)).ada

    told = await stranger.press("Take", await post(other, Take=take))

    assert "no longer on the queue" in told.text
    assert await stored(clinic) == [(waiting.id, "call_me", "open", None)]
    only_refusals(clinic.env)


async def test_who_can_no_longer_be_reached_is_on_the_queue_until_they_can(clinic, staff, mia):
    clinic.close_dms_of(mia)
    await mia.types("hello")
    await clinic.app.engine.idle()

    shown = await staff.ada.slash("clinic queue")
    assert f"**<@{mia.id}>** can't be reached" in shown.text

    clinic.open_dms()
    await mia.slash("reminders")
    again = await staff.ada.press("Refresh", shown)
    assert "Nobody waits for you." in again.text


async def test_a_case_of_worse_is_shown_only_while_the_client_shares(clinic, staff, mia):
    await case(clinic, mia, Reason.WORSE)

    hidden = await staff.ada.slash("clinic queue")
    async with clinic.store.write() as tx:
        await tx.run("UPDATE membership SET sharing = 1")
    shown = await staff.ada.slash("clinic queue")

    assert "Nobody waits for you." in hidden.text
    assert "feels worse" in shown.text
