"""A simulated Discord with the real bot, engine and database on it.

The bot cannot tell the difference, except that time passes when the stage says so and sending is
not paced. simcord replaces parts of discord.py for the whole process, so only the demo's own
command, and tests, import this.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import simcord
from simcord.components import walk_components

from bot.app import App, Ground
from bot.content.library import Library
from bot.delivery.messenger import Messenger
from bot.delivery.pacing import NoPacing, Pace
from bot.store.connection import Store
from bot.texts.catalogue import Catalogue
from bot.usecases.services import Operator

# Every simulation begins here. Source: simcord 3.2.1.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
# A simulated clock is never set back, so there is no need to look at it between what is due.
_TICK_S = 30 * 86400.0
_TEXT, _BUTTON = 10, 2


class SimClock:
    """Tells the simulation's time; before there is one, the instant at which it begins."""

    def __init__(self) -> None:
        self.env: simcord.Env | None = None

    def now(self) -> datetime:
        """The simulated instant: aware, in UTC."""
        return self.env.now() if self.env is not None else BEGINNING


def build_app(
    store: Store,
    clock: SimClock,
    operator: Operator,
    *,
    wrap: Callable[[Messenger], Messenger] = lambda messenger: messenger,
) -> App:
    """The real bot, unpaced. ``wrap`` may stand between it and Discord."""
    return App(
        Ground(
            store=store,
            clock=clock,
            operator=operator,
            catalogue=Catalogue.load(),
            library=Library.load(),
            pacer=NoPacing(),
            pace=Pace(safety_tick_s=_TICK_S),
            wrap=wrap,
        )
    )


class Shown:
    """What somebody sees of a message or an answer: all its text, and its buttons."""

    def __init__(self, message: Any) -> None:  # noqa: ANN401 (a message or an answer of simcord)
        self.message = message

    @property
    def id(self) -> int:
        """The message's id."""
        return int(self.message.id)

    @property
    def channel_id(self) -> int:
        """Where it stands."""
        own = getattr(self.message, "channel_id", None)
        return int(own if own is not None else self.message.channel.id)

    @property
    def sent_at(self) -> datetime:
        """When Discord stored it."""
        at: datetime = self.message.created_at
        return at

    @property
    def content(self) -> str:
        """All that a lock screen shows."""
        return str(self.message.content)

    @property
    def body(self) -> str:
        """Embeds and text blocks, one after another."""
        parts: list[str | None] = []
        for embed in self.message.embeds:
            parts += [embed.title, embed.description, embed.footer.text]
        parts += [c["content"] for c in self._parts(_TEXT)]
        return "\n".join(part for part in parts if part)

    @property
    def text(self) -> str:
        """Everything there is to read."""
        return "\n".join(part for part in (self.content, self.body) if part)

    @property
    def buttons(self) -> list[str]:
        """The labels of what can be pressed."""
        return [c["label"] for c in self._parts(_BUTTON) if not c.get("disabled")]

    def _parts(self, kind: int) -> list[dict[str, Any]]:
        raw = self.message.components
        components = [each if isinstance(each, dict) else each.to_dict() for each in raw]
        return [each for each in walk_components(components) if each.get("type") == kind]


def messages_of(env: simcord.Env, user: simcord.UserHandle) -> list[Shown]:
    """What the bot sent into somebody's DM, the oldest first."""
    bot = env.bot.user
    history = sorted(user.dm_channel.history(), key=lambda message: message.id)
    return [Shown(m) for m in history if bot is not None and m.author.id == bot.id]
