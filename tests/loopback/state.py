"""Everything the loopback Discord knows, and the three things that happen to a message.

Storing, changing and deleting go through here alone, so the ledger and the gateway always agree.
"""

from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.loopback.checks import walk
from tests.loopback.faults import Faults
from tests.loopback.gateway import Gateway
from tests.loopback.ledger import LOADING, Ledger, Stored
from tests.loopback.rates import Rates
from tests.loopback.world import BOT_ID, World, snowflake

Json = dict[str, Any]
DM_MESSAGES, GUILD_MESSAGES = 1 << 12, 1 << 9
EDITABLE = ("content", "embeds", "components", "attachments", "flags")


@dataclass(slots=True)
class Config:
    """What a test may tune. Source: 300 s stands for "the past few minutes" of a nonce."""

    token: str = "loopback.token"
    latency_s: float = 0.0
    nonce_window_s: float = 300.0
    heartbeat_s: float = 41.25
    interaction_deadline_s: float = 3.0
    interaction_life_s: float = 900.0


@dataclass(slots=True)
class Interaction:
    """One thing a user did, and how the bot answered it."""

    id: str
    token: str
    type: int
    user: str
    channel: str
    guild: str | None
    source: str | None
    injected_at: float
    answered_after_s: float | None = None
    callback: Json | None = None
    original: str | None = None
    followups: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Call:
    """One REST request as a route sees it."""

    state: State
    request: web.Request
    body: Any
    files: list[Json]
    at: float

    def part(self, name: str) -> str:
        """Return a piece of the path."""
        return self.request.match_info[name]


class State:
    """The world, the ledger, the faults, the rates and the gateway of one server."""

    def __init__(self, base: str, token: str) -> None:
        self.base = base
        self.gateway = Gateway(self)
        self.clear(token)

    def clear(self, token: str) -> None:
        """Forget everything but the address."""
        self.config = Config(token=token)
        self.world = World()
        self.ledger = Ledger()
        self.faults = Faults()
        self.rates = Rates()
        self.commands: list[Json] = []
        self.interactions: dict[str, Interaction] = {}

    @staticmethod
    def now() -> float:
        """Return the monotonic time, the same in every process of this machine."""
        return time.monotonic()

    async def store(
        self,
        channel: str,
        body: Json,
        *,
        author: str = BOT_ID,
        source: str = "rest",
        files: list[Json] | None = None,
        interaction: Interaction | None = None,
    ) -> Stored:
        """Store a message, tell the gateway, and return it."""
        message_id = snowflake()
        wire = {
            "id": message_id, "channel_id": channel, "type": 0, "tts": False, "pinned": False,
            "content": body.get("content") or "", "author": self.world.users[author],
            "embeds": body.get("embeds") or [], "flags": int(body.get("flags") or 0),
            "components": numbered(body.get("components") or []),
            "attachments": files or [], "edited_timestamp": None, "timestamp": _stamp(),
            "mentions": [], "mention_roles": [], "mention_everyone": False,
        }  # fmt: skip
        if interaction:
            wire |= {"application_id": BOT_ID, "webhook_id": BOT_ID, "interaction_metadata": {
                "id": interaction.id, "type": interaction.type,
                "user": self.world.users[interaction.user],
                "authorizing_integration_owners": {"0": interaction.guild or "0"},
            }}  # fmt: skip
        message = Stored(
            id=message_id,
            channel=channel,
            user=self.world.recipient_of.get(channel, ""),
            wire=wire,
            source=source,
            stored_at=self.now(),
            nonce=str(body["nonce"]) if body.get("nonce") and source == "rest" else None,
            interaction=interaction.id if interaction else None,
        )
        self.ledger.keep(message)
        nonce = {"nonce": message.nonce} if message.nonce else {}
        await self._tell("MESSAGE_CREATE", message, {**wire, **nonce})
        return message

    async def edit(self, message: Stored, body: Json, files: list[Json]) -> Stored:
        """Change what the body names and nothing else; a loading message has loaded."""
        changes = {name: body[name] for name in EDITABLE if name in body}
        if "components" in changes:
            changes["components"] = numbered(changes["components"] or [])
        if "attachments" in changes or files:
            kept = {str(item["id"]) for item in changes.get("attachments") or []}
            before = message.wire["attachments"]
            changes["attachments"] = [a for a in before if a["id"] in kept] + files
        if "flags" in changes:
            changes["flags"] = int(changes["flags"] or 0) | message.wire["flags"]
        message.wire |= {
            **{name: [] if value is None else value for name, value in changes.items()},
            "edited_timestamp": _stamp(),
        }
        message.wire["content"] = message.wire["content"] or ""
        message.wire["flags"] &= ~LOADING
        message.edits += 1
        await self._tell("MESSAGE_UPDATE", message, message.wire)
        return message

    async def delete(self, message: Stored) -> None:
        """Mark a message deleted and tell the gateway."""
        message.deleted = True
        ids = {"id": message.id, "channel_id": message.channel}
        await self._tell("MESSAGE_DELETE", message, ids)

    async def _tell(self, event: str, message: Stored, data: Json) -> None:
        if not message.in_history and event != "MESSAGE_DELETE":
            return
        guild_id = self.world.guild_of.get(message.channel)
        extra = {"guild_id": guild_id} if guild_id else {}
        intent = GUILD_MESSAGES if guild_id else DM_MESSAGES
        await self.gateway.dispatch(event, deepcopy({**data, **extra}), intent=intent)


def numbered(components: list[Json]) -> list[Json]:
    """Return a copy in which every component has an id, as Discord gives them."""
    components = deepcopy(components)
    for number, (_, component) in enumerate(walk(components), start=1):
        component.setdefault("id", number)
    return components


def _stamp() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
