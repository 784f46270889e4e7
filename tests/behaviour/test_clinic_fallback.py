"""Closed DMs: a line in a private thread that says nothing, opened by its member alone."""

from __future__ import annotations

import pytest

from bot.demo.stage import Shown
from tests.behaviour.public import only_refusals
from tests.behaviour.staff_world import posts, set_up, staffed
from tests.behaviour.world import build_app

MONDAY = "2026-01-05"
PROMPT = "Time to move a little"


@pytest.fixture
async def hall(clinic):
    """A clinic with a fallback channel, at half past eight on a Monday."""
    await clinic.travel_to(f"{MONDAY} 08:30")
    staff = await staffed(clinic)
    channel = clinic.guild.create_text_channel("hall")
    await set_up(clinic, staff.boss, fallback=channel)
    channel.staff = staff
    return channel


@pytest.fixture
async def mia(clinic, hall):
    """Wished for a thread, gets a reminder at nine and at ten, and closes her DMs."""
    someone = await clinic.member(fallback=True)
    await someone.slash("remind", what="Knee exercises", when="9:00")
    await someone.slash("remind", what="Call the office", when="10:00")
    clinic.close_dms_of(someone)
    return someone


def lines(hall):
    """What stands in the threads of a channel."""
    return [one for thread in hall.threads for one in posts(thread)]


def answers(person):
    """Everything that the last press was answered with."""
    first = [person.last.response] if person.last.response is not None else []
    return [Shown(one) for one in (*first, *person.last.followups)]


async def test_a_line_without_content_calls_the_member_alone(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 09:01")

    (thread,) = hall.threads
    (line,) = lines(hall)
    assert thread.name == "Your messages"
    assert line.content.startswith(f"<@{mia.id}>, you have a message.")
    assert [one.id for one in line.message.mentions] == [mia.id]
    assert "Knee" not in line.text
    assert line.body == ""
    assert line.buttons == ["Open it here"]
    raw = clinic.env.backend.get_channel(thread.id)
    assert set(raw.thread_members) == {mia.id, clinic.app.client.user.id}
    assert posts(hall) == [] or all("Knee" not in one.text for one in posts(hall))


async def test_opening_shows_it_to_the_member_alone_and_its_buttons_work(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 09:01")
    (line,) = lines(hall)

    shown = await mia.press("Open it here", line)

    assert mia.last.ephemeral
    assert "Knee exercises" in shown.text
    (thread,) = hall.threads
    assert clinic.env.backend.get_channel(thread.id).thread_metadata.archived
    done = await mia.press("Done", shown)
    assert "Knee exercises" in done.text
    rows = await clinic.store.reads.rows(
        "SELECT o.state FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id"
        " WHERE s.kind = 'reminder' AND o.slot LIKE '%09:00'"
    )
    assert [row["state"] for row in rows] == ["answered"]


async def test_what_was_opened_here_does_not_come_by_dm_as_well(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 09:01")
    (line,) = lines(hall)
    clinic.open_dms()

    await mia.press("Open it here", line)
    await clinic.travel_to(f"{MONDAY} 10:01")

    inbox = [one.text for one in mia.inbox]
    assert sum("Knee" in text for text in inbox) == 0
    assert sum("Call the office" in text for text in inbox) == 1


async def test_the_thread_is_used_again_and_one_unopened_line_is_enough(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 10:01")
    (line,) = lines(hall)

    await mia.press("Open it here", line)

    assert [("Knee" in one.text, "office" in one.text) for one in answers(mia)] == [
        (True, False),
        (False, True),
    ]
    await mia.slash("remind", what="Stretch", when="11:00")
    await clinic.travel_to(f"{MONDAY} 11:01")
    (thread,) = hall.threads
    assert len(lines(hall)) == 2
    assert not clinic.env.backend.get_channel(thread.id).thread_metadata.archived


async def test_a_press_that_discord_gave_up_on_uses_nothing_up(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 09:01")
    (line,) = lines(hall)
    clinic.env.inject_error("POST", "/interactions/*", status=404, code=10062, times=2)
    await mia.press("Open it here", line)

    again = await mia.press("Open it here", line)

    assert "Knee exercises" in again.text


async def test_a_second_press_says_that_nothing_is_left(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 09:01")
    (line,) = lines(hall)
    await mia.press("Open it here", line)

    again = await mia.press("Open it here", line)

    assert "Nothing waits for you any more." in again.text


async def test_nobody_else_opens_it(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 09:01")
    (line,) = lines(hall)
    thread = clinic.app.client.get_channel(line.channel_id)
    tom = clinic.person("tom")
    await thread.add_user(tom.actor.member or tom.actor)

    refused = await tom.press("Open it here", line)
    opened = await mia.press("Open it here", line)

    assert "belongs to somebody else" in refused.text
    assert "Knee" not in refused.text
    assert "Knee" in opened.text
    only_refusals(clinic.env)


async def test_without_the_switch_nothing_is_posted_and_staff_see_it_all_the_same(clinic, hall):
    leo = await clinic.member("leo")
    await leo.slash("remind", what="Knee exercises", when="9:00")
    clinic.close_dms_of(leo)

    await clinic.travel_to(f"{MONDAY} 09:01")

    assert hall.threads == []
    shown = await hall.staff.ada.slash("clinic queue")
    assert f"**<@{leo.id}>** can't be reached" in shown.text


async def test_who_stops_before_the_line_leaves_gets_none(clinic, hall, mia):
    clinic.env.inject_error("POST", f"/channels/{hall.id}/threads", status=500, times=None)
    await clinic.travel_to(f"{MONDAY} 09:01")
    await mia.slash("stop")
    clinic.env.backend.faults.clear()

    await clinic.travel_to(f"{MONDAY} 12:00")

    assert lines(hall) == []


async def test_a_deleted_thread_is_made_anew(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 09:01")
    (line,) = lines(hall)
    await mia.press("Open it here", line)
    (thread,) = hall.threads
    await (await clinic.app.client.fetch_channel(thread.id)).delete()

    await clinic.travel_to(f"{MONDAY} 10:01")

    (fresh,) = hall.threads
    assert fresh.id != thread.id
    assert len(lines(hall)) == 1


async def test_another_fallback_channel_gets_threads_of_its_own(clinic, hall, mia):
    await clinic.travel_to(f"{MONDAY} 09:01")
    (line,) = lines(hall)
    await mia.press("Open it here", line)
    other = clinic.guild.create_text_channel("other")
    await set_up(clinic, hall.staff.boss, fallback=other)

    await clinic.travel_to(f"{MONDAY} 10:01")

    assert len(hall.threads) == 1
    assert len(lines(other)) == 1


async def test_a_crash_between_sending_and_noting_posts_the_line_once(clinic, hall, mia, sim_clock):
    await clinic.travel_to(f"{MONDAY} 09:01")
    assert len(lines(hall)) == 1
    async with clinic.store.write() as tx:
        await tx.run(
            "UPDATE occurrence SET state = 'sending' WHERE schedule_id IN ("
            "SELECT id FROM schedule WHERE kind = 'fallback')"
        )
        await tx.run("DELETE FROM delivery")

    await clinic.restart(build_app(clinic.store, sim_clock))
    await clinic.travel_to(f"{MONDAY} 09:30")

    assert len(lines(hall)) == 1
    rows = await clinic.store.reads.rows(
        "SELECT o.state FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id"
        " WHERE s.kind = 'fallback'"
    )
    assert [row["state"] for row in rows] == ["sent"]


async def test_a_prompt_that_is_over_by_now_is_not_shown_as_if_it_were_new(clinic, hall):
    leo = await clinic.member("leo", fallback=True)
    await leo.slash("posture on", every=120)
    clinic.close_dms_of(leo)
    await clinic.travel_to(f"{MONDAY} 09:30")
    (line,) = lines(hall)

    shown = await leo.press("Open it here", line)

    assert PROMPT not in shown.text
    assert "Nothing waits for you any more." in shown.text


async def test_a_fallback_channel_in_which_nothing_may_be_made_stops_nobody(clinic, hall, mia):
    clinic.env.inject_error(
        "POST", f"/channels/{hall.id}/threads", status=403, code=50013, times=None
    )
    leo = await clinic.member("leo")
    await leo.slash("remind", what="Stretch", when="9:05")

    await clinic.travel_to(f"{MONDAY} 09:06")

    assert hall.threads == []
    assert "Stretch" in leo.inbox[-1].text
