"""Taking away what the bot wrote, over HTTP as discord.py speaks it."""

from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.delivery.messenger import Done, Page, Refused, RefusedReason, RetryAt, RetryReason
from bot.discord_io.remover import PAGE, DiscordRemover
from bot.domain.ids import ChannelId, MessageId, first_message_id
from tests.unit.small_discord import Answer, too_many

CHANNEL = ChannelId(77)
SENT_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FAR = first_message_id(SENT_AT + timedelta(days=1))
US, MIA = "1", "5"


@pytest.fixture
def remover(client):
    return DiscordRemover(client)


def store(small, author=US, *, at=SENT_AT, kind=0):
    about = small.store({"content": "Stand up."}, author=author, at=at)
    about["type"] = kind
    return MessageId(int(about["id"]))


def error(status, code):
    return Answer(status, {"code": code, "message": "no"})


async def test_a_page_holds_what_the_bot_wrote_and_nothing_of_others(remover, small):
    ours = store(small)
    store(small, MIA)
    command = store(small, kind=20)
    # Who came into a thread: a line of Discord's own, in the bot's name.
    store(small, kind=1)

    assert await remover.own_messages(CHANNEL, FAR) == Page((command, ours), None)


async def test_a_full_page_says_where_the_next_begins(remover, small):
    stored = [store(small) for _ in range(PAGE + 2)]

    page = await remover.own_messages(CHANNEL, FAR)
    assert (len(page.own), page.next_before) == (PAGE, stored[2])
    assert await remover.own_messages(CHANNEL, page.next_before) == Page(
        (stored[1], stored[0]), None
    )


async def test_a_page_ends_at_an_instant(remover, small):
    at = SENT_AT + timedelta(minutes=2)
    before = store(small, at=at - timedelta(milliseconds=1))
    store(small, at=at)

    assert await remover.own_messages(CHANNEL, first_message_id(at)) == Page((before,), None)


async def test_a_message_is_deleted(remover, small):
    ours, other = store(small), store(small)

    assert await remover.remove(CHANNEL, ours) == Done()
    assert [each["id"] for each in small.stored] == [str(other)]


async def test_a_thread_is_deleted_or_put_into_the_archive_and_out_of_it(remover, small):
    assert await remover.remove_thread(CHANNEL) == Done()
    assert await remover.archive_thread(CHANNEL, archived=False) == Done()
    assert await remover.archive_thread(CHANNEL, archived=True) == Done()

    assert small.bodies == [
        {"to": "77"},
        {"to": "77", "archived": False},
        {"to": "77", "archived": True},
    ]


@pytest.mark.parametrize("code", [10003, 10008])
async def test_what_is_gone_already_is_done(remover, small, code):
    small.answers.extend([error(404, code), error(404, code)])

    assert await remover.remove(CHANNEL, MessageId(1)) == Done()
    assert await remover.own_messages(CHANNEL, FAR) == Done()


@pytest.mark.parametrize("code", [50001, 50007, 50013, 50021, 50278])
async def test_what_may_not_be_touched_is_refused(remover, small, code):
    small.answers.append(error(403, code))

    assert await remover.remove(CHANNEL, MessageId(1)) == Refused(RefusedReason.FORBIDDEN, code)


async def test_a_token_that_is_not_taken_is_no_refusal_of_the_message(remover, small):
    small.answers.append(error(401, 0))

    assert await remover.remove(CHANNEL, MessageId(1)) == Refused(RefusedReason.TOKEN, 401)


async def test_a_limit_that_lasts_is_waited_for(remover, small):
    small.answers.append(too_many(90.0))

    assert await remover.remove(CHANNEL, MessageId(1)) == RetryAt(90.0, RetryReason.RATE_LIMITED)


async def test_a_lost_answer_is_asked_for_again(remover, small):
    small.answers.extend([Answer(cut=True)] * 5)

    outcome = await remover.remove(CHANNEL, MessageId(1))

    assert outcome == RetryAt(outcome.retry_after_s, RetryReason.OFFLINE)


def test_the_first_id_of_an_instant_is_where_discord_begins_it():
    assert first_message_id(SENT_AT) == discord.utils.time_snowflake(SENT_AT)
