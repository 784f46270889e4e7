"""The layers of the design hold: who may import what, read the clock, speak SQL, catch all.

Beside each rule stands a test that it bites.
"""

from __future__ import annotations

import pytest

from tests.contract.layers import (
    BORDERS,
    MAY_IMPORT,
    clock_readings,
    environment_readings,
    forbidden_arrows,
    misplaced_catch_alls,
    misplaced_libraries,
    misplaced_sql,
    uses_of_app,
)
from tests.contract.sources import Source, catch_alls, cycle, import_graph, parse, project


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return project()


# The rules


def test_every_part_of_the_project_has_its_place(sources: list[Source]) -> None:
    assert {source.area for source in sources} <= MAY_IMPORT.keys()


def test_no_import_goes_against_the_layers(sources: list[Source]) -> None:
    known = {source.name for source in sources}
    assert {s.name: found for s in sources if (found := forbidden_arrows(s, known))} == {}


def test_every_library_is_imported_in_its_place_only(sources: list[Source]) -> None:
    assert {s.name: found for s in sources if (found := misplaced_libraries(s))} == {}


def test_nothing_but_the_command_line_and_the_demo_imports_the_app(sources: list[Source]) -> None:
    assert {s.name: found for s in sources if (found := uses_of_app(s))} == {}


def test_only_the_clock_reads_the_machines_time(sources: list[Source]) -> None:
    assert {s.name: found for s in sources if (found := clock_readings(s))} == {}


def test_only_the_command_line_and_the_config_read_the_environment(sources: list[Source]) -> None:
    assert {s.name: found for s in sources if (found := environment_readings(s))} == {}


def test_only_the_store_speaks_sql(sources: list[Source]) -> None:
    assert {s.name: found for s in sources if (found := misplaced_sql(s))} == {}


def test_everything_is_caught_at_the_borders_only(sources: list[Source]) -> None:
    assert {s.name: found for s in sources if (found := misplaced_catch_alls(s))} == {}


def test_every_border_in_the_table_is_one(sources: list[Source]) -> None:
    assert {source.name for source in sources if catch_alls(source)} >= BORDERS.keys()


def test_no_modules_import_each_other_in_a_ring(sources: list[Source]) -> None:
    assert cycle(import_graph(sources)) is None


# Each rule bites

KNOWN = {"bot.store.claims", "bot.delivery.engine", "bot.delivery.messenger", "bot.app"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bot.domain.fake", "import bot.store.claims"),
        ("bot.domain.fake", "from bot.store import claims"),
        ("bot.domain.fake", "from bot.clock import Clock"),
        ("bot.store.fake", "from bot.usecases.joining import join"),
        ("bot.delivery.fake", "from bot.discord_io.client import UnknotClient"),
        ("bot.usecases.fake", "from bot.delivery.engine import Engine"),
        ("bot.usecases.fake", "from bot.delivery import engine"),
        ("bot.usecases.fake", "def later():\n    from bot.ui.cards import card"),
        ("bot.ui.fake", "from bot.store import claims"),
        ("bot.discord_io.fake", "from bot.ui.cards import card"),
        ("cogs.fake", "from bot.store.connection import Store"),
        ("cogs.fake", "from bot.delivery.messenger import Sent"),
        ("cogs.fake", "from bot.discord_io.messenger import DiscordMessenger"),
        ("bot.unheard_of.fake", "from bot.domain.ids import MemberId"),
        ("bot.store.fake", "from cogs.posture import PostureCog"),
    ],
)
def test_an_arrow_that_is_not_in_the_table_is_found(name: str, text: str) -> None:
    assert forbidden_arrows(parse(name, text), KNOWN)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cogs.fake", "from bot.usecases.joining import join"),
        ("bot.usecases.fake", "from bot.delivery.messenger import Sent"),
        ("bot.usecases.fake", "from bot.delivery import messenger"),
        ("bot.store.fake", "from bot.store.connection import Store"),
        ("bot.domain.fake", "import json\nfrom .ids import MemberId"),
        (
            "bot.domain.fake",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import bot.store.claims",
        ),
    ],
)
def test_an_arrow_that_is_in_the_table_is_let_through(name: str, text: str) -> None:
    assert forbidden_arrows(parse(name, text), KNOWN) == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bot.usecases.fake", "import discord"),
        ("bot.app", "from discord.ext import tasks"),
        ("bot.delivery.fake", "import sqlite3"),
        ("cogs.fake", "import aiosqlite"),
        ("bot.ops.fake", "from sqlcipher3 import dbapi2"),
        ("bot.delivery.fake", "from apscheduler.job import Job"),
        ("bot.domain.fake", "import pydantic"),
        ("bot.store.fake", "import a_library_nobody_spoke_of"),
    ],
)
def test_a_library_out_of_its_place_is_found(name: str, text: str) -> None:
    assert misplaced_libraries(parse(name, text))


def test_a_library_in_its_place_and_the_standard_library_are_let_through() -> None:
    assert misplaced_libraries(parse("bot.ui.fake", "import discord, json, asyncio")) == set()
    assert misplaced_libraries(parse("bot.store.fake", "import sqlite3")) == set()


@pytest.mark.parametrize(
    "text", ["import bot.app", "from bot.app import App", "from bot import app"]
)
def test_a_use_of_the_app_is_found(text: str) -> None:
    assert uses_of_app(parse("bot.usecases.fake", text))
    assert uses_of_app(parse("bot.demo.fake", text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import UTC, datetime\nnow_at = datetime.now(UTC)",
        "import datetime as dt\nnow_at = dt.datetime.utcnow()",
        "from datetime import date as day\nday.today()",
        "import time\ndef f(clock=time.time): ...",
        "from time import monotonic\nmonotonic()",
        "from time import monotonic as tick\ntick()",
    ],
)
def test_a_reading_of_the_clock_is_found(text: str) -> None:
    assert clock_readings(parse("bot.delivery.fake", text))
    assert clock_readings(parse("bot.clock", text)) == set()


def test_the_injected_clock_and_the_loops_are_let_through() -> None:
    text = "import asyncio\ndef f(clock):\n    clock.now()\n    asyncio.get_running_loop().time()"
    assert clock_readings(parse("bot.delivery.fake", text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos.environ['TOKEN']",
        "import os as o\no.getenv('TOKEN')",
        "from os import environ\nprint(environ)",
    ],
)
def test_a_reading_of_the_environment_is_found(text: str) -> None:
    assert environment_readings(parse("bot.app", text))
    assert environment_readings(parse("bot.cli.run", text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Q = 'SELECT id FROM member'",
        "Q = f'''\nSELECT {1}\nFROM member'''.join([])\nR = f'SELECT id FROM {1}'",
        "run('DELETE FROM member WHERE id = ?')",
        "run('UPDATE member SET locale = ?')",
        "run('INSERT INTO fact VALUES (?, ?)')",
        "run('PRAGMA journal_mode = WAL')",
    ],
)
def test_sql_outside_the_store_is_found(text: str) -> None:
    assert misplaced_sql(parse("bot.usecases.fake", text))
    assert misplaced_sql(parse("bot.store.fake", text)) == []


def test_a_sentence_that_begins_like_sql_is_let_through() -> None:
    assert misplaced_sql(parse("cogs.fake", "T = 'Select a time from the list'")) == []


@pytest.mark.parametrize(
    "handler",
    [
        "except Exception: pass",
        "except Exception as e: print(e)",
        "except (ValueError, Exception): pass",
        "except BaseException: pass",
        "except: pass",
        "except Exception: raise",
        "except builtins.Exception: pass",
    ],
)
def test_a_catch_all_out_of_place_is_found(handler: str) -> None:
    text = f"class A:\n    def f(self):\n        try: g()\n        {handler}"
    assert misplaced_catch_alls(parse("bot.usecases.fake", text)) == {"A.f"}
    assert misplaced_catch_alls(parse("bot.delivery.engine", text)) == set()


def test_suppressing_everything_is_catching_it() -> None:
    text = "def f():\n    with contextlib.suppress(Exception): g()"
    assert misplaced_catch_alls(parse("bot.usecases.fake", text)) == {"f"}


@pytest.mark.parametrize(
    "handler", ["except BaseException:\n  undo()\n  raise", "except OSError: 0"]
)
def test_cleaning_up_and_raising_again_is_let_through(handler: str) -> None:
    assert misplaced_catch_alls(parse("bot.store.fake", f"try: g()\n{handler}")) == set()


@pytest.mark.parametrize(
    ("texts", "ring"),
    [
        ({"bot.a": "import bot.b", "bot.b": "import bot.a"}, ["bot.a", "bot.b", "bot.a"]),
        (
            {
                "bot.a": "from bot import b",
                "bot.b": "def f():\n    from bot.c import x",
                "bot.c": "from bot.b import y",
            },
            ["bot.b", "bot.c", "bot.b"],
        ),
        ({"bot.a": "import bot.b", "bot.b": "import bot.c", "bot.c": ""}, None),
        (
            {"bot.a": "import bot.b", "bot.b": "if TYPE_CHECKING:\n    import bot.a"},
            None,
        ),
    ],
)
def test_a_ring_of_imports_is_found(texts: dict[str, str], ring: list[str] | None) -> None:
    assert cycle(import_graph(parse(name, text) for name, text in texts.items())) == ring
