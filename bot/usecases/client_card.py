"""The card of a client, for the staff of their clinic; each look at it is kept for the client.

Scores are on it only while the client shares them with this clinic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.follow_up import FollowUpWish
from bot.domain.ids import DiscordUserId
from bot.domain.pause import holds
from bot.domain.progress import Score
from bot.domain.session import Session
from bot.kinds.appointment import Appointment
from bot.store import clinics, hanging, looks, progress, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store
from bot.store.looks import Look
from bot.usecases import plans
from bot.usecases.clients import Client, find_client, require_client
from bot.usecases.staff import Caller, require_staff

# Judgement: enough to see how things stand.
SHOWN_STEPS, SHOWN_SESSIONS, SHOWN_SCORES = 6, 5, 5
_SCORES_OF = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Coming:
    """One message that is to come; ``ask`` None: a reminder of an appointment."""

    at: datetime
    ask: str | None


@dataclass(frozen=True, slots=True)
class ClientCard:
    """How things stand with a client.

    ``agreed_at`` None: they have not. ``paused_until_at``: nothing is sent before. ``scores`` None:
    they keep them to themselves.
    """

    client: Client
    zone: ZoneInfo
    agreed_at: datetime | None = None
    paused_until_at: datetime | None = None
    coming: tuple[Coming, ...] = ()
    has_plan: bool = False
    sessions: tuple[Session, ...] = ()
    scores: tuple[tuple[datetime, tuple[Score, ...]], ...] | None = None


@dataclass(frozen=True, slots=True)
class PlanEnded:
    """What was to come of a client's plan has ended; ``key`` None: nothing was."""

    client: DiscordUserId
    key: int | None


async def look_at_client(
    store: Store, clock: Clock, *, caller: Caller, client: DiscordUserId
) -> ClientCard:
    """A client's card; that it was looked at is kept. Raises NotAllowed for who is not staff."""
    now_at = clock.now()
    async with store.write() as tx:
        tx.stops_nobody = True
        clinic = await require_staff(tx, caller)
        found = await find_client(tx, clinic, client)
        if found.member is None:
            return ClientCard(found, found.zone)
        card = await _card(tx, clinic, found, now_at)
        look = Look(clinic.id, caller.by, card.scores is not None, now_at)
        await looks.add(tx, found.member.id, look)
    return card


async def _card(reads: Reads, clinic: Clinic, client: Client, now_at: datetime) -> ClientCard:
    member = client.known
    steps = await hanging.pending_of_client(reads, member.id, clinic.id, plans.KIND)
    reminders = await hanging.pending_of_client(reads, member.id, clinic.id, Appointment.name)
    coming = [
        Coming(one.next_due_at, FollowUpWish.from_wish(one.wish).ask.value)
        for one in steps
        if one.next_due_at is not None
    ]
    coming += [Coming(one.next_due_at, None) for one in reminders if one.next_due_at is not None]
    latest = await sessions.latest_of_member(reads, clinic.id, member.id, SHOWN_SESSIONS)
    paused = member.paused_until_at
    return ClientCard(
        client=client,
        zone=client.zone,
        agreed_at=await _agreed_at(reads, client),
        paused_until_at=paused if holds(paused, now_at) else None,
        coming=tuple(sorted(coming, key=lambda one: one.at)[:SHOWN_STEPS]),
        has_plan=bool(steps),
        sessions=tuple(latest),
        scores=await _scores(reads, client, now_at),
    )


async def _agreed_at(reads: Reads, client: Client) -> datetime | None:
    if client.held_for is not None:
        return None
    ledger = await clinics.ledger(reads, client.known.id)
    given = [line.noted_at for line in ledger if line.clinic_id == client.clinic.id and line.given]
    return given[-1] if given else None


async def _scores(
    reads: Reads, client: Client, now_at: datetime
) -> tuple[tuple[datetime, tuple[Score, ...]], ...] | None:
    if client.membership is None or not client.membership.sharing or client.held_for is not None:
        return None
    found: dict[datetime, list[Score]] = {}
    for score in await progress.scores_since(reads, client.known.id, now_at - _SCORES_OF):
        found.setdefault(score.local_at, []).append(score)
    latest = sorted(found, reverse=True)[:SHOWN_SCORES]
    return tuple((local_at, tuple(found[local_at])) for local_at in latest)


async def end_plan(
    store: Store, clock: Clock, *, caller: Caller, client: DiscordUserId
) -> PlanEnded:
    """End what is to come of a client's plan. Raises NotAllowed, NotFound for who is no client."""
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        known = await require_client(tx, clinic, client)
        pending = await hanging.pending_of_client(tx, known.known.id, clinic.id, plans.KIND)
        key = int(now_at.timestamp() * 1000)
        await hanging.end_pending(tx, pending, _ended_by_staff(key), now_at)
    return PlanEnded(client, key if pending else None)


async def bring_plan_back(
    store: Store, clock: Clock, *, caller: Caller, client: DiscordUserId, key: int
) -> bool:
    """Let a plan go on that staff ended, unless another has begun; whether anything comes.

    Raises as ``end_plan``.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        known = await require_client(tx, clinic, client)
        back = await plans.bring_back(
            tx, known.known, clinic.id, _ended_by_staff(key), now_at, held_for=known.held_for
        )
    return bool(back)


def _ended_by_staff(key: int) -> str:
    return f"ended by staff {key}"
