"""The people and places of behaviour tests: all they do goes through Discord, as for real."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import simcord
from simcord.components import walk_components

from bot.app import App
from bot.delivery.messenger import Messenger
from bot.demo.stage import Shown, SimClock, messages_of
from bot.demo.stage import build_app as build_with
from bot.domain.local_time import local_of
from bot.domain.member import Settings
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.store.connection import Store
from bot.usecases.services import Operator

_BUTTON, _SELECT = 2, 3
BERLIN = zone("Europe/Berlin")
OPERATOR = Operator(settings=Settings(BERLIN, DEFAULT_QUIET, 8), minimum_age=16)


def build_app(
    store: Store,
    clock: SimClock,
    *,
    operator: Operator = OPERATOR,
    wrap: Callable[[Messenger], Messenger] = lambda messenger: messenger,
) -> App:
    """The real bot, unpaced, with the tests' operator."""
    return build_with(store, clock, operator, wrap=wrap)


class Person:
    """Somebody in the clinic's server."""

    def __init__(self, clinic: Clinic, actor: simcord.MemberActor) -> None:
        self.clinic = clinic
        self.actor = actor
        # Where they pressed last, and so where a modal has opened.
        self._where: Any = actor

    @property
    def id(self) -> int:
        return self.actor.id

    async def slash(self, name: str, /, *, dm: bool = False, **options: Any) -> Shown | None:
        """Type a command, in the server or in the DM; what the bot answers."""
        if dm:
            self.last = await self.actor.user.slash(name, **options)
        else:
            self.last = await self.actor.slash(self.clinic.channel, name, **options)
        return self._shown()

    async def press(self, label: str, on: Shown) -> Shown | None:
        """Press a button by its label; what the bot answers, or what the message becomes."""
        self._where = self.actor.user if self._in_dm(on) else self.actor
        self.last = await self._where.click(on.message, label=label)
        return self._shown() or on

    async def press_id(self, custom_id: str, on: Shown) -> Shown | None:
        """Press the button with this id, where several have the same label."""
        self._where = self.actor.user if self._in_dm(on) else self.actor
        self.last = await self._where.click(on.message, custom_id=custom_id)
        return self._shown() or on

    async def choose(self, hint: str, labels: Sequence[str], on: Shown) -> Shown | None:
        """Choose lines of the select with this hint; what the bot answers, or what it becomes."""
        select = next(one for one in selects_of(on) if one["placeholder"] == hint)
        values = [one["value"] for one in select["options"] if one["label"] in labels]
        assert len(values) == len(labels), "no such line"
        where = self.actor.user if self._in_dm(on) else self.actor
        self.last = await where.select(on.message, values, custom_id=select["custom_id"])
        return self._shown() or on

    async def fill(self, values: dict[str, Any]) -> Shown | None:
        """Fill and send the modal that the last press opened."""
        assert self.last.modal is not None, "no modal is open"
        self.last = await self._where.submit_modal(self.last, values)
        return self._shown()

    async def types(self, text: str) -> None:
        """Type into the DM with the bot."""
        await self.actor.user.send_dm(text)

    def _in_dm(self, on: Shown) -> bool:
        return on.channel_id == self.actor.user.dm_channel.id

    def _shown(self) -> Shown | None:
        if self.last.followups:
            return Shown(self.last.followups[-1])
        return Shown(self.last.response) if self.last.response is not None else None

    @property
    def inbox(self) -> list[Shown]:
        """What the bot sent into the DM, the oldest first."""
        return messages_of(self.clinic.env, self.actor.user)

    @property
    def inbox_local_times(self) -> list[str]:
        """When each arrived, on the wall clock of the clinic's zone."""
        return [self.clinic.local(shown.sent_at)[11:16] for shown in self.inbox]


def selects_of(shown: Shown) -> list[dict[str, Any]]:
    """The selects of a message or an answer, as Discord keeps them."""
    return _components(shown, _SELECT)


def buttons_of(shown: Shown) -> dict[str, str]:
    """The id of each button of a message or an answer, by its label."""
    return {each["label"]: each["custom_id"] for each in _components(shown, _BUTTON)}


def _components(shown: Shown, kind: int) -> list[dict[str, Any]]:
    raw = shown.message.components
    components = [each if isinstance(each, dict) else each.to_dict() for each in raw]
    return [each for each in walk_components(components) if each.get("type") == kind]


class Clinic:
    """A clinic's server."""

    def __init__(self, env: simcord.Env, app: App, store: Store, where: ZoneInfo = BERLIN) -> None:
        self.env = env
        self.app = app
        self.store = store
        self.zone = where
        self.guild = env.create_guild("Loose Shoulders")
        self.channel = self.guild.create_text_channel("welcome")

    def person(self, name: str = "mia") -> Person:
        """Somebody who has not joined."""
        return Person(self, self.guild.add_member(self.env.create_user(name)))

    async def member(self, name: str = "mia", **settings: Any) -> Person:
        """Somebody who has agreed; ``settings`` are options of /settings. The welcome is left."""
        someone = self.person(name)
        offer = await someone.slash("start")
        await someone.press("Agree and start", offer)
        if settings:
            await someone.slash("settings", **settings)
        return someone

    def local(self, at: datetime) -> str:
        """An instant on the clinic's wall clock, as 2026-03-29 09:00."""
        return f"{local_of(at, self.zone):%Y-%m-%d %H:%M}"

    async def travel_to(self, local: str) -> None:
        """Let time pass until the clinic's wall clock shows this."""
        target = datetime.fromisoformat(local).replace(tzinfo=self.zone)
        await self.env.advance_time((target - self.env.now()).total_seconds())

    async def pass_time(self, **duration: float) -> None:
        """Let some time pass: seconds, minutes, hours, days."""
        units = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        await self.env.advance_time(sum(units[unit] * n for unit, n in duration.items()))

    def close_dms_of(self, someone: Person) -> None:
        """Let Discord refuse every message to somebody, until ``open_dms``."""
        path = f"/channels/{someone.actor.user.dm_channel.id}/messages"
        self.env.inject_error("POST", path, status=403, code=50007, times=None)

    def open_dms(self) -> None:
        """Let Discord accept messages to everybody again."""
        self.env.backend.faults.clear()

    async def restart(self, app: App) -> None:
        """End the bot and start ``app`` in its place, on the same Discord."""
        await self.env.restart_bot(app.client)
        self.app = app

    async def close(self) -> None:
        """End the bot."""
        await self.app.engine.stop()
        await self.app.client.close()
