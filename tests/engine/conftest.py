"""The house every test of the engine lives in."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.pacing import Pace
from tests.engine.house import House

BuildHouse = Callable[..., Awaitable[House]]


@pytest.fixture
async def build_house(tmp_path: Path, migrated: Path) -> AsyncIterator[BuildHouse]:
    """Builds a house with other parts than the usual ones, and closes it after the test."""
    built: list[House] = []

    async def build(**parts: Any) -> House:
        path = shutil.copyfile(migrated, tmp_path / f"unknot-{len(built)}.db")
        built.append(await House.build(path, **parts))
        return built[-1]

    try:
        yield build
    finally:
        for house in built:
            await house.close()


@pytest.fixture
async def small_house(build_house: BuildHouse) -> House:
    """One worker, and a stop that waits a moment only."""
    return await build_house(pace=Pace(workers=1, stop_within_s=0.05))


@pytest.fixture
async def engine_house(build_house: BuildHouse) -> House:
    """Monday 23 November 2026, 09:00 in Berlin; the engine has started and nothing is planned."""
    return await build_house()
