"""What holds for every command, and the commands that print one thing."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest
import typer

from bot import __version__
from bot.cli import app, example
from bot.errors import Bug

EXAMPLE = Path(__file__).parents[2] / example.FILE_NAME
COMMANDS = sorted(typer.main.get_command(app).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(unknot, command):
    result = unknot(command, "--help")

    assert result.exit_code == 0
    assert f"unknot {command}" in result.stdout.partition("Examples:")[2]


def test_help_names_every_command_and_the_first_steps(unknot):
    stdout = unknot("--help").stdout

    assert all(command in stdout for command in COMMANDS)
    assert "unknot init (writes config.toml and the key)" in stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_takes_the_token_from_a_flag(unknot, command):
    result = unknot(command, "--token", "x")

    assert result.exit_code == 2
    assert "No such option: --token" in result.stderr


def test_example_config_prints_the_example_to_the_last_character(unknot):
    assert unknot("example-config").stdout == EXAMPLE.read_text("utf-8")


def test_an_installed_package_carries_the_example_inside(tmp_path):
    package = tmp_path / "bot"
    package.mkdir()
    (tmp_path / example.FILE_NAME).write_text("somebody else's")
    (package / example.FILE_NAME).write_text("ours")

    assert example.example_text(package) == "ours"


def test_a_package_without_the_example_is_a_fault_of_ours(tmp_path):
    with pytest.raises(Bug, match=r"config\.example\.toml"):
        example.example_text(tmp_path / "bot")


def test_version_is_printed(unknot):
    assert unknot("--version").stdout == f"unknot {__version__}\n"


@pytest.mark.parametrize("words", [("fly",), ("run", "more"), ()])
def test_what_is_no_command_is_a_mistake_without_a_traceback(unknot, words):
    result = unknot(*words)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_the_module_is_the_same_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bot", "--version"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("bot", run_name="__main__")

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"unknot {__version__}\n"


def test_importing_the_module_starts_nothing(capsys):
    runpy.run_module("bot", run_name="bot.__main__")

    assert capsys.readouterr().out == ""
