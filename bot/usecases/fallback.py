"""Opening a line in a private thread: what found closed DMs is shown to its member, here.

From then on it is as if it had arrived: its buttons work, and it does not come a second time.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.content.library import Library
from bot.delivery.messenger import DeliveryKey
from bot.domain.ids import DiscordUserId, OccurrenceId
from bot.domain.message import Message
from bot.domain.occurrence import Waiting
from bot.errors import NotAllowed, NotFound
from bot.kinds.kind import ComposeFacts, Kind
from bot.kinds.registry import Kinds
from bot.log import get_logger
from bot.store import fallback, members
from bot.store.connection import Store
from bot.texts.language import Language
from bot.usecases.member import is_in

log = get_logger(__name__)

# Judgement: more at once is not read; the rest is tried by DM again.
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """One message, as the delivery that it is."""

    key: DeliveryKey
    message: Message


async def open_line(
    store: Store,
    clock: Clock,
    kinds: Kinds,
    library: Library,
    *,
    by: DiscordUserId,
    line: OccurrenceId,
    language: Language,
) -> tuple[Shown, ...]:
    """What waits for the one who presses, the oldest first; nothing if it is all too late by now.

    Their DMs are tried again with the next message. Raises NotFound for a line that is no longer
    kept, NotAllowed for somebody else's, and for a member who has stopped everything.
    """
    now_at = clock.now()
    async with store.write() as tx:
        found = await fallback.opened_by(tx, line, now_at)
        if found is None:
            raise NotFound("button.outdated")
        member_id, owner, clinic_id = found
        if owner != by:
            raise NotAllowed("button.not_yours")
        member = await members.get(tx, member_id)
        if member is None or not await is_in(tx, member):
            raise NotAllowed("consent.needed")
        waiting = await fallback.unreached(tx, member_id, clinic_id)
        helping = [one for one in waiting if one.kind in kinds]
        shown: list[Shown] = []
        for one in helping:
            kind = kinds[one.kind]
            if kind.policy.is_stale(one.send_after_at, kind.concerns_at(one.wish), now_at):
                await fallback.note_stale(tx, one)
            elif len(shown) < MOST_SHOWN:
                item = one.item or kind.choose(library, language.code, one.last_item, one.id)
                await fallback.note_shown(tx, one, item, now_at)
                shown.append(_shown(kind, library, language, one, item))
        await members.reach_again(tx, member_id, now_at)
    log.info("fallback.opened", extra={"member": member_id, "shown": len(shown)})
    return tuple(reversed(shown))


def _shown(
    kind: Kind, library: Library, language: Language, waiting: Waiting, item: str | None
) -> Shown:
    facts = ComposeFacts(
        language=language,
        library=library,
        wish=waiting.wish,
        item=item,
        seed=waiting.id,
        # Only they see it, and no lock screen does.
        discreet=False,
    )
    return Shown(DeliveryKey(waiting.id, waiting.step), kind.message(facts))
