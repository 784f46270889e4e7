"""The other side of the server: what a test may ask for and look at, under /_control.

No rate, fault or latency applies here, and nothing here is part of Discord.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aiohttp import web

from tests.loopback.gateway import DROPS
from tests.loopback.interactions import NotPossible, inject
from tests.loopback.ledger import Ledger
from tests.loopback.state import Interaction, State

Json = dict[str, Any]


class Control:
    """One method a route."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        """Return every control route."""
        post, get = web.post, web.get
        return [
            post("/_control/reset", self._told(self.reset)),
            post("/_control/config", self._told(self.config)),
            post("/_control/guild", self._told(self.guild)),
            post("/_control/user", self._told(self.user)),
            post("/_control/dm", self._told(self.dm)),
            post("/_control/faults", self._told(self.add_fault)),
            web.delete("/_control/faults", self._told(self.clear_faults)),
            get("/_control/faults", self._told(self.faults)),
            post("/_control/interaction", self._told(self.interact)),
            post("/_control/drop", self._told(self.drop)),
            get("/_control/ledger", self._told(self.ledger)),
            get("/_control/ledger/{part}", self._told(self.ledger)),
            get("/_control/interaction/{id}", self._told(self.interaction)),
        ]

    def _told(self, view: Any) -> Any:
        async def answer(request: web.Request) -> web.Response:
            given = await request.json() if request.can_read_body else {}
            try:
                return web.json_response(await view({**request.match_info, **given}))
            except (NotPossible, KeyError, ValueError, TypeError) as wrong:
                return web.json_response({"error": f"{wrong!r}"}, status=400)

        return answer

    async def reset(self, given: Json) -> Json:
        """Forget the world, the ledger and the faults, and drop every socket."""
        await self._state.gateway.close()
        self._state.clear(self._state.config.token)
        return {}

    async def config(self, given: Json) -> Json:
        """Set `Config` fields, `global_per_s`, and `limits` (route to [requests, seconds])."""
        state = self._state
        state.rates.global_per_s = int(given.pop("global_per_s", state.rates.global_per_s))
        for route, (limit, per_s) in given.pop("limits", {}).items():
            state.rates.limits[route] = (limit, per_s)
        for name, value in given.items():
            setattr(state.config, name, type(getattr(state.config, name))(value))
        return asdict(state.config)

    async def guild(self, given: Json) -> Json:
        """Create a guild; a bot that is connected joins it now."""
        made = self._state.world.add_guild(given)
        payload = self._state.world.guild_create(made["id"], joined=True)
        await self._state.gateway.dispatch("GUILD_CREATE", payload, intent=1)
        return made

    async def user(self, given: Json) -> Json:
        """Create a person, maybe as a member of a guild."""
        made = self._state.world.add_user(given)
        return {**made, "dm_channel": self._state.world.dm_channel(made["id"])}

    async def dm(self, given: Json) -> Json:
        """Let a user type into the DM with the bot."""
        user = str(given["user"])
        body = {"content": given["content"]}
        channel = self._state.world.dm_channel(user)
        message = await self._state.store(channel, body, author=user, source="user")
        return message.as_json()

    async def add_fault(self, given: Json) -> Json:
        """Put a fault in force; an outage also cuts every socket."""
        fault = self._state.faults.add(given, now=self._state.now())
        if fault.kind == "outage":
            await self._state.gateway.drop("lost")
        return fault.as_json()

    async def clear_faults(self, given: Json) -> Json:
        """End every fault."""
        self._state.faults.active.clear()
        return {}

    async def faults(self, given: Json) -> list[Json]:
        """Return the faults and how often each has fallen."""
        return [fault.as_json() for fault in self._state.faults.active]

    async def interact(self, given: Json) -> Json:
        """Let a user do something."""
        return self._seen(await inject(self._state, given))

    async def interaction(self, given: Json) -> Json:
        """Return an interaction and how it was answered."""
        return self._seen(self._state.interactions[given["id"]])

    def _seen(self, pending: Interaction) -> Json:
        def known(message_id: str | None) -> Json | None:
            message = self._state.ledger.messages.get(message_id or "")
            return message.as_json() if message else None

        return {
            **asdict(pending),
            "message": known(pending.original),
            "followups": [known(message_id) for message_id in pending.followups],
        }

    async def drop(self, given: Json) -> Json:
        """Drop the gateway's sockets."""
        how = given.get("how", "resume")
        if how not in DROPS:
            raise ValueError(f"{how!r} is none of {DROPS}")
        return {"dropped": await self._state.gateway.drop(how)}

    async def ledger(self, given: Json) -> Any:
        """Return the ledger, or one part of it."""
        ledger: Ledger = self._state.ledger
        if part := given.get("part"):
            return ledger.as_json(part)
        names = ("counts", "messages", "requests", "identifies", "resumes", "syncs", "opens")
        whole = {name: ledger.as_json(name) for name in (*names, "unknown_routes")}
        return {**whole, "connected": self._state.gateway.connected}
