"""The few routes of Discord that a login, a send and a gateway connection need, on loopback.

What a route answers is a test's to say: ``answers``, ``logins`` and ``applications`` are taken in
turn, then it is 200. Each connection to the gateway takes one of ``gateways``: what happens after
the IDENTIFY, or None for a gateway that is not there.
"""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field

import discord
import yarl
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.discord_io.client import UnknotClient, configure_addresses

HELLO = {"op": 10, "d": {"heartbeat_interval": 45_000}}


@dataclass
class Answer:
    """One answer. A held one waits for ``SmallDiscord.release``; a cut one never comes."""

    status: int = 200
    body: object = None
    headers: dict = field(default_factory=dict)
    held: bool = False
    cut: bool = False
    text: str | None = None


class SmallDiscord:
    def __init__(self):
        self.answers = deque()
        self.logins = deque()
        self.applications = deque()
        self.gateways = deque()
        self.stored = []
        self.bodies = []
        self.identified = 0
        self.arrived = asyncio.Event()
        self.release = asyncio.Event()
        app = web.Application()
        app.router.add_get("/api/v10/users/@me", self.me)
        app.router.add_get("/api/v10/oauth2/applications/@me", self.application)
        app.router.add_post("/api/v10/channels/{channel}/messages", self.create)
        app.router.add_get("/api/v10/channels/{channel}/messages", self.history)
        app.router.add_delete("/api/v10/channels/{channel}/messages/{message}", self.delete)
        app.router.add_delete("/api/v10/channels/{channel}", self.change)
        app.router.add_patch("/api/v10/channels/{channel}", self.change)
        app.router.add_post("/api/v10/users/@me/channels", self.open)
        app.router.add_get("/", self.gateway)
        self.server = TestServer(app)

    async def start(self, monkeypatch):
        await self.server.start_server()
        # So that what configure_addresses sets is put back when the test ends.
        monkeypatch.setattr(discord.http.Route, "BASE", "")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL())
        base = str(self.server.make_url("/api/v10/"))
        configure_addresses(base, str(self.server.make_url("/").with_scheme("ws")))

    async def close(self):
        self.release.set()
        await self.server.close()

    async def me(self, request):
        about = {"id": "1", "username": "Unknot", "discriminator": "0", "avatar": None}
        return await self.reply(request, self.logins, about)

    async def application(self, request):
        about = {"id": "1", "name": "Unknot", "description": "", "verify_key": "", "icon": None}
        about |= {"bot_public": True, "bot_require_code_grant": False}
        about |= {"owner": {"id": "2", "username": "op", "discriminator": "0", "avatar": None}}
        return await self.reply(request, self.applications, about)

    async def open(self, request):
        self.bodies.append(await request.json())
        return await self.reply(request, self.answers, {"id": "77", "type": 1, "recipients": []})

    async def create(self, request):
        self.bodies.append(await request.json())
        stored = self.store(self.bodies[-1], author="1")
        return await self.reply(request, self.answers, stored)

    async def history(self, request):
        limit = int(request.query["limit"])
        if "before" in request.query:
            before = int(request.query["before"])
            latest = [each for each in self.stored if int(each["id"]) < before][-limit:]
            return await self.reply(request, self.answers, latest[::-1])
        after = int(request.query.get("after", 0))
        oldest = [each for each in self.stored if int(each["id"]) > after][:limit]
        return await self.reply(request, self.answers, oldest[::-1])

    async def delete(self, request):
        message = request.match_info["message"]
        self.stored = [each for each in self.stored if each["id"] != message]
        return await self.reply(request, self.answers, {})

    async def change(self, request):
        self.bodies.append({"to": request.match_info["channel"], **await body_of(request)})
        return await self.reply(request, self.answers, {"id": request.match_info["channel"]})

    async def gateway(self, request):
        plan = self.gateways.popleft()
        self.arrived.set()
        if plan is None:
            raise web.HTTPNotFound
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(HELLO)
        await socket.receive()
        self.identified += 1
        await plan(socket)
        return socket

    async def reply(self, request, queue, usual):
        answer = queue.popleft() if queue else Answer()
        self.arrived.set()
        if answer.cut:
            request.transport.close()
        if answer.held:
            await self.release.wait()
        text = json.dumps(usual if answer.body is None else answer.body)
        # discord.py reads JSON only under this very Content-Type.
        headers = {"Content-Type": "application/json", **answer.headers}
        return web.Response(
            status=answer.status, body=(answer.text or text).encode(), headers=headers
        )

    def store(self, given, *, author, at=None):
        number = discord.utils.time_snowflake(at or discord.utils.utcnow()) + len(self.stored)
        about = {"id": str(number), "channel_id": "77", "type": 0, "pinned": False, "tts": False}
        about |= {"content": given.get("content", ""), "components": given.get("components", [])}
        about |= {"author": {"id": author, "username": "x", "discriminator": "0", "avatar": None}}
        about |= {"timestamp": discord.utils.snowflake_time(number).isoformat()}
        about |= {"embeds": [], "attachments": [], "mentions": [], "mention_roles": []}
        about |= {"mention_everyone": False, "edited_timestamp": None}
        self.stored.append(about)
        return about


async def body_of(request):
    return await request.json() if request.can_read_body else {}


def too_many(retry_after_s, *, everywhere=False):
    """429 as Discord answers it, for one route or for the whole bot."""
    body = {"message": "slower", "retry_after": retry_after_s, "global": everywhere}
    return Answer(429, body, {"Via": "1.1 google"})


async def nothing(*_):
    """Nothing is pressed or typed here."""


def new_client(**options):
    return UnknotClient(
        on_area=nothing,
        sentence=lambda error, locale: error.key,
        **options,
    )
