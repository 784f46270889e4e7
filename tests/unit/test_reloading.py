"""SIGHUP: the clinic's own content is read again, and a faulty file changes nothing."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from bot.app.reloading import reload, reload_signal
from bot.content.library import Library

SHIPPED = (files("bot.content") / "en" / "plans.toml").read_text(encoding="utf-8")
OWN = SHIPPED.replace("at = ", "at = ", 1).replace('"after', '"my-after', 1)


def write(folder: Path, text: str) -> None:
    (folder / "en").mkdir(exist_ok=True)
    (folder / "en" / "plans.toml").write_text(text, "utf-8")


def ids(library: Library) -> list[str]:
    return [plan.id for plan in library.plans("en")]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - a signal comes when it comes
            await asyncio.sleep(0)


async def test_a_hangup_reads_the_plans_again_while_the_bot_runs(tmp_path: Path) -> None:
    library = Library.load(tmp_path)
    before = ids(library)
    write(tmp_path, OWN)

    with reload_signal(library, tmp_path):
        os.kill(os.getpid(), signal.SIGHUP)
        await until(lambda: ids(library) != before)

    assert ids(library)[0].startswith("my-")


def test_a_faulty_file_is_named_with_its_key_and_the_last_good_plans_stay(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, OWN)
    library = Library.load(tmp_path)
    before = ids(library)
    write(tmp_path, OWN.replace("day = 1", "day = -1", 1))

    with caplog.at_level(logging.INFO):
        assert not reload(library, tmp_path)

    told = caplog.records[0]
    assert told.message == "content.mistake"
    assert vars(told)["file"] == "en/plans.toml"
    assert "day" in vars(told)["key"]
    assert vars(told)["problem"]
    assert caplog.records[-1].message == "content.kept"
    assert ids(library) == before


def test_mended_it_is_used_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "nonsense")
    library = Library.load()
    assert not reload(library, tmp_path)
    write(tmp_path, OWN)

    with caplog.at_level(logging.INFO):
        assert reload(library, tmp_path)

    assert caplog.records[-1].message == "content.reloaded"
    assert ids(library)[0].startswith("my-")
