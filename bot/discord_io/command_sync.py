"""Tells Discord the commands, and only when they changed: 200 creates a day are allowed.

Compares what would be sent, translations included, with what was sent last. Refuses to keep the
comparison itself: that is the store's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from discord import app_commands

from bot.log import get_logger

ReadHash = Callable[[], Awaitable[str | None]]
WriteHash = Callable[[str], Awaitable[None]]

_log = get_logger(__name__)


async def sync_if_changed(
    tree: app_commands.CommandTree[Any], *, read_hash: ReadHash, write_hash: WriteHash
) -> str | None:
    """Sync the global commands unless Discord has them; the new hash, or None when nothing changed.

    The hash is written after Discord has answered: a crash in between costs one more sync.
    Raises: what ``CommandTree.sync`` raises; nothing is written then.
    """
    current = await payload_hash(tree)
    if current == await read_hash():
        return None
    synced = await tree.sync()
    await write_hash(current)
    _log.info("commands.synced", extra={"count": len(synced)})
    return current


async def payload_hash(tree: app_commands.CommandTree[Any]) -> str:
    """SHA-256, in hex, of the application and its translated commands, whatever their order."""
    commands = [await _payload(tree, command) for command in tree.get_commands()]
    commands.sort(key=lambda command: (command.get("type", 1), command["name"]))
    whole = {"application": tree.client.application_id, "commands": commands}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


async def _payload(
    tree: app_commands.CommandTree[Any],
    command: app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu,
) -> dict[str, Any]:
    if tree.translator is None:
        return command.to_dict(tree)
    return await command.get_translated_payload(tree, tree.translator)
