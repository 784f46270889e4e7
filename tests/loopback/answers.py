"""The routes by which the bot answers an interaction: the callback and its webhook.

Timing rules hold as on Discord: one callback, in time; the webhook lives 15 minutes and only after.
"""

from __future__ import annotations

from typing import Any

from tests.loopback.checks import ApiError, Problems, check_message, check_modal
from tests.loopback.ledger import EPHEMERAL, LOADING, Stored
from tests.loopback.state import Call, Interaction
from tests.loopback.world import BOT_ID

Json = dict[str, Any]
PONG, MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9


async def callback(call: Call) -> Json | None:
    """Take the first answer. A refused body leaves the interaction unanswered."""
    pending = call.state.interactions.get(call.part("interaction"))
    now, deadline_s = call.state.now(), call.state.config.interaction_deadline_s
    if pending is None or pending.token != call.part("token"):
        raise ApiError(404, 10062, "Unknown interaction")
    if pending.callback:
        raise ApiError(400, 40060, "Interaction has already been acknowledged.")
    if now - pending.injected_at > deadline_s:
        raise ApiError(404, 10062, "Unknown interaction")
    kind, data = call.body["type"], call.body.get("data") or {}
    message = await _take(call, pending, kind, data)
    pending.original = message.id if message else None
    pending.callback = {"type": kind, "data": data}
    pending.answered_after_s = now - pending.injected_at
    if call.request.query.get("with_response") not in ("1", "true"):
        return None
    return _callback_response(pending, kind, message)


async def _take(call: Call, pending: Interaction, kind: int, data: Json) -> Stored | None:
    if kind == MESSAGE:
        check_message(data, files=len(call.files))
        return await _store(call, pending, data)
    if kind == DEFER:
        flags = int(data.get("flags") or 0) & EPHEMERAL | LOADING
        return await _store(call, pending, {"flags": flags})
    if kind in (DEFER_UPDATE, UPDATE) and pending.source:
        message = call.state.ledger.messages[pending.source]
        if kind == UPDATE:
            check_message(data, edit=True)
            await call.state.edit(message, data, call.files)
        return message
    if kind == CHOICES:
        problems = Problems()
        problems.most("data.choices", data.get("choices"), 25)
        problems.settle()
    elif kind == MODAL:
        check_modal(data)
    elif kind != PONG:
        problems = Problems()
        problems.add("type", "BASE_TYPE_CHOICES", "Value must be a type this interaction allows.")
        problems.settle()
    return None


async def _store(call: Call, pending: Interaction, body: Json) -> Stored:
    return await call.state.store(
        pending.channel, body, source="interaction", files=call.files, interaction=pending
    )


def _callback_response(pending: Interaction, kind: int, message: Stored | None) -> Json:
    flags = message.wire["flags"] if message else 0
    about: Json = {"id": pending.id, "type": pending.type, "channel_id": pending.channel}
    if message:
        about |= {
            "response_message_id": message.id,
            "response_message_loading": bool(flags & LOADING),
            "response_message_ephemeral": bool(flags & EPHEMERAL),
        }
    if message and kind in (MESSAGE, UPDATE):
        return {"interaction": about, "resource": {"type": kind, "message": message.wire}}
    return {"interaction": about}


def _pending(call: Call) -> Interaction:
    token = call.part("token")
    pending = call.state.interactions.get(token.partition(".")[0])
    if pending is None or pending.token != token or call.part("app") != BOT_ID:
        raise ApiError(404, 10015, "Unknown Webhook")
    if pending.callback is None:
        raise ApiError(404, 10015, "Unknown Webhook")
    if call.state.now() - pending.injected_at > call.state.config.interaction_life_s:
        raise ApiError(401, 50027, "Invalid Webhook Token")
    return pending


def _answer(call: Call) -> Stored:
    pending, name = _pending(call), call.part("message")
    known = {"@original": pending.original} | {reply: reply for reply in pending.followups}
    message = call.state.ledger.messages.get(known.get(name) or "")
    if message is None or message.deleted:
        raise ApiError(404, 10008, "Unknown Message")
    return message


async def follow_up(call: Call) -> Json:
    """Add a message; while the first answer is still loading, this completes it instead."""
    pending = _pending(call)
    check_message(call.body, files=len(call.files))
    original = call.state.ledger.messages.get(pending.original or "")
    if original and original.wire["flags"] & LOADING:
        return (await call.state.edit(original, call.body, call.files)).wire
    message = await _store(call, pending, call.body)
    pending.followups.append(message.id)
    return message.wire


async def get_answer(call: Call) -> Json:
    """Return an answer."""
    return _answer(call).wire


async def edit_answer(call: Call) -> Json:
    """Change an answer."""
    message = _answer(call)
    check_message(call.body, edit=True)
    return (await call.state.edit(message, call.body, call.files)).wire


async def delete_answer(call: Call) -> None:
    """Delete an answer."""
    await call.state.delete(_answer(call))
