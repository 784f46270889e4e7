"""What a user does, turned into the payload Discord would dispatch for it.

Only what the user could really do: a command that was synced and is offered there, a component
that stands on a message and is not disabled, a modal that was opened. Otherwise: NotPossible.
"""

from __future__ import annotations

import secrets
from copy import deepcopy
from typing import Any

from tests.loopback.checks import walk
from tests.loopback.ledger import Stored
from tests.loopback.state import Interaction, State
from tests.loopback.world import BOT_ID, EVERYDAY_PERMISSIONS, snowflake

Json = dict[str, Any]
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
KINDS = {
    "slash": COMMAND,
    "menu": COMMAND,
    "press": COMPONENT,
    "autocomplete": AUTOCOMPLETE,
    "modal": MODAL,
}
SELECTS = {5: "users", 6: "roles", 7: "users", 8: "channels"}
ENTITIES = {6: "users", 7: "channels", 8: "roles"}
CHECKBOX = 23
LISTS = (3, 5, 6, 7, 8, 22)


class NotPossible(Exception):
    """The user has no way to do this. The text says why."""


async def inject(state: State, given: Json) -> Interaction:
    """Dispatch what a user does. Raises NotPossible."""
    kind, user = KINDS[given["kind"]], str(given["user"])
    source = _source(state, given)
    guild, channel = _place(state, given, source)
    if state.world.recipient_of.get(channel, user) != user:
        raise NotPossible(f"{user} cannot see that channel")
    offer = Offer(state, given, guild)
    if kind == MODAL:
        data = _modal(state, given)
    elif kind == COMPONENT:
        data = offer.press(source)
    else:
        data = offer.command()
    number = snowflake()
    pending = Interaction(
        id=number,
        token=f"{number}.{secrets.token_urlsafe(24)}",
        type=kind,
        user=user,
        channel=channel,
        guild=guild,
        source=source.id if source else None,
        injected_at=state.now(),
    )
    state.interactions[number] = pending
    payload = _payload(state, pending, data, source)
    if not await state.gateway.dispatch("INTERACTION_CREATE", payload):
        raise NotPossible("no bot has identified")
    return pending


def _source(state: State, given: Json) -> Stored | None:
    message_id = given.get("message")
    if given["kind"] == "modal":
        opener = state.interactions.get(str(given["interaction"]))
        message_id = opener.source if opener else None
    if not message_id:
        return None
    message = state.ledger.messages.get(str(message_id))
    if message is None or message.deleted:
        raise NotPossible(f"there is no message {message_id}")
    return message


def _place(state: State, given: Json, source: Stored | None) -> tuple[str | None, str]:
    opener = state.interactions.get(str(given.get("interaction", "")))
    if source or opener:
        channel = source.channel if source else opener.channel if opener else ""
        return state.world.guild_of.get(channel), channel
    if guild := given.get("guild"):
        channels = state.world.guilds[str(guild)]["channels"]
        return str(guild), str(given.get("channel") or channels[0]["id"])
    return None, state.world.dm_channel(str(given["user"]))


def _payload(state: State, pending: Interaction, data: Json, source: Stored | None) -> Json:
    world, guild_id = state.world, pending.guild
    payload: Json = {
        "id": pending.id, "application_id": BOT_ID, "type": pending.type, "data": data,
        "token": pending.token, "version": 1, "locale": world.locales[pending.user],
        "channel_id": pending.channel, "app_permissions": EVERYDAY_PERMISSIONS,
        "channel": world.channel(pending.channel, with_recipient=False), "entitlements": [],
        "authorizing_integration_owners": {"0": guild_id or "0"},
        "context": 0 if guild_id else 1, "attachment_size_limit": 10 * 1024 * 1024,
    }  # fmt: skip
    if source:
        payload["message"] = source.wire
    if guild_id is None:
        return deepcopy({**payload, "user": world.users[pending.user]})
    locale = world.guilds[guild_id]["preferred_locale"]
    return deepcopy({
        **payload,
        "guild_id": guild_id,
        "guild": {"id": guild_id, "locale": locale, "features": []},
        "guild_locale": locale,
        "member": world.member(guild_id, pending.user),
    })  # fmt: skip


class Offer:
    """What a client shows a user in one place, and what it sends when they take it up."""

    def __init__(self, state: State, given: Json, guild: str | None) -> None:
        self._state = state
        self._given = given
        self._guild = guild
        self._resolved: Json = {}

    def command(self) -> Json:
        """Return the data of a command, complete or being typed."""
        menu = self._given["kind"] == "menu"
        name, *path = [self._given["command"]] if menu else self._given["command"].split()
        kinds = (2, 3) if menu else (1,)
        known = (c for c in self._state.commands if c["name"] == name and c["type"] in kinds)
        if (command := next(known, None)) is None:
            raise NotPossible(f"no command {name!r} was synced")
        contexts = command.get("contexts")
        if contexts is not None and (0 if self._guild else 1) not in contexts:
            raise NotPossible(
                f"{name!r} is not offered {'in a guild' if self._guild else 'in a DM'}"
            )
        data: Json = {"id": command["id"], "name": name, "type": command["type"]}
        if menu:
            data["target_id"] = target = str(self._given["target"])
            self._resolve("users" if command["type"] == 2 else "messages", target)
        else:
            data["options"] = self._options(command, path)
        return {**data, "resolved": self._resolved}

    def press(self, source: Stored | None) -> Json:
        """Return the data of a press on a button, or of a choice in a select."""
        if source is None:
            raise NotPossible("a press needs a message")
        on = self._given["on"]
        parts = [part for _, part in walk(source.wire["components"]) if part.get("custom_id")]
        part = next((p for p in parts if on in (p["custom_id"], p.get("label"))), None)
        if part is None or part.get("disabled"):
            raise NotPossible(f"nothing on the message called {on!r} can be pressed")
        kind = part["type"]
        data = {"custom_id": part["custom_id"], "component_type": kind, "id": part["id"]}
        if kind == 2:
            return data
        values = [str(value) for value in self._given.get("values", [])]
        for value in values if kind in SELECTS else []:
            self._resolve(SELECTS[kind], value)
        return {**data, "values": values, "resolved": self._resolved}

    def _options(self, level: Json, path: list[str]) -> list[Json]:
        specs = {option["name"]: option for option in level.get("options") or []}
        if path:
            if path[0] not in specs:
                raise NotPossible(f"{level['name']!r} has no subcommand {path[0]!r}")
            inner = specs[path[0]]
            options = self._options(inner, path[1:])
            return [{"name": path[0], "type": inner["type"], "options": options}]
        values, focused = self._given.get("options") or {}, self._given.get("focused")
        missing = {name for name, spec in specs.items() if spec.get("required")} - set(values)
        unknown = set(values) - set(specs)
        if unknown or (missing and not focused):
            raise NotPossible(f"{level['name']!r}: missing {missing}, unknown {unknown}")
        return [self._option(specs[name], value, name == focused) for name, value in values.items()]

    def _option(self, spec: Json, value: Any, focused: bool) -> Json:
        option = {"name": spec["name"], "type": spec["type"], "value": value}
        if focused:
            return {**option, "value": str(value), "focused": True}
        if spec.get("choices") and value not in [choice["value"] for choice in spec["choices"]]:
            raise NotPossible(f"{value!r} is no choice of {spec['name']!r}")
        if what := ENTITIES.get(spec["type"]):
            self._resolve(what, str(value))
        return option

    def _resolve(self, what: str, wanted: str) -> None:
        world, guild = self._state.world, self._guild
        if what == "channels":
            found = {**world.channel(wanted), "permissions": "0"}
        elif what == "messages":
            found = self._state.ledger.messages[wanted].wire
        elif what == "roles":
            found = next(r for r in world.guilds[guild or ""]["roles"] if r["id"] == wanted)
        else:
            found = world.users[wanted]
            if guild and wanted in world.members[guild]:
                member = world.member(guild, wanted)
                del member["user"]
                self._resolved.setdefault("members", {})[wanted] = member
        self._resolved.setdefault(what, {})[wanted] = found


def _modal(state: State, given: Json) -> Json:
    opener = state.interactions.get(str(given["interaction"]))
    if opener is None or not opener.callback or opener.callback["type"] != 9:
        raise NotPossible("that interaction opened no modal")
    modal, fields = opener.callback["data"], dict(given.get("fields") or {})
    filled = [_fill(part, fields) for part in deepcopy(modal["components"])]
    if fields:
        raise NotPossible(f"the modal has no field {sorted(fields)}")
    return {"custom_id": modal["custom_id"], "components": filled, "resolved": {}}


def _fill(part: Json, fields: Json) -> Json:
    """Return what the client sends for one part, taking its value out of ``fields``."""
    inner = part.get("component") or (part.get("components") or [None])[0]
    if inner is None:
        return {"type": part["type"], "id": part.get("id", 0)}
    names = (inner.get("custom_id"), part.get("label"), inner.get("label"))
    name = next((name for name in names if name in fields), None)
    chosen = [o["value"] for o in inner.get("options") or [] if o.get("default")]
    given = fields.pop(name) if name else None
    needed = inner.get("required", True) and inner["type"] != CHECKBOX
    if given is None and needed and not (chosen or inner.get("value")):
        raise NotPossible(f"the modal requires {names[1] or names[0]!r}")
    sent: Json = {"type": inner["type"], "custom_id": inner["custom_id"], "id": inner.get("id", 0)}
    if inner["type"] in LISTS:
        sent["values"] = [str(value) for value in given or chosen]
    elif inner["type"] == CHECKBOX:
        sent["value"] = bool(inner.get("default") if given is None else given)
    else:
        default = inner.get("value") or (chosen[0] if chosen else "")
        sent["value"] = default if given is None else str(given)
    if part["type"] == 18:
        return {"type": 18, "id": part.get("id", 0), "component": sent}
    return {"type": 1, "id": part.get("id", 0), "components": [sent]}
