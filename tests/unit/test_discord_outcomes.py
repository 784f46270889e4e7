from dataclasses import dataclass, field

import aiohttp
import discord
import pytest

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
from bot.discord_io.outcomes import (
    BLOCKED_PAUSE_S,
    CODES,
    OPENING_PAUSE_S,
    RATE_LIMIT_PAUSE_S,
    SERVER_PAUSE_S,
    TROUBLE,
    UNREADABLE_PAUSE_S,
    Meaning,
    lookup_outcome,
    opening_outcome,
    send_outcome,
)


@dataclass
class Answer:
    """The little of an HTTP response that discord.py's exceptions look at."""

    status: int
    reason: str = "reason"
    headers: dict[str, str] = field(default_factory=dict)


def http_error(status, code=0, headers=None):
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    return kind(Answer(status, headers=headers or {}), {"code": code, "message": "said Discord"})


CLOSED = Unreachable(UnreachableReason.CLOSED)
NO_SERVER = Unreachable(UnreachableReason.NO_SHARED_SERVER)
UNKNOWN = Unreachable(UnreachableReason.UNKNOWN_USER)
PAUSED = RetryAt(OPENING_PAUSE_S, RetryReason.OPENING_PAUSED)
GONE = RetryAt(0.0, RetryReason.CHANNEL_GONE)
LIMITED = RetryAt(RATE_LIMIT_PAUSE_S, RetryReason.RATE_LIMITED)
LIMITED_OPENING = RetryAt(RATE_LIMIT_PAUSE_S, RetryReason.OPENING_PAUSED)
BLOCKED = RetryAt(BLOCKED_PAUSE_S, RetryReason.SERVER)
SERVER = RetryAt(SERVER_PAUSE_S, RetryReason.SERVER)
OFFLINE = RetryAt(SERVER_PAUSE_S, RetryReason.OFFLINE)
UNREADABLE = RetryAt(UNREADABLE_PAUSE_S, RetryReason.SERVER)


def body(code):
    return Refused(RefusedReason.BODY, code)


def forbidden(code):
    return Refused(RefusedReason.FORBIDDEN, code)


#: code: (status, after a send, after an opening, after a search)
EVERY_CODE = {
    50007: (403, CLOSED, CLOSED, CLOSED),
    50278: (403, NO_SERVER, NO_SERVER, NO_SERVER),
    10013: (404, UNKNOWN, UNKNOWN, UNKNOWN),
    50033: (400, UNKNOWN, UNKNOWN, UNKNOWN),
    40003: (400, PAUSED, PAUSED, PAUSED),
    20026: (403, PAUSED, PAUSED, PAUSED),
    10003: (404, GONE, GONE, GONE),
    10008: (404, Sent(None), body(10008), UNREADABLE),
    50035: (400, body(50035), body(50035), UNREADABLE),
    50006: (400, body(50006), body(50006), UNREADABLE),
    240000: (400, body(240000), body(240000), UNREADABLE),
    50001: (403, forbidden(50001), forbidden(50001), UNREADABLE),
    50013: (403, forbidden(50013), forbidden(50013), UNREADABLE),
    20016: (400, LIMITED, LIMITED_OPENING, LIMITED),
    20028: (400, LIMITED, LIMITED_OPENING, LIMITED),
    20029: (400, LIMITED, LIMITED_OPENING, LIMITED),
    40333: (403, BLOCKED, BLOCKED, BLOCKED),
    130000: (503, InDoubt("status 503, code 130000"), SERVER, SERVER),
}


def test_every_code_that_is_read_has_its_line_in_the_table():
    assert set(EVERY_CODE) == set(CODES)


@pytest.mark.parametrize("code", EVERY_CODE)
def test_a_code_means_after_a_send_what_the_table_says(code):
    status, outcome, _, _ = EVERY_CODE[code]

    assert send_outcome(http_error(status, code)) == outcome


@pytest.mark.parametrize("code", EVERY_CODE)
def test_a_code_means_after_an_opening_what_the_table_says(code):
    status, _, outcome, _ = EVERY_CODE[code]

    assert opening_outcome(http_error(status, code)) == outcome


@pytest.mark.parametrize("code", EVERY_CODE)
def test_a_code_means_after_a_search_what_the_table_says(code):
    status, _, _, outcome = EVERY_CODE[code]

    assert lookup_outcome(http_error(status, code)) == outcome


@pytest.mark.parametrize("code", set(EVERY_CODE) - {130000})
@pytest.mark.parametrize("status", [400, 403, 404])
def test_the_code_decides_and_not_the_class_of_the_exception(code, status):
    expected = send_outcome(http_error(EVERY_CODE[code][0], code))

    assert send_outcome(http_error(status, code)) == expected


@pytest.mark.parametrize("meaning", Meaning)
@pytest.mark.parametrize("read", [send_outcome, opening_outcome, lookup_outcome])
def test_no_meaning_is_without_an_outcome(meaning, read, monkeypatch):
    monkeypatch.setattr("bot.discord_io.outcomes.CODES", {1: meaning})

    assert read(http_error(400, 1)) is not None


@pytest.mark.parametrize("code", [0, 40001, 50014])
def test_a_token_that_is_not_accepted_is_said_to_be_the_token(code):
    outcome = send_outcome(http_error(401, code))

    assert outcome == Refused(RefusedReason.TOKEN, code or 401)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 524, 408])
def test_a_server_error_leaves_a_send_in_doubt(status):
    assert send_outcome(http_error(status)) == InDoubt(f"status {status}, code 0")


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        aiohttp.ServerTimeoutError(),
        ConnectionResetError(),
        OSError("no route"),
        aiohttp.ClientError(),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError(),
    ],
)
def test_a_lost_answer_leaves_a_send_in_doubt(error):
    assert isinstance(error, TROUBLE)
    assert isinstance(send_outcome(error), InDoubt)


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError(), aiohttp.ClientError()])
def test_a_lost_answer_to_an_opening_or_a_search_is_no_doubt(error):
    assert opening_outcome(error) == OFFLINE
    assert lookup_outcome(error) == OFFLINE


def test_a_doubt_repeats_nothing_that_was_said():
    outcome = send_outcome(aiohttp.ClientError("tension 7"))

    assert outcome == InDoubt("ClientError")


def test_a_rate_limit_too_long_to_wait_for_comes_with_its_time():
    outcome = send_outcome(discord.RateLimited(125.5))

    assert outcome == RetryAt(125.5, RetryReason.RATE_LIMITED)


def test_a_rate_limit_on_openings_pauses_openings():
    outcome = opening_outcome(discord.RateLimited(125.5))

    assert outcome == RetryAt(125.5, RetryReason.OPENING_PAUSED)


def test_a_ban_by_cloudflare_is_waited_for_as_long_as_it_says():
    outcome = send_outcome(http_error(429, headers={"Retry-After": "3600"}))

    assert outcome == RetryAt(3600.0, RetryReason.RATE_LIMITED)


@pytest.mark.parametrize("named", ["", "soon", "nan", "inf", "-5"])
def test_a_time_that_is_none_is_not_used(named):
    assert send_outcome(http_error(429, headers={"Retry-After": named})) == LIMITED


@pytest.mark.parametrize("named_s", [1e9, 1e15])
def test_no_pause_that_an_answer_names_is_longer_than_a_day(named_s):
    named = send_outcome(http_error(429, headers={"Retry-After": str(named_s)}))
    limited = send_outcome(discord.RateLimited(named_s))

    assert named == limited == RetryAt(LONGEST_PAUSE_S, RetryReason.RATE_LIMITED)


def test_a_short_time_named_for_one_opening_does_not_shorten_the_pause():
    outcome = opening_outcome(http_error(429, 40003, {"Retry-After": "2"}))

    assert outcome == PAUSED


def test_a_403_with_a_code_nobody_knows_is_refused_without_blaming_the_member():
    assert send_outcome(http_error(403, 59999)) == forbidden(59999)


def test_a_403_without_a_code_is_not_discords_own_and_passes():
    assert send_outcome(http_error(403)) == BLOCKED


@pytest.mark.parametrize(("status", "code"), [(400, 59999), (404, 0), (413, 0)])
def test_any_other_refusal_is_about_the_message(status, code):
    assert send_outcome(http_error(status, code)) == body(code or status)
