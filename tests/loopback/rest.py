"""The REST routes about the bot itself, DM channels, messages and guilds.

Each takes a `Call` and returns what Discord would answer; rates, faults and latency happen outside.
"""

from __future__ import annotations

from typing import Any

from tests.loopback.checks import ApiError, Problems, check_message
from tests.loopback.ledger import Stored
from tests.loopback.state import Call
from tests.loopback.world import BOT_ID, OWNER_ID, snowflake

Json = dict[str, Any]


async def gateway_url(call: Call) -> Json:
    """Say where the gateway is."""
    return {"url": call.state.gateway.url}


async def gateway_bot(call: Call) -> Json:
    """Say where the gateway is and how many identifies are left."""
    left = 1000 - len(call.state.ledger.identifies)
    limit = {"total": 1000, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.state.gateway.url, "shards": 1, "session_start_limit": limit}


async def me(call: Call) -> Json:
    """Return the bot's own user."""
    private = {"mfa_enabled": False, "locale": "en-US", "verified": True}
    return {**call.state.world.users[BOT_ID], **private}


async def my_guilds(call: Call) -> list[Json]:
    """Return the guilds the bot is in, with what its roles permit there."""
    world = call.state.world
    return [
        {"id": one["id"], "name": one["name"], "owner": False, "features": [],
         "permissions": str(world.member(one["id"], BOT_ID)["permissions"])}
        for one in world.guilds.values()
    ]  # fmt: skip


async def application(call: Call) -> Json:
    """Return the bot's application."""
    return {
        "id": BOT_ID, "name": "Unknot", "icon": None, "description": "", "type": None, "flags": 0,
        "flags_new": "0", "bot_public": False, "bot_require_code_grant": False, "verify_key": "",
        "redirect_uris": [], "interactions_endpoint_url": None, "team": None,
        "role_connections_verification_url": None, "owner": call.state.world.users[OWNER_ID],
        "approximate_guild_count": len(call.state.world.guilds),
        "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0, "eligible_oauth2_scopes": [],
    }  # fmt: skip


async def commands(call: Call) -> list[Json]:
    """Return the commands of the last sync."""
    return call.state.commands


async def sync_commands(call: Call) -> list[Json]:
    """Replace all commands; one that keeps its name and kind keeps its id."""
    before = {(c["type"], c["name"]): c["id"] for c in call.state.commands}
    call.state.ledger.syncs.append(call.body)
    call.state.commands = [
        {
            "default_member_permissions": None,
            "description": "",
            **command,
            "id": before.get((command.get("type", 1), command["name"])) or snowflake(),
            "type": command.get("type", 1),
            "application_id": BOT_ID,
            "version": snowflake(),
        }
        for command in call.body
    ]
    return call.state.commands


async def open_dm(call: Call) -> Json:
    """Open the DM channel with a user, the same one every time."""
    world, user_id = call.state.world, str(call.body["recipient_id"])
    if user_id not in world.users or user_id == BOT_ID:
        raise ApiError(400, 50033, "Invalid Recipient(s)")
    call.state.ledger.opens.append(user_id)
    return world.channel(world.dm_channel(user_id))


def _channel(call: Call) -> str:
    channel_id, world = call.part("channel"), call.state.world
    if channel_id not in world.guild_of and channel_id not in world.recipient_of:
        raise ApiError(404, 10003, "Unknown Channel")
    return channel_id


async def channel(call: Call) -> Json:
    """Return a channel."""
    return call.state.world.channel(_channel(call))


async def create_message(call: Call) -> Json:
    """Store a message, unless its nonce was used within the window: then return the first one."""
    channel, body = _channel(call), call.body
    check_message(body, files=len(call.files))
    nonce = str(body["nonce"]) if body.get("nonce") else ""
    if nonce and body.get("enforce_nonce"):
        window_s = call.state.config.nonce_window_s
        first = call.state.ledger.sent_with(nonce, now=call.state.now(), window_s=window_s)
        if first:
            first.resends += 1
            if first.deleted:
                raise ApiError(404, 10008, "Unknown Message")
            return {**first.wire, "nonce": nonce}
    message = await call.state.store(channel, body, files=call.files)
    return {**message.wire, "nonce": nonce} if nonce else message.wire


async def history(call: Call) -> list[Json]:
    """Return messages, newest first, without their nonces."""
    query, visible = call.request.query, call.state.ledger.history(_channel(call))
    limit = int(query.get("limit", 50))
    if not 1 <= limit <= 100:
        problems = Problems()
        problems.add("limit", "NUMBER_TYPE_COERCE", "int value should be between 1 and 100.")
        problems.settle()
    if before := query.get("before"):
        visible = [m for m in visible if int(m.id) < int(before)][-limit:]
    elif after := query.get("after"):
        visible = [m for m in visible if int(m.id) > int(after)][:limit]
    elif around := query.get("around"):
        older = [m for m in visible if int(m.id) < int(around)]
        newer = [m for m in visible if int(m.id) >= int(around)]
        half = limit // 2
        visible = (older[-half:] if half else []) + newer[: limit - half]
    return [m.wire for m in reversed(visible[-limit:])]


def _message(call: Call) -> Stored:
    channel, message = _channel(call), call.state.ledger.messages.get(call.part("message"))
    if not message or message.channel != channel or not message.in_history:
        raise ApiError(404, 10008, "Unknown Message")
    return message


async def get_message(call: Call) -> Json:
    """Return one message."""
    return _message(call).wire


async def edit_message(call: Call) -> Json:
    """Change one of the bot's own messages."""
    message = _message(call)
    if message.wire["author"]["id"] != BOT_ID:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    check_message(call.body, edit=True)
    return (await call.state.edit(message, call.body, call.files)).wire


async def delete_message(call: Call) -> None:
    """Delete one message; in a DM only the bot's own."""
    message = _message(call)
    if message.wire["author"]["id"] != BOT_ID and message.user:
        raise ApiError(403, 50003, "Cannot execute action on a DM channel")
    await call.state.delete(message)


async def guild(call: Call) -> Json:
    """Return a guild, without its channels and members."""
    known = call.state.world.guilds.get(call.part("guild"))
    if known is None:
        raise ApiError(404, 10004, "Unknown Guild")
    return {name: value for name, value in known.items() if name != "channels"}


async def member(call: Call) -> Json:
    """Return one member of a guild."""
    await guild(call)
    try:
        found = call.state.world.member(call.part("guild"), call.part("user"))
    except KeyError:
        raise ApiError(404, 10007, "Unknown Member") from None
    return {name: value for name, value in found.items() if name != "permissions"}
