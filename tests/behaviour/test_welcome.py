"""The welcome arrives once: by night, after closed DMs, and however many join at a time."""

from __future__ import annotations

import itertools

import pytest

from bot.delivery.messenger import RetryAt, RetryReason
from tests.behaviour.world import build_app


async def test_a_welcome_at_night_is_sent_at_once_because_it_was_asked_for(clinic):
    await clinic.travel_to("2026-01-06 02:00")

    mia = await clinic.member()

    assert mia.inbox_local_times == ["02:00"]


@pytest.fixture
async def closed(clinic):
    """Somebody who agreed behind closed DMs, and what they were told."""
    mia = clinic.person()
    clinic.close_dms_of(mia)
    return mia, await mia.press("Agree and start", await mia.slash("start"))


async def test_closed_dms_are_explained_with_a_way_to_try_again(closed):
    mia, told = closed

    assert "did not get through" in told.text
    assert "Privacy Settings" in told.text
    assert told.buttons == ["Try again", "Settings"]
    assert mia.inbox == []


async def test_trying_again_with_open_dms_brings_the_welcome_once(clinic, closed):
    mia, told = closed
    still = await mia.press("Try again", told)
    assert "still closed" in still.text

    clinic.open_dms()
    opened = await mia.press("Try again", still)

    assert "It worked" in opened.text
    assert len(mia.inbox) == 1


async def test_any_command_of_a_member_tries_closed_dms_again(clinic, closed):
    mia, _ = closed
    clinic.open_dms()

    await mia.slash("help")
    await clinic.pass_time(seconds=5)

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
        return await self._inner.open_channel(user)

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
