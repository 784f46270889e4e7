"""What members type and press: each cog translates one feature and decides nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.discord_io.client import UnknotClient
from bot.usecases.services import Services
from cogs import (
    benefits,
    clients,
    clinic,
    contact,
    deliveries,
    fallback,
    follow_ups,
    habits,
    joining,
    overview,
    pausing,
    posture,
    presence,
    privacy,
    progress,
    queue,
    remind,
    reminders,
    sessions,
    settings,
    tension,
    timed,
    undo,
    weekly,
)
from cogs import help as helping
from cogs.areas import Areas

COGS: tuple[Callable[[UnknotClient, Services, Areas], Awaitable[None]], ...] = (
    joining.setup,
    posture.setup,
    habits.setup,
    tension.setup,
    timed.setup,
    progress.setup,
    remind.setup,
    reminders.setup,
    pausing.setup,
    deliveries.setup,
    benefits.setup,
    contact.setup,
    settings.setup,
    undo.setup,
    privacy.setup,
    sessions.setup,
    follow_ups.setup,
    clinic.setup,
    clients.setup,
    queue.setup,
    overview.setup,
    weekly.setup,
    fallback.setup,
    helping.setup,
    presence.setup,
)
