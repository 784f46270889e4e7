"""Ten set-ups that are broken, each named with its remedy; and one that is well."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import doctor as cli
from bot.cli.doctor import Machine, examine
from bot.clock import SystemClock
from bot.ops.discord_checks import check_intents, check_opening, check_server, check_starts
from bot.ops.finding import Finding, Level
from bot.ops.instance_lock import InstanceLock
from bot.ops.machine_checks import MIB, check_clock, check_disk, check_zones
from bot.ops.permissions import ADMINISTRATOR, FOR_THREADS, NEEDED, invitation
from bot.store.key_file import make_next
from bot.ui import channels
from tests.loopback.client import Loopback
from tests.loopback.fixtures import loopback, loopback_process  # noqa: F401
from tests.store.backups import LINE, Clinic, flip_a_bit, from_the_future, write_key

ALL = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 36 | 1 << 38
PLENTY = 10_000 * MIB


class SetUp:
    """One operator's machine, all well until the test breaks something."""

    def __init__(self, folder: Path, discord_side: Loopback) -> None:
        self.folder = folder
        self.clinic = Clinic(folder)
        self.config = folder / "config.toml"
        self.config.write_text("")
        self.environ = {
            "UNKNOT_TOKEN": discord_side.token,
            "UNKNOT_API_BASE": discord_side.api_base,
        }
        self.wrong_by = timedelta()
        self.free_bytes = PLENTY
        self.zones = f"{SystemClock().now():%Y}.1"

    def now(self) -> Any:
        return SystemClock().now() + self.wrong_by

    async def look(self) -> list[Finding]:
        machine = Machine(self, self.environ, lambda _: self.free_bytes, lambda: self.zones)
        return [finding async for finding in examine(self.config, machine)]

    async def problems(self) -> list[Finding]:
        return [each for each in await self.look() if each.level is Level.PROBLEM]

    async def exit_code(self) -> int:
        machine = Machine(self, self.environ, lambda _: self.free_bytes, lambda: self.zones)
        return await cli.tell_all(self.config, machine)


@pytest.fixture
async def set_up(tmp_path: Path, loopback: Loopback) -> SetUp:  # noqa: F811
    made = SetUp(tmp_path, loopback)
    await loopback.guild("Clinic", everyone=str(ALL))
    await made.clinic.write(LINE)
    return made


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


async def test_1_a_bad_token(set_up: SetUp) -> None:
    set_up.environ["UNKNOT_TOKEN"] = "not.the.token"
    await expect_one(set_up, "token", "does not accept it", "Reset Token")


async def test_2_a_missing_permission(set_up: SetUp, loopback: Loopback) -> None:  # noqa: F811
    await loopback.guild("Annex", everyone=str(ALL & ~(1 << 16)))
    await expect_one(set_up, "server Annex", "Read Message History", "unknot invite")


async def test_3_no_folder_for_the_database(set_up: SetUp) -> None:
    set_up.config.write_text('[database]\npath = "nowhere/unknot.db"')
    await expect_one(set_up, "database.path", "does not exist", "Write a path")


async def test_4_the_wrong_key(set_up: SetUp) -> None:
    write_key(set_up.folder / "unknot.key", bytes(32))
    await expect_one(set_up, "database", "the key does not open", "Put the right key file back")


async def test_5_a_missing_key(set_up: SetUp) -> None:
    (set_up.folder / "unknot.key").unlink()
    await expect_one(set_up, "key", "is missing", "Restore the key file")


async def test_6_a_full_disk(set_up: SetUp) -> None:
    set_up.free_bytes = 5 * MIB
    await expect_one(set_up, "disk", "5 MiB are free", "Make room")


async def test_7_old_time_zones(set_up: SetUp) -> None:
    set_up.zones = "2019.3"
    await expect_one(set_up, "time zones", "2019.3", "pip install --upgrade tzdata")


@pytest.mark.parametrize("minutes", [5, -5])
async def test_8_a_clock_that_is_off_by_five_minutes(set_up: SetUp, minutes: int) -> None:
    set_up.wrong_by = timedelta(minutes=minutes)
    way = "ahead of" if minutes > 0 else "behind"
    await expect_one(set_up, "clock", f"{way} Discord", "NTP")


async def test_9_a_mistake_in_the_content(set_up: SetUp) -> None:
    (set_up.folder / "content" / "en").mkdir(parents=True)
    (set_up.folder / "content" / "en" / "prompts.toml").write_text("[[prompt]]\nid = walk\n")
    set_up.config.write_text('[content]\nfolder = "content"')
    await expect_one(set_up, "content", "en/prompts.toml: is not TOML", "Mend that line")


async def test_10_a_database_of_a_newer_version(set_up: SetUp) -> None:
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


async def test_no_token_at_all(set_up: SetUp) -> None:
    del set_up.environ["UNKNOT_TOKEN"]
    await expect_one(set_up, "token", "there is none", "UNKNOT_TOKEN")


async def test_a_discord_that_nobody_reaches(set_up: SetUp) -> None:
    set_up.environ["UNKNOT_API_BASE"] = "http://127.0.0.1:9/api/v10"
    await expect_one(set_up, "Discord", "cannot be reached", "connection")


async def test_a_discord_that_is_down(set_up: SetUp, loopback: Loopback) -> None:  # noqa: F811
    await loopback.fault("status", status=500)
    await expect_one(set_up, "Discord", "500", "Try again")


async def test_a_bot_that_discord_has_flagged(set_up: SetUp, loopback: Loopback) -> None:  # noqa: F811
    await loopback.fault("error", code=20026, route="POST /users/@me/channels")
    await expect_one(set_up, "DM opening", "flagged", "Appeal")


async def test_before_the_first_start_nothing_is_missing(
    tmp_path: Path,
    loopback: Loopback,  # noqa: F811
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
    from bot.store.backup import make

    (set_up.folder / "backups").mkdir()
    named = set_up.folder / "backups" / "unknot-20261120T030000Z.backup"
    made_at = set_up.now()
    make(set_up.clinic.database, set_up.clinic.key, named, made_at)
    levels = []
    for set_up.wrong_by in (timedelta(), timedelta(days=3)):
        found = {each.about: each for each in await set_up.look()}
        levels.append(found["backups"].level)

    assert levels == [Level.OK, Level.WARNING]


@pytest.mark.parametrize(
    ("off_s", "level"),
    [(0, Level.OK), (29, Level.OK), (31, Level.WARNING), (-200, Level.WARNING),
     (300, Level.PROBLEM), (-3600, Level.PROBLEM)],
)  # fmt: skip
def test_a_clock_may_be_off_by_half_a_minute(off_s: int, level: Level) -> None:
    now_at = SystemClock().now()

    found = check_clock(now_at + timedelta(seconds=off_s), now_at)

    assert found is not None
    assert found.level is level


def test_a_clock_that_cannot_be_compared_is_not_judged() -> None:
    assert check_clock(SystemClock().now(), None) is None


@pytest.mark.parametrize(
    ("version", "month", "level"),
    [("2026.1", 12, Level.OK), ("2025.2", 6, Level.OK), ("2025.2", 7, Level.WARNING),
     ("2024.2", 1, Level.PROBLEM)],
)  # fmt: skip
def test_time_zones_age_by_the_year(version: str, month: int, level: Level) -> None:
    now_at = SystemClock().now().replace(year=2026, month=month, day=1)

    assert check_zones(version, now_at).level is level


@pytest.mark.parametrize(
    ("free", "database", "level"),
    [(PLENTY, 0, Level.OK), (400 * MIB, 0, Level.WARNING), (2 * PLENTY, PLENTY, Level.PROBLEM)],
)
def test_room_is_measured_by_the_database(free: int, database: int, level: Level) -> None:
    assert check_disk(free, database).level is level


@pytest.mark.parametrize("flags", [1 << 12, 1 << 15, 1 << 18])
def test_a_privileged_intent_that_is_switched_on_is_a_warning(flags: int) -> None:
    assert check_intents({"flags": flags}).level is Level.WARNING
    assert check_intents({"flags": 0}).level is Level.OK


class Said:
    """What Discord answers."""

    date_at = None

    def __init__(self, status: int, body: Any) -> None:
        self.status, self.body = status, body


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        (Said(200, {"id": "1"}), Level.OK),
        (Said(403, {"code": 20026}), Level.PROBLEM),
        (Said(403, {"code": 40003}), Level.WARNING),
        (Said(0, "ClientError"), Level.WARNING),
    ],
)
def test_opening_a_dm_is_judged_by_discords_code(answer: Said, level: Level) -> None:
    assert check_opening(answer).level is level


@pytest.mark.parametrize(("left", "level"), [(1000, Level.OK), (3, Level.WARNING)])
def test_few_connections_left_are_a_warning(left: int, level: Level) -> None:
    answer = Said(200, {"session_start_limit": {"remaining": left}})

    assert check_starts(answer).level is level
    assert check_starts(Said(500, {})).level is Level.WARNING


@pytest.mark.parametrize(
    ("permissions", "level"),
    [
        (ALL, Level.OK),
        (ALL & ~(1 << 36), Level.WARNING),
        (ALL & ~(1 << 11), Level.PROBLEM),
        (ADMINISTRATOR, Level.WARNING),
    ],
)
def test_a_server_is_judged_by_what_the_bot_may_do_there(permissions: int, level: Level) -> None:
    assert check_server({"name": "Clinic", "permissions": str(permissions)}).level is level


def test_what_is_asked_for_is_what_a_channel_has_to_allow() -> None:
    import discord

    for needed, asked in (
        (channels.POSTS, NEEDED),
        (channels.THREADS, {**NEEDED, **FOR_THREADS}),
    ):
        assert discord.Permissions(**dict.fromkeys(needed, True)).value == sum(asked.values())


def test_the_invitation_asks_for_that_and_for_commands() -> None:
    link = invitation("42")

    assert link.startswith("https://discord.com/oauth2/authorize?client_id=42&")
    assert "scope=bot+applications.commands" in link
    assert f"permissions={ALL}" in link


async def test_each_line_says_its_level_and_no_value_is_taken_for_formatting(
    set_up: SetUp,
    capsys: pytest.CaptureFixture[str],
    loopback: Loopback,  # noqa: F811
) -> None:
    await loopback.guild("[red]Annex[/red]", everyone="0")

    await set_up.exit_code()

    lines = capsys.readouterr().out.splitlines()
    assert all(line.split()[0] in {"ok", "warning", "problem"} for line in lines)
    assert any("[red]Annex[/red]" in line for line in lines)
