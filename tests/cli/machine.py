"""An operator's machine as ``unknot doctor`` finds it, with a Discord on loopback."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.cli import doctor as cli
from bot.cli.doctor import Machine, examine
from bot.clock import SystemClock
from bot.ops.finding import Finding, Level
from bot.ops.machine_checks import MIB
from bot.ops.permissions import FOR_THREADS, NEEDED
from tests.loopback.client import Loopback
from tests.store.backups import Clinic

PLENTY = 10_000 * MIB
# What an invitation asks for.
EVERYTHING = sum([*NEEDED.values(), *FOR_THREADS.values()])


class SetUp:
    """One operator's machine, all well until the test breaks something."""

    def __init__(self, folder: Path, discord_side: Loopback) -> None:
        self.folder = folder
        self.clinic = Clinic(folder)
        self.config = folder / "config.toml"
        self.config.write_text("")
        self.environ = {
            "UNKNOT_TOKEN": discord_side.token,
            "UNKNOT_API_BASE": discord_side.api_base,
        }
        self.wrong_by = timedelta()
        self.free_bytes = PLENTY
        self.zones = f"{SystemClock().now():%Y}.1"

    def now(self) -> Any:
        return SystemClock().now() + self.wrong_by

    @property
    def machine(self) -> Machine:
        return Machine(self, self.environ, lambda _: self.free_bytes, lambda: self.zones)

    async def look(self) -> list[Finding]:
        return [finding async for finding in examine(self.config, self.machine)]

    async def problems(self) -> list[Finding]:
        return [each for each in await self.look() if each.level is Level.PROBLEM]

    async def exit_code(self) -> int:
        return await cli.tell_all(self.config, self.machine)
