"""Which cog answers which of our long-lived buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.errors import Bug, NotFound
from bot.ui.custom_ids import AreaPress
from cogs.reply import Interaction

Handler = Callable[[Interaction, AreaPress], Awaitable[None]]


class Areas:
    """Hands a press to the handler of its area and action."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str], Handler] = {}

    def add(self, area: str, action: str, handler: Handler) -> None:
        """Let ``handler`` answer one button. Raises: Bug when another does already."""
        if (area, action) in self._handlers:
            raise Bug(f"two handlers for {area}:{action}")
        self._handlers[area, action] = handler

    async def route(self, interaction: Interaction, press: AreaPress) -> None:
        """Answer a press. Raises: NotFound for a button this version no longer has."""
        handler = self._handlers.get((press.area, press.action))
        if handler is None:
            raise NotFound("button.outdated")
        await handler(interaction, press)
