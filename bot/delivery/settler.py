"""Settle: outcomes become marks in the database, many in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.delivery.messenger import (
    LONGEST_PAUSE_S,
    InDoubt,
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)
from bot.delivery.sender import Overtaken, Result, Withdrawn
from bot.domain.ids import MemberId, OccurrenceId
from bot.domain.occurrence import State
from bot.log import get_logger
from bot.store import fallback, members, queue, schedules, settlements
from bot.store.connection import Store, Tx
from bot.store.settlements import EndMark, RetryMark, SentMark

log = get_logger(__name__)

FIRST_RETRY_S = 2.0
LONGEST_RETRY_S = 900.0


@dataclass(slots=True)
class _Marks:
    sent: list[SentMark] = field(default_factory=list)
    retries: list[RetryMark] = field(default_factory=list)
    ends: list[EndMark] = field(default_factory=list)
    untried: list[tuple[OccurrenceId, int]] = field(default_factory=list)


def back_off_s(attempts: int) -> float:
    """How long to wait after so many attempts: doubling from 2 s up to 15 minutes."""
    return min(FIRST_RETRY_S * 2.0 ** min(attempts, 20), LONGEST_RETRY_S)


async def settle(store: Store, results: Sequence[Result]) -> None:
    """Note how deliveries ended, and what that says about their members."""
    if not results:
        return
    marks = _Marks()
    for result in results:
        _mark(marks, result)
    async with store.write() as tx:
        tx.stops_nobody = all(isinstance(result.outcome, Sent | Overtaken) for result in results)
        for result in results:
            await _note_member(tx, result)
        await settlements.settle_sent(tx, marks.sent)
        await settlements.settle_retries(tx, marks.retries)
        await settlements.settle_ends(tx, marks.ends)
        await settlements.release(tx, marks.untried)
        closed = [each for each in results if each.outcome == Unreachable(UnreachableReason.CLOSED)]
        for result in closed:
            unreached = [result.claimed.candidate.id]
            await fallback.queue_lines(tx, unreached, result.ended_at)
    for result in results:
        _tell(result)


def _mark(marks: _Marks, result: Result) -> None:
    candidate = result.claimed.candidate
    key = (candidate.id, candidate.step)
    match result.outcome:
        case Sent(message_id):
            mark = SentMark(*key, result.channel_id, message_id, result.ended_at)
            marks.sent.append(mark)
        case RetryAt(_, RetryReason.CHANNEL_GONE) if candidate.member_id is None:
            # Nobody's DM: there is none to open in its place.
            marks.ends.append(EndMark(*key, State.FAILED.value, RetryReason.CHANNEL_GONE.value))
        case RetryAt(retry_after_s):
            wait_s = max(retry_after_s, 0.0 if _at_once(result) else back_off_s(candidate.attempts))
            marks.retries.append(RetryMark(*key, _later(result, wait_s), in_doubt=False))
        case InDoubt():
            wait_s = back_off_s(candidate.attempts)
            marks.retries.append(RetryMark(*key, _later(result, wait_s), in_doubt=True))
        case Unreachable(reason):
            marks.ends.append(EndMark(*key, State.UNREACHABLE.value, reason.value))
        case Refused(RefusedReason.TOKEN):
            # Nothing is wrong with the message: the next start sends it, under the next token.
            marks.retries.append(RetryMark(*key, result.ended_at, in_doubt=False))
        case Refused(reason, code):
            marks.ends.append(EndMark(*key, State.FAILED.value, f"{reason.value} ({code})"))
        case Withdrawn():
            marks.ends.append(EndMark(*key, State.DROPPED.value, "stopped"))
        case Overtaken():
            # The claim knows why, if it ends.
            marks.untried.append(key)


def _at_once(result: Result) -> bool:
    first = result.claimed.candidate.attempts == 0
    match result.outcome:
        case RetryAt(_, RetryReason.CHANNEL_GONE):
            return first
        case RetryAt(_, RetryReason.OPENING_PAUSED):
            return True
    return False


def _later(result: Result, wait_s: float) -> datetime:
    return result.ended_at + timedelta(seconds=min(wait_s, LONGEST_PAUSE_S))


async def _note_member(tx: Tx, result: Result) -> None:
    member = result.claimed.candidate.member_id
    if member is None:
        return
    match result.outcome:
        case RetryAt(_, RetryReason.CHANNEL_GONE):
            await members.forget_channel(tx, member)
        case Unreachable(reason):
            await _note_unreachable(tx, member, reason, result)


async def _note_unreachable(
    tx: Tx, member: MemberId, reason: UnreachableReason, result: Result
) -> None:
    await members.set_unreachable(tx, member, result.ended_at)
    await queue.add_unreachable(tx, member, result.ended_at)
    if reason is UnreachableReason.UNKNOWN_USER:
        await schedules.end_all(tx, member, reason.value, result.ended_at)


def _tell(result: Result) -> None:
    candidate = result.claimed.candidate
    fields: dict[str, object] = {
        "member": candidate.member_id,
        "occurrence": candidate.id,
        "step": candidate.step,
        "kind": candidate.kind,
    }
    match result.outcome:
        case Sent():
            log.info("delivery.sent", extra=fields)
        case RetryAt(retry_after_s, retry_reason):
            fields |= {"reason": retry_reason.value, "retry_after_s": retry_after_s}
            log.warning("delivery.postponed", extra=fields)
        case InDoubt(why):
            log.warning("delivery.in_doubt", extra=fields | {"reason": why})
        case Unreachable(unreachable_reason):
            log.info("delivery.unreachable", extra=fields | {"reason": unreachable_reason.value})
        case Refused(refused_reason, code):
            fields |= {"reason": refused_reason.value, "code": code}
            log.error("delivery.refused", extra=fields)
        case Withdrawn():
            log.info("delivery.withdrawn", extra=fields)
        case Overtaken():
            log.info("delivery.overtaken", extra=fields)
