"""One place of the simulated Discord, shown by simcord on a loopback port of its own.

The only module that knows simcord's preview. Its capability never leaves this process: the page
looks through the proxy.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from simcord import Preview

from bot.demo.practice import DemoEnv, Place
from bot.errors import Bug

# simcord names them all, and a video library of 118 MB beside them, only once it is too late.
_NEEDED: Final = ("linkify_it", "markdown_it", "PIL", "regex")


def require_packages() -> None:
    """Raise ModuleNotFoundError for what simcord's preview needs and is not installed."""
    for name in _NEEDED:
        import_module(name)


class Window:
    """Shows one place at a time. Nothing new is seen in it until ``publish``."""

    def __init__(self, env: DemoEnv) -> None:
        self._env = env
        self._preview: Preview | None = None

    async def open(self, place: Place, zone: str) -> None:
        """Show a place to the one who sees it, with times in ``zone``."""
        await self.close()
        preview = self._env.preview(
            place.channel, viewers=[place.viewer], layout="channel", timezone=zone
        )
        self._preview = await preview.__aenter__()

    async def publish(self) -> None:
        """Show what has changed. Raises TimeoutError while the bot is not done."""
        await self._open_preview.refresh()

    async def close(self) -> None:
        """Show nothing more."""
        closing, self._preview = self._preview, None
        if closing is not None:
            await closing.close()

    @property
    def address(self) -> tuple[str, str]:
        """Where it is served, and the secret that opens it."""
        origin, _, capability = self._open_preview.url.partition("#")
        return origin.rstrip("/"), capability

    @property
    def is_open(self) -> bool:
        """Whether a place is shown."""
        return self._preview is not None

    @property
    def _open_preview(self) -> Preview:
        if self._preview is None:
            raise Bug("nothing is shown")
        return self._preview
