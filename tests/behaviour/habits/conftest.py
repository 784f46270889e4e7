"""A member with posture check-ins who answers none of them."""

from __future__ import annotations

import pytest

from bot.demo.stage import Shown
from tests.behaviour.habits.days import MONDAY, TUESDAY
from tests.behaviour.world import Clinic, Person


@pytest.fixture
async def mia(clinic: Clinic) -> Person:
    """Gets a prompt at nine, eleven and one on every day, and presses none."""
    await clinic.travel_to(f"{MONDAY} 08:30")
    someone = await clinic.member()
    await someone.slash("posture on", every=120, until="15:00", days="every day")
    return someone


@pytest.fixture
async def asked(clinic: Clinic, mia: Person) -> Shown:
    """It is Tuesday evening; the question came at one."""
    await clinic.travel_to(f"{TUESDAY} 18:00")
    return mia.inbox[-1]
