"""Is Discord ready for the bot: the token, its switches, each server, and opening a DM.

Asks five things and sends nothing to anybody: the one DM that is opened is with the account's own
owner, and stays empty.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol

from bot.ops.finding import Finding, ok, problem, warning
from bot.ops.permissions import ADMINISTRATOR, FOR_THREADS, NEEDED, lacking

#: Source: https://discord.com/developers/docs/resources/application#application-object-application-flags
_PRIVILEGED = {
    "Presence": 1 << 12 | 1 << 13,
    "Server Members": 1 << 14 | 1 << 15,
    "Message Content": 1 << 18 | 1 << 19,
}
_FEW_STARTS = 100
_OPENING_TOO_FAST, _QUARANTINED = 40003, 20026
_MOST_SERVERS = 200


class Answer(Protocol):
    """What Discord said. ``status`` 0: nothing, and ``body`` says why."""

    @property
    def status(self) -> int:
        """The status of HTTP."""

    @property
    def body(self) -> Any:  # noqa: ANN401 - whatever JSON there is
        """The JSON."""

    @property
    def date_at(self) -> datetime | None:
        """Discord's own time."""


#: Method, path, JSON.
Ask = Callable[[str, str, dict[str, str] | None], Awaitable[Answer]]


async def check_discord(
    ask: Ask, on_answer: Callable[[datetime | None], Finding | None]
) -> AsyncIterator[Finding]:
    """Everything about Discord; ``on_answer`` judges the clock by the first answer's date."""
    me = await ask("GET", "/users/@me", None)
    if me.status == 0:
        remedy = "Check this machine's connection, and api_base in [discord] if it is set."
        yield problem("Discord", f"cannot be reached ({me.body})", remedy)
        return
    if clock := on_answer(me.date_at):
        yield clock
    if me.status == HTTPStatus.UNAUTHORIZED:
        remedy = "Make a new one in the Developer Portal: Bot, Reset Token."
        yield problem("token", "Discord does not accept it", remedy)
        return
    if me.status != HTTPStatus.OK:
        yield problem("Discord", f"answers with {me.status}", "Try again in a few minutes.")
        return
    yield ok("token", f"accepted, the bot is {me.body.get('username')}")
    application = await ask("GET", "/oauth2/applications/@me", None)
    if application.status == HTTPStatus.OK:
        yield check_intents(application.body)
        yield await _check_opening(ask, application.body)
    yield check_starts(await ask("GET", "/gateway/bot", None))
    async for finding in _check_servers(ask):
        yield finding


def check_intents(application: dict[str, Any]) -> Finding:
    """Whether more is switched on than the bot needs, which is none of the privileged ones."""
    flags = int(application.get("flags") or 0)
    if extra := [name for name, bits in _PRIVILEGED.items() if flags & bits]:
        remedy = "Switch them off in the Developer Portal, under Bot: the bot does not use them."
        return warning("intents", f"switched on without need: {', '.join(extra)}", remedy)
    return ok("intents", "no privileged one is needed, none is switched on")


async def _check_opening(ask: Ask, application: dict[str, Any]) -> Finding:
    owner = (application.get("team") or {}).get("owner_user_id")
    owner = owner or (application.get("owner") or {}).get("id")
    if not owner:
        return ok("DM opening", "not tried: Discord names no owner of the bot")
    opened = await ask("POST", "/users/@me/channels", {"recipient_id": str(owner)})
    return check_opening(opened)


def check_opening(opened: Answer) -> Finding:
    """Whether the bot may open DMs, by Discord's answer to one."""
    code = opened.body.get("code", 0) if isinstance(opened.body, dict) else 0
    if opened.status == HTTPStatus.OK:
        return ok("DM opening", "works")
    if code == _QUARANTINED:
        remedy = "Appeal in the Developer Portal. Members who have a DM with the bot are reached."
        return problem("DM opening", "Discord has flagged the bot for spam", remedy)
    if code == _OPENING_TOO_FAST:
        remedy = "Wait: the bot slows down by itself, and goes on later."
        return warning("DM opening", "too many were opened lately", remedy)
    words = f"was answered with {opened.status} (code {code})"
    return warning("DM opening", words, "Try again in a few minutes.")


def check_starts(gateway: Answer) -> Finding:
    """Whether Discord lets the bot connect often enough today."""
    if gateway.status != HTTPStatus.OK:
        remedy = "Try again in a few minutes."
        return warning("gateway", f"was answered with {gateway.status}", remedy)
    left = int(gateway.body.get("session_start_limit", {}).get("remaining", _FEW_STARTS))
    if left < _FEW_STARTS:
        remedy = "Find out why it starts so often; at none left, Discord resets the token."
        return warning("gateway", f"only {left} connections are left today", remedy)
    return ok("gateway", f"{left:,} connections are left today")


async def _check_servers(ask: Ask) -> AsyncIterator[Finding]:
    answer = await ask("GET", f"/users/@me/guilds?limit={_MOST_SERVERS}", None)
    if answer.status != HTTPStatus.OK:
        yield warning("servers", f"was answered with {answer.status}", "Try again later.")
    elif not answer.body:
        yield warning("servers", "the bot is in none", "Add it with the link of: unknot invite")
    else:
        for server in answer.body:
            yield check_server(server)


def check_server(server: dict[str, Any]) -> Finding:
    """What the bot's roles let it do in one server; channels may say otherwise."""
    about, permissions = f"server {server['name']}", int(server.get("permissions") or 0)
    remedy = "Give the bot's role these permissions, or add it again with: unknot invite"
    if missing := lacking(permissions, NEEDED):
        return problem(about, f"missing permissions: {', '.join(missing)}", remedy)
    if missing := lacking(permissions, FOR_THREADS):
        words = f"cannot write to members whose DMs are closed: {', '.join(missing)}"
        return warning(about, words, remedy)
    if permissions & ADMINISTRATOR:
        remedy = "Take Administrator away from the bot's role: it needs far less."
        return warning(about, "the bot is an administrator", remedy)
    return ok(about, "the bot has the permissions it needs")
