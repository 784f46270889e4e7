"""The operator is told when the machine's clock was moved, or the machine slept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.ops.watched_clock import WatchedClock

START_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Machine:
    """Its two clocks: the one that shows the time, and the one that only counts."""

    def __init__(self):
        self.now_at = START_AT
        self.steady_s = 5000.0

    def now(self):
        return self.now_at

    def run_for(self, seconds):
        self.now_at += timedelta(seconds=seconds)
        self.steady_s += seconds


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def clock(machine):
    return WatchedClock(machine, lambda: machine.steady_s)


def told(caplog):
    return [vars(record)["by_s"] for record in caplog.records if record.msg == "clock.moved"]


def test_it_tells_the_other_clocks_time(clock, machine):
    machine.run_for(90)

    assert clock.now() == START_AT + timedelta(seconds=90)


def test_time_that_passes_is_nothing_to_tell(clock, machine, caplog):
    for _ in range(50):
        machine.run_for(3600)
        clock.now()

    assert told(caplog) == []


@pytest.mark.parametrize("by_s", [-3600, -10, 10, 7200], ids=str)
def test_a_clock_that_was_moved_is_told_once_and_by_how_much(clock, machine, caplog, by_s):
    machine.run_for(15)
    machine.now_at += timedelta(seconds=by_s)
    clock.now()
    machine.run_for(15)
    clock.now()

    assert told(caplog) == [by_s]


@pytest.mark.parametrize("by_s", [-9, 9], ids=str)
def test_a_small_correction_is_nothing_to_tell(clock, machine, caplog, by_s):
    machine.now_at += timedelta(seconds=by_s)
    clock.now()

    assert told(caplog) == []


def test_a_clock_that_is_slowly_corrected_is_nothing_to_tell(clock, machine, caplog):
    for _ in range(100):
        machine.run_for(15)
        machine.now_at -= timedelta(seconds=1)
        clock.now()

    assert told(caplog) == []
