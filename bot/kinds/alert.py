"""Tells the staff's channel of a new case on the queue: that there is one, and whose.

Refuses to say what it is about: a channel is read by more people than the queue, and for longer.
"""

from __future__ import annotations

from typing import Final

from bot.domain.case import ALERT, ALERT_LANE
from bot.domain.message import Action, Look, Message
from bot.kinds.channel import ChannelKind, post_policy
from bot.kinds.kind import ComposeFacts

QUEUE: Final = "alert_queue"


class Alert(ChannelKind):
    """One new case."""

    name = ALERT
    policy = post_policy(ALERT_LANE)
    public = (QUEUE,)

    def compose(self, facts: ComposeFacts) -> Message:
        """Whose case it is, as a mention that pings nobody; the name stays off lock screens."""
        say = facts.language.say
        body = say("alert.body", client=f"<@{facts.wish['client']}>")
        if facts.wish.get("soon"):
            body += "\n" + say("alert.soon")
        return Message(
            content=say("alert.content"),
            body=body,
            actions=(Action(QUEUE, say("label.open_queue"), Look.MAIN),),
        )
