"""How fast requests leave, and how fast DM channels are opened."""

from __future__ import annotations

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.delivery.pacing import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    NoPacing,
    OpeningGate,
    PacedReader,
    SteadyPacer,
)
from bot.domain.ids import ChannelId, DiscordUserId, MemberId

START_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START_AT + timedelta(seconds=seconds)


def ask(gate: OpeningGate, member: int, at_s: float) -> float:
    """The second from which a member may open, asked at a second."""
    return (gate.reserve(MemberId(member), after(at_s)) - START_AT).total_seconds()


# The gate for openings


def test_five_open_at_once_and_then_one_every_two_seconds() -> None:
    gate = OpeningGate()

    assert [ask(gate, member, 0) for member in range(9)] == [0, 0, 0, 0, 0, 2, 4, 6, 8]


def test_each_who_waits_opens_at_the_time_they_were_told() -> None:
    gate = OpeningGate()
    told = {member: ask(gate, member, 0) for member in range(12)}

    opened = {member: ask(gate, member, at_s) for member, at_s in told.items() if at_s}

    assert opened == {member: at_s for member, at_s in told.items() if at_s}


def test_asking_again_keeps_the_place_and_takes_no_other() -> None:
    gate = OpeningGate()
    for member in range(6):
        ask(gate, member, 0)

    assert [ask(gate, 5, at_s) for at_s in (0, 0.5, 1, 1.9)] == [2, 2, 2, 2]
    assert ask(gate, 6, 1.9) == 4


def test_nobody_overtakes_one_who_waits() -> None:
    gate = OpeningGate()
    for member in range(8):
        ask(gate, member, 0)

    assert ask(gate, 100, 1) == 8


def test_ten_seconds_later_five_may_open_at_once_again() -> None:
    gate = OpeningGate()
    for member in range(5):
        ask(gate, member, 0)

    assert ask(gate, 5, 9.9) == 9.9
    assert [ask(gate, member, 30) for member in range(6, 12)] == [30, 30, 30, 30, 30, 32]


def test_openings_far_apart_never_wait() -> None:
    gate = OpeningGate()

    assert [ask(gate, member, member * 3) for member in range(50)] == [m * 3 for m in range(50)]


def test_the_pace_holds_over_a_long_queue() -> None:
    gate = OpeningGate()
    waiting = {member: ask(gate, member, 0) for member in range(100)}
    opened = sorted(waiting.values())

    for earlier, later in zip(opened, opened[5:], strict=False):
        assert later - earlier >= 2
    assert opened[-1] == 190


def test_after_a_long_sleep_those_who_waited_do_not_all_open_at_once() -> None:
    gate = OpeningGate()
    for member in range(40):
        ask(gate, member, 0)

    at_once = [member for member in range(5, 40) if ask(gate, member, 300) == 300]

    assert len(at_once) <= 5


def test_those_who_come_too_late_all_get_their_turn_at_the_pace() -> None:
    gate = OpeningGate()
    waiting = {member: ask(gate, member, 0) for member in range(20)}
    opened: list[float] = []

    now_s = 3_000.0
    while waiting:
        for member in list(waiting):
            waiting[member] = ask(gate, member, now_s)
            if waiting[member] == now_s:
                opened.append(now_s)
                del waiting[member]
        now_s += 0.5

    assert len(opened) == 20
    assert all(later - earlier >= 2 for earlier, later in pairwise(opened[5:]))
    assert max(opened) - min(opened) <= 40


def test_a_place_nobody_came_for_is_forgotten() -> None:
    gate = OpeningGate()
    for member in range(1_000):
        ask(gate, member, 0)
    assert gate.waiting == 995

    assert ask(gate, 2_000, 4_000) == 4_000
    assert gate.waiting == 0


def test_a_refusal_pauses_everybody_and_longer_each_time() -> None:
    gate = OpeningGate()
    pauses = []
    now_at = START_AT
    for member in range(12):
        gate.reserve(MemberId(member), now_at)
        pause = gate.refused(now_at)
        assert gate.reserve(MemberId(100 + member), now_at) == now_at + pause
        pauses.append(pause)
        now_at += pause

    assert pauses[:4] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4, FIRST_PAUSE * 8]
    assert pauses[-1] == LONGEST_PAUSE


def test_several_that_are_refused_together_are_one_refusal() -> None:
    gate = OpeningGate()

    pauses = [gate.refused(after(second)) for second in (0, 1, 2)]

    assert [after(second) + pause for second, pause in enumerate(pauses)] == [after(60)] * 3
    assert gate.refused(after(60)) == FIRST_PAUSE * 2


def test_a_pause_is_at_least_as_long_as_discord_asks_and_never_over_six_hours() -> None:
    gate = OpeningGate()

    assert gate.refused(after(0), timedelta(minutes=10)) == timedelta(minutes=10)
    assert gate.refused(after(600)) == timedelta(minutes=20)
    assert gate.refused(after(1_800), timedelta(days=2)) == LONGEST_PAUSE


def test_after_an_opening_that_worked_pauses_begin_small_again() -> None:
    gate = OpeningGate()
    gate.refused(after(0))
    gate.refused(after(60))
    ask(gate, 1, 180)

    gate.opened()

    assert gate.refused(after(200)) == FIRST_PAUSE


def test_an_opening_that_was_on_its_way_when_the_pause_began_does_not_shorten_the_next() -> None:
    gate = OpeningGate()
    gate.refused(after(0))

    gate.opened()

    assert gate.refused(after(60)) == FIRST_PAUSE * 2


def test_a_clock_set_back_does_not_keep_the_gate_shut() -> None:
    gate = OpeningGate()
    for member in range(10):
        ask(gate, member, 3_600)

    assert ask(gate, 50, 0) == 0


# The pacer for requests


ROUND_S = 1e-6


class SkippingSelector(selectors.SelectSelector):
    """Never waits: what would have been waited is added to the loop's time."""

    skipped_s = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        # A round of the loop takes its time too, or a rounding error could wait for ever.
        self.skipped_s += ROUND_S if ready else max(timeout or 0, ROUND_S)
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    """A loop whose time passes by itself, without anybody waiting for it."""

    def __init__(self) -> None:
        self.selector = SkippingSelector()
        super().__init__(self.selector)

    def time(self) -> float:
        return self.selector.skipped_s


def departures(pacer: SteadyPacer, number: int, workers: int) -> list[float]:
    """When so many requests left, asked for by several workers at a time."""

    async def work(left: list[float]) -> None:
        while len(left) < number:
            await pacer.turn()
            left.append(asyncio.get_running_loop().time())

    async def run() -> list[float]:
        left: list[float] = []
        await asyncio.gather(*(work(left) for _ in range(workers)))
        return left

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(run())


@pytest.mark.parametrize("workers", [1, 12])
def test_never_more_than_fifty_requests_leave_in_any_second(workers: int) -> None:
    left = departures(SteadyPacer(45), 600, workers)

    most = max(sum(start <= moment < start + 1 for moment in left) for start in left)
    assert most <= 50


def test_the_pace_is_kept_over_time() -> None:
    left = departures(SteadyPacer(45), 600, 1)

    assert (len(left) - 1) / (left[-1] - left[0]) == pytest.approx(45, rel=0.02)


async def test_without_pacing_nothing_waits() -> None:
    pacer, loop = NoPacing(), asyncio.get_running_loop()
    turn = loop.create_task(pacer.turn())

    await asyncio.sleep(0)

    assert turn.done()


class Reading:
    """Notes what is asked of it, as a reader and as a pacer."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def turn(self) -> None:
        self.asked.append("turn")

    async def texts(self, *_: object) -> tuple[str, ...]:
        self.asked.append("texts")
        return ("stop",)


async def test_reading_what_a_member_typed_takes_a_turn_first() -> None:
    reading = Reading()
    reader = PacedReader(reading, reading)

    assert await reader.texts(ChannelId(1), DiscordUserId(2), after(0)) == ("stop",)
    assert reading.asked == ["turn", "texts"]
