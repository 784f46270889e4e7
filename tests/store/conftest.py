"""A clinic, a member who agreed with it, and what fires for them."""

from __future__ import annotations

import pytest

from bot.domain.ids import ClinicId, MemberId, ScheduleId
from bot.store.connection import Store
from tests.store.builders import add_clinic, add_member, add_schedule, set_membership


@pytest.fixture
async def clinic(store: Store) -> ClinicId:
    return await add_clinic(store)


@pytest.fixture
async def mia(store: Store, clinic: ClinicId) -> MemberId:
    member = await add_member(store)
    await set_membership(store, member, clinic)
    return member


@pytest.fixture
async def schedule(store: Store, mia: MemberId) -> ScheduleId:
    return await add_schedule(store, mia)
