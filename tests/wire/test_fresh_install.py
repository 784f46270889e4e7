"""`pip install .` into an environment of its own: the wheel alone is enough."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from bot.content.library import Library
from bot.texts.catalogue import Catalogue
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


async def test_the_installed_bot_answers_in_french(unknot, tmp_path, loopback, wire_clinic):
    guild = wire_clinic["id"]
    lea = (await loopback.user("Léa", guild=guild, locale="fr"))["id"]
    french = Catalogue.load().language("fr")
    with RunningBot(tmp_path, loopback, command=(str(unknot),), cwd=tmp_path) as bot:
        await eventually(loopback.counts, until=lambda c: c["identifies"] > 0, timeout_s=30)
        signs = await loopback.slash(lea, "warning-signs", guild=guild)
        cards = await loopback.slash(lea, "benefits", guild=guild)
        assert bot.terminate() == 0
    assert french.say("safety.notice.title") in json.dumps(signs, ensure_ascii=False)
    card = Library.load().cards("fr")[0]
    assert card.title in json.dumps(cards, ensure_ascii=False)
    assert card.title != Library.load().cards("en")[0].title


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
