"""A clinic on a simulated Discord: the real bot, engine and database, and people who use them.

async def test_...(clinic):
    mia = await clinic.member(zone="Europe/Berlin")
    await mia.slash("posture on", every=60)
    await clinic.travel_to("2026-03-29 08:00")
    assert mia.inbox_local_times == ["07:00"]
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import discord
import pytest
import simcord

from bot.app import App
from bot.store.connection import Store
from tests.behaviour.overheard import overhear, private_in, told_of
from tests.behaviour.public import only_refusals
from tests.behaviour.session_world import Practice, practice_of
from tests.behaviour.staff_world import Staff, staffed
from tests.behaviour.world import Clinic, Person, Shown, SimClock, build_app


@pytest.fixture(autouse=True)
def nothing_private_is_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test: no word, score, name or id of its people stands in the log."""
    with overhear() as lines:
        yield
    env = request.node.funcargs.get("simcord_env")
    if env is not None:
        assert told_of(private_in(env.backend.transcript), lines) == []


@pytest.fixture
def sim_clock() -> SimClock:
    return SimClock()


@pytest.fixture
async def app(store: Store, sim_clock: SimClock) -> App:
    return build_app(store, sim_clock)


@pytest.fixture
def simcord_bot(app: App) -> discord.Client:
    return app.client


@pytest.fixture
async def clinic(
    simcord_env: simcord.Env, app: App, store: Store, sim_clock: SimClock
) -> AsyncIterator[Clinic]:
    assert simcord_env.now() == sim_clock.now(), "simcord begins at another instant"
    sim_clock.env = simcord_env
    world = Clinic(simcord_env, app, store)
    yield world
    await world.close()


@pytest.fixture
def nothing_but_refusals(clinic: Clinic) -> Iterator[None]:
    """After the test: what was raised in it were refusals, answered in words."""
    yield
    only_refusals(clinic.env)


@pytest.fixture
async def practice(clinic: Clinic) -> Practice:
    """A clinic with staff, on Monday, half past three."""
    await clinic.travel_to("2026-01-05 15:30")
    return await practice_of(clinic)


@pytest.fixture
async def mia(clinic: Clinic) -> Person:
    """Has agreed, and sees half past eight on a Monday."""
    await clinic.travel_to("2026-01-05 08:30")
    return await clinic.member()


@pytest.fixture
async def asked(clinic: Clinic, mia: Person) -> Shown:
    """Mia's check-in of nine o'clock on tension and stress, which has just arrived."""
    await mia.slash("tension on", at="9:00")
    await clinic.travel_to("2026-01-05 09:02")
    return mia.inbox[-1]


@pytest.fixture
async def staff(clinic: Clinic) -> Staff:
    """Half past eight on a Monday, with two therapists and a manager."""
    await clinic.travel_to("2026-01-05 08:30")
    return await staffed(clinic)
