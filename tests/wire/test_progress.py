"""/progress on the wire: a hundred members ask a real process for their picture at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.domain.consent import MembershipState
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.store import clinics, members
from tests.loopback.client import eventually
from tests.store.answers import a_story, add_answers
from tests.store.builders import put_membership
from tests.wire.chaos.crowd import SETTINGS, Crowd, open_database
from tests.wire.running_bot import RunningBot

pytestmark = pytest.mark.wire

MEMBERS = 100
LOADING = 1 << 7
# Source: Discord, the first answer to an interaction.
PROMISED_WITHIN_S = 3


async def seed(folder, crowd):
    """Everybody has agreed, and has answered with a tension that is theirs."""
    now_at = datetime.now(UTC)
    story = a_story(now_at.date(), 40)
    store = await open_database(folder)
    try:
        for number, person in enumerate(crowd.people):
            async with store.write() as tx:
                clinic = await clinics.find_or_add(
                    tx, DiscordGuildId(int(crowd.guild)), "UTC", now_at
                )
                user = DiscordUserId(int(person.user))
                member = await members.add(tx, user, "en-US", SETTINGS, now_at)
                await put_membership(tx, member, clinic.id, MembershipState.AGREED, now_at)
            own = [(at, {**scores, "tension": tension_of(number)}) for at, scores in story]
            await add_answers(store, member, SETTINGS.zone, own)
    finally:
        await store.close()


def tension_of(number):
    return number % 11


def texts(part):
    """Every text of a message, of its components and of theirs."""
    return part.get("content", "") + "".join(texts(each) for each in part.get("components", []))


async def finished(loopback):
    """The answers to interactions that are no longer awaited."""
    answers = await loopback.messages(source="interaction")
    return [answer for answer in answers if not answer["flags"] & LOADING]


async def test_a_hundred_at_once_are_all_answered_each_exactly_once_with_their_own(
    tmp_path, loopback
):
    crowd = await Crowd.gather(loopback, MEMBERS)
    await seed(tmp_path, crowd)
    with RunningBot(tmp_path, loopback) as bot:
        await eventually(loopback.counts, until=lambda counts: counts["identifies"], timeout_s=20)

        asked = await asyncio.gather(
            *(
                loopback.inject(
                    "slash",
                    person.user,
                    command="progress",
                    guild=crowd.guild if number % 2 else "",
                    options={"days": 90},
                )
                for number, person in enumerate(crowd.people)
            )
        )
        answers = await eventually(
            lambda: finished(loopback), until=lambda found: len(found) >= MEMBERS, timeout_s=90
        )
        promised = [await loopback.answer(each["id"]) for each in asked]
        assert bot.terminate() == 0

    assert Counter(answer["interaction"] for answer in answers) == {each["id"]: 1 for each in asked}
    assert {answer["edits"] for answer in answers} == {1}
    assert all(len(answer["attachments"]) == 1 for answer in answers)
    assert {each["callback"]["type"] for each in promised} == {5}
    assert max(each["answered_after_s"] for each in promised) < PROMISED_WITHIN_S
    by_user = {answer["interaction"]: texts(answer) for answer in answers}
    for number, each in enumerate(asked):
        assert f"**Tension: {tension_of(number)}.**" in by_user[each["id"]]
    assert "Traceback" not in bot.words
    assert "ERROR" not in bot.words
