"""Buttons of ours on a message that everybody sees, and the errors that were answered in words."""

from __future__ import annotations

from typing import Any

import simcord

from bot.demo.stage import Shown
from bot.discord_io.failures import original_of
from bot.errors import UserError
from bot.ui.cards import card, named_button
from bot.ui.custom_ids import AreaPress
from tests.behaviour.world import Clinic, Person


async def post(clinic: Clinic, **presses: AreaPress) -> Shown:
    """A message in the server's channel, with a button for each press, labelled as it is named."""
    buttons = [named_button(label, press) for label, press in presses.items()]
    channel: Any = clinic.app.client.get_channel(clinic.channel.id)
    return Shown(await channel.send(view=card("for everybody", buttons=buttons)))


def only_refusals(env: simcord.Env) -> None:
    """Fail for what was raised in this test and is no refusal. simcord notes both."""
    raised = [original_of(error) if isinstance(error, Exception) else error for error in env.errors]
    assert [error for error in raised if not isinstance(error, UserError)] == []


async def refused(person: Person, command: str, **typed: Any) -> Shown:
    """Type a command that is refused; the answer."""
    shown = await person.slash(command, **typed)
    only_refusals(person.clinic.env)
    assert shown is not None
    return shown
