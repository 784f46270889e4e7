"""The house every test of the engine lives in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engine.house import House


@pytest.fixture
async def engine_house(tmp_path: Path) -> AsyncIterator[House]:
    """Monday 23 November 2026, 09:00 in Berlin; the engine has started and nothing is planned."""
    house = await House.build(tmp_path / "unknot.db")
    try:
        yield house
    finally:
        await house.close()
