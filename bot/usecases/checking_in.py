"""Answering a check-in: each press is kept at once, and says what is to be shown next.

Refuses to ask, to send or to weigh anything by itself: questions, choices and the order of help
are the domain's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.check_in import (
    CRISIS_STRESS,
    STRESS,
    TENSION,
    CheckIn,
    chosen,
    question_after,
    questions,
)
from bot.domain.ids import DiscordGuildId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.press import AskAgain, CheckInEffect, Choose, Score
from bot.domain.safety import CRISIS_AGAIN_WITHIN, Care, LastCard, care_for
from bot.errors import NotFound
from bot.store import checkins, claims, clinics
from bot.store.connection import Reads, Tx

# Under this name a member's last card is remembered.
CARDS = "benefits"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, when, and what names that time."""

    member: Member
    kind: str
    origin: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A check-in after a press. ``asking`` is what is asked next; None: ``care`` says what follows.

    ``questions`` are those that this member is asked. ``local_asked`` is their wall clock when
    they were asked, so that a late answer can say for when it counts. ``guild`` is the clinic
    whose session it follows, ``worse``: they feel worse than before that.
    """

    check_in: CheckIn
    questions: tuple[str, ...]
    asking: str | None
    care: Care
    local_asked: datetime
    guild: DiscordGuildId | None = None
    worse: bool = False

    @property
    def late(self) -> bool:
        """Whether the answer counts for another day than the one that was asked about."""
        return self.check_in.local_at.date() != self.local_asked.date()


async def check_in(
    tx: Tx,
    asked: Asked,
    effect: CheckInEffect,
    *,
    values: Sequence[str],
    cards: Collection[str],
    now_at: datetime,
) -> CheckedIn:
    """Keep what was pressed, in place of what was pressed before, and tell what follows.

    ``values`` come from outside; ``cards`` are those there are to offer. Raises NotFound for a
    choice there is not, and for one in a check-in that has no answer yet.
    """
    comfort = await clinics.asks_comfort(tx, asked.member.id)
    match effect:
        case Score(question, value):
            await _keep_score(tx, asked, question, value, now_at)
        case Choose(question):
            row = (await _found(tx, asked)).id
            await checkins.put_choices(tx, row, question, chosen(question, values), now_at)
        case AskAgain():
            pass
    found = await _found(tx, asked)
    asking = _next_question(effect, found, comfort=comfort)
    care = Care()
    if asking is None:
        care = await _care(tx, asked.member, found, cards, now_at, comfort=comfort)
    zone = asked.member.settings.zone
    return CheckedIn(
        check_in=found,
        questions=questions(found.scores, comfort=comfort),
        asking=asking,
        care=care,
        local_asked=local_of(found.asked_at, zone),
    )


def _next_question(effect: CheckInEffect, found: CheckIn, *, comfort: bool) -> str | None:
    match effect:
        case Score(question):
            return question_after(question, found.scores, comfort=comfort)
        case AskAgain():
            return TENSION
        case Choose():
            return None


async def _found(reads: Reads, asked: Asked) -> CheckIn:
    found = await checkins.find(reads, asked.member.id, asked.origin)
    if found is None:
        raise NotFound("button.outdated")
    return found


async def _keep_score(tx: Tx, asked: Asked, question: str, value: int, now_at: datetime) -> None:
    member = asked.member
    row = await checkins.add(
        tx,
        member.id,
        kind=asked.kind,
        origin=asked.origin,
        asked_at=asked.asked_at,
        answered_at=now_at,
        local_at=local_of(now_at, member.settings.zone),
    )
    await checkins.put_score(tx, row, question, value, now_at)


async def _care(
    tx: Tx,
    member: Member,
    found: CheckIn,
    cards: Collection[str],
    now_at: datetime,
    *,
    comfort: bool,
) -> Care:
    last = await checkins.last_offered(tx, member.id, CARDS)
    care = care_for(
        found.scores,
        found.choices,
        crisis_lately=await _crisis_before(tx, member, found),
        comfort=comfort,
        cards=cards,
        last_card=None if last is None else LastCard(last[0], now=last[1] >= found.answered_at),
    )
    if care.card is not None:
        await claims.note_shown(tx, member.id, CARDS, care.card, now_at)
    return care


async def _crisis_before(reads: Reads, member: Member, found: CheckIn) -> bool:
    return await checkins.scored_between(
        reads,
        member.id,
        STRESS,
        CRISIS_STRESS,
        from_at=found.answered_at - CRISIS_AGAIN_WITHIN,
        until_at=found.answered_at,
        except_origin=found.origin,
    )
