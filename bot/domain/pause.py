"""A pause of everything: nothing is sent until it ends, and what it held back does not come later.

A pause without an end is kept as one that ends in a far year.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.member import Member

WITHOUT_END_AT = datetime(9000, 1, 1, tzinfo=UTC)


def holds(paused_until_at: datetime | None, now_at: datetime) -> bool:
    """Whether a pause is on."""
    return paused_until_at is not None and now_at < paused_until_at


def pause_of(member: Member, now_at: datetime) -> datetime | None:
    """Until when everything is paused for a member; None: it is not."""
    return member.paused_until_at if holds(member.paused_until_at, now_at) else None


def ends(paused_until_at: datetime) -> bool:
    """Whether a pause ends by itself."""
    return paused_until_at < WITHOUT_END_AT
