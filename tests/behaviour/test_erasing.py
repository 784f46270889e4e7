"""Erased: what the bot wrote to a member, and about them to the staff, is gone from Discord."""

from __future__ import annotations

from bot.domain.ids import DiscordUserId
from bot.usecases.erasing import erase_member
from tests.behaviour.queue_world import case
from tests.behaviour.staff_world import posts, set_up

MONDAY = "2026-01-05"


async def erase(clinic, person):
    return await erase_member(clinic.store, clinic.app.services.clock, by=DiscordUserId(person.id))


async def taken_away(clinic, **later):
    await clinic.pass_time(**(later or {"minutes": 3}))
    await clinic.app.housekeeping.take_away_remnants()


async def test_the_bots_messages_go_and_what_the_member_wrote_stays(clinic, staff):
    mia, ben = await clinic.member(), await clinic.member("ben")
    for person in (mia, ben):
        await person.slash("remind", what="Knee exercises", when="9:00")
    await mia.types("thank you")
    await clinic.travel_to(f"{MONDAY} 09:01")
    assert [len(person.inbox) for person in (mia, ben)] == [3, 2]

    await erase(clinic, mia)
    await taken_away(clinic)

    assert mia.inbox == []
    assert [one.content for one in mia.actor.user.dm_channel.history()] == ["thank you"]
    assert len(ben.inbox) == 2


async def test_nothing_comes_any_more(clinic, staff):
    mia = await clinic.member()
    await mia.slash("remind", what="Knee exercises", when="9:00")

    await erase(clinic, mia)
    await clinic.travel_to(f"{MONDAY} 09:10")
    await taken_away(clinic)

    assert mia.inbox == []


async def test_the_staffs_channel_forgets_them_and_keeps_the_others(clinic, staff):
    desk = clinic.guild.create_text_channel("desk")
    await set_up(clinic, staff.boss, alerts=desk)
    mia, ben = await clinic.member(), await clinic.member("ben")
    for person in (mia, ben):
        await case(clinic, person)
    assert len(posts(desk)) == 2

    await erase(clinic, mia)
    await taken_away(clinic)

    (left,) = posts(desk)
    assert f"<@{ben.id}>" in left.text


async def test_their_private_thread_is_deleted(clinic, staff):
    hall = clinic.guild.create_text_channel("hall")
    await set_up(clinic, staff.boss, fallback=hall)
    mia = await clinic.member(fallback=True)
    await mia.slash("remind", what="Knee exercises", when="9:00")
    clinic.close_dms_of(mia)
    await clinic.travel_to(f"{MONDAY} 09:01")
    assert len(hall.threads) == 1

    await erase(clinic, mia)
    await taken_away(clinic)

    assert not list(hall.threads)


async def test_who_joins_again_keeps_what_comes_from_then_on(clinic, staff):
    mia = await clinic.member()
    (welcome,) = mia.inbox

    await erase(clinic, mia)
    offer = await mia.slash("start")
    await mia.press("Agree and start", offer)
    await taken_away(clinic)

    (again,) = mia.inbox
    assert again.id != welcome.id


async def test_somebody_erased_from_the_staff_is_former_staff_on_the_queue(clinic, staff):
    mia = await clinic.member()
    await case(clinic, mia)
    await staff.ada.press("Take", await staff.ada.slash("clinic queue"))

    await erase(clinic, staff.ada)

    seen = await staff.ben.slash("clinic queue")
    assert "taken by former staff" in seen.text
