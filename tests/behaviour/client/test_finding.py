"""Whether a message arrived is read from the DM's history, and never guessed."""

import pytest

from bot.delivery.messenger import NotFound, RetryAt, RetryReason
from tests.behaviour.client.world import key


async def test_a_message_that_arrived_is_found_by_its_key(world):
    sent = await world.remind()

    assert await world.find() == sent


@pytest.mark.parametrize(
    ("sent", "sought"),
    [(key(812, 1), key(812, 2)), (key(8121), key(812))],
    ids=["another step", "a number that begins alike"],
)
async def test_another_step_and_another_occurrence_are_other_messages(world, sent, sought):
    await world.remind(sent)

    assert await world.find(sought) == NotFound()


async def test_what_others_wrote_is_never_taken_for_a_delivery(world):
    await world.mia.send_dm("v1:o:812.1:done")

    assert await world.find() == NotFound()


async def test_what_was_sent_before_the_attempt_is_not_looked_at(world):
    await world.remind()
    await world.env.advance_time(600)

    assert await world.find() == NotFound()


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (404, 10003, RetryReason.CHANNEL_GONE),
        (500, 0, RetryReason.SERVER),
        (403, 50001, RetryReason.SERVER),
        (401, 0, RetryReason.SERVER),
    ],
)
async def test_a_history_that_cannot_be_read_proves_nothing(world, status, code, reason):
    await world.remind()
    world.refuse("GET", status, code)

    found = await world.find()

    assert isinstance(found, RetryAt)
    assert found.reason is reason
