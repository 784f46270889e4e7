"""/clinic panel: the joining panel in a channel of the server, posted by managers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.delivery.messenger import Outcome, Sent
from bot.domain.ids import ChannelId, DiscordGuildId, OccurrenceId
from bot.domain.member import Settings
from bot.kinds.panel import Panel
from bot.store import clinics, posts
from bot.store.connection import Store
from bot.usecases.delivering import Delivering
from bot.usecases.staff import Caller, require_manager

WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class PanelPosted:
    """Everybody who sees the channel can join now."""


@dataclass(frozen=True, slots=True)
class PanelNotPosted:
    """Discord did not take it."""


@dataclass(frozen=True, slots=True)
class PanelComes:
    """Nobody knows yet; the engine goes on with it."""


async def queue_panel(
    store: Store,
    clock: Clock,
    caller: Caller,
    channel: ChannelId,
    *,
    locale: str,
    defaults: Settings,
) -> OccurrenceId:
    """Queue a panel for a channel of the caller's server, in a language.

    Raises NotAllowed for who may not manage the server.
    """
    guild: DiscordGuildId = require_manager(caller)
    now_at = clock.now()
    async with store.write() as tx:
        tx.stops_nobody = True
        clinic = await clinics.find_or_add(tx, guild, defaults.zone.key, now_at)
        wish: dict[str, object] = {"channel": channel, "locale": locale}
        return await posts.add(tx, clinic.id, Panel.name, wish, now_at, lane=Panel.policy.lane)


async def post_panel(
    delivering: Delivering, panel: OccurrenceId
) -> PanelPosted | PanelNotPosted | PanelComes:
    """Send a queued panel ahead of its turn and wait up to 10 s for its outcome."""
    outcome: Outcome | None = await delivering.deliver_now(panel, timeout_s=WITHIN_S)
    if outcome is None:
        return PanelComes()
    return PanelPosted() if isinstance(outcome, Sent) else PanelNotPosted()
