"""A member is erased while the engine is busy with them: nothing breaks, and nothing stays."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import count

import pytest

from bot.delivery.messenger import (
    InDoubt,
    Outcome,
    RetryAt,
    RetryReason,
    Unreachable,
    UnreachableReason,
)
from bot.domain.ids import ChannelId
from bot.kinds.alert import Alert
from bot.kinds.registry import Kinds
from bot.store import queue
from bot.store.connection import Row, Store
from bot.store.erasing import ARRIVED_WITHIN
from bot.usecases.erasing import erase_member
from tests.conftest import KEY
from tests.engine.conftest import BuildHouse
from tests.engine.house import House
from tests.engine.residents import Resident
from tests.fakes import NOBODY

STAFF_ROOM = ChannelId(77)
# Source: tests.engine.residents.
FIRST_USER = 500_000


@pytest.fixture(autouse=True)
def nothing_is_a_fault(caplog: pytest.LogCaptureFixture) -> object:
    yield
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def erase(house: House, who: Resident) -> None:
    await erase_member(house.store, house.clock, by=who.user)


async def remnants(house: House) -> list[Row]:
    return await house.store.reads.rows("SELECT * FROM remnant ORDER BY id")


async def schedules(house: House) -> list[Row]:
    return await house.store.reads.rows("SELECT * FROM schedule")


async def mid_send(house: House) -> tuple[Resident, asyncio.Future[None]]:
    """A member whose reminder is on its way, and what lets Discord answer."""
    mia = await house.reminder()
    held = house.discord.hold(stores=True)
    house.engine.wake()
    await house.until(lambda: house.discord.asked("send"))
    return mia, held


async def test_a_message_that_was_on_its_way_is_noted_by_its_answer(engine_house: House) -> None:
    mia, held = await mid_send(engine_house)

    await erase(engine_house, mia)
    held.set_result(None)
    await engine_house.run_until_quiet()

    assert await engine_house.deliveries() == []
    (sent,) = engine_house.inbox(mia)
    dm, message = await remnants(engine_house)
    assert (dm["what"], dm["channel_id"]) == ("dm", sent.channel)
    assert (message["channel_id"], message["message_id"]) == (sent.channel, sent.id)


@pytest.mark.parametrize(
    "outcome",
    [
        Unreachable(UnreachableReason.CLOSED),
        Unreachable(UnreachableReason.UNKNOWN_USER),
        RetryAt(1.0, RetryReason.SERVER),
        RetryAt(0.0, RetryReason.CHANNEL_GONE),
    ],
)
async def test_whatever_the_answer_is_nothing_of_them_comes_back(
    engine_house: House, outcome: Outcome
) -> None:
    mia = await engine_house.reminder()
    held = engine_house.discord.hold(answer=outcome)
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("send"))

    await erase(engine_house, mia)
    held.set_result(None)
    await engine_house.run_until_quiet()

    assert await engine_house.occurrences() == []
    assert await engine_house.store.reads.rows("SELECT 1 FROM queue_item") == []
    assert [row["what"] for row in await remnants(engine_house)] == ["dm"]


async def test_what_was_claimed_and_has_not_left_stays_here(small_house: House) -> None:
    first, second = await small_house.reminders(2)
    held = small_house.discord.hold(user=first.user)
    small_house.engine.wake()
    await small_house.until(lambda: small_house.discord.asked("send"))

    await erase(small_house, second)
    held.set_result(None)
    await small_house.run_until_quiet()

    assert len(small_house.inbox(first)) == 1
    assert small_house.inbox(second) == []


async def test_nothing_follows_once_their_channel_has_been_opened(engine_house: House) -> None:
    mia = await engine_house.reminder(channel=False)
    held = engine_house.discord.hold(to="open")
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("open"))

    await erase(engine_house, mia)
    held.set_result(None)
    await engine_house.run_until_quiet()

    assert engine_house.inbox(mia) == []
    assert await remnants(engine_house) == []


async def in_doubt(house: House) -> None:
    house.discord.lose_answer()
    await house.run_until_quiet()


async def cut_off(house: House) -> None:
    house.discord.hold(stores=True)
    house.engine.wake()
    await house.until(lambda: house.discord.messages)


@pytest.mark.parametrize("doubt", [in_doubt, cut_off])
async def test_no_doubt_is_left_for_the_next_start(
    engine_house: House, doubt: Callable[[House], Awaitable[None]]
) -> None:
    mia = await engine_house.reminder()
    await doubt(engine_house)

    await erase(engine_house, mia)
    await engine_house.pull_the_plug()
    await engine_house.reopen(minutes=10)
    await engine_house.run_until_quiet()

    assert len(engine_house.inbox(mia)) == 1
    assert engine_house.discord.asked("find") == []
    # The message that nobody knows of is older than what goes from their DM.
    (dm,) = await remnants(engine_house)
    assert dm["before_at"] > engine_house.inbox(mia)[0].at.timestamp() * 1000


async def test_a_doubt_that_is_being_cleared_up_becomes_a_remnant(engine_house: House) -> None:
    mia = await engine_house.reminder()
    await in_doubt(engine_house)
    engine_house.discord.forget_nonces()
    held = engine_house.discord.hold(to="find", stores=True)
    engine_house.clock.advance(minutes=20)
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("find"))

    await erase(engine_house, mia)
    held.set_result(None)
    await engine_house.run_until_quiet()

    assert await engine_house.deliveries() == []
    assert [row["what"] for row in await remnants(engine_house)] == ["dm", "message"]


async def alerted(build_house: BuildHouse) -> tuple[House, Resident]:
    """A member who is on the queue, of which the staff's channel is about to be told."""
    house = await build_house(kinds=Kinds((Alert(),)))
    house.discord.add_channel(STAFF_ROOM, NOBODY)
    mia = await house.member()
    async with house.store.write() as tx:
        await tx.run("UPDATE clinic SET alerts_channel_id = ?", (STAFF_ROOM,))
        await queue.add(tx, house.clinic, mia.id, queue.CONTACT, house.clock.now())
    return house, mia


async def test_the_staffs_message_about_them_is_noted_too(build_house: BuildHouse) -> None:
    house, mia = await alerted(build_house)
    held = house.discord.hold(stores=True)
    house.engine.wake()
    await house.until(lambda: house.discord.messages)

    await erase(house, mia)
    held.set_result(None)
    await house.run_until_quiet()

    (posted,) = house.discord.messages
    found = [(row["channel_id"], row["message_id"]) for row in await remnants(house)]
    assert (STAFF_ROOM, posted.id) in found


@pytest.mark.parametrize("arrived", [True, False])
async def test_the_staffs_message_that_was_in_doubt_is_looked_for_and_noted(
    build_house: BuildHouse, arrived: bool
) -> None:
    house, mia = await alerted(build_house)
    house.discord.answer(InDoubt("answer lost"), stores=arrived)
    await house.run_until_quiet()

    await erase(house, mia)
    assert [row["wish"] for row in await schedules(house)] == [f'{{"channel":{STAFF_ROOM}}}']
    await house.travel(minutes=10)

    posted = [one.id for one in house.discord.messages]
    assert len(posted) == arrived
    assert [row["message_id"] for row in await remnants(house) if row["message_id"]] == posted
    assert len(house.discord.asked("send")) == 1
    assert [row["state"] for row in await house.occurrences()] == ["sent" if arrived else "dropped"]


async def test_erased_by_another_process_what_was_claimed_may_leave_and_is_taken_away(
    build_house: BuildHouse,
) -> None:
    house = await build_house()
    first, mia = await house.reminders(2)
    held = house.discord.hold(user=first.user)
    house.engine.wake()
    await house.until(lambda: house.discord.asked("send"))
    claimed_at, version = house.clock.now(), house.store.version

    other = await Store.open(house.path, KEY)
    try:
        await erase_member(other, house.clock, by=mia.user)
    finally:
        await other.close()

    # So the engine has no reason to look before it sends what it has claimed.
    assert house.store.version == version
    held.set_result(None)
    await house.run_until_quiet()
    (sent,) = house.inbox(mia)
    dm, message = await remnants(house)
    assert message["message_id"] == sent.id
    assert dm["before_at"] == (claimed_at + ARRIVED_WITHIN).timestamp() * 1000


async def test_they_can_join_again_while_the_rest_is_taken_away(engine_house: House) -> None:
    mia, held = await mid_send(engine_house)
    await erase(engine_house, mia)
    held.set_result(None)
    await engine_house.run_until_quiet()

    engine_house.users = count(mia.user - FIRST_USER)
    again = await engine_house.reminder()
    await engine_house.run_until_quiet()

    assert (again.user, again.id == mia.id) == (mia.user, False)
    assert len(engine_house.inbox(mia)) == 2
