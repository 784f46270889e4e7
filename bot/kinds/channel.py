"""What is posted in a channel of a clinic's server, for all who can see that channel.

It is about nobody's plan, so it has no "Stop" button, and its buttons are for whoever presses them.
Refuses to hold anything that only one person may read.
"""

from __future__ import annotations

from typing import ClassVar

from bot.domain.message import Message
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import Effect, Show
from bot.kinds.kind import ComposeFacts, Kind


class ChannelKind(Kind):
    """One kind of post. ``public`` are its buttons: their names are no other kind's."""

    listed = False
    public: ClassVar[tuple[str, ...]] = ()

    def effect(self, action: str) -> Effect | None:
        """Each shows something to the one who presses it."""
        return Show(action) if action in self.public else None

    def message(self, facts: ComposeFacts) -> Message:
        """Just what was composed: there is no member whose wishes could change it."""
        return self.compose(facts)


def post_policy(lane: Lane) -> Policy:
    """How a post of this very moment is sent: soon, however late."""
    return Policy(lane=lane, quiet=Quiet.SENT, stale_after=None)
