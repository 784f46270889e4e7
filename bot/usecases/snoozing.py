"""Snoozing a reminder until a time that its member chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Pressed
from bot.domain.pause import holds
from bot.domain.press import OfferSnooze, SnoozeEffect, SnoozeUntil
from bot.domain.snoozing import choices, snoozed_until
from bot.domain.time_typed import time_typed
from bot.errors import Conflict, NotFound
from bot.store import presses
from bot.store.connection import Tx
from bot.usecases.press_results import Snoozed, SnoozeOffered


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and in which language."""

    values: tuple[str, ...]
    language: str


async def snooze_as_asked(
    tx: Tx,
    member: Member,
    pressed: Pressed,
    effect: SnoozeEffect,
    *,
    typed: Typed,
    now_at: datetime,
) -> Snoozed | SnoozeOffered:
    """Let a message come again when its member asks for it, in quiet hours too; or offer when.

    Raises Conflict for a choice that lies behind and where a pause would take it away, InvalidInput
    for a typed time that is not understood.
    """
    zone = member.settings.zone
    if isinstance(effect, OfferSnooze):
        return SnoozeOffered(choices(zone, now_at))
    until_at = _until(member, effect, typed, now_at)
    await put_off(tx, member, pressed, until_at)
    local_until = local_of(until_at, zone)
    later_day = local_until.date() != local_of(now_at, zone).date()
    return Snoozed(local_until, later_day)


async def put_off(tx: Tx, member: Member, pressed: Pressed, until_at: datetime) -> None:
    """Let a message come again at an instant. Raises Conflict where a pause would take it away."""
    if pressed.schedule_status == "paused" or holds(member.paused_until_at, until_at):
        raise Conflict("snooze.paused")
    await presses.snooze(tx, pressed, until_at)


def _until(member: Member, effect: SnoozeUntil, typed: Typed, now_at: datetime) -> datetime:
    zone = member.settings.zone
    if effect.choice is None:
        if len(typed.values) != 1:
            raise NotFound("button.outdated")
        return time_typed(typed.values[0], language=typed.language, now_at=now_at, zone=zone).at
    until_at = snoozed_until(effect.choice, zone, now_at)
    if until_at is None:
        raise Conflict("snooze.passed")
    return until_at
