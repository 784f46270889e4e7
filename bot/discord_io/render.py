"""A Message as a classic Discord message: content, one embed, rows of buttons; and once pressed.

Classic, because a Components V2 message arrives with a blank push notification. Refuses, as a Bug
that names the limit, what Discord would refuse, and what recovery could not find again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NotRequired, TypedDict

import discord

from bot.delivery.messenger import DeliveryKey
from bot.discord_io.buttons import PressButton
from bot.domain.message import Action, Attachment, Look, Message
from bot.errors import Bug
from bot.ui.custom_ids import OccurrencePress

#: In characters; ``embed`` is for title, body and footer together.
#: Source: Discord's documentation of messages, embed limits and buttons.
LONGEST: Final[Mapping[str, int]] = MappingProxyType(
    {
        "content": 2_000,
        "title": 256,
        "body": 4_096,
        "footer": 2_048,
        "embed": 6_000,
        "label": 80,
    }
)
#: Five rows of five.
MOST_ACTIONS: Final = 25

_STYLES: Final[Mapping[Look, discord.ButtonStyle]] = MappingProxyType(
    {
        Look.MAIN: discord.ButtonStyle.primary,
        Look.PLAIN: discord.ButtonStyle.secondary,
        Look.DANGER: discord.ButtonStyle.danger,
    }
)


class SendArguments(TypedDict):
    """What ``Messageable.send`` is called with."""

    content: str
    embed: NotRequired[discord.Embed]
    files: NotRequired[list[discord.File]]
    view: discord.ui.View
    allowed_mentions: discord.AllowedMentions


class NewLook(TypedDict):
    """What ``InteractionResponse.edit_message`` is called with once a message was pressed."""

    embed: discord.Embed
    view: discord.ui.View


def render(message: Message, key: DeliveryKey) -> SendArguments:
    """The arguments that send ``message`` as the delivery ``key``.

    Raises: Bug when a part is empty that must not be, is over Discord's limit, or occurs twice.
    """
    _check_texts(message)
    _check_actions(message.actions)
    arguments = SendArguments(
        content=message.content,
        view=_view(message.actions, key),
        allowed_mentions=_mentions(message),
    )
    if message.title or message.body or message.footer:
        arguments["embed"] = _embed(message)
    if message.files:
        arguments["files"] = [_file(each) for each in message.files]
    return arguments


def _mentions(message: Message) -> discord.AllowedMentions:
    called = [] if message.pings is None else [discord.Object(message.pings)]
    return discord.AllowedMentions(everyone=False, users=called, roles=False, replied_user=False)


def _check_texts(message: Message) -> None:
    # Without content, a push notification shows the embed's text instead.
    if not message.content.strip():
        raise Bug("content is empty")
    for part in ("content", "title", "body", "footer"):
        _check_length(part, getattr(message, part))
    _check_length("embed", message.title + message.body + message.footer)


def _check_actions(actions: tuple[Action, ...]) -> None:
    if not actions:
        raise Bug("actions are missing: recovery finds a delivery by its buttons")
    if len(actions) > MOST_ACTIONS:
        raise Bug(f"actions: {len(actions)}, and {MOST_ACTIONS} are allowed")
    if len({action.name for action in actions}) < len(actions):
        raise Bug("actions: a name occurs twice")
    for action in actions:
        if not action.label.strip():
            raise Bug("label is empty")
        _check_length("label", action.label)


def _check_length(part: str, text: str) -> None:
    if len(text) > LONGEST[part]:
        raise Bug(f"{part}: {len(text)} characters, and {LONGEST[part]} are allowed")


def _embed(message: Message) -> discord.Embed:
    embed = discord.Embed(title=message.title or None, description=message.body or None)
    if message.footer:
        embed.set_footer(text=message.footer)
    return embed


def _file(attachment: Attachment) -> discord.File:
    return discord.File(
        io.BytesIO(attachment.content),
        filename=attachment.name,
        description=attachment.description or None,
    )


def _view(actions: Iterable[Action], key: DeliveryKey) -> discord.ui.View:
    return pressable(
        PressButton.labelled(
            OccurrencePress(key.occurrence_id, key.step, action.name),
            action.label,
            _STYLES[action.look],
        )
        for action in actions
    )


def pressable(items: Iterable[discord.ui.Item[Any]]) -> discord.ui.View:
    """What can be pressed on a message, at any time: our own buttons and selects, and links."""
    # The client keeps an ordinary button for every message sent. Of a view of DynamicItems alone,
    # without a timeout, it keeps nothing; one ordinary button among them would undo that.
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def with_line(embeds: Sequence[discord.Embed], line: str) -> discord.Embed:
    """A message's embed as it was, a line more; what was above is cut where both are too long."""
    embed = embeds[0].copy() if embeds else discord.Embed()
    above = (embed.description or "")[: LONGEST["body"] - len(line) - 2]
    embed.description = f"{above}\n\n{line}".strip()
    return embed
