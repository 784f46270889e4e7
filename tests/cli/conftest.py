"""The operator's commands, and a clinic to type them in."""

from __future__ import annotations

import asyncio

import pytest
from typer.testing import CliRunner

from bot.cli import app
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
def clinic(tmp_path):
    """A configured clinic with something in its database."""
    (tmp_path / "config.toml").touch()
    built = Clinic(tmp_path)
    asyncio.run(built.write(LINE))
    return built
