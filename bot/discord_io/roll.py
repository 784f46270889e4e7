"""Says whether somebody is in a server, one request each: it needs no privileged intent."""

from __future__ import annotations

from typing import Final

from bot.delivery.messenger import RetryAt
from bot.discord_io.attempt import Attempting
from bot.discord_io.outcomes import read
from bot.domain.ids import DiscordGuildId, DiscordUserId

#: Unknown member, and unknown user: an account that is gone is in no server either.
GONE: Final = frozenset({10007, 10013})


class DiscordRoll(Attempting):
    """Looks people up, each within ``attempt_timeout_s`` seconds."""

    async def is_in(self, guild: DiscordGuildId, user: DiscordUserId) -> bool | None:
        """Whether a user is in a server; None: that cannot be told now."""
        known = self._client.get_guild(guild)
        if known is None or known.unavailable:
            return None

        async def request() -> bool | None:
            await self._client.http.get_member(guild, user)
            return True

        found = await self._attempt(request, _without_them)
        return None if isinstance(found, RetryAt) else found


def _without_them(error: Exception) -> bool | None:
    return False if read(error).code in GONE else None
