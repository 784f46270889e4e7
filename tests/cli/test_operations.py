"""The operator's commands, typed one after the other."""

from __future__ import annotations

import asyncio
import os
import stat
import tomllib

import pytest

from bot.ops.instance_lock import InstanceLock
from tests.loopback.client import LoopbackProcess
from tests.store.backups import LINE, SPOILT, write_key

OTHER = "what was there before"


@pytest.fixture(scope="module")
def discord_side():
    with LoopbackProcess() as process:
        yield process.where


def kept(clinic):
    return asyncio.run(clinic.read())


# backup


def test_backup_goes_to_the_folder_of_the_daily_ones(unknot, clinic, tmp_path):
    result = unknot("backup")

    (made,) = (tmp_path / "backups").iterdir()
    assert result.exit_code == 0
    assert str(made) in result.stdout
    assert "encrypted with the key 630dcd2966c4" in result.stdout
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_backup_writes_to_the_file_that_is_named_and_over_none(unknot, clinic, tmp_path):
    assert unknot("backup", "--to", "mine.backup").exit_code == 0
    before = (tmp_path / "mine.backup").read_bytes()

    result = unknot("backup", "--to", "mine.backup")

    assert result.exit_code == 2
    assert "it is there already" in result.stderr
    assert (tmp_path / "mine.backup").read_bytes() == before


def test_backup_works_while_the_bot_runs(unknot, clinic, tmp_path):
    with InstanceLock(tmp_path / "unknot.lock"):
        assert unknot("backup").exit_code == 0


def test_backup_without_its_key_makes_none(unknot, clinic, tmp_path):
    (tmp_path / "unknot.key").unlink()

    result = unknot("backup", "--to", "mine.backup")

    assert result.exit_code == 2
    assert "unknot.key is missing" in result.stderr
    assert not (tmp_path / "mine.backup").exists()


def test_backup_says_where_its_folder_cannot_be(unknot, clinic, tmp_path):
    (tmp_path / "config.toml").write_text('[backup]\nfolder = "unknot.key"')

    assert "backup.folder" in unknot("backup").stderr


# restore


def test_restore_brings_back_what_was_and_says_where_the_rest_is(unknot, clinic, tmp_path):
    unknot("backup", "--to", "mine.backup")
    asyncio.run(clinic.write(OTHER))

    result = unknot("restore", "mine.backup")

    assert result.exit_code == 0
    assert kept(clinic) == LINE
    (aside,) = tmp_path.glob("unknot.db.before-*")
    assert str(aside) in result.stdout


@pytest.mark.parametrize(("spoil", "why"), SPOILT.values(), ids=SPOILT)
def test_restore_refuses_with_the_reason_and_changes_nothing(unknot, clinic, tmp_path, spoil, why):
    unknot("backup", "--to", "mine.backup")
    asyncio.run(clinic.write(OTHER))
    spoil(tmp_path / "mine.backup")

    result = unknot("restore", "mine.backup")

    assert result.exit_code == 1
    assert f"mine.backup was not restored, nothing is changed: {why}" in result.stderr
    assert kept(clinic) == OTHER


def test_restore_does_not_touch_a_database_at_work(unknot, clinic, tmp_path):
    unknot("backup", "--to", "mine.backup")
    asyncio.run(clinic.write(OTHER))

    with InstanceLock(tmp_path / "unknot.lock"):
        result = unknot("restore", "mine.backup")

    assert result.exit_code == 2
    assert f"pid {os.getpid()}" in result.stderr
    assert kept(clinic) == OTHER


# rekey


def test_rekey_gives_the_database_a_new_key_and_keeps_the_old(unknot, clinic, tmp_path):
    unknot("backup", "--to", "mine.backup")
    before = clinic.key

    result = unknot("rekey")

    assert result.exit_code == 0
    assert clinic.key != before
    assert kept(clinic) == LINE
    assert str(tmp_path / "unknot.key.630dcd2966c4") in result.stdout
    assert unknot("restore", "mine.backup").exit_code == 0


def test_rekey_does_not_touch_a_database_at_work(unknot, clinic, tmp_path):
    with InstanceLock(tmp_path / "unknot.lock"):
        assert unknot("rekey").exit_code == 2
    assert (tmp_path / "unknot.key").read_text().strip() == bytes(range(32)).hex()


def test_rekey_has_nothing_to_do_without_encryption(unknot, clinic, tmp_path):
    (tmp_path / "config.toml").write_text("[database]\nencrypted = false")

    result = unknot("rekey")

    assert result.exit_code == 2
    assert "the database is not encrypted" in result.stderr


def test_the_wrong_key_is_one_clear_line(unknot, clinic, tmp_path):
    write_key(tmp_path / "unknot.key", bytes(32))

    result = unknot("rekey")

    assert result.exit_code == 1
    assert result.stderr == "unknot: the key does not open this file, or it is no database\n"


# check-content


def test_check_content_names_each_mistake(unknot, tmp_path):
    (tmp_path / "mine" / "en").mkdir(parents=True)
    (tmp_path / "mine" / "en" / "prompts.toml").write_text("[[prompt]]\nid = walk\n")

    result = unknot("check-content", "mine")

    assert result.exit_code == 1
    assert result.stdout.startswith("en/prompts.toml: is not TOML")


def test_check_content_is_silent_about_what_is_well(unknot, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "config.toml").write_text('[content]\nfolder = "mine"')

    result = unknot("check-content")

    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'mine'}: nothing is wrong.\n")


def test_check_content_without_a_folder_of_ones_own(unknot, tmp_path):
    (tmp_path / "config.toml").touch()

    assert "comes with the bot" in unknot("check-content").stdout


# init and invite


def test_init_writes_a_configuration_and_a_key(unknot, tmp_path):
    result = unknot("init", "--yes", "--zone", "Europe/Madrid", "--language", "es")

    written = tomllib.loads((tmp_path / "config.toml").read_text("utf-8"))
    assert result.exit_code == 0
    assert written["defaults"]["zone"] == "Europe/Madrid"
    assert written["defaults"]["language"] == "es"
    assert stat.S_IMODE((tmp_path / "unknot.key").stat().st_mode) == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"config.toml", "unknot.key"}


def test_init_asks_for_what_no_option_says(unknot, tmp_path):
    (tmp_path / "token.txt").write_text("a-token")

    result = unknot("init", "--zone", "Europe/Paris", input='fr\n"15" ou 112\ntoken.txt\n')

    written = tomllib.loads((tmp_path / "config.toml").read_text("utf-8"))
    assert result.exit_code == 0
    assert "Time zone" not in result.stdout
    assert written["defaults"]["language"] == "fr"
    assert written["defaults"]["emergency_text"] == '"15" ou 112'
    assert written["discord"]["token_file"] == "token.txt"


def test_init_with_nothing_but_returns_gives_the_example(unknot, tmp_path):
    unknot("init", input="\n\n\n\n")

    written = (tmp_path / "config.toml").read_text("utf-8")
    assert written == unknot("example-config").stdout


def test_init_writes_over_nothing(unknot, tmp_path):
    (tmp_path / "config.toml").write_text("mine")

    result = unknot("init", "--yes")

    assert result.exit_code == 2
    assert "it is there already" in result.stderr
    assert (tmp_path / "config.toml").read_text() == "mine"
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


def test_init_prints_the_invitation_once_there_is_a_token(
    unknot, tmp_path, monkeypatch, discord_side
):
    monkeypatch.setenv("UNKNOT_TOKEN", discord_side["token"])
    monkeypatch.setenv("UNKNOT_API_BASE", discord_side["api_base"])

    assert f"client_id={discord_side['application_id']}" in unknot("init", "--yes").stdout


def test_no_command_takes_the_token_from_a_flag(unknot):
    for command in ("run", "init", "invite", "doctor"):
        assert unknot(command, "--token", "x").exit_code == 2


def test_invite_prints_the_link_alone(unknot, tmp_path, monkeypatch, discord_side):
    (tmp_path / "config.toml").touch()
    monkeypatch.setenv("UNKNOT_TOKEN", discord_side["token"])
    monkeypatch.setenv("UNKNOT_API_BASE", discord_side["api_base"])

    result = unknot("invite")

    assert result.exit_code == 0
    assert result.stdout.startswith("https://discord.com/oauth2/authorize?client_id=")
    assert result.stdout.count("\n") == 1


def test_invite_with_a_token_that_is_not_accepted(unknot, tmp_path, monkeypatch, discord_side):
    (tmp_path / "config.toml").touch()
    monkeypatch.setenv("UNKNOT_TOKEN", "not.accepted")
    monkeypatch.setenv("UNKNOT_API_BASE", discord_side["api_base"])

    result = unknot("invite")

    assert result.exit_code == 2
    assert "Discord does not accept the token" in result.stderr
    assert "not.accepted" not in result.output


def test_invite_without_a_connection(unknot, tmp_path, monkeypatch):
    (tmp_path / "config.toml").touch()
    monkeypatch.setenv("UNKNOT_TOKEN", "a-token")
    monkeypatch.setenv("UNKNOT_API_BASE", "http://127.0.0.1:9/api")

    result = unknot("invite")

    assert result.exit_code == 2
    assert "Discord could not be asked" in result.stderr


# doctor


def test_doctor_ends_with_1_where_the_configuration_is_missing(unknot):
    result = unknot("doctor")

    assert result.exit_code == 1
    assert result.stdout.startswith("problem config.toml: there is no such file")


@pytest.mark.parametrize(
    "command",
    ["init", "invite", "doctor", "backup", "restore", "rekey", "erase-member", "check-content"],
)
def test_every_command_of_the_operator_has_help_with_examples(unknot, command):
    result = unknot(command, "--help")

    assert result.exit_code == 0
    assert f"unknot {command}" in result.stdout.partition("Examples:")[2]
