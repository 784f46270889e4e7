"""The watchdog is fed by the engine's progress and by nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.ops import pulse as pulses
from bot.ops.pulse import Pulse
from bot.ops.sd_notify import Notifier
from tests.engine.conftest import *  # noqa: F403
from tests.engine.house import House


class Heard(Notifier):
    """Keeps what systemd would hear."""

    def __init__(self, watchdog_s: float) -> None:
        super().__init__("somewhere", watchdog_s)
        self.words: list[str] = []

    def _say(self, words: str) -> None:
        self.words.append(words.removesuffix("=1"))


class Patient:
    """An engine of which only the progress is seen."""

    quiet_s: float | None = None


@pytest.fixture
def heard() -> Heard:
    return Heard(600)


@pytest.fixture
def patient() -> Patient:
    return Patient()


@pytest.fixture
async def pulse(heard: Heard, patient: Patient) -> AsyncIterator[Pulse]:
    beating = Pulse(heard, lambda: patient.quiet_s, stalled_after_s=10)
    yield beating
    beating.end()


async def test_before_the_engine_has_begun_nothing_is_said(pulse: Pulse, heard: Heard) -> None:
    pulse.look()

    assert heard.words == []
    assert not pulse.is_well


async def test_it_is_ready_once_and_alive_at_every_look(
    pulse: Pulse, heard: Heard, patient: Patient
) -> None:
    patient.quiet_s = 0
    for _ in range(3):
        pulse.look()

    assert heard.words == ["READY", "WATCHDOG", "WATCHDOG", "WATCHDOG"]
    assert pulse.is_well


async def test_it_looks_again_by_itself(
    heard: Heard, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulses, "UNTIL_READY_S", 0.001)
    pulse = Pulse(heard, lambda: patient.quiet_s)
    pulse.look()
    patient.quiet_s = 0

    async with asyncio.timeout(5):
        while not heard.words:  # noqa: ASYNC110 - a timer changes it
            await asyncio.sleep(0)

    pulse.end()
    assert heard.words == ["READY", "WATCHDOG", "STOPPING"]


async def test_an_engine_that_hangs_is_no_longer_fed_for_and_told_of_once(
    pulse: Pulse, heard: Heard, patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    patient.quiet_s = 0
    pulse.look()

    patient.quiet_s = 11
    for _ in range(3):
        pulse.look()

    assert heard.words == ["READY", "WATCHDOG"]
    assert not pulse.is_well
    assert caplog.text.count("engine.stalled") == 1


async def test_one_that_gets_on_again_is_fed_for_again(
    pulse: Pulse, heard: Heard, patient: Patient
) -> None:
    for patient.quiet_s in (0, 11, 0):
        pulse.look()

    assert heard.words == ["READY", "WATCHDOG", "WATCHDOG"]


async def test_the_end_is_said_once(pulse: Pulse, heard: Heard, patient: Patient) -> None:
    patient.quiet_s = 0
    pulse.look()

    pulse.end()
    pulse.end()

    assert heard.words == ["READY", "WATCHDOG", "STOPPING"]


async def test_where_no_watchdog_waits_none_is_fed(patient: Patient) -> None:
    heard = Heard(0)
    patient.quiet_s = 0
    pulse = Pulse(heard, lambda: patient.quiet_s)
    pulse.look()
    pulse.end()

    assert heard.words == ["READY", "STOPPING"]


async def test_an_engine_that_looks_and_finds_nothing_makes_progress(engine_house: House) -> None:
    await engine_house.run_until_quiet()

    assert engine_house.engine.quiet_s is not None
    assert engine_house.engine.quiet_s < 5


async def test_an_engine_that_hangs_in_front_of_its_database_is_restarted(
    engine_house: House, heard: Heard
) -> None:
    house = engine_house
    await house.reminders(3)
    pulse = Pulse(heard, lambda: house.engine.quiet_s, stalled_after_s=0.2)
    house.engine.wake()
    await house.engine.idle()
    pulse.look()

    await house.reminders(3)
    async with house.store.write():
        house.engine.wake()
        async with asyncio.timeout(5):
            while pulse.is_well:  # noqa: ASYNC110 - time alone changes it
                await asyncio.sleep(0)
        pulse.look()
        assert heard.words == ["READY", "WATCHDOG"]

    await house.engine.idle()
    pulse.look()
    pulse.end()
    assert heard.words == ["READY", "WATCHDOG", "WATCHDOG", "STOPPING"]
