"""Joining, declining, stopping and coming back, as a member does it."""

from __future__ import annotations

import itertools

import pytest

from bot.delivery.messenger import Opened, RetryAt, RetryReason
from bot.domain.consent import MembershipState, Place
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.store import clinics, members, schedules
from tests.behaviour.world import build_app


async def ledger_of(clinic, person):
    member = await members.find(clinic.store.reads, DiscordUserId(person.id))
    return await clinics.ledger(clinic.store.reads, member.id)


async def test_the_offer_comes_before_anything_is_sent_or_kept(clinic):
    mia = clinic.person()

    offer = await mia.slash("start")

    assert mia.last.ephemeral
    assert mia.inbox == []
    assert offer.buttons == ["Agree and start", "Not now", "Privacy"]
    assert "16 or older" in offer.text
    assert await members.find(clinic.store.reads, DiscordUserId(mia.id)) is None


async def test_agreeing_welcomes_once_and_turns_the_offer_into_the_settings(clinic):
    mia = clinic.person()
    offer = await mia.slash("start")

    joined = await mia.press("Agree and start", offer)

    assert [shown.body.splitlines()[0] for shown in mia.inbox] == ["Welcome"]
    assert mia.inbox[0].buttons == ["Stop"]
    assert "Your settings" in joined.text
    assert "Europe/Berlin" in joined.text


async def test_agreeing_is_noted_with_kind_version_time_and_place(clinic):
    mia = await clinic.member()

    (line,) = await ledger_of(clinic, mia)

    assert (line.kind, line.version, line.given) == ("messages", 1, True)
    assert line.place is Place.SERVER
    assert line.noted_at == clinic.env.now()


async def test_nothing_starts_by_itself_after_joining(clinic):
    mia = await clinic.member()

    await clinic.pass_time(days=14)

    assert len(mia.inbox) == 1


async def test_a_welcome_at_night_is_sent_at_once_because_it_was_asked_for(clinic):
    await clinic.travel_to("2026-01-06 02:00")

    mia = await clinic.member()

    assert mia.inbox_local_times == ["02:00"]


async def test_agreeing_twice_welcomes_once(clinic):
    mia = clinic.person()
    first = await mia.slash("start")
    second = await mia.slash("start")
    await mia.press("Agree and start", first)

    again = await mia.press("Agree and start", second)

    assert len(mia.inbox) == 1
    assert len(await ledger_of(clinic, mia)) == 1
    assert "Your settings" in again.text


async def test_saying_not_now_saves_and_sends_nothing(clinic):
    mia = clinic.person()
    offer = await mia.slash("start")

    answer = await mia.press("Not now", offer)

    assert "nothing was saved" in answer.text
    assert answer.buttons == []
    assert mia.inbox == []


async def test_the_privacy_text_comes_beside_the_offer(clinic):
    mia = clinic.person()
    offer = await mia.slash("start")

    privacy = await mia.press("Privacy", offer)

    assert mia.last.ephemeral
    assert "What we keep" in privacy.text
    assert len(privacy.text) < 4000


async def test_a_second_start_says_so_with_settings_and_stop(clinic):
    mia = await clinic.member()

    again = await mia.slash("start")

    assert "already in" in again.text
    assert again.buttons == ["Settings", "Stop"]


async def test_start_in_a_dm_from_a_stranger_points_to_the_clinics_server(clinic):
    mia = clinic.person()

    answer = await mia.slash("start", dm=True)

    assert "clinic's server" in answer.text
    assert mia.inbox == []


async def test_an_offer_of_another_server_is_not_taken_in_this_one(clinic):
    mia = clinic.person()
    offer = await mia.slash("start")
    elsewhere = clinic.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("welcome")
    there = elsewhere.add_member(mia.actor.user)
    offered_there = await there.slash(channel, "start")

    await mia.press("Agree and start", offer)

    member = await members.find(clinic.store.reads, DiscordUserId(mia.id))
    joined = await clinics.clinics_of(clinic.store.reads, member.id)
    assert [one.discord_id for one in joined] == [clinic.guild.id]
    assert offered_there.ephemeral


async def test_a_member_of_two_clinics_agrees_with_each_apart(clinic):
    mia = await clinic.member()
    elsewhere = clinic.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("welcome")
    there = elsewhere.add_member(mia.actor.user)

    offer = await there.slash(channel, "start")
    await there.click(offer.response, label="Agree and start")

    member = await members.find(clinic.store.reads, DiscordUserId(mia.id))
    joined = await clinics.clinics_of(clinic.store.reads, member.id)
    assert {one.discord_id for one in joined} == {clinic.guild.id, elsewhere.id}
    assert len(mia.inbox) == 2


async def test_closed_dms_are_explained_with_a_way_to_try_again(clinic):
    mia = clinic.person()
    clinic.close_dms_of(mia)
    offer = await mia.slash("start")

    answer = await mia.press("Agree and start", offer)

    assert "did not get through" in answer.text
    assert "Privacy Settings" in answer.text
    assert answer.buttons == ["Try again", "Settings"]
    assert mia.inbox == []


async def test_trying_again_with_open_dms_brings_the_welcome_once(clinic):
    mia = clinic.person()
    clinic.close_dms_of(mia)
    closed = await mia.press("Agree and start", await mia.slash("start"))
    still = await mia.press("Try again", closed)
    assert "still closed" in still.text

    clinic.open_dms()
    opened = await mia.press("Try again", still)

    assert "It worked" in opened.text
    assert len(mia.inbox) == 1


async def test_any_command_of_a_member_tries_closed_dms_again(clinic):
    mia = clinic.person()
    clinic.close_dms_of(mia)
    await mia.press("Agree and start", await mia.slash("start"))
    clinic.open_dms()

    await mia.slash("help")
    await clinic.pass_time(seconds=5)

    assert len(mia.inbox) == 1


async def test_stop_ends_everything_with_one_answer_and_no_dm(clinic):
    mia = await clinic.member()
    await mia.slash("posture on", every=60)

    answer = await mia.slash("stop")
    await clinic.pass_time(days=7)

    assert "stopped everything" in answer.text
    assert mia.last.ephemeral
    assert len(mia.inbox) == 1
    assert [line.given for line in await ledger_of(clinic, mia)] == [True, False]


async def test_stopping_twice_and_stopping_before_joining_say_so(clinic):
    mia = await clinic.member()
    await mia.slash("stop")
    stranger = clinic.person("noa")

    again = await mia.slash("stop")
    never = await stranger.slash("stop")

    assert "already stopped" in again.text
    assert "have not joined" in never.text


async def test_starting_again_after_a_stop_offers_what_there_was_and_brings_it_on_request(clinic):
    await clinic.travel_to("2026-01-05 08:00")
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    await mia.slash("stop")
    await clinic.travel_to("2026-01-06 08:00")

    joined = await mia.press("Agree and start", await mia.slash("start"))
    assert "Bring back what I had" in joined.buttons
    await clinic.travel_to("2026-01-06 09:30")
    assert len(mia.inbox) == 2, "nothing may come back by itself"
    back = await mia.press("Bring back what I had", joined)
    await clinic.travel_to("2026-01-06 10:05")

    assert "Posture check-ins" in back.text
    assert "Tue 6 Jan, 10:00" in back.text
    assert mia.inbox_local_times[2:] == ["10:00"]


async def test_bringing_back_twice_brings_nothing_twice(clinic):
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    await mia.slash("stop")
    joined = await mia.press("Agree and start", await mia.slash("start"))
    await mia.press("Bring back what I had", joined)

    again = await mia.press("Bring back what I had", joined)

    assert "nothing to bring back" in again.text
    member = await members.find(clinic.store.reads, DiscordUserId(mia.id))
    live = await schedules.live(clinic.store.reads, member.id)
    assert [one.kind for one in live if one.rule is not None] == ["posture"]


async def test_start_in_a_dm_after_a_stop_offers_the_clinic_that_was_stopped(clinic):
    mia = await clinic.member()
    await mia.slash("stop")

    offer = await mia.slash("start", dm=True)
    assert "Loose Shoulders" in offer.text
    await mia.press("Agree and start", offer)

    assert [line.place for line in await ledger_of(clinic, mia)][-1] is Place.DM
    assert len(mia.inbox) == 2


async def test_a_restarted_bot_takes_an_offer_from_before(clinic, sim_clock):
    mia = clinic.person()
    offer = await mia.slash("start")

    await clinic.restart(build_app(clinic.store, sim_clock))
    await mia.press("Agree and start", offer)

    assert len(mia.inbox) == 1


class SlowOpenings:
    """A Discord that says it is too fast, once."""

    def __init__(self, inner):
        self._inner = inner
        self.refusals = 1

    async def open_channel(self, user):
        if self.refusals:
            self.refusals -= 1
            return RetryAt(1.0, RetryReason.OPENING_PAUSED)
        opened = await self._inner.open_channel(user)
        assert isinstance(opened, Opened)
        return opened

    async def send(self, channel, key, message):
        return await self._inner.send(channel, key, message)

    async def find(self, channel, key, since_at):
        return await self._inner.find(channel, key, since_at)


async def test_an_opening_that_has_to_wait_is_announced_and_comes(clinic, sim_clock):
    await clinic.restart(build_app(clinic.store, sim_clock, wrap=SlowOpenings))
    mia = clinic.person()

    joined = await mia.press("Agree and start", await mia.slash("start"))

    assert "about 60 s" in joined.text
    assert mia.inbox == []
    await clinic.pass_time(minutes=2)
    assert len(mia.inbox) == 1


async def test_many_who_join_at_once_are_welcomed_one_after_the_other(clinic):
    people = [clinic.person(f"p{number}") for number in range(8)]
    offers = [await person.slash("start") for person in people]

    joined = [
        await person.press("Agree and start", offer)
        for person, offer in zip(people, offers, strict=True)
    ]

    assert ["comes in about" in shown.text for shown in joined] == [False] * 5 + [True] * 3
    await clinic.pass_time(seconds=30)
    welcomes = [person.inbox for person in people]
    assert [len(inbox) for inbox in welcomes] == [1] * 8
    later = [inbox[0].sent_at for inbox in welcomes[4:]]
    gaps_s = [(b - a).total_seconds() for a, b in itertools.pairwise(later)]
    assert all(gap_s >= 1.9 for gap_s in gaps_s), gaps_s


@pytest.mark.parametrize("state", [MembershipState.STOPPED])
async def test_staff_can_see_that_somebody_has_stopped(clinic, state):
    mia = await clinic.member()
    await mia.slash("stop")

    member = await members.find(clinic.store.reads, DiscordUserId(mia.id))
    (joined,) = await clinics.memberships(clinic.store.reads, member.id)

    assert joined.state is state
    assert await clinics.find(clinic.store.reads, DiscordGuildId(clinic.guild.id)) is not None


async def test_start_in_a_dm_after_stopping_two_clinics_asks_which_one(clinic):
    mia = await clinic.member()
    elsewhere = clinic.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("welcome")
    there = elsewhere.add_member(mia.actor.user)
    offer = await there.slash(channel, "start")
    await there.click(offer.response, label="Agree and start")
    await mia.slash("stop")

    which = await mia.slash("start", dm=True)
    assert which.buttons == ["Loose Shoulders", "Elsewhere"]
    chosen = await mia.press("Elsewhere", which)
    assert "Elsewhere" in chosen.text
    await mia.press("Agree and start", chosen)

    member = await members.find(clinic.store.reads, DiscordUserId(mia.id))
    joined = await clinics.clinics_of(clinic.store.reads, member.id)
    assert [one.discord_id for one in joined] == [elsewhere.id]


async def test_the_settings_button_of_a_second_start_shows_the_settings(clinic):
    mia = await clinic.member()

    shown = await mia.press("Settings", await mia.slash("start"))

    assert "Your settings" in shown.text


async def test_the_stop_button_of_a_second_start_stops_everything(clinic):
    mia = await clinic.member()
    await mia.slash("posture on", every=60)

    answer = await mia.press("Stop", await mia.slash("start"))
    await clinic.pass_time(days=3)

    assert "stopped everything" in answer.text
    assert len(mia.inbox) == 1
