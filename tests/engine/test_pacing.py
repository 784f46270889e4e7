"""How fast requests leave, and how fast DM channels are opened."""

from __future__ import annotations

import asyncio
import selectors
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from bot.delivery.pacing import (
    FIRST_PAUSE_S,
    LONGEST_PAUSE_S,
    NoPacing,
    OpeningGate,
    PacedReader,
    SteadyPacer,
)
from bot.domain.ids import ChannelId, DiscordUserId, MemberId

START_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Gate(OpeningGate):
    """With a clock that a test sets."""

    def __init__(self) -> None:
        super().__init__(lambda: self.now_s)
        self.now_s = 0.0


def ask(gate: Gate, member: int, at_s: float) -> float:
    """The second from which a member may open, asked at a second."""
    gate.now_s = at_s
    return at_s + gate.reserve(MemberId(member))


def refuse(gate: Gate, at_s: float, at_least_s: float = 0.0) -> float:
    """How long a refusal at a second pauses openings."""
    gate.now_s = at_s
    return gate.refused(at_least_s)


# The gate for openings


def test_five_open_at_once_and_then_one_every_two_seconds() -> None:
    gate = Gate()

    assert [ask(gate, member, 0) for member in range(9)] == [0, 0, 0, 0, 0, 2, 4, 6, 8]


def test_each_who_waits_opens_at_the_time_they_were_told() -> None:
    gate = Gate()
    told = {member: ask(gate, member, 0) for member in range(12)}

    opened = {member: ask(gate, member, at_s) for member, at_s in told.items() if at_s}

    assert opened == {member: at_s for member, at_s in told.items() if at_s}


def test_asking_again_keeps_the_place_and_takes_no_other() -> None:
    gate = Gate()
    for member in range(6):
        ask(gate, member, 0)

    assert [ask(gate, 5, at_s) for at_s in (0, 0.5, 1, 1.9)] == [2, 2, 2, 2]
    assert ask(gate, 6, 1.9) == 4


def test_nobody_overtakes_one_who_waits() -> None:
    gate = Gate()
    for member in range(8):
        ask(gate, member, 0)

    assert ask(gate, 100, 1) == 8


def test_ten_seconds_later_five_may_open_at_once_again() -> None:
    gate = Gate()
    for member in range(5):
        ask(gate, member, 0)

    assert ask(gate, 5, 9.9) == 9.9
    assert [ask(gate, member, 30) for member in range(6, 12)] == [30, 30, 30, 30, 30, 32]


def test_openings_far_apart_never_wait() -> None:
    gate = Gate()

    assert [ask(gate, member, member * 3) for member in range(50)] == [m * 3 for m in range(50)]


def test_the_pace_holds_over_a_long_queue() -> None:
    gate = Gate()
    waiting = {member: ask(gate, member, 0) for member in range(100)}
    opened = sorted(waiting.values())

    for earlier, later in zip(opened, opened[5:], strict=False):
        assert later - earlier >= 2
    assert opened[-1] == 190


def test_after_a_long_sleep_those_who_waited_do_not_all_open_at_once() -> None:
    gate = Gate()
    for member in range(40):
        ask(gate, member, 0)

    at_once = [member for member in range(5, 40) if ask(gate, member, 300) == 300]

    assert len(at_once) <= 5


def test_those_who_come_too_late_all_get_their_turn_at_the_pace() -> None:
    gate = Gate()
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
    gate = Gate()
    for member in range(6):
        ask(gate, member, 0)
    for member in range(10, 30):
        ask(gate, member, 4_000)

    assert ask(gate, 5, 4_011) > 4_011


def test_a_refusal_pauses_everybody_and_longer_each_time() -> None:
    gate = Gate()
    pauses = []
    now_s = 0.0
    for member in range(12):
        ask(gate, member, now_s)
        pause_s = refuse(gate, now_s)
        assert ask(gate, 100 + member, now_s) == now_s + pause_s
        pauses.append(pause_s)
        now_s += pause_s

    assert pauses[:4] == [FIRST_PAUSE_S, FIRST_PAUSE_S * 2, FIRST_PAUSE_S * 4, FIRST_PAUSE_S * 8]
    assert pauses[-1] == LONGEST_PAUSE_S


def test_several_that_are_refused_together_are_one_refusal() -> None:
    gate = Gate()

    assert [second + refuse(gate, second) for second in (0, 1, 2)] == [60] * 3
    assert refuse(gate, 60) == FIRST_PAUSE_S * 2


def test_a_pause_is_at_least_as_long_as_discord_asks_and_never_over_six_hours() -> None:
    gate = Gate()

    assert refuse(gate, 0, 600) == 600
    assert refuse(gate, 600) == 1_200
    assert refuse(gate, 1_800, 172_800) == LONGEST_PAUSE_S


def test_after_an_opening_that_worked_pauses_begin_small_again() -> None:
    gate = Gate()
    refuse(gate, 0)
    refuse(gate, 60)
    ask(gate, 1, 180)

    gate.opened()

    assert refuse(gate, 200) == FIRST_PAUSE_S


def test_an_opening_that_was_on_its_way_when_the_pause_began_does_not_shorten_the_next() -> None:
    gate = Gate()
    refuse(gate, 0)

    gate.opened()

    assert refuse(gate, 60) == FIRST_PAUSE_S * 2


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

    assert await reader.texts(ChannelId(1), DiscordUserId(2), START_AT) == ("stop",)
    assert reading.asked == ["turn", "texts"]
