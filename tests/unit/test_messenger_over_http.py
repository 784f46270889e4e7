import asyncio
from datetime import timedelta

import discord
import pytest

from bot.delivery.messenger import (
    DeliveryKey,
    InDoubt,
    NotFound,
    Opened,
    RetryAt,
    RetryReason,
    Sent,
)
from bot.discord_io.messenger import LONGEST_ATTEMPT, MOST_MESSAGES_READ, DiscordMessenger
from bot.domain.ids import ChannelId, DiscordUserId, MessageId, OccurrenceId
from bot.domain.message import Action, Message
from tests.unit.small_discord import Answer, new_client, too_many

CHANNEL = ChannelId(77)
KEY = DeliveryKey(OccurrenceId(812), 1)
REMINDER = Message("You have a reminder.", "Stand up.", actions=(Action("done", "Done"),))
SOON_S = 0.2


@pytest.fixture
def messenger(client):
    return DiscordMessenger(client)


@pytest.fixture
def hasty(client):
    return DiscordMessenger(client, attempt_timeout_s=SOON_S)


def buttons(occurrence=812, step=1):
    button = {"type": 2, "style": 1, "label": "Done", "custom_id": f"v1:o:{occurrence}.{step}:done"}
    return {"content": "You have a reminder.", "components": [{"type": 1, "components": [button]}]}


async def test_a_send_is_stored_once_with_its_nonce(messenger, small):
    outcome = await messenger.send(CHANNEL, KEY, REMINDER)

    assert outcome == Sent(MessageId(int(small.stored[0]["id"])))
    assert [body["nonce"] for body in small.bodies] == ["u812.1"]
    assert small.bodies[0]["enforce_nonce"] is True


async def test_an_answer_that_does_not_come_in_time_leaves_the_send_in_doubt(hasty, small):
    small.answers.append(Answer(held=True))

    outcome = await hasty.send(CHANNEL, KEY, REMINDER)

    assert outcome == InDoubt("time-out")
    assert len(small.stored) == 1


async def test_a_connection_cut_after_storing_leaves_the_send_in_doubt(messenger, small):
    small.answers.append(Answer(cut=True))

    outcome = await messenger.send(CHANNEL, KEY, REMINDER)

    assert isinstance(outcome, InDoubt)
    assert len(small.stored) == 1


PAGE = Answer(text="<h1>Welcome</h1>", headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("answer", [Answer(text='{"id": '), Answer(body={}), PAGE])
async def test_an_answer_that_cannot_be_read_leaves_the_send_in_doubt(
    messenger, small, answer, caplog
):
    small.answers.append(answer)

    assert isinstance(await messenger.send(CHANNEL, KEY, REMINDER), InDoubt)
    assert [record.getMessage() for record in caplog.records] == ["answer.unreadable"]


async def test_a_page_instead_of_an_answer_opens_and_finds_nothing(messenger, small):
    small.answers.extend([PAGE, PAGE])

    opened = await messenger.open_channel(DiscordUserId(5))
    found = await messenger.find(CHANNEL, KEY, discord.utils.utcnow())

    assert isinstance(opened, RetryAt)
    assert isinstance(found, RetryAt)


async def test_a_client_closed_in_mid_send_leaves_it_in_doubt(client, messenger, small):
    small.answers.append(Answer(held=True))
    sending = asyncio.create_task(messenger.send(CHANNEL, KEY, REMINDER))
    await small.arrived.wait()

    await client.close()

    assert isinstance(await sending, InDoubt)


async def test_a_client_closed_between_two_tries_leaves_the_send_in_doubt(client, messenger, small):
    small.answers.append(too_many(0.05, everywhere=True))
    sending = asyncio.create_task(messenger.send(CHANNEL, KEY, REMINDER))
    await until_the_gate_is_shut(client)

    await client.close()

    assert await sending == InDoubt("RuntimeError")


async def test_a_session_closed_under_a_living_client_is_a_mistake_of_ours(client, messenger):
    await client.http.close()

    with pytest.raises(RuntimeError):
        await messenger.send(CHANNEL, KEY, REMINDER)


async def test_a_client_that_never_logged_in_is_offline(small):
    messenger = DiscordMessenger(new_client())

    outcome = await messenger.send(CHANNEL, KEY, REMINDER)

    assert isinstance(outcome, RetryAt)
    assert outcome.reason is RetryReason.OFFLINE
    assert small.bodies == []


async def test_cancelling_a_send_cancels_it(messenger, small):
    small.answers.append(Answer(held=True))
    sending = asyncio.create_task(messenger.send(CHANNEL, KEY, REMINDER))
    await small.arrived.wait()

    sending.cancel()

    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_a_rate_limit_beyond_a_minute_comes_back_with_its_time(messenger, small):
    small.answers.append(too_many(120))

    outcome = await messenger.send(CHANNEL, KEY, REMINDER)

    assert outcome == RetryAt(120.0, RetryReason.RATE_LIMITED)


async def test_after_an_attempt_given_up_in_a_global_limit_the_next_one_goes_out(
    hasty, messenger, small
):
    small.answers.append(too_many(30, everywhere=True))

    given_up = await hasty.send(CHANNEL, KEY, REMINDER)
    next_one = await messenger.send(CHANNEL, KEY, REMINDER)

    assert given_up == InDoubt("time-out")
    assert isinstance(next_one, Sent)


async def test_after_a_send_cancelled_in_a_global_limit_the_next_one_goes_out(
    client, messenger, small
):
    small.answers.append(too_many(30, everywhere=True))
    sending = asyncio.create_task(messenger.send(CHANNEL, KEY, REMINDER))
    await small.arrived.wait()
    await until_the_gate_is_shut(client)

    sending.cancel()
    await asyncio.wait([sending])

    assert isinstance(await messenger.send(CHANNEL, KEY, REMINDER), Sent)


async def until_the_gate_is_shut(client):
    async with asyncio.timeout(5):
        while client.http._global_over.is_set():  # noqa: ASYNC110 - the library tells nobody
            await asyncio.sleep(0)


async def test_opening_asks_for_the_member_and_answers_the_channel(messenger, small):
    opened = await messenger.open_channel(DiscordUserId(5))

    assert opened == Opened(CHANNEL)
    assert small.bodies == [{"recipient_id": 5}]


async def test_an_opening_without_an_answer_may_be_tried_again(hasty, small):
    small.answers.append(Answer(held=True))

    opened = await hasty.open_channel(DiscordUserId(5))

    assert isinstance(opened, RetryAt)
    assert opened.reason is RetryReason.OFFLINE


async def test_history_is_read_page_after_page_until_the_message_is_found(messenger, small):
    now = discord.utils.utcnow()
    for _ in range(250):
        small.store({}, author="5", at=now)
    wanted = small.store(buttons(), author="1", at=now)

    found = await messenger.find(CHANNEL, KEY, now - timedelta(minutes=2))

    assert found == Sent(MessageId(int(wanted["id"])))


async def test_history_is_read_to_its_end_before_absence_is_claimed(messenger, small):
    now = discord.utils.utcnow()
    for _ in range(250):
        small.store(buttons(occurrence=8), author="1", at=now)

    assert await messenger.find(CHANNEL, KEY, now - timedelta(minutes=2)) == NotFound()


async def test_the_same_buttons_in_somebody_elses_message_are_not_ours(messenger, small):
    now = discord.utils.utcnow()
    small.store(buttons(), author="5", at=now)

    assert await messenger.find(CHANNEL, KEY, now - timedelta(minutes=2)) == NotFound()


async def test_absence_is_not_claimed_of_a_history_too_long_to_read(messenger, small):
    now = discord.utils.utcnow()
    for _ in range(MOST_MESSAGES_READ):
        small.store({}, author="5", at=now)
    small.store(buttons(), author="1", at=now)

    found = await messenger.find(CHANNEL, KEY, now - timedelta(minutes=2))

    assert isinstance(found, RetryAt)


async def test_a_long_history_that_reaches_far_past_the_attempt_settles_it(messenger, small):
    now = discord.utils.utcnow()
    for _ in range(MOST_MESSAGES_READ):
        small.store({}, author="5", at=now)

    since_at = now - LONGEST_ATTEMPT - timedelta(minutes=1)

    assert await messenger.find(CHANNEL, KEY, since_at) == NotFound()


async def test_a_search_without_an_answer_proves_nothing(hasty, small):
    small.answers.append(Answer(held=True))

    found = await hasty.find(CHANNEL, KEY, discord.utils.utcnow())

    assert isinstance(found, RetryAt)
    assert found.reason is RetryReason.OFFLINE
