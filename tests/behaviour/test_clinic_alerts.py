"""The alerts channel: it says that somebody waits, to the staff alone, and never why."""

from __future__ import annotations

from bot.domain.case import Reason
from bot.ui.safety import ASK_CONTACT
from tests.behaviour.public import only_refusals, post
from tests.behaviour.queue_world import case
from tests.behaviour.staff_world import posts, private, set_up


async def test_a_new_case_is_told_in_the_alerts_channel_once_without_a_ping_or_a_reason(
    clinic, staff, mia
):
    desk = private(clinic, "desk", staff.boss)
    await set_up(clinic, staff.boss, alerts=desk)
    for _ in range(2):
        await case(clinic, mia, Reason.HURTS)

    (alert,) = posts(desk)

    assert alert.content == "Somebody waits for you."
    assert f"New on the queue: <@{mia.id}>" in alert.body
    assert "Please look at it soon." in alert.body
    assert "hurts" not in alert.text
    assert alert.message.mentions == []
    assert alert.buttons == ["Open the queue"]


async def test_the_alerts_button_opens_the_queue_for_staff_alone(clinic, staff, mia):
    await set_up(clinic, staff.boss, alerts=clinic.channel)
    await case(clinic, mia)
    (alert,) = [one for one in posts(clinic.channel) if one.content.startswith("Somebody")]

    opened = await staff.ada.press("Open the queue", alert)
    refused = await mia.press("Open the queue", alert)

    assert staff.ada.last.ephemeral
    assert f"**<@{mia.id}>** asks you to call." in opened.text
    assert "staff" in refused.text
    assert f"<@{mia.id}>" not in refused.text
    only_refusals(clinic.env)


async def test_asking_for_contact_alerts_the_staff(clinic, staff, mia):
    await set_up(clinic, staff.boss, alerts=clinic.channel)

    await mia.press("contact", await post(clinic, contact=ASK_CONTACT))

    assert [one.content for one in posts(clinic.channel)][-1] == "Somebody waits for you."


async def test_an_alerts_channel_that_is_gone_stops_nothing(clinic, staff, mia):
    desk = clinic.guild.create_text_channel("desk")
    await set_up(clinic, staff.boss, alerts=desk)
    clinic.env.inject_error("POST", f"/channels/{desk.id}/messages", status=404, code=10003)

    await case(clinic, mia)

    shown = await staff.ada.slash("clinic queue")
    assert f"<@{mia.id}>" in shown.text
    assert posts(desk) == []
