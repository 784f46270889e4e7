"""What members type and press: each cog translates one feature and decides nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.discord_io.client import UnknotClient
from bot.usecases.services import Services
from cogs import benefits, joining, posture, presence, settings, undo
from cogs import help as helping
from cogs.areas import Areas

COGS: tuple[Callable[[UnknotClient, Services, Areas], Awaitable[None]], ...] = (
    joining.setup,
    posture.setup,
    benefits.setup,
    settings.setup,
    undo.setup,
    helping.setup,
    presence.setup,
)
