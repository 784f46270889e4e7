"""The operator's commands, and a clinic to type them in."""

from __future__ import annotations

import asyncio
import sys
from types import ModuleType

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.cli.machine import EVERYTHING, SetUp
from tests.loopback.fixtures import *  # noqa: F403
from tests.store.backups import LINE, Clinic


@pytest.fixture
def unknot(tmp_path, monkeypatch, logging_as_it_was):
    """Type a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("UNKNOT_TOKEN", "UNKNOT_API_BASE", "UNKNOT_GATEWAY"):
        monkeypatch.delenv(name, raising=False)
    runner = CliRunner(env={"COLUMNS": "200"})
    return lambda *words, **more: runner.invoke(app, words, prog_name="unknot", **more)


@pytest.fixture
def replace(monkeypatch):
    """Put a function in the place of one that a command imports late."""

    def put(module, name, function):
        stand_in = ModuleType(module)
        setattr(stand_in, name, function)
        monkeypatch.setitem(sys.modules, module, stand_in)

    return put


@pytest.fixture
def config_file(tmp_path):
    """A configuration that changes nothing."""
    path = tmp_path / "config.toml"
    path.touch()
    return path


@pytest.fixture
def clinic(tmp_path, config_file):
    """A configured clinic with something in its database."""
    built = Clinic(tmp_path)
    asyncio.run(built.write(LINE))
    return built


@pytest.fixture
async def set_up(tmp_path, loopback):
    """A machine on which all is well."""
    made = SetUp(tmp_path, loopback)
    await loopback.guild("Clinic", everyone=str(EVERYTHING))
    await made.clinic.write(LINE)
    return made
