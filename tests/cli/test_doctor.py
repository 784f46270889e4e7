"""What is wrong is named with its remedy; where all is well, doctor ends with 0."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ops.finding import Finding, Level
from bot.ops.instance_lock import InstanceLock
from bot.ops.machine_checks import MIB
from bot.ops.permissions import NEEDED
from bot.store.backup import make
from bot.store.key_file import make_next
from tests.cli.machine import EVERYTHING, SetUp
from tests.loopback.client import Loopback
from tests.store.backups import LINE, Clinic, flip_a_bit, from_the_future, write_key


async def expect_one(set_up: SetUp, about: str, words: str, remedy: str) -> None:
    (found,) = await set_up.problems()
    assert found.about == about
    assert words in found.words
    assert remedy in found.remedy
    assert await set_up.exit_code() == 1


async def test_a_good_one_has_no_problem_and_ends_with_0(set_up: SetUp) -> None:
    assert await set_up.problems() == []
    assert await set_up.exit_code() == 0


async def test_a_running_bot_is_no_problem_and_is_named(set_up: SetUp) -> None:
    with InstanceLock(set_up.folder / "unknot.lock"):
        found = {each.about: each for each in await set_up.look()}

        assert found["running bot"] == Finding(Level.OK, "running bot", f"ok, pid {os.getpid()}")
        assert await set_up.exit_code() == 0


async def test_it_changes_nothing(set_up: SetUp) -> None:
    before = {file: file.read_bytes() for file in set_up.folder.iterdir()}

    await set_up.look()

    assert {file: file.read_bytes() for file in set_up.folder.iterdir()} == before


async def test_a_bad_token(set_up: SetUp) -> None:
    set_up.environ["UNKNOT_TOKEN"] = "not.the.token"
    await expect_one(set_up, "token", "does not accept it", "Reset Token")


async def test_a_missing_permission(set_up: SetUp, loopback: Loopback) -> None:
    await loopback.guild("Annex", everyone=str(EVERYTHING & ~NEEDED["Read Message History"]))
    await expect_one(set_up, "server Annex", "Read Message History", "unknot invite")


async def test_no_folder_for_the_database(set_up: SetUp) -> None:
    set_up.config.write_text('[database]\npath = "nowhere/unknot.db"')
    await expect_one(set_up, "database.path", "does not exist", "Write a path")


async def test_the_wrong_key(set_up: SetUp) -> None:
    write_key(set_up.folder / "unknot.key", bytes(32))
    await expect_one(set_up, "database", "the key does not open", "Put the right key file back")


async def test_a_missing_key(set_up: SetUp) -> None:
    (set_up.folder / "unknot.key").unlink()
    await expect_one(set_up, "key", "is missing", "Restore the key file")


async def test_a_full_disk(set_up: SetUp) -> None:
    set_up.free_bytes = 5 * MIB
    await expect_one(set_up, "disk", "5 MiB are free", "Make room")


async def test_old_time_zones(set_up: SetUp) -> None:
    set_up.zones = "2019.3"
    await expect_one(set_up, "time zones", "2019.3", "pip install --upgrade tzdata")


@pytest.mark.parametrize("minutes", [5, -5])
async def test_a_clock_that_is_off_by_five_minutes(set_up: SetUp, minutes: int) -> None:
    set_up.wrong_by = timedelta(minutes=minutes)
    way = "ahead of" if minutes > 0 else "behind"
    await expect_one(set_up, "clock", f"{way} Discord", "NTP")


async def test_a_mistake_in_the_content(set_up: SetUp) -> None:
    (set_up.folder / "content" / "en").mkdir(parents=True)
    (set_up.folder / "content" / "en" / "prompts.toml").write_text("[[prompt]]\nid = walk\n")
    set_up.config.write_text('[content]\nfolder = "content"')
    await expect_one(set_up, "content", "en/prompts.toml: is not TOML", "Mend that line")


async def test_a_database_of_a_newer_version(set_up: SetUp) -> None:
    await from_the_future(set_up.clinic)
    await expect_one(set_up, "database", "written by a newer version", "Install the newer version")


async def test_a_damaged_database_is_told_from_a_wrong_key(set_up: SetUp) -> None:
    flip_a_bit(set_up.clinic.database, 30_000)

    await expect_one(set_up, "database", "", "unknot restore")


async def test_a_key_that_others_may_read(set_up: SetUp) -> None:
    (set_up.folder / "unknot.key").chmod(stat.S_IRUSR | stat.S_IRGRP)
    await expect_one(set_up, "key", "open to other users", "chmod 600")


async def test_a_change_of_the_key_that_was_cut_off(set_up: SetUp) -> None:
    make_next(set_up.folder / "unknot.key")
    await expect_one(set_up, "key", "cut off", "unknot rekey")


def test_no_configuration_at_all(unknot) -> None:
    result = unknot("doctor")

    assert result.exit_code == 1
    assert result.stdout.startswith("problem config.toml: there is no such file")


async def test_no_token_at_all(set_up: SetUp) -> None:
    del set_up.environ["UNKNOT_TOKEN"]
    await expect_one(set_up, "token", "there is none", "UNKNOT_TOKEN")


async def test_a_discord_that_nobody_reaches(set_up: SetUp) -> None:
    set_up.environ["UNKNOT_API_BASE"] = "http://127.0.0.1:9/api/v10"
    await expect_one(set_up, "Discord", "cannot be reached", "connection")


async def test_a_discord_that_is_down(set_up: SetUp, loopback: Loopback) -> None:
    await loopback.fault("status", status=500)
    await expect_one(set_up, "Discord", "500", "Try again")


async def test_a_bot_that_discord_has_flagged(set_up: SetUp, loopback: Loopback) -> None:
    await loopback.fault("error", code=20026, route="POST /users/@me/channels")
    await expect_one(set_up, "DM opening", "flagged", "Appeal")


async def test_before_the_first_start_nothing_is_missing(
    tmp_path: Path,
    loopback: Loopback,
) -> None:
    (tmp_path / "new").mkdir()
    set_up = SetUp(tmp_path / "new", loopback)
    (tmp_path / "new" / "unknot.key").unlink()

    assert await set_up.problems() == []


async def test_no_backup_and_no_encryption_are_warnings(set_up: SetUp) -> None:
    set_up.clinic.database.unlink()
    plain = Clinic(set_up.folder, encrypted=False)
    await plain.write(LINE)
    set_up.config.write_text("[database]\nencrypted = false")

    warned = {each.about for each in await set_up.look() if each.level is Level.WARNING}
    assert warned == {"key", "backups"}
    assert await set_up.exit_code() == 0


async def test_a_fresh_backup_is_well_and_an_old_one_is_not(set_up: SetUp) -> None:
    (set_up.folder / "backups").mkdir()
    named = set_up.folder / "backups" / "unknot-20261120T030000Z.backup"
    made_at = set_up.now()
    make(set_up.clinic.database, set_up.clinic.key, named, made_at)
    levels = []
    for set_up.wrong_by in (timedelta(), timedelta(days=3)):
        found = {each.about: each for each in await set_up.look()}
        levels.append(found["backups"].level)

    assert levels == [Level.OK, Level.WARNING]


async def test_each_line_says_its_level_and_no_value_is_taken_for_formatting(
    set_up: SetUp,
    capsys: pytest.CaptureFixture[str],
    loopback: Loopback,
) -> None:
    await loopback.guild("[red]Annex[/red]", everyone="0")

    await set_up.exit_code()

    lines = capsys.readouterr().out.splitlines()
    assert all(line.split()[0] in {"ok", "warning", "problem"} for line in lines)
    assert any("[red]Annex[/red]" in line for line in lines)
