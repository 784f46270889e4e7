"""Notices: messages caused by an event, each a schedule with one slot.

A notice is named by its wish; its texts are ``notice.NAME.title`` and ``notice.NAME.body``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from bot.domain.message import Action, Message
from bot.domain.occurrence import Wish
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import Effect, Show
from bot.kinds.kind import ComposeFacts, Kind

WELCOME = "welcome"
NOBODY_READS = "nobody_reads"
STOPPED = "stopped"


def notice_wish(name: str, concerns_at: datetime) -> Wish:
    """What a notice's schedule keeps. ``concerns_at`` is when the event takes place."""
    return {"name": name, "concerns_at": concerns_at.isoformat()}


# What a notice offers beside "Stop": its actions, and their labels' keys.
_BUTTONS: Mapping[object, tuple[tuple[str, str], ...]] = {
    NOBODY_READS: (("warning", "warning_signs"), ("talk", "talk_to_clinic")),
    STOPPED: (("warning", "warning_signs"),),
}


class Notice(Kind):
    """The message that tells of an event."""

    name = "notice"
    listed = False
    policy = Policy(lane=Lane.PERSONAL, quiet=Quiet.SENT_IF_SOON, stale_after=timedelta(days=3))

    effects: ClassVar[Mapping[str, Effect]] = {
        "warning": Show("warning_signs"),
        "talk": Show("talk"),
    }

    def concerns_at(self, wish: Wish) -> datetime | None:
        """When the event takes place."""
        at = wish.get("concerns_at")
        return datetime.fromisoformat(at) if isinstance(at, str) else None

    def is_last_word(self, wish: Wish) -> bool:
        """The confirmation of a stop is."""
        return wish.get("name") == STOPPED

    def compose(self, facts: ComposeFacts) -> Message:
        """The notice's own texts."""
        say = facts.language.say
        name = facts.wish["name"]
        title = say(f"notice.{name}.title")
        return Message(
            content=title,
            title=title,
            body=say(f"notice.{name}.body"),
            actions=tuple(
                Action(action, say(f"label.{label}")) for action, label in _BUTTONS.get(name, ())
            ),
        )
