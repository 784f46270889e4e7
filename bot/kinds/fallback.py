"""The line in a member's private thread: that something waits for them, and nothing else.

It calls that member alone, by a mention. What waits is shown on a press, to them alone.
"""

from __future__ import annotations

from typing import Final

from bot.domain.fallback import FALLBACK, FALLBACK_LANE
from bot.domain.ids import DiscordUserId
from bot.domain.message import Action, Look, Message
from bot.kinds.channel import ChannelKind, post_policy
from bot.kinds.kind import ComposeFacts

OPEN: Final = "fallback_open"


class Fallback(ChannelKind):
    """One line."""

    name = FALLBACK
    policy = post_policy(FALLBACK_LANE)
    public = (OPEN,)

    def compose(self, facts: ComposeFacts) -> Message:
        """A mention, a neutral sentence and a button."""
        say, client = facts.language.say, facts.wish["client"]
        return Message(
            content=say("fallback.line", member=f"<@{client}>"),
            body="",
            actions=(Action(OPEN, say("label.open_here"), Look.MAIN),),
            pings=DiscordUserId(int(str(client))),
        )
