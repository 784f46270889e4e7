"""A message that arrives by itself, as plain data. Knows nothing of Discord's classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from bot.domain.ids import DiscordUserId


class Look(Enum):
    """How much a button asks to be pressed."""

    MAIN = "main"
    PLAIN = "plain"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Action:
    """One button: ``name`` goes into its custom id, ``label`` is what the member reads (<= 80)."""

    name: str
    label: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file. Its name stands on a lock screen too: a neutral one."""

    name: str
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What one delivery says.

    ``content`` is all that a lock screen may show; title, body and footer stand in the embed.
    ``pings``: the one person whom a mention in the content calls; nobody else is ever called.
    Source: Discord's limits: content 2,000, embed title 256, description 4,096, footer 2,048,
    5 buttons a row, 10 files.
    """

    content: str
    body: str
    title: str = ""
    footer: str = ""
    actions: tuple[Action, ...] = field(default=())
    files: tuple[Attachment, ...] = ()
    pings: DiscordUserId | None = None
