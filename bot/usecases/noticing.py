"""Queues a notice in the transaction of the event it tells of."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ClinicId, OccurrenceId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.kinds.notice import Notice, notice_wish
from bot.store import schedules
from bot.store.connection import Tx


async def queue_notice(
    tx: Tx, member: Member, name: str, now_at: datetime, clinic_id: ClinicId | None = None
) -> OccurrenceId:
    """Queue a notice of this very moment to a member."""
    return await schedules.add_once(
        tx,
        kind=Notice.name,
        member_id=member.id,
        clinic_id=clinic_id,
        wish=notice_wish(name, now_at),
        local_slot=local_of(now_at, member.settings.zone),
        lane=Notice.policy.lane,
        now_at=now_at,
    )
