"""The gateway: sessions that outlive their sockets, and what is sent on them.

A session keeps every dispatch, so a resume can replay what was missed. One shard, JSON only.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.loopback.faults import GATEWAY
from tests.loopback.world import BOT_ID

if TYPE_CHECKING:
    from tests.loopback.state import State

Json = dict[str, Any]
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS = 1 << 0
DROPS = ("resume", "lost", "reconnect", "invalid")


def cut(transport: Any, *, reset: bool) -> None:
    """Close a connection without an answer: with a RST, or quietly with a FIN."""
    if transport is None:
        return
    if reset and (sock := transport.get_extra_info("socket")):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    transport.close()


def _compressor(kind: str | None) -> Callable[[bytes], bytes] | None:
    if kind == "zlib-stream":
        stream = zlib.compressobj()
        return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        # discord.py asks for this where the interpreter brings zstd, from Python 3.14 on.
        from compression.zstd import ZstdCompressor  # type: ignore[import-not-found]

        packer = ZstdCompressor()
        return lambda data: bytes(packer.compress(data, mode=ZstdCompressor.FLUSH_BLOCK))
    return None


class Link:
    """One socket, with the compression its client asked for."""

    def __init__(self, ws: web.WebSocketResponse, request: web.Request) -> None:
        self.ws = ws
        self.transport = request.transport
        self.dropped = False
        self._compress = _compressor(request.query.get("compress"))

    async def send(self, op: int, d: Any = None, **rest: Any) -> None:
        """Send one payload; a socket that has gone away is no error."""
        text = json.dumps({"op": op, "d": d, "s": None, "t": None, **rest})
        with contextlib.suppress(ConnectionError):
            if self._compress:
                await self.ws.send_bytes(self._compress(text.encode()))
            else:
                await self.ws.send_str(text)


@dataclass(slots=True)
class Session:
    """What IDENTIFY began and RESUME continues."""

    id: str
    intents: int
    link: Link | None
    sent: list[Json] = field(default_factory=list)
    order: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def dispatch(self, event: str, data: Any) -> None:
        """Keep an event and send it if somebody listens."""
        async with self.order:
            payload = {"t": event, "s": len(self.sent) + 1, "d": data}
            self.sent.append(payload)
            if self.link:
                await self.link.send(DISPATCH, **payload)

    async def replay(self, link: Link, after: int) -> None:
        """Send what a client missed, then whatever comes."""
        async with self.order:
            for payload in self.sent[after:]:
                await link.send(DISPATCH, **payload)
            self.link = link
        await self.dispatch("RESUMED", {})


class Gateway:
    """Accepts sockets and holds the sessions."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._sessions: dict[str, Session] = {}
        self._links: set[Link] = set()

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it closes."""
        if self._state.faults.pick(GATEWAY, "", "", now=self._state.now()):
            cut(request.transport, reset=True)
            return web.Response(status=503)
        ws = web.WebSocketResponse(compress=False)
        await ws.prepare(request)
        link = Link(ws, request)
        self._links.add(link)
        try:
            await link.send(HELLO, {"heartbeat_interval": self._state.config.heartbeat_s * 1000})
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    await self._receive(link, json.loads(message.data))
        finally:
            self._links.discard(link)
            self._leave(link)
        return ws

    async def _receive(self, link: Link, payload: Json) -> None:
        op, data = payload["op"], payload["d"]
        if op == HEARTBEAT:
            await link.send(ACK)
        elif op in (IDENTIFY, RESUME) and data["token"] != self._state.config.token:
            await link.ws.close(code=4004, message=b"Authentication failed.")
        elif op == IDENTIFY:
            await self._identify(link, data)
        elif op == RESUME:
            await self._resume(link, data)

    async def _identify(self, link: Link, data: Json) -> None:
        state = self._state
        session = Session(secrets.token_hex(16), data["intents"], link)
        self._sessions[session.id] = session
        entry = {"at": state.now(), "token": data["token"], "intents": data["intents"]}
        state.ledger.identifies.append({**entry, "session": session.id})
        await session.dispatch("READY", {
            "v": 10, "user": state.world.users[BOT_ID], "session_type": "normal",
            "session_id": session.id, "resume_gateway_url": self.url, "private_channels": [],
            "guilds": [{"id": guild_id, "unavailable": True} for guild_id in state.world.guilds],
            "application": {"id": BOT_ID, "flags": 0},
        })  # fmt: skip
        if session.intents & GUILDS:
            for guild_id in state.world.guilds:
                await session.dispatch("GUILD_CREATE", state.world.guild_create(guild_id))

    async def _resume(self, link: Link, data: Json) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None:
            await link.send(INVALID, d=False)
            return
        missed = len(session.sent) - data["seq"]
        entry = {"at": self._state.now(), "session": session.id, "missed": missed}
        self._state.ledger.resumes.append(entry)
        await session.replay(link, data["seq"])

    def _leave(self, link: Link) -> None:
        for session in list(self._sessions.values()):
            if session.link is link:
                session.link = None
                # Source: a client that closes with 1000 or 1001 ends its session.
                if link.ws.close_code in (1000, 1001) and not link.dropped:
                    del self._sessions[session.id]

    @property
    def url(self) -> str:
        """Where clients connect."""
        return self._state.base.replace("http://", "ws://") + "/gateway"

    @property
    def connected(self) -> int:
        """How many sessions have a socket."""
        return sum(session.link is not None for session in self._sessions.values())

    async def dispatch(self, event: str, data: Any, *, intent: int = 0) -> int:
        """Send an event to every session whose intents cover it and return how many there are."""
        heard = [s for s in self._sessions.values() if not intent or s.intents & intent]
        for session in heard:
            await session.dispatch(event, data)
        return len(heard)

    async def drop(self, how: str) -> int:
        """Drop every socket and return how many there were.

        resume: closed with 4000, the session stays. lost: cut without a word, the session stays.
        reconnect: asked to come back (op 7). invalid: closed, and the session is gone.
        """
        links = [session.link for session in self._sessions.values() if session.link]
        if how == "invalid":
            self._sessions.clear()
        for link in links:
            link.dropped = True
            if how == "reconnect":
                await link.send(RECONNECT)
            elif how == "lost":
                cut(link.transport, reset=True)
            else:
                await link.ws.close(code=4000)
        return len(links)

    async def close(self) -> None:
        """Forget every session and close every socket."""
        self._sessions.clear()
        for link in list(self._links):
            await link.ws.close(code=1001)
