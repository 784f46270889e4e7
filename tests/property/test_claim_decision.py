"""May a delivery leave now? Whatever holds, some things are never sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.claim import CannotReach, Drop, DropReason, Facts, Send, Wait, decide
from bot.domain.local_time import local_of
from bot.domain.member import Settings
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.quiet_hours import QuietHours
from bot.domain.zones import zone

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
QUIETS = st.none() | st.tuples(TIMES, TIMES).filter(lambda t: t[0] != t[1]).map(
    lambda ends: QuietHours(*ends)
)
ZONES = st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "UTC"])
SETTINGS = st.builds(Settings, ZONES.map(zone), QUIETS, daily_limit=st.integers(1, 24))
POLICIES = st.builds(
    Policy,
    lane=st.sampled_from(Lane),
    quiet=st.sampled_from(Quiet),
    stale_after=st.none() | st.timedeltas(timedelta(0), timedelta(days=3)),
    counts=st.booleans(),
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Facts, Policy, datetime]:
    now_at = draw(INSTANTS)
    near = st.timedeltas(timedelta(days=-4), timedelta(days=4)).map(lambda far: now_at + far)
    rarely = st.sampled_from([False] * 7 + [True])
    chosen = Facts(
        step=draw(st.integers(1, 3)),
        send_after_at=draw(st.just(now_at) | near),
        schedule_active=not draw(rarely),
        superseded=draw(rarely),
        agreed=not draw(rarely),
        stopped=draw(rarely),
        paused_until_at=draw(st.none() | near),
        unreachable=draw(rarely),
        settings=draw(SETTINGS),
        counted_today=draw(st.integers(0, 24)),
        concerns_at=draw(st.none() | near),
    )
    return chosen, draw(POLICIES), now_at


@settings(derandomize=True, deadline=None, max_examples=400)
@given(situations())
def test_nothing_is_ever_sent_that_must_not_be(
    situation: tuple[Facts, Policy, datetime],
) -> None:
    chosen, policy, now_at = situation
    decision = decide(chosen, policy, now_at)
    quiet = chosen.settings.quiet
    is_quiet = quiet is not None and quiet.covers(local_of(now_at, chosen.settings.zone))

    if decision == Send():
        assert not chosen.stopped
        assert chosen.agreed
        assert chosen.schedule_active
        assert not chosen.superseded
        assert not chosen.unreachable
        assert not (is_quiet and policy.quiet in (Quiet.WAITS, Quiet.NOT_PLANNED))
    if isinstance(decision, Wait):
        assert is_quiet
        assert decision.until_at > now_at


@settings(derandomize=True, deadline=None, max_examples=200)
@given(situations())
def test_what_waits_for_the_end_of_quiet_hours_does_not_meet_them_again_then(
    situation: tuple[Facts, Policy, datetime],
) -> None:
    chosen, policy, now_at = situation
    decision = decide(chosen, policy, now_at)
    if not isinstance(decision, Wait):
        return
    then = replace(chosen, send_after_at=decision.until_at)

    assert decide(then, policy, decision.until_at) in (
        Send(),
        CannotReach(),
        Drop(DropReason.LIMIT),
    )
