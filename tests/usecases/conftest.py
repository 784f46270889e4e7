"""What several tests of use cases begin with."""

from __future__ import annotations

import pytest

from bot.domain.ids import OccurrenceId
from bot.store.connection import Store
from tests.fakes import FakeClock
from tests.usecases.check_ins import arrived, tension_on
from tests.usecases.people import join
from tests.usecases.roll import Discord


@pytest.fixture
def discord() -> Discord:
    return Discord()


@pytest.fixture
async def asked(store: Store, clock: FakeClock) -> OccurrenceId:
    """Mia's check-in has just arrived: Monday 23 November, nine o'clock."""
    await join(store, clock)
    await tension_on(store, clock)
    return await arrived(store, clock)
