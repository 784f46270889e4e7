"""``unknot demo``: a database of its own in a folder that goes away at the end, and the story."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from rich.console import Console

from bot.clock import SystemClock
from bot.demo.cast import HOME
from bot.demo.narrator import WIDTH, Narrator
from bot.demo.story import tell
from bot.domain.member import Settings
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.store.connection import Store
from bot.store.key_file import load_or_create
from bot.store.migrate import migrate
from bot.usecases.services import Operator

OPERATOR = Operator(
    settings=Settings(HOME, DEFAULT_QUIET, daily_limit=8),
    minimum_age=16,
    emergency_text="112",
    crisis_text="112 or your local crisis line",
)


def run_demo() -> int:
    """Tell the story; 0 when nothing was lost or doubled in it."""
    console = Console(width=WIDTH + 4, highlight=False)
    with tempfile.TemporaryDirectory(prefix="unknot-demo-") as folder:
        return asyncio.run(_tell(Path(folder), console))


async def _tell(folder: Path, console: Console) -> int:
    key = load_or_create(folder / "unknot.key", folder / "unknot.db")
    store = await Store.open(folder / "unknot.db", key)
    try:
        await migrate(store, SystemClock().now())
        whole = await tell(store, OPERATOR, Narrator(console, HOME))
    finally:
        await store.close()
    return 0 if whole else 1
