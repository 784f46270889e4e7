"""A message that finds closed DMs: one line in the member's own thread, whatever dies when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count

import pytest

from bot.delivery.messenger import (
    Opened,
    Opening,
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Unreachable,
    UnreachableReason,
)
from bot.domain.ids import ChannelId, DiscordUserId
from bot.kinds.fallback import Fallback
from bot.kinds.registry import Kinds
from bot.store import remnants
from bot.store.remnants import What
from bot.usecases.erasing import erase_member
from tests.engine.conftest import BuildHouse
from tests.engine.house import House
from tests.engine.kinds import KINDS
from tests.engine.mortal import AFTER_COMMIT, AFTER_SEND, BEFORE_COMMIT, BEFORE_SEND
from tests.engine.residents import Resident
from tests.fakes import NOBODY, FakeMessenger, Stored, doubled

PARENT = 77
CLOSED = Unreachable(UnreachableReason.CLOSED)
SET_UP = "UPDATE clinic SET fallback_channel_id = ?"
SWITCH = "UPDATE member SET fallback = ?"

# Settle the closed DM, claim the line, note its thread twice, settle it.
COMMITS = range(1, 8)
POINTS = [
    *((point, nth) for point in (BEFORE_COMMIT, AFTER_COMMIT) for nth in COMMITS),
    (BEFORE_SEND, 2),
    (AFTER_SEND, 2),
]


@dataclass
class FakeThreads:
    """Threads that outlive the process; ``gone`` are deleted ones.

    ``then`` happens while one is being made.
    """

    discord: FakeMessenger
    made: list[tuple[ChannelId, str]] = field(default_factory=list)
    entered: list[ChannelId] = field(default_factory=list)
    gone: set[ChannelId] = field(default_factory=set)
    answer: Opening | None = None
    then: Callable[[], Awaitable[object]] | None = None
    ids: count[int] = field(default_factory=lambda: count(9000))

    async def make_thread(self, channel: ChannelId, name: str) -> Opening:
        if self.answer is not None:
            return self.answer
        thread = ChannelId(next(self.ids))
        self.made.append((channel, name))
        self.discord.add_channel(thread, NOBODY)
        if self.then is not None:
            await self.then()
        return Opened(thread)

    async def enter_thread(self, thread: ChannelId, user: DiscordUserId) -> Opening:
        if thread in self.gone:
            return RetryAt(0, RetryReason.CHANNEL_GONE)
        self.entered.append(thread)
        return Opened(thread)


@pytest.fixture
async def house(build_house: BuildHouse) -> House:
    """A clinic with a fallback channel."""
    built = await build_house(kinds=Kinds((*KINDS, Fallback())))
    built.threads = FakeThreads(built.discord)
    await built.reopen()
    async with built.store.write() as tx:
        await tx.run(SET_UP, (PARENT,))
    return built


def threads(house: House) -> FakeThreads:
    assert isinstance(house.threads, FakeThreads)
    return house.threads


async def closed(house: House, *, switched: bool = True) -> Resident:
    """A member with a reminder due now, whose DMs are closed."""
    resident = await house.reminder()
    async with house.store.write() as tx:
        await tx.run(SWITCH, (switched,))
    house.discord.answer(CLOSED, user=resident.user, times=99)
    return resident


def lines(house: House) -> list[Stored]:
    return [one for one in house.discord.messages if one.channel >= ChannelId(9000)]


async def states(house: House, kind: str = "fallback") -> list[str]:
    rows = await house.store.reads.rows(
        "SELECT o.state FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id"
        " WHERE s.kind = ? ORDER BY o.id",
        (kind,),
    )
    return [row["state"] for row in rows]


async def test_a_closed_dm_becomes_one_line_in_the_members_own_thread(house: House) -> None:
    resident = await closed(house)

    await house.travel(minutes=1)

    (line,) = lines(house)
    assert line.message.pings == resident.user
    assert "drink water" not in f"{line.message.content} {line.message.body}"
    assert threads(house).made == [(PARENT, "Your messages")]
    assert await states(house) == ["sent"]
    assert await states(house, "own_reminder") == ["unreachable"]


@pytest.mark.parametrize(("point", "nth"), POINTS, ids=str)
@pytest.mark.parametrize("away", [{"seconds": 5}, {"hours": 1}], ids=["at once", "later"])
async def test_a_crash_loses_no_line_and_doubles_none(
    house: House, point: str, nth: int, away: dict[str, float]
) -> None:
    await closed(house)

    house.fuse.arm(point, nth)
    await house.run_until_quiet()
    assert house.fuse.blown, "the point was never reached"
    await house.reopen(**away)
    await house.travel(minutes=30)

    assert len(lines(house)) == 1
    assert not doubled(house.discord.messages)
    assert await states(house) == ["sent"]


async def test_a_line_whose_answer_was_lost_is_looked_for_in_the_thread(house: House) -> None:
    await closed(house)
    house.fuse.arm(AFTER_SEND, 2)
    await house.run_until_quiet()

    await house.reopen(minutes=10)
    await house.travel(minutes=1)

    assert len(house.discord.asked("find")) == 1
    assert len(lines(house)) == 1


async def test_further_messages_wait_behind_the_line_that_is_not_opened(house: House) -> None:
    resident = await closed(house)
    await house.once(resident, "own_reminder", "2026-11-23 10:00")
    await house.once(resident, "own_reminder", "2026-11-24 10:00")

    await house.travel_to("2026-11-23 11:00")
    assert len(lines(house)) == 1
    await house.travel_to("2026-11-24 11:00")

    assert len(lines(house)) == 2
    assert len(threads(house).made) == 1


async def test_a_thread_that_was_deleted_is_made_anew(house: House) -> None:
    resident = await closed(house)
    await house.travel(minutes=1)
    threads(house).gone.add(lines(house)[0].channel)
    await house.once(resident, "own_reminder", "2026-11-24 10:00")

    await house.travel_to("2026-11-24 10:01")

    first, second = lines(house)
    assert first.channel != second.channel
    assert await states(house) == ["sent", "sent"]


async def test_a_thread_that_may_not_be_made_fails_for_good(house: House) -> None:
    await closed(house)
    threads(house).answer = Refused(RefusedReason.FORBIDDEN, 50013)

    await house.travel(hours=1)

    assert await states(house) == ["failed"]
    assert lines(house) == []


async def test_a_thread_that_cannot_be_made_now_is_made_later(house: House) -> None:
    await closed(house)
    threads(house).answer = RetryAt(30, RetryReason.SERVER)
    await house.travel(seconds=10)
    threads(house).answer = None

    await house.travel(minutes=5)

    assert len(lines(house)) == 1


async def test_a_thread_that_was_being_made_when_its_member_was_erased_is_taken_away(
    house: House,
) -> None:
    resident = await closed(house)
    threads(house).then = lambda: erase_member(house.store, house.clock, by=resident.user)

    await house.travel(minutes=1)

    assert (len(threads(house).made), threads(house).entered, lines(house)) == (1, [], [])
    left = await remnants.due(house.store.reads, house.clock.now())
    assert [(one.what, one.channel) for one in left] == [(What.THREAD, 9000)]


async def test_without_the_switch_or_a_channel_there_is_no_line(house: House) -> None:
    await closed(house, switched=False)
    await house.travel(minutes=1)
    assert await states(house) == []

    async with house.store.write() as tx:
        await tx.run(SWITCH, (True,))
        await tx.run(SET_UP, (None,))
    await closed(house)
    await house.travel(minutes=1)

    assert await states(house) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE member SET fallback = 0",
        "UPDATE member SET stopped_at = 1",
        "UPDATE membership SET state = 'left'",
        "UPDATE clinic SET fallback_channel_id = NULL",
    ],
)
async def test_a_line_that_is_not_wanted_any_more_is_withdrawn(house: House, change: str) -> None:
    await closed(house)
    threads(house).answer = RetryAt(30, RetryReason.SERVER)
    await house.travel(seconds=10)
    threads(house).answer = None
    async with house.store.write() as tx:
        await tx.run(change)

    await house.travel(minutes=5)

    assert lines(house) == []
    assert await states(house) == ["dropped"]


async def test_the_staff_of_every_clinic_are_told_once_each_time_it_begins(house: House) -> None:
    resident = await closed(house, switched=False)
    await house.once(resident, "own_reminder", "2026-11-23 10:00")
    await house.travel_to("2026-11-23 11:00")
    assert await cases(house) == ["open"]

    async with house.store.write() as tx:
        await tx.run("UPDATE member SET unreachable_at = NULL")
    await house.once(resident, "own_reminder", "2026-11-24 10:00")
    await house.travel_to("2026-11-24 11:00")

    assert await cases(house) == ["done", "open"]


async def cases(house: House) -> list[str]:
    sql = "SELECT state FROM queue_item WHERE reason = 'unreachable' ORDER BY id"
    return [row["state"] for row in await house.store.reads.rows(sql)]
