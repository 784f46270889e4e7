"""``unknot init`` and ``invite``: the first steps, which write over nothing and print no token."""

from __future__ import annotations

import stat
import tomllib

import pytest


@pytest.fixture
def discord_side(monkeypatch, loopback_process):
    """A Discord on loopback that accepts the token in the environment."""
    monkeypatch.setenv("UNKNOT_TOKEN", loopback_process.where["token"])
    monkeypatch.setenv("UNKNOT_API_BASE", loopback_process.where["api_base"])
    return loopback_process.where


def test_init_writes_a_configuration_and_a_key(unknot, tmp_path):
    result = unknot("init", "--yes", "--zone", "Europe/Madrid")

    written = tomllib.loads((tmp_path / "config.toml").read_text("utf-8"))
    assert result.exit_code == 0
    assert written["defaults"]["zone"] == "Europe/Madrid"
    assert stat.S_IMODE((tmp_path / "unknot.key").stat().st_mode) == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"config.toml", "unknot.key"}


def test_init_asks_for_what_no_option_says(unknot, tmp_path):
    (tmp_path / "token.txt").write_text("a-token")

    result = unknot("init", "--zone", "Europe/Paris", input='"15" ou 112\ntoken.txt\n')

    written = tomllib.loads((tmp_path / "config.toml").read_text("utf-8"))
    assert result.exit_code == 0
    assert "Time zone" not in result.stdout
    assert written["defaults"]["emergency_text"] == '"15" ou 112'
    assert written["discord"]["token_file"] == "token.txt"


def test_init_with_nothing_but_returns_gives_the_example(unknot, tmp_path):
    unknot("init", input="\n\n\n")

    written = (tmp_path / "config.toml").read_text("utf-8")
    assert written == unknot("example-config").stdout


def test_init_writes_over_nothing(unknot, tmp_path, config_file):
    config_file.write_text("mine")

    result = unknot("init", "--yes")

    assert result.exit_code == 2
    assert "it is there already" in result.stderr
    assert config_file.read_text() == "mine"
    assert not (tmp_path / "unknot.key").exists()


def test_init_leaves_nothing_behind_when_an_answer_is_wrong(unknot, tmp_path):
    result = unknot("init", "--yes", "--zone", "Europe/Lodnon")

    assert result.exit_code == 2
    assert "Did you mean Europe/London?" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_makes_no_key_beside_a_database_that_has_lost_its_own(unknot, tmp_path):
    (tmp_path / "unknot.db").write_bytes(b"x")

    result = unknot("init", "--yes")

    assert result.exit_code == 2
    assert "unknot.key is missing" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["unknot.db"]


def test_init_prints_the_invitation_once_there_is_a_token(unknot, discord_side):
    assert f"client_id={discord_side['application_id']}" in unknot("init", "--yes").stdout


def test_invite_prints_the_link_alone(unknot, config_file, discord_side):
    result = unknot("invite")

    assert result.exit_code == 0
    assert result.stdout.startswith("https://discord.com/oauth2/authorize?client_id=")
    assert result.stdout.count("\n") == 1


def test_invite_with_a_token_that_is_not_accepted(unknot, config_file, monkeypatch, discord_side):
    monkeypatch.setenv("UNKNOT_TOKEN", "not.accepted")

    result = unknot("invite")

    assert result.exit_code == 2
    assert "Discord does not accept the token" in result.stderr
    assert "not.accepted" not in result.output


def test_invite_without_a_connection(unknot, config_file, monkeypatch):
    monkeypatch.setenv("UNKNOT_TOKEN", "a-token")
    monkeypatch.setenv("UNKNOT_API_BASE", "http://127.0.0.1:9/api")

    result = unknot("invite")

    assert result.exit_code == 2
    assert "Discord could not be asked" in result.stderr
