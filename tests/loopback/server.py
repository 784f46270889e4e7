"""Puts the pieces on a socket: what every REST request goes through, and which routes exist.

Arrival, rate limit, fault, half the latency, the route, the other half, the answer.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.loopback import answers, rest
from tests.loopback.checks import ApiError
from tests.loopback.control import Control
from tests.loopback.faults import ERRORS, Fault
from tests.loopback.gateway import cut
from tests.loopback.ledger import Arrival
from tests.loopback.rates import Verdict
from tests.loopback.state import Call, State
from tests.loopback.world import snowflake

Json = dict[str, Any]
View = Callable[[Call], Awaitable[Any]]
API = "/api/v10"
ROUTES: dict[str, View] = {
    "GET /gateway": rest.gateway_url,
    "GET /gateway/bot": rest.gateway_bot,
    "GET /users/@me": rest.me,
    "GET /users/@me/guilds": rest.my_guilds,
    "GET /oauth2/applications/@me": rest.application,
    "GET /applications/{app}/commands": rest.commands,
    "PUT /applications/{app}/commands": rest.sync_commands,
    "POST /users/@me/channels": rest.open_dm,
    "POST /channels/{channel}/messages": rest.create_message,
    "GET /channels/{channel}": rest.channel,
    "GET /channels/{channel}/messages": rest.history,
    "GET /channels/{channel}/messages/{message}": rest.get_message,
    "PATCH /channels/{channel}/messages/{message}": rest.edit_message,
    "DELETE /channels/{channel}/messages/{message}": rest.delete_message,
    "GET /guilds/{guild}": rest.guild,
    "GET /guilds/{guild}/members/{user}": rest.member,
    "POST /interactions/{interaction}/{token}/callback": answers.callback,
    "POST /webhooks/{app}/{token}": answers.follow_up,
    "GET /webhooks/{app}/{token}/messages/{message}": answers.get_answer,
    "PATCH /webhooks/{app}/{token}/messages/{message}": answers.edit_answer,
    "DELETE /webhooks/{app}/{token}/messages/{message}": answers.delete_answer,
}
UNKNOWN = "UNKNOWN"


def listen(port: int) -> socket.socket:
    """Return a socket on 127.0.0.1, on a free port if ``port`` is 0."""
    return socket.create_server(("127.0.0.1", port))


def application(state: State) -> web.Application:
    """Return the whole server: REST, gateway and control."""
    app = web.Application(client_max_size=30 * 1024 * 1024)
    for route, view in ROUTES.items():
        method, path = route.split()
        app.router.add_route(method, API + path, _served(state, route, view))
    app.router.add_get("/gateway", state.gateway.connect)
    app.router.add_get("/gateway/", state.gateway.connect)
    app.router.add_routes(Control(state).routes())
    app.router.add_route("*", "/{tail:.*}", _served(state, UNKNOWN, _unknown))
    app.on_shutdown.append(lambda _: state.gateway.close())
    return app


def _served(state: State, route: str, view: View) -> Any:
    for_interactions = "{token}" in route

    async def serve(request: web.Request) -> web.StreamResponse:
        now = state.now()
        arrival = Arrival(now, route, request.path, counted=not for_interactions)
        state.ledger.requests.append(arrival)
        place = next((request.match_info[n] for n in ("channel", "guild", "token")
                      if n in request.match_info), "")  # fmt: skip
        verdict = state.rates.take(route, place, now=now, wall=time.time(), counted=arrival.counted)
        body, files = await _read(request)
        call = Call(state, request, body, files, now)
        fault = None if verdict.retry_after_s is not None else _fault(call, route)
        arrival.fault = fault.kind if fault else None
        response = await _answer(call, view, verdict, fault, check_token=not for_interactions)
        if response is None:
            cut(request.transport, reset=bool(fault and not fault.processes))
            return web.Response()
        arrival.status = response.status
        return response

    return serve


async def _read(request: web.Request) -> tuple[Any, list[Json]]:
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else {}), []
    form, files = await request.post(), []
    for part in form.values():
        if isinstance(part, web.FileField):
            url = f"http://127.0.0.1/attachments/{part.filename}"
            files.append({"id": snowflake(), "filename": part.filename, "url": url,
                          "size": len(part.file.read()), "proxy_url": url})  # fmt: skip
            part.file.close()
    return json.loads(str(form["payload_json"])), files


def _fault(call: Call, route: str) -> Fault | None:
    channel = call.request.match_info.get("channel", "")
    user = call.state.world.recipient_of.get(channel, "")
    if isinstance(call.body, dict):
        user = user or str(call.body.get("recipient_id", ""))
    return call.state.faults.pick(route, user, channel, now=call.at)


async def _answer(
    call: Call, view: View, verdict: Verdict, fault: Fault | None, *, check_token: bool
) -> web.Response | None:
    """Return the answer, or None where the connection is to be cut."""
    half_s = call.state.config.latency_s / 2
    await asyncio.sleep(half_s)
    if verdict.retry_after_s is not None:
        response = _limited(verdict.retry_after_s, verdict.headers, is_global=verdict.is_global)
    elif fault and not fault.processes:
        early = _broken(fault, verdict)
        if early is None:
            return None
        response = early
    else:
        response = await _processed(call, view, verdict, check_token=check_token)
    await asyncio.sleep(half_s)
    if fault and fault.processes:
        return None if fault.kind == "lost" else web.Response(status=fault.status)
    return response


async def _processed(
    call: Call, view: View, verdict: Verdict, *, check_token: bool
) -> web.Response:
    sent = call.request.headers.get("Authorization")
    if check_token and sent != f"Bot {call.state.config.token}":
        return _json(401, {"message": "401: Unauthorized", "code": 0}, verdict.headers)
    try:
        result = await view(call)
    except ApiError as error:
        return _json(error.status, error.body, verdict.headers)
    if result is None:
        return web.Response(status=204, headers=verdict.headers)
    return _json(200, result, verdict.headers)


def _json(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    # discord.py compares the whole header, so no charset may follow.
    kind = {"Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(body).encode(), headers={**headers, **kind})


def _limited(retry_after_s: float, headers: dict[str, str], *, is_global: bool) -> web.Response:
    wait_s = round(retry_after_s, 3)
    body = {"message": "You are being rate limited.", "retry_after": wait_s, "global": is_global}
    extra = {"Via": "1.1 google", "Retry-After": str(max(1, round(wait_s)))}
    if is_global:
        extra["X-RateLimit-Global"] = "true"
    return _json(429, body, {**headers, **extra})


def _broken(fault: Fault, verdict: Verdict) -> web.Response | None:
    if fault.kind == "rate":
        return _limited(fault.retry_after_s, verdict.headers, is_global=fault.is_global)
    if fault.kind == "error":
        status, message = ERRORS[fault.code]
        return _json(status, {"message": message, "code": fault.code}, verdict.headers)
    if fault.kind == "status":
        return web.Response(status=fault.status, text="upstream error")
    return None


async def _unknown(call: Call) -> None:
    asked = f"{call.request.method} {re.sub('^' + API, '', call.request.path)}"
    call.state.ledger.unknown_routes.append(asked)
    print(f"LOOPBACK: no such route: {asked}", file=sys.stderr, flush=True)
    raise ApiError(404, 0, "404: Not Found")
