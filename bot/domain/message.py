"""A message that arrives by itself, as plain data. Knows nothing of Discord's classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


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
class Message:
    """What one delivery says.

    ``content`` is all that a lock screen may show; title, body and footer stand in the embed.
    Source: Discord's limits: content 2,000, embed title 256, description 4,096, footer 2,048,
    5 buttons a row.
    """

    content: str
    body: str
    title: str = ""
    footer: str = ""
    actions: tuple[Action, ...] = field(default=())
