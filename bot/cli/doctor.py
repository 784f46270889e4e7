"""``unknot doctor``: what is wrong around the bot, and what to do about it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from bot import log
from bot.cli.border import FAULT, guarded
from bot.cli.options import DEFAULT, ConfigFile, key_path_of
from bot.clock import Clock, SystemClock
from bot.config import Config, load_config
from bot.content.library import check
from bot.domain.zones import tzdata_version
from bot.errors import ConfigError, StoreError
from bot.ops.clinic_checks import check_clinics
from bot.ops.database_checks import check_backups, check_database, check_instance
from bot.ops.discord_checks import check_discord
from bot.ops.finding import Finding, Level, ok, problem
from bot.ops.machine_checks import check_clock, check_disk, check_zones
from bot.store.clinic_facts import ClinicFacts, clinic_facts
from bot.store.key_file import load
from bot.texts.catalogue import check_texts

EXAMPLES = ("unknot doctor", "unknot doctor --config /etc/unknot/config.toml")
_STYLES = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "bold red"}


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Machine:
    """What is measured on this machine."""

    clock: Clock
    environ: Mapping[str, str]
    free_bytes: Callable[[Path], int] = _free_bytes
    zones_version: Callable[[], str] = tzdata_version


def doctor(config: ConfigFile = DEFAULT) -> None:
    """Look for what could keep the bot from its work; nothing is changed.

    Each line says ok, warning or problem, and a remedy where one is needed. Ends with 1 if there is
    a problem. It may be used while the bot runs.
    """
    machine = Machine(SystemClock(), os.environ)
    raise typer.Exit(guarded(partial(_look, config, machine)))


def _look(path: Path, machine: Machine) -> int:
    log.configure("error", "text")
    return asyncio.run(tell_all(path, machine))


async def tell_all(path: Path, machine: Machine) -> int:
    """Print what ``examine`` finds, a line each; the exit code."""
    console, code = Console(soft_wrap=True, highlight=False), 0
    async for finding in examine(path, machine):
        level = finding.level
        line = Text.assemble((f"{level.value:8}", _STYLES[level]), f"{finding.about}: ")
        line.append(f"{finding.words}. {finding.remedy}" if finding.remedy else finding.words)
        console.print(line)
        code = FAULT if level is Level.PROBLEM else code
    return code


async def examine(path: Path, machine: Machine) -> AsyncIterator[Finding]:
    """Everything there is to say about the bot that ``path`` configures."""
    try:
        config = load_config(path, machine.environ, needs_token=False)
    except ConfigError as error:
        for mistake in error.mistakes:
            yield problem(mistake.key, mistake.problem, mistake.remedy)
        return
    yield ok("config", str(path))
    for finding in _on_this_machine(config, machine):
        yield finding
    token = config.discord.token.get_secret_value()
    if not token:
        remedy = "Set UNKNOT_TOKEN in the environment, or name a token_file in [discord]."
        yield problem("token", "there is none", remedy)
        return
    # Only now: it brings the Discord library along, and what came before need not wait for that.
    from bot.discord_io.asking import asking  # noqa: PLC0415

    async with asking(config.discord.api_base, token) as ask:
        async for finding in check_discord(
            ask, lambda discord_at: check_clock(machine.clock.now(), discord_at)
        ):
            yield finding
        defaults = config.defaults
        async for finding in check_clinics(
            ask,
            _clinics(config),
            emergency=defaults.emergency_text is not None,
            crisis=defaults.crisis_text is not None,
        ):
            yield finding


def _clinics(config: Config) -> list[ClinicFacts]:
    # What is wrong with the file or its key was said before.
    with suppress(ConfigError, StoreError):
        if config.database.path.exists():
            path = key_path_of(config)
            return clinic_facts(config.database.path, None if path is None else load(path))
    return []


def _on_this_machine(config: Config, machine: Machine) -> Iterator[Finding]:
    database, now_at = config.database.path, machine.clock.now()
    yield check_instance(config.database.lock_file)
    yield from check_database(database, key_path_of(config))
    yield check_backups(config.backup.folder, database, now_at)
    size = database.stat().st_size if database.exists() else 0
    yield check_disk(machine.free_bytes(database.parent), size)
    yield check_zones(machine.zones_version(), now_at)
    yield from _content(config.content.folder)


def _content(folder: Path | None) -> Iterator[Finding]:
    if folder is None:
        yield ok("content", "what comes with the bot")
        return
    mistakes = [*check(folder), *check_texts(folder)]
    for mistake in mistakes:
        yield problem("content", f"{mistake.place}: {mistake.problem}", mistake.remedy)
    if not mistakes:
        yield ok("content", str(folder))
