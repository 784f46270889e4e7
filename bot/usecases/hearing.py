"""What a member does that is no command: text typed in the DM, and being heard of at all."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.consent import Place
from bot.domain.ids import DiscordUserId
from bot.domain.member import Member
from bot.domain.unaccented import unaccented
from bot.kinds.notice import NOBODY_READS, STOPPED
from bot.store import members
from bot.store.connection import Store, Tx
from bot.usecases.noticing import queue_notice
from bot.usecases.stopping import end_everything

# Source: product; one word in each language that members write in, and those they borrow.
STOP_WORDS = frozenset({"stop", "stopp", "alto", "para", "parar", "arret", "arreter"})
ANSWER_EVERY = timedelta(hours=1)


def is_stop(text: str) -> bool:
    """Whether a typed text means stop, whatever its case, accents, spaces and punctuation.

    The word alone, letter by letter ("S T O P") or again and again ("stop, stop!"); a sentence
    with the word in it is none.
    """
    words = _words(text)
    return "".join(words) in STOP_WORDS or (bool(words) and STOP_WORDS.issuperset(words))


def _words(text: str) -> list[str]:
    return "".join(map(_letter, unaccented(text))).split()


def _letter(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        # Invisible: it parts nothing.
        return ""
    return character if character.isalpha() else " "


async def hear_text(store: Store, clock: Clock, *, by: DiscordUserId, text: str) -> bool:
    """Stop at once, or say at most once an hour that nobody reads; whether there is work to do.

    The text is not kept. Strangers, and who has stopped, get no message.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await members.find(tx, by)
        if member is None or member.stopped_at is not None:
            return False
        # Who can write to us can be written to.
        opened = await _open_again(tx, member, now_at)
        if is_stop(text):
            await end_everything(tx, member, Place.DM, now_at)
            await queue_notice(tx, member, STOPPED, now_at)
            return True
        may = await members.claim_text_answer(tx, member.id, now_at, now_at - ANSWER_EVERY)
        if may:
            await queue_notice(tx, member, NOBODY_READS, now_at)
    return may or opened


async def hear_of(store: Store, clock: Clock, *, by: DiscordUserId, locale: str) -> bool:
    """A member did something: try their DMs again if they were closed. Whether they were.

    ``locale`` is their client's language, in which they are written to unless they chose one.
    """
    member = await members.find(store.reads, by)
    if member is None or (member.unreachable_at is None and member.locale == locale):
        return False
    async with store.write() as tx:
        tx.stops_nobody = True
        await members.set_locale(tx, member.id, locale)
        return await _open_again(tx, member, clock.now())


async def _open_again(tx: Tx, member: Member, now_at: datetime) -> bool:
    if member.unreachable_at is None:
        return False
    await members.reach_again(tx, member.id, now_at)
    return True
