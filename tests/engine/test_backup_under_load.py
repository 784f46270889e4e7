"""A backup in the middle of a rush: sending goes on, and the backup is whole."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.store.backup import check, make
from bot.store.backup_file import unpack
from tests.conftest import KEY
from tests.engine.house import House
from tests.engine.rush import crowd
from tests.fakes import doubled

NUMBER = 3_000


async def test_sending_goes_on_while_a_backup_is_made(engine_house: House, tmp_path: Path) -> None:
    house = engine_house
    await crowd(house, NUMBER)
    house.engine.wake()
    await house.until(lambda: len(house.discord.messages) > NUMBER // 10)
    before = len(house.discord.messages)

    target = tmp_path / "one.backup"
    await asyncio.to_thread(make, house.path, KEY, target, house.clock.now())
    during = len(house.discord.messages) - before
    await house.engine.idle()

    assert during > 0
    assert len(house.discord.messages) == NUMBER
    assert not doubled(house.discord.messages)
    assert {row["state"] for row in await house.occurrences()} == {"sent"}
    unpack(target, tmp_path / "out.db")
    check(tmp_path / "out.db", KEY)
