"""The test's end of the loopback Discord: starts the process, and speaks to its control routes.

`LoopbackProcess` is synchronous, so a fixture of any scope can hold it; `Loopback` belongs to one
event loop and one test:

    with LoopbackProcess() as process:
        async with Loopback(process.where) as discord_side:
            amy = await discord_side.user("Amy")
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp

Json = dict[str, Any]
T = TypeVar("T")
SEND = "POST /channels/{channel}/messages"
OPEN_DM = "POST /users/@me/channels"
ROOT = Path(__file__).resolve().parents[2]
POLL_S = 0.01


class ControlError(Exception):
    """The loopback cannot do what the test asked, and says why."""


async def eventually(
    ask: Callable[[], Awaitable[T]], *, until: Callable[[T], object] = bool, timeout_s: float = 5
) -> T:
    """Ask another process until its answer will do. Raises TimeoutError with the last answer."""
    give_up_at = time.monotonic() + timeout_s
    while not until(answer := await ask()):
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"after {timeout_s} s it was still {answer!r}")
        await asyncio.sleep(POLL_S)
    return answer


class LoopbackProcess:
    """The server as a child process: started on entering, ended and reaped on leaving."""

    def __init__(self, *, lifetime_s: float = 600, start_timeout_s: float = 20) -> None:
        self._lifetime_s = lifetime_s
        self._start_timeout_s = start_timeout_s
        self.where: Json = {}

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.loopback", "--port", "0"]
        command += ["--lifetime", str(self._lifetime_s), "--parent", str(os.getpid())]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        ready, _, _ = select.select([self.process.stdout], [], [], self._start_timeout_s)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.__exit__()
            raise ControlError("the loopback did not start; its stderr says why")
        self.where = json.loads(line)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


class Loopback:
    """Everything a test can ask of a running server."""

    def __init__(self, where: Json) -> None:
        self.api_base: str = where["api_base"]
        self.gateway: str = where["gateway"]
        self.token: str = where["token"]
        self.bot_id: str = where["application_id"]
        self._control: str = where["control"]

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """Call a control route. Raises ControlError with the server's reason."""
        async with self._session.request(method, self._control + path, json=body) as response:
            answer = await response.json()
        if response.status != 200:
            raise ControlError(answer["error"])
        return answer

    async def reset(self) -> None:
        """Forget everything that happened, and drop every socket."""
        await self.ask("POST", "/reset")

    async def config(self, **settings: Any) -> Json:
        """Tune the server: `state.Config` fields, `global_per_s`, `limits`."""
        answer: Json = await self.ask("POST", "/config", settings)
        return answer

    async def guild(self, name: str = "Clinic", **about: Any) -> Json:
        """Create a guild: `channels` (names), `roles` (name to permissions), `locale`, `id`."""
        answer: Json = await self.ask("POST", "/guild", {"name": name, **about})
        return answer

    async def user(self, name: str, **about: Any) -> Json:
        """Create a person: `guild`, `roles`, `locale`, `id`. The answer names the `dm_channel`."""
        answer: Json = await self.ask("POST", "/user", {"name": name, **about})
        return answer

    async def fault(self, kind: str, **about: Any) -> Json:
        """Put a fault in force, see `faults.Fault`."""
        answer: Json = await self.ask("POST", "/faults", {"kind": kind, **about})
        return answer

    async def close_dms(self, user: str) -> Json:
        """Have every message to this user refused with 50007."""
        return await self.fault("error", code=50007, route=SEND, user=user)

    async def clear_faults(self) -> None:
        """End every fault."""
        await self.ask("DELETE", "/faults")

    async def ledger(self, part: str = "") -> Any:
        """Return the ledger, or one part: counts, messages, requests, identifies, syncs …"""
        return await self.ask("GET", f"/ledger/{part}" if part else "/ledger")

    async def counts(self) -> Json:
        """Return the totals."""
        answer: Json = await self.ledger("counts")
        return answer

    async def messages(self, **like: Any) -> list[Json]:
        """Return the stored messages whose fields equal these, e.g. ``source="rest"``."""
        found = await self.ledger("messages")
        return [m for m in found if all(m.get(name) == value for name, value in like.items())]

    async def say(self, user: str, content: str) -> Json:
        """Let a user type into the DM with the bot."""
        answer: Json = await self.ask("POST", "/dm", {"user": user, "content": content})
        return answer

    async def inject(self, kind: str, user: str, **about: Any) -> Json:
        """Let a user do something and return at once; ControlError if they could not."""
        about = {"kind": kind, "user": user, **about}
        answer: Json = await self.ask("POST", "/interaction", about)
        return answer

    async def answer(self, interaction: str, *, timeout_s: float = 5) -> Json:
        """Wait for the first answer to an interaction and return what became of it."""

        async def look() -> Json:
            seen: Json = await self.ask("GET", f"/interaction/{interaction}")
            return seen

        return await eventually(look, until=lambda seen: seen["callback"], timeout_s=timeout_s)

    async def slash(self, user: str, command: str, *, guild: str = "", **options: Any) -> Json:
        """Use a slash command, subcommand and all, in a guild or else in the DM."""
        about = {"command": command, "guild": guild, "options": options}
        return await self.answer((await self.inject("slash", user, **about))["id"])

    async def autocomplete(
        self, user: str, command: str, option: str, typed: str, *, guild: str = "", **options: Any
    ) -> list[Json]:
        """Type into an option and return the choices offered."""
        given = {"options": {**options, option: typed}, "focused": option, "guild": guild}
        pending = await self.inject("autocomplete", user, command=command, **given)
        seen = await self.answer(pending["id"])
        choices: list[Json] = seen["callback"]["data"]["choices"]
        return choices

    async def press(
        self, user: str, message: str, on: str, *, values: tuple[str, ...] = ()
    ) -> Json:
        """Press a button, or choose ``values``; ``on`` is its label or its custom id."""
        about = {"message": message, "on": on, "values": list(values)}
        return await self.answer((await self.inject("press", user, **about))["id"])

    async def submit(self, user: str, opened_by: str, **fields: Any) -> Json:
        """Submit the modal that an interaction opened; fields go by label or custom id."""
        about = {"interaction": opened_by, "fields": fields}
        return await self.answer((await self.inject("modal", user, **about))["id"])

    async def drop(self, how: str = "resume") -> int:
        """Drop the gateway: resume, lost, reconnect or invalid. Returns how many sockets."""
        dropped: int = (await self.ask("POST", "/drop", {"how": how}))["dropped"]
        return dropped
