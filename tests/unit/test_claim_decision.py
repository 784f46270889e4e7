"""May a delivery leave now? Every answer, and which of several reasons counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.claim import (
    CannotReach,
    Decision,
    Drop,
    DropReason,
    Facts,
    Send,
    Stale,
    Wait,
    decide,
)
from bot.domain.member import Settings
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.quiet_hours import QuietHours
from bot.domain.zones import zone

BERLIN = zone("Europe/Berlin")
# 12:00 in Berlin, and midnight there.
NOON_AT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NIGHT_AT = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
NIGHT_ENDS_AT = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
QUIET = QuietHours(time(20), time(8))
SECOND = timedelta(seconds=1)
PROMPT = Policy(Lane.PROMPT, Quiet.NOT_PLANNED, timedelta(minutes=20), counts=True)
CHECK_IN = Policy(Lane.CHECK_IN, Quiet.WAITS, timedelta(hours=4), counts=True, reserves=True)
NOTICE = Policy(Lane.PERSONAL, Quiet.SENT_IF_SOON, timedelta(days=3))
OWN = Policy(Lane.PERSONAL, Quiet.SENT, None)
APPOINTMENT = Policy(Lane.PERSONAL, Quiet.SENT, None, stale_at_event=True)


def facts(now_at: datetime = NOON_AT, **changed: Any) -> Facts:
    """A delivery that may leave at ``now_at``, but for what is changed."""
    return replace(
        Facts(
            step=1,
            send_after_at=now_at,
            schedule_active=True,
            superseded=False,
            agreed=True,
            stopped=False,
            paused_until_at=None,
            unreachable=False,
            settings=Settings(BERLIN, QUIET, daily_limit=8),
        ),
        **changed,
    )


def at_noon(policy: Policy = PROMPT, **changed: Any) -> Decision:
    return decide(facts(**changed), policy, NOON_AT)


def at_night(policy: Policy, **changed: Any) -> Decision:
    return decide(facts(NIGHT_AT, **changed), policy, NIGHT_AT)


# From the strongest to the weakest: a later one is only given when none before it holds.
REASONS: list[tuple[dict[str, Any], Decision]] = [
    ({"stopped": True}, Drop(DropReason.STOPPED)),
    ({"agreed": False}, Drop(DropReason.NO_CONSENT)),
    ({"schedule_active": False}, Drop(DropReason.ENDED)),
    ({"paused_until_at": NIGHT_AT + SECOND}, Drop(DropReason.PAUSED)),
    ({"superseded": True}, Drop(DropReason.MERGED)),
    ({"silent": True}, Drop(DropReason.SILENT)),
    ({"send_after_at": NIGHT_AT - timedelta(hours=9)}, Stale()),
    ({"settings": Settings(BERLIN, QUIET, daily_limit=8)}, Wait(NIGHT_ENDS_AT)),
    ({"counted_today": 8}, Drop(DropReason.LIMIT)),
    ({"unreachable": True}, CannotReach()),
    ({}, Send()),
]
NO_QUIET: dict[str, Any] = {"settings": Settings(BERLIN, None, daily_limit=8)}


@pytest.mark.parametrize(("changed", "decision"), REASONS)
def test_each_reason_alone_is_given_and_without_any_a_delivery_leaves(
    changed: dict[str, Any], decision: Decision
) -> None:
    assert at_night(CHECK_IN, **NO_QUIET | changed) == decision


@pytest.mark.parametrize("first", range(len(REASONS)))
def test_of_several_reasons_the_strongest_is_given(first: int) -> None:
    changed = dict(NO_QUIET)
    for more, _ in reversed(REASONS[first:]):
        changed |= more

    assert at_night(CHECK_IN, **changed) == REASONS[first][1]


def test_a_pause_ends_at_its_very_instant() -> None:
    assert at_noon(paused_until_at=NOON_AT + SECOND) == Drop(DropReason.PAUSED)
    assert at_noon(paused_until_at=NOON_AT) == Send()
    assert at_noon(paused_until_at=NOON_AT - SECOND) == Send()


# Lateness


def test_it_is_stale_only_after_its_whole_time_is_over() -> None:
    assert at_noon(send_after_at=NOON_AT - timedelta(minutes=20)) == Send()
    assert at_noon(send_after_at=NOON_AT - timedelta(minutes=20) - SECOND) == Stale()


def test_what_never_goes_stale_is_sent_a_year_late() -> None:
    assert at_noon(OWN, send_after_at=NOON_AT - timedelta(days=365)) == Send()


def test_a_reminder_of_an_event_is_stale_once_the_event_begins_and_not_before() -> None:
    assert at_noon(APPOINTMENT, concerns_at=NOON_AT + SECOND) == Send()
    assert at_noon(APPOINTMENT, concerns_at=NOON_AT) == Stale()
    assert at_noon(OWN, concerns_at=NOON_AT) == Send()


def test_what_is_asked_for_ahead_of_its_time_is_not_stale() -> None:
    assert at_noon(send_after_at=NOON_AT + timedelta(hours=1)) == Send()


# Quiet hours


@pytest.mark.parametrize(
    ("policy", "decision"),
    [
        (PROMPT, Drop(DropReason.QUIET)),
        (CHECK_IN, Wait(NIGHT_ENDS_AT)),
        (NOTICE, Wait(NIGHT_ENDS_AT)),
        (OWN, Send()),
    ],
)
def test_quiet_hours_do_to_each_kind_what_its_policy_says(
    policy: Policy, decision: Decision
) -> None:
    assert at_night(policy) == decision


@pytest.mark.parametrize("policy", [PROMPT, CHECK_IN, NOTICE, OWN])
def test_without_quiet_hours_the_night_is_like_the_day(policy: Policy) -> None:
    assert at_night(policy, **NO_QUIET) == Send()


@pytest.mark.parametrize(
    ("concerns_in", "decision"),
    [
        (timedelta(hours=24), Send()),
        (timedelta(hours=24) + SECOND, Wait(NIGHT_ENDS_AT)),
        (timedelta(0), Send()),
        (timedelta(hours=-1), Send()),
        (None, Wait(NIGHT_ENDS_AT)),
    ],
)
def test_a_notice_breaks_quiet_hours_only_for_the_next_24_hours(
    concerns_in: timedelta | None, decision: Decision
) -> None:
    at = None if concerns_in is None else NIGHT_AT + concerns_in
    assert at_night(NOTICE, concerns_at=at) == decision


def test_soon_breaks_no_quiet_hours_for_other_kinds() -> None:
    assert at_night(CHECK_IN, concerns_at=NIGHT_AT + SECOND) == Wait(NIGHT_ENDS_AT)


def test_quiet_hours_are_read_in_the_members_own_zone() -> None:
    tokyo = Settings(zone("Asia/Tokyo"), QUIET, daily_limit=8)
    # 23:00 UTC is 08:00 in Tokyo, when quiet hours are just over.
    assert at_night(CHECK_IN, settings=tokyo) == Send()
    assert decide(facts(settings=tokyo), CHECK_IN, NOON_AT) == Wait(NIGHT_AT)


# The daily limit


def test_the_limit_holds_from_its_number_on_for_what_counts() -> None:
    assert at_noon(counted_today=7) == Send()
    assert at_noon(counted_today=8) == Drop(DropReason.LIMIT)
    assert at_noon(counted_today=99) == Drop(DropReason.LIMIT)


@pytest.mark.parametrize("policy", [NOTICE, OWN])
def test_the_limit_holds_for_nothing_else(policy: Policy) -> None:
    assert at_noon(policy, counted_today=99) == Send()


def test_a_snoozed_prompt_has_its_place_in_the_day_already() -> None:
    assert at_noon(step=2, counted_today=8) == Send()


# The last word


def test_only_the_confirmation_of_a_stop_reaches_a_member_who_stopped() -> None:
    assert at_noon(OWN, stopped=True, agreed=False) == Drop(DropReason.STOPPED)
    assert at_noon(OWN, stopped=True, agreed=False, last_word=True) == Send()


def test_the_confirmation_of_a_stop_still_needs_its_schedule_and_an_open_door() -> None:
    assert at_noon(OWN, last_word=True, schedule_active=False) == Drop(DropReason.ENDED)
    assert at_noon(OWN, last_word=True, unreachable=True) == CannotReach()
