"""`pip install .` into an environment of its own: the wheel alone is enough."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.loopback.client import eventually
from tests.wire.running_bot import ROOT, RunningBot

pytestmark = [pytest.mark.wire, pytest.mark.install]


@pytest.fixture(scope="module")
def unknot(tmp_path_factory):
    """The command of a fresh environment, and a folder outside the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    python = folder / "env" / "bin" / "python"
    locked = str(ROOT / "requirements" / "run.lock")
    install = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    for command in (
        [sys.executable, "-m", "venv", "env"],
        [*install, "--require-hashes", "-r", locked],
        [*install, str(ROOT)],
    ):
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=600)
    return folder / "env" / "bin" / "unknot"


async def test_the_installed_bot_starts_on_the_example_and_sigterm_ends_it(
    unknot, tmp_path, loopback
):
    with RunningBot(tmp_path, loopback, command=(str(unknot),), cwd=tmp_path) as bot:
        await eventually(loopback.counts, until=lambda c: c["identifies"] > 0, timeout_s=30)
        assert {"unknot.db", "unknot.key", "unknot.lock"} <= {f.name for f in tmp_path.iterdir()}
        assert bot.terminate() == 0
    assert "Traceback" not in bot.words


def test_the_installed_command_prints_the_example(unknot, tmp_path):
    printed = subprocess.run(
        [unknot, "example-config"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert printed.stdout == (ROOT / "config.example.toml").read_text("utf-8")


def test_the_demo_without_its_extra_says_what_to_install(unknot, tmp_path):
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    ended = subprocess.run(
        [unknot, "demo", "--story"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environ,
    )
    assert ended.returncode == 2
    assert "unknot[demo]" in ended.stderr
