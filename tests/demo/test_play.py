"""Time and places on the page: what passes, what is told of it, and what goes wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.demo.furnishing import answered
from bot.demo.play import LONGEST_JUMP_S, TOO_SLOW, Play
from bot.domain.ids import DiscordUserId
from bot.usecases.erasing import erase_member


async def join(clinic, *commands):
    """Clara joins, and types what else is to be on."""
    actor, welcome = clinic.client.actor, clinic.places[1].channel
    offer = answered(await actor.slash(welcome, "start"))
    await actor.click(offer, label="Agree and start")
    for name in commands:
        await actor.slash(welcome, name)


def unread(state):
    return {p["id"]: p["unread"] for person in state["people"] for p in person["places"]}


async def test_three_people_see_their_dm_and_the_panel_and_only_the_therapist_the_staff_room(play):
    state = await play.state()

    assert [(one["name"], one["role"]) for one in state["people"]] == [
        ("Clara", "client"),
        ("Max", "member"),
        ("Rosa", "therapist"),
    ]
    assert [[p["name"] for p in one["places"]] for one in state["people"]] == [
        ["Unknot", "# welcome"],
        ["Unknot", "# welcome"],
        ["Unknot", "# welcome", "# staff-room"],
    ]


async def test_the_clock_begins_on_a_monday_and_shows_what_has_passed(play):
    before = await play.state()
    await play.advance(3600)

    assert (before["clock"], before["zone"]) == ("Mon 19 Jan, 10:10", "Europe/Berlin")
    assert (await play.state())["clock"] == "Mon 19 Jan, 11:10"


async def test_the_clock_is_that_of_the_one_who_looks(play, clinic):
    await join(clinic)
    await clinic.client.actor.slash(clinic.places[1].channel, "settings", zone="Atlantic/Azores")

    assert (await play.state())["clock"] == "Mon 19 Jan, 08:10"
    await play.open("max-dm")
    assert (await play.state())["clock"] == "Mon 19 Jan, 10:10"


async def test_nothing_of_what_was_there_before_is_unread(play):
    assert set(unread(await play.state()).values()) == {0}


async def test_what_comes_while_nobody_looks_is_unread_until_it_is_seen(play, clinic):
    await join(clinic)
    assert unread(await play.state())["clara-dm"] == 1

    await play.open("clara-dm")

    assert set(unread(await play.state()).values()) == {0}


async def test_the_next_message_is_that_of_the_one_whose_place_is_open(play, clinic):
    await join(clinic, "posture on")

    await play.to_next_message()

    state = await play.state()
    assert state["notice"]["text"].startswith("New messages: 1 for Clara")
    assert state["clock"] == "Mon 19 Jan, 10:30"
    assert unread(state)["clara-dm"] == 2


async def test_for_somebody_who_expects_nothing_no_time_is_lost(play, clinic):
    before = clinic.env.now()

    await play.to_next_message()

    assert clinic.env.now() == before
    assert (await play.state())["notice"]["text"].startswith("No messages are planned for Clara")


async def test_a_day_is_told_of_by_how_many_messages_came_to_whom(play):
    await play.advance(86400)

    assert (await play.state())["notice"] == {
        "number": 1,
        "text": "New messages: 6 for Max.",
        "is_bad": False,
    }


async def test_no_jump_is_longer_than_a_week(play, clinic):
    before = clinic.env.now()

    await play.advance(LONGEST_JUMP_S * 100)

    assert clinic.env.now() - before == timedelta(days=7)


async def test_a_jump_that_takes_too_long_is_told_of_and_the_page_goes_on(play, clinic):
    clinic.env.settle_timeout = 0
    await play.advance(3600)
    clinic.env.settle_timeout = 2.0
    failed = (await play.state())["notice"]
    await play.advance(60)

    assert failed == {"number": 1, "text": TOO_SLOW, "is_bad": True}
    assert (await play.state())["notice"] == {
        "number": 2,
        "text": "No new messages.",
        "is_bad": False,
    }


async def test_time_goes_on_by_itself_as_fast_as_it_does(play, clinic, monkeypatch):
    before = clinic.env.now()
    monkeypatch.setattr("bot.demo.play.steady_s", lambda: play._passed_s + 90)

    await play.tick()

    assert clinic.env.now() - before == timedelta(seconds=90)


async def test_opening_a_place_anew_tells_the_page_to_load_it(play):
    first = (await play.state())["opening"]
    await play.open("rosa-staff")
    second = await play.state()

    assert second["opening"] > first
    assert second["place"] == "rosa-staff"


@pytest.fixture
def publications(play: Play, monkeypatch):
    """How often what is shown was shown anew."""
    shown, publish = [], play.window.publish

    async def counted() -> None:
        shown.append(play.place.id)
        await publish()

    monkeypatch.setattr(play.window, "publish", counted)
    return shown


async def test_only_what_has_changed_is_shown_anew(play, clinic, publications):
    await play.advance(60)
    await play.advance(60)
    assert publications == []

    await join(clinic)
    await play.tick()
    await play.tick()

    assert publications == ["clara-welcome"]


async def test_as_time_passes_the_messages_of_who_was_erased_go(play, clinic):
    await join(clinic)
    client = clinic.client.actor
    dm = clinic.env.backend.messages[client.user.dm_channel.id]
    assert len(dm) == 1

    await erase_member(clinic.store, clinic.app.services.clock, by=DiscordUserId(client.id))
    await play.advance(300)

    assert not dm
