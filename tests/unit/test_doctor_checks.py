"""How much is too much, and what is missing: what each check of ``unknot doctor`` judges."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.clock import SystemClock
from bot.ops.discord_checks import check_intents, check_opening, check_server, check_starts
from bot.ops.finding import Level
from bot.ops.machine_checks import MIB, check_clock, check_disk, check_zones
from bot.ops.permissions import ADMINISTRATOR, FOR_THREADS, NEEDED, invitation
from bot.ui import channels

ALL = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 36 | 1 << 38
PLENTY = 10_000 * MIB


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
