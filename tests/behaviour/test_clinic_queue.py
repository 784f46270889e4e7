"""/clinic queue and the alerts channel: who waits, and who sees to them."""

from __future__ import annotations

import logging

import discord
import pytest
from simcord.components import walk_components

from bot.demo.stage import Shown
from bot.discord_io.buttons import PressButton
from bot.domain.case import Reason
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.store import clinics, members, queue
from bot.ui.cards import PLAIN
from bot.ui.custom_ids import parse
from bot.ui.safety import ASK_CONTACT
from tests.behaviour.public import only_refusals, post
from tests.behaviour.staff_world import set_up, staffed
from tests.behaviour.test_clinic_setup import posts, private
from tests.behaviour.world import buttons_of

MONDAY = "2026-01-05"


@pytest.fixture
async def staff(clinic):
    """Half past eight on a Monday, with two therapists and a manager."""
    await clinic.travel_to(f"{MONDAY} 08:30")
    return await staffed(clinic)


async def case(clinic, someone, reason=Reason.CALL_ME, guild=None):
    """Put somebody on the queue."""
    store = clinic.store
    async with store.write() as tx:
        found = await clinics.find(tx, DiscordGuildId(guild or clinic.guild.id))
        member = await members.find(tx, DiscordUserId(someone.id))
        added = await queue.add(tx, found.id, member.id, reason.value, clinic.env.now())
    clinic.app.engine.wake()
    await clinic.app.engine.idle()
    return added


async def stored(clinic):
    """Who, why, how it stands and whose it is."""
    rows = await clinic.store.reads.rows(
        "SELECT m.discord_id, q.reason, q.state, q.staff_id FROM queue_item AS q"
        " JOIN member AS m ON m.id = q.member_id ORDER BY q.id"
    )
    return [tuple(row) for row in rows]


def copy_of_card(shown):
    """The same buttons once more, for a message that everybody sees."""
    view = discord.ui.LayoutView(timeout=None)
    row = discord.ui.ActionRow()
    for label, custom_id in buttons_of(shown).items():
        row.add_item(PressButton.labelled(parse(custom_id), label, PLAIN))
    view.add_item(row)
    return view


def all_ids(shown):
    """The id of every button."""
    raw = [one if isinstance(one, dict) else one.to_dict() for one in shown.message.components]
    return [one["custom_id"] for one in walk_components(raw) if one.get("type") == 2]


async def test_a_request_is_taken_and_done_with_who_and_when_shown(clinic, staff):
    mia = await clinic.member()
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


async def test_two_who_take_the_same_at_once_one_wins_and_the_other_is_told_who(clinic, staff):
    mia = await clinic.member()
    await case(clinic, mia)
    one = await staff.ada.slash("clinic queue")
    two = await staff.ben.slash("clinic queue")

    await staff.ada.press("Take", one)
    told = await staff.ben.press("Take", two)

    assert f"<@{staff.ada.id}> was first: they see to <@{mia.id}> since Mon 5 Jan" in told.text
    assert await stored(clinic) == [(mia.id, "call_me", "taken", staff.ada.id)]


async def test_done_twice_is_done_once_and_says_by_whom(clinic, staff):
    mia = await clinic.member()
    await case(clinic, mia)
    one, two = await staff.ada.slash("clinic queue"), await staff.ben.slash("clinic queue")

    await staff.ada.press("Done", one)
    told = await staff.ben.press("Done", two)

    assert f"<@{staff.ada.id}> was done with <@{mia.id}> already" in told.text
    assert await stored(clinic) == [(mia.id, "call_me", "done", staff.ada.id)]


async def test_what_was_taken_or_closed_by_mistake_is_given_back(clinic, staff):
    mia = await clinic.member()
    await case(clinic, mia)
    shown = await staff.ada.slash("clinic queue")

    closed = await staff.ada.press("Done", shown)
    back = await staff.ada.press("Give it back", closed)

    assert f"<@{mia.id}> is open on the queue again." in back.text
    assert "Take" in back.buttons
    assert await stored(clinic) == [(mia.id, "call_me", "open", None)]


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


async def test_nobody_without_the_role_sees_or_touches_the_queue(clinic, staff, caplog):
    mia = await clinic.member()
    await case(clinic, mia)
    shown = await staff.ada.slash("clinic queue")
    channel = clinic.app.client.get_channel(clinic.channel.id)
    old = Shown(await channel.send(view=copy_of_card(shown)))
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
    assert not any(f"<@{mia.id}>" in one.text for one in refused)
    assert await stored(clinic) == [(mia.id, "call_me", "open", None)]
    said = [one for one in caplog.records if one.message == "staff.refused"]
    assert len(said) == len(refused)
    assert str(staff.ada.id) not in caplog.text
    only_refusals(clinic.env)


async def test_another_clinics_staff_press_in_vain(clinic, staff):
    mia = await clinic.member()
    await case(clinic, mia)
    shown = await staff.ada.slash("clinic queue")
    other = clinic.env.create_guild("Calm Necks")
    role = other.create_role("therapist")
    desk = other.create_text_channel("desk")
    boss = other.add_member(
        clinic.env.create_user("zoe"),
        roles=[other.create_role("boss", permissions=discord.Permissions(manage_guild=True)), role],
    )
    draft = await boss.slash(desk, "clinic setup", staff_role=role)
    await boss.click(draft.response, label="Save")
    channel = clinic.app.client.get_channel(desk.id)
    stray = await channel.send(view=copy_of_card(shown))

    result = await boss.click(stray, label="Take")

    assert "no longer on the queue" in result.response.content
    assert await stored(clinic) == [(mia.id, "call_me", "open", None)]
    only_refusals(clinic.env)


async def test_a_new_case_is_told_in_the_alerts_channel_once_without_a_ping_or_a_reason(
    clinic, staff
):
    desk = private(clinic, "desk", staff.boss)
    await set_up(clinic, staff.boss, alerts=desk)
    mia = await clinic.member()
    for _ in range(2):
        await case(clinic, mia, Reason.HURTS)

    (alert,) = posts(desk)

    assert alert.content == "Somebody waits for you."
    assert f"New on the queue: <@{mia.id}>" in alert.body
    assert "Please look at it soon." in alert.body
    assert "hurts" not in alert.text
    assert alert.message.mentions == []
    assert alert.buttons == ["Open the queue"]


async def test_the_alerts_button_opens_the_queue_for_staff_alone(clinic, staff):
    await set_up(clinic, staff.boss, alerts=clinic.channel)
    mia = await clinic.member()
    await case(clinic, mia)
    (alert,) = [one for one in posts(clinic.channel) if one.content.startswith("Somebody")]

    opened = await staff.ada.press("Open the queue", alert)
    refused = await mia.press("Open the queue", alert)

    assert staff.ada.last.ephemeral
    assert f"**<@{mia.id}>** asks you to call." in opened.text
    assert "staff" in refused.text
    assert f"<@{mia.id}>" not in refused.text
    only_refusals(clinic.env)


async def test_asking_for_contact_alerts_the_staff(clinic, staff):
    await set_up(clinic, staff.boss, alerts=clinic.channel)
    mia = await clinic.member()

    await mia.press("contact", await post(clinic, contact=ASK_CONTACT))

    assert [one.content for one in posts(clinic.channel)][-1] == "Somebody waits for you."


async def test_an_alerts_channel_that_is_gone_stops_nothing(clinic, staff):
    desk = clinic.guild.create_text_channel("desk")
    await set_up(clinic, staff.boss, alerts=desk)
    clinic.env.inject_error("POST", f"/channels/{desk.id}/messages", status=404, code=10003)
    mia = await clinic.member()

    await case(clinic, mia)

    shown = await staff.ada.slash("clinic queue")
    assert f"<@{mia.id}>" in shown.text
    assert posts(desk) == []


async def test_who_can_no_longer_be_reached_is_on_the_queue_until_they_can(clinic, staff):
    mia = await clinic.member()
    clinic.close_dms_of(mia)
    await mia.types("hello")
    await clinic.app.engine.idle()

    shown = await staff.ada.slash("clinic queue")
    assert f"**<@{mia.id}>** can't be reached" in shown.text

    clinic.open_dms()
    await mia.slash("reminders")
    again = await staff.ada.press("Refresh", shown)
    assert "Nobody waits for you." in again.text


async def test_a_case_of_worse_is_shown_only_while_the_client_shares(clinic, staff):
    mia = await clinic.member()
    await case(clinic, mia, Reason.WORSE)

    hidden = await staff.ada.slash("clinic queue")
    async with clinic.store.write() as tx:
        await tx.run("UPDATE membership SET sharing = 1")
    shown = await staff.ada.slash("clinic queue")

    assert "Nobody waits for you." in hidden.text
    assert "feels worse" in shown.text


@pytest.fixture
async def passed(clinic, staff):
    """Mia had a session booked for ten, and it is eleven."""
    mia = await clinic.member()
    preview = await staff.ada.slash("session book", client=mia.actor, when="10:00")
    await staff.ada.press("Save", preview)
    await clinic.travel_to(f"{MONDAY} 11:30")
    mia.inbox_before = len(mia.inbox)
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
    shown = await staff.ben.slash("clinic queue")

    after = await staff.ben.press("No show", shown)

    assert f"Noted: <@{passed.id}> did not come." in after.text
    assert await states(clinic) == ["no_show"]
    await clinic.travel_to("2026-01-12 12:00")
    assert len(passed.inbox) == passed.inbox_before


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
