"""What is left in Discord of erased members is taken away, whatever happens meanwhile."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.delivery.messenger import Refused, RefusedReason, RetryAt, RetryReason
from bot.delivery.pacing import NoPacing
from bot.delivery.taking_away import MOST_AT_A_TIME, MOST_ATTEMPTS, TakingAway
from bot.domain.ids import ChannelId, MessageId, first_message_id
from bot.store import erasing, settlements
from bot.store.connection import Store
from bot.store.migrate import migrate
from bot.store.settlements import RetryMark, SentMark
from bot.usecases.erasing import erase_member
from tests.engine.mortal import AFTER_COMMIT, Fuse, Killed, MortalStore
from tests.engine.remover import AFTER_REMOVAL, NOT_PERMITTED, FakeRemover
from tests.fakes import FakeClock
from tests.store.builders import NOW_AT
from tests.store.whole_life import ALERTS, Person, live, open_clinic, remind

MIA = Person(1)
MINUTE = timedelta(minutes=1)
BUSY = RetryAt(5.0, RetryReason.SERVER)


def sent(minutes: float, number: int = 0) -> MessageId:
    """A message that Discord stored so long after the erasing."""
    return MessageId(first_message_id(NOW_AT + minutes * MINUTE) + number)


class Scene:
    """Mia has been erased a moment ago; the bot's messages to and about her are still there."""

    def __init__(self, store: Store, clock: FakeClock, remover: FakeRemover) -> None:
        self.store = store
        self.clock = clock
        self.remover = remover
        self.taking_away = TakingAway(store, clock, remover, NoPacing())

    async def run(self, **later: float) -> None:
        self.clock.advance(**later)
        await self.taking_away.run()

    async def remnants(self) -> list[str]:
        rows = await self.store.reads.rows("SELECT what FROM remnant ORDER BY what")
        return [row["what"] for row in rows]

    @property
    def in_discord(self) -> dict[ChannelId, list[MessageId]]:
        return {channel: found for channel, found in self.remover.written.items() if found}


async def erased(store: Store, clock: FakeClock, dms: int = 5) -> Scene:
    await live(store, await open_clinic(store), MIA)
    scene = Scene(store, clock, FakeRemover())
    scene.remover.write(MIA.dm, *(sent(-9, number) for number in range(dms)))
    scene.remover.write(MIA.thread, sent(-8))
    scene.remover.write(ALERTS, MIA.alert)
    await erase_member(store, clock, by=MIA.user)
    return scene


@pytest.fixture
async def scene(store: Store, clock: FakeClock) -> Scene:
    return await erased(store, clock)


async def test_dms_thread_and_the_message_that_names_them_go(scene: Scene) -> None:
    await scene.run(minutes=3)

    assert scene.in_discord == {}
    assert await scene.remnants() == []


async def test_what_names_them_goes_at_once_and_the_channels_when_all_has_arrived(
    scene: Scene,
) -> None:
    await scene.run(minutes=1)

    assert ALERTS not in scene.in_discord
    assert await scene.remnants() == ["dm", "thread"]
    await scene.run(minutes=1)
    assert await scene.remnants() == []


async def test_a_message_that_was_on_its_way_goes_too(scene: Scene) -> None:
    scene.remover.write(MIA.dm, sent(1.5))

    await scene.run(minutes=2)

    assert scene.in_discord == {}


@pytest.mark.parametrize("in_doubt", [True, False])
async def test_what_comes_after_they_joined_again_stays(
    scene: Scene, store: Store, in_doubt: bool
) -> None:
    clinic = await open_clinic(store)
    again = await live(store, clinic, MIA)
    welcome, later = sent(1), sent(4)
    scene.remover.write(MIA.dm, welcome, later)
    reminder = await remind(store, again, MIA, "2026-11-23T09:01")
    async with store.write() as tx:
        if in_doubt:
            await settlements.settle_retries(tx, [RetryMark(reminder, 1, NOW_AT, in_doubt=True)])
    await scene.run(minutes=5)
    # Nobody knows yet which of them were sent to whom.
    assert len(scene.in_discord[MIA.dm]) == 7

    async with store.write() as tx:
        mark = SentMark(reminder, 1, MIA.dm, welcome, NOW_AT + MINUTE)
        await settlements.settle_sent(tx, [mark])
    await scene.run()

    assert scene.in_discord == {MIA.dm: [welcome, later]}


async def test_without_the_right_to_delete_a_thread_it_is_emptied_and_put_away(
    scene: Scene,
) -> None:
    scene.remover.may_delete_threads = False
    scene.remover.archived[MIA.thread] = True

    await scene.run(minutes=3)

    assert scene.in_discord == {}
    assert scene.remover.archived == {MIA.thread: True}
    assert await scene.remnants() == []


async def test_few_at_a_time_and_the_next_run_goes_on(store: Store, clock: FakeClock) -> None:
    scene = await erased(store, clock, dms=MOST_AT_A_TIME + 7)

    await scene.run(minutes=3)
    # One of the thirty was the message in the staff's channel.
    assert len(scene.in_discord[MIA.dm]) == 8
    assert await scene.remnants() == ["dm", "thread"]

    await scene.run()
    assert scene.in_discord == {}
    assert await scene.remnants() == []


async def test_a_refusal_is_given_up_and_told_by_row_number_alone(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.remover.told.append(NOT_PERMITTED)

    await scene.run(minutes=1)

    assert await scene.remnants() == ["dm", "thread"]
    (record,) = caplog.records
    assert (record.getMessage(), record.levelno) == ("remnant.given_up", logging.WARNING)
    assert str(MIA.alert) not in repr(vars(record))


async def test_an_error_is_tried_again_later_and_later(scene: Scene) -> None:
    scene.remover.told.extend([BUSY, BUSY])

    await scene.run()
    await scene.run(seconds=59)
    assert scene.remover.requests == 1
    await scene.run(seconds=1)
    assert scene.remover.requests == 2

    await scene.run(seconds=119)
    assert await scene.remnants() == ["message"]
    await scene.run(seconds=1)
    assert await scene.remnants() == []


async def test_after_a_week_of_errors_it_is_given_up(scene: Scene) -> None:
    began_at = scene.clock.now()
    gone_at = None
    for _ in range(2 * 24 * 14):
        scene.remover.told.extend([BUSY] * 3)
        await scene.run(minutes=30)
        scene.remover.told.clear()
        if not await scene.remnants():
            gone_at = gone_at or scene.clock.now()

    assert gone_at is not None
    assert timedelta(days=6) < gone_at - began_at < timedelta(days=9)
    assert scene.remover.requests == 3 * MOST_ATTEMPTS
    assert len(scene.in_discord) == 3


@pytest.mark.parametrize(
    "outcome", [RetryAt(5.0, RetryReason.OFFLINE), Refused(RefusedReason.TOKEN, 401)]
)
async def test_what_ails_the_whole_bot_counts_against_no_remnant(
    scene: Scene, outcome: RetryAt | Refused
) -> None:
    scene.remover.told.append(outcome)

    await scene.run(minutes=3)

    assert scene.remover.requests == 1
    assert await scene.remnants() == ["dm", "message", "thread"]
    await scene.run()
    assert scene.in_discord == {}


# The end of the process


@pytest.fixture
async def fuse() -> Fuse:
    return Fuse()


@pytest.fixture
async def mortal(tmp_path: Path, clock: FakeClock, fuse: Fuse) -> AsyncIterator[MortalStore]:
    store = cast("MortalStore", await MortalStore.open(tmp_path / "mortal.db", None))
    store.fuse = fuse
    await migrate(store, clock.now())
    yield store
    await store.close()


async def again(scene: Scene, fuse: Fuse) -> None:
    """The next process, on the same database and Discord."""
    fuse.blown = False
    await scene.run(minutes=3)


async def test_killed_after_the_rows_the_next_start_takes_the_rest_away(
    mortal: MortalStore, clock: FakeClock, fuse: Fuse
) -> None:
    await live(mortal, await open_clinic(mortal), MIA)
    scene = Scene(mortal, clock, FakeRemover(fuse=fuse))
    scene.remover.write(MIA.dm, sent(-9))
    fuse.arm(AFTER_COMMIT)
    with pytest.raises(Killed):
        await erase_member(mortal, clock, by=MIA.user)

    await again(scene, fuse)

    assert scene.in_discord == {}
    assert await scene.remnants() == []
    assert await mortal.reads.row("SELECT 1 FROM member") is None


@pytest.mark.parametrize("nth", [1, 2, 4, 6])
@pytest.mark.parametrize("point", [AFTER_REMOVAL, AFTER_COMMIT])
async def test_killed_between_two_deletions_nothing_is_forgotten(
    mortal: MortalStore, clock: FakeClock, fuse: Fuse, point: str, nth: int
) -> None:
    scene = await erased(mortal, clock)
    scene.remover.fuse = fuse
    fuse.arm(point, min(nth, 3) if point == AFTER_COMMIT else nth)
    with pytest.raises(Killed):
        await scene.run(minutes=3)

    await again(scene, fuse)

    assert scene.in_discord == {}
    assert await scene.remnants() == []


async def test_the_log_of_the_database_is_swept_after_the_last(
    tmp_path: Path, clock: FakeClock
) -> None:
    path = tmp_path / "plain.db"
    store = await Store.open(path, None)
    try:
        await migrate(store, clock.now())
        scene = await erased(store, clock)

        await scene.run(minutes=3)

        assert path.with_name("plain.db-wal").stat().st_size == 0
    finally:
        await store.close()


async def test_a_sweep_says_when_a_reader_is_in_the_way(store: Store, tmp_path: Path) -> None:
    await live(store, await open_clinic(store), MIA)
    await store._reader.execute("BEGIN")
    await store.reads.rows("SELECT * FROM member")
    async with store.write() as tx:
        await erasing.erase(tx, MIA.user, NOW_AT)
    await store._writer.execute("PRAGMA busy_timeout = 1")

    assert not await erasing.sweep(store)

    await store._reader.rollback()
    assert await erasing.sweep(store)
