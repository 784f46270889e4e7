"""``unknot demo``: the story in the terminal, then the page; databases in a folder of its own."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from rich.console import Console

from bot.app.ending import stop_signals
from bot.clock import SystemClock
from bot.demo import practice
from bot.demo.asked import Asked
from bot.demo.cast import HOME, MIA
from bot.demo.narrator import WIDTH, Narrator
from bot.demo.play import Play
from bot.demo.server import serving
from bot.demo.story import tell
from bot.demo.tour import STEPS
from bot.demo.window import require_packages
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


def run_demo(asked: Asked) -> int:
    """Show it; 0 when nothing was lost or doubled in the story. Raises ConfigError for the port."""
    if asked.page:
        require_packages()
    console = Console(width=WIDTH + 4, highlight=False)
    folder = Path(tempfile.mkdtemp(prefix="unknot-demo-"))
    try:
        return asyncio.run(_show(asked, folder, console))
    finally:
        if asked.keep:
            console.print(f"Kept in {folder}", soft_wrap=True)
        else:
            shutil.rmtree(folder)


async def _show(asked: Asked, folder: Path, console: Console) -> int:
    showing = asyncio.create_task(_in_order(asked, folder, console))

    def stop() -> None:
        showing.cancel()

    with stop_signals(stop):
        try:
            return await showing
        except asyncio.CancelledError:
            return 0


async def _in_order(asked: Asked, folder: Path, console: Console) -> int:
    if asked.story:
        async with _database(folder / "story.db") as store:
            whole = await tell(store, OPERATOR, Narrator(console, HOME, MIA))
        if not whole:
            return 1
    if asked.page:
        async with _database(folder / "page.db") as store:
            await _hold_open(asked, store, console)
    return 0


async def _hold_open(asked: Asked, store: Store, console: Console) -> None:
    # The first picture waits for its library, which takes longer than anybody there waits.
    threading.Thread(target=import_module, args=("bot.charts.progress",), daemon=True).start()
    async with practice.opened(store, OPERATOR, others=asked.others) as furnished:
        play = Play(furnished)
        await play.open(STEPS[0].place)
        try:
            async with serving(play, asked.port) as address:
                _announce(console, address)
                if asked.browser:
                    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
                await play.run()
        finally:
            await play.window.close()


def _announce(console: Console, address: str) -> None:
    console.print("\nTry it yourself, on this machine only:", style="bold")
    console.print(f"  {address}", soft_wrap=True)
    console.print("Ctrl-C ends it. Nothing leaves this machine.")


@asynccontextmanager
async def _database(path: Path) -> AsyncIterator[Store]:
    store = await Store.open(path, load_or_create(path.with_suffix(".key"), path))
    try:
        await migrate(store, SystemClock().now())
        yield store
    finally:
        await store.close()
