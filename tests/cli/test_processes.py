"""What somebody meets who starts the real program with something missing or wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4." + "GabcdE." + "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab"


@pytest.fixture
def unknot(tmp_path):
    def start(*words, **environ):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=tmp_path,
            env={**kept, "PYTHONPATH": str(ROOT), **environ},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return start


def assert_refused(result, *told):
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("unknot: ")
    assert "Traceback" not in result.stderr
    for each in told:
        assert each in result.stderr


def test_without_a_configuration_it_says_how_to_make_one_and_makes_nothing(unknot, tmp_path):
    result = unknot("run")

    assert_refused(
        result, "config.toml: there is no such file", "unknot example-config > config.toml"
    )
    assert list(tmp_path.iterdir()) == []


def test_without_a_token_it_says_where_to_put_it_and_makes_nothing(unknot, tmp_path):
    (tmp_path / "config.toml").write_text(unknot("example-config").stdout)

    result = unknot("run")

    assert_refused(result, "there is no token", "Set UNKNOT_TOKEN", "token_file in [discord]")
    assert [each.name for each in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[defaults]\ndaily_limt = 3", "Did you mean daily_limit?"),
        ("[defaults]\ndaily_limit = 99", "Write a whole number from 1 to 24"),
        ("[defaults]\ndaily_limit = ", "line 2 is not valid TOML"),
        (f'[discord]\ntoken = "{SECRET}"', "discord.token: the token does not belong in this file"),
    ],
)
def test_a_mistake_in_the_file_is_one_line_and_makes_nothing(unknot, tmp_path, text, told):
    (tmp_path / "config.toml").write_text(text)

    result = unknot("run", UNKNOT_TOKEN="a-token")

    assert_refused(result, told)
    assert SECRET not in result.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["config.toml"]


def test_no_colour_is_used_where_nobody_watches_or_nobody_wants_it(unknot):
    assert "\x1b" not in unknot("run").stderr
    assert "\x1b" not in unknot("run", NO_COLOR="1", TERM="xterm-256color").stderr


def test_a_machine_without_unicode_can_still_print_everything(unknot):
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}

    assert unknot("--help", **plain).returncode == 0
    assert unknot("example-config", **plain).returncode == 0
    assert_refused(unknot("run", "--config", "é.toml", **plain), "there is no such file")


def test_a_reader_that_stops_early_is_no_fault(unknot, tmp_path):
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m bot example-config | head -1"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert result.stdout.startswith("# Unknot")
    assert result.stderr == ""
