"""The demo's page without a browser: a clinic on a database of its own, and what serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.demo import practice
from bot.demo.main import OPERATOR
from bot.demo.play import Play
from bot.demo.practice import Practice
from bot.demo.server import serving
from bot.store.connection import Store


@pytest.fixture
async def clinic(store: Store) -> AsyncIterator[Practice]:
    async with practice.opened(store, OPERATOR) as opened:
        yield opened


@pytest.fixture
async def play(clinic: Practice) -> AsyncIterator[Play]:
    """Clara looks at #welcome."""
    playing = Play(clinic)
    await playing.open("clara-welcome")
    yield playing
    await playing.window.close()


@dataclass
class Page:
    """The page's server, as a browser speaks with it."""

    address: str
    session: ClientSession

    async def get(self, path: str, **headers: str) -> Any:
        """The answer, and its text."""
        async with self.session.get(self.address + path, headers=headers) as answer:
            return answer, await answer.text()

    async def post(self, path: str, asked: Any) -> Any:
        """The answer, and what it says in JSON, if it does."""
        async with self.session.post(self.address + path, json=asked) as answer:
            is_json = answer.content_type == "application/json"
            return answer, await answer.json() if is_json else None


@pytest.fixture
async def page(play: Play) -> AsyncIterator[Page]:
    async with serving(play, 0) as address, ClientSession() as session:
        yield Page(address, session)
