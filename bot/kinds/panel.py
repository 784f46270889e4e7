"""The joining panel: says what the bot is for, and lets everybody in a channel join by a press."""

from __future__ import annotations

from typing import Final

from bot.domain.message import Action, Look, Message
from bot.domain.policy import Lane
from bot.kinds.channel import ChannelKind, post_policy
from bot.kinds.kind import ComposeFacts

START: Final = "panel_start"
PRIVACY: Final = "panel_privacy"
SIGNS: Final = "panel_signs"


class Panel(ChannelKind):
    """The panel. Its buttons work for as long as it stands there."""

    name = "panel"
    policy = post_policy(Lane.PERSONAL)
    public = (START, PRIVACY, SIGNS)

    def compose(self, facts: ComposeFacts) -> Message:
        """What it says, and three buttons."""
        say = facts.language.say
        return Message(
            content=say("panel.content"),
            title=say("panel.title"),
            body=say("panel.body"),
            footer=say("panel.footer"),
            actions=(
                Action(START, say("label.start"), Look.MAIN),
                Action(PRIVACY, say("label.privacy")),
                Action(SIGNS, say("label.warning_signs"), Look.DANGER),
            ),
        )
