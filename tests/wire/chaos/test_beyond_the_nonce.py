"""A crash that is found after an hour: Discord has forgotten every nonce, its history has not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.wire.chaos.audit import (
    READ_ITS_HISTORY,
    expect_each_exactly_once,
    record,
    requests,
    sent,
    until_all_are_sent,
)
from tests.wire.chaos.bots import dying_bot, expect_death
from tests.wire.chaos.crash_points import AFTER_SENDING
from tests.wire.chaos.crowd import Crowd, let_time_pass, seed
from tests.wire.running_bot import RunningBot

pytestmark = pytest.mark.wire
NUMBER = 60
# Beyond the first settling, so that some are on record and others are not.
DIES_AFTER = 25


@pytest.mark.parametrize("latency_s", [0.1, pytest.param(0.5, marks=pytest.mark.chaos)])
async def test_what_was_stored_before_the_crash_is_found_in_history_and_not_sent_again(
    tmp_path, loopback, latency_s
):
    crowd = await Crowd.gather(loopback, NUMBER)
    await seed(tmp_path, crowd, heard=True, kinds=("notice",))
    await loopback.config(latency_s=latency_s)
    with dying_bot(tmp_path, loopback, AFTER_SENDING, DIES_AFTER) as bot:
        expect_death(bot)
    stored, left = await sent(loopback), record(tmp_path)
    assert len(stored) > left.states.get("sent", 0), "the crash left no message in doubt"

    await let_time_pass(tmp_path, timedelta(hours=1))
    await loopback.config(nonce_window_s=0, latency_s=0)
    with RunningBot(tmp_path, loopback) as bot:
        await until_all_are_sent(tmp_path, NUMBER)
        assert bot.terminate() == 0

    looked = {one["path"].split("/")[-2] for one in await requests(loopback, READ_ITS_HISTORY)}
    in_doubt = {m["channel_id"] for m in stored} - {channel for channel, _ in left.delivered}
    assert in_doubt <= looked
    assert len(looked) == left.states["sending"]
    assert (await loopback.counts())["messages"] == NUMBER
    await expect_each_exactly_once(loopback, tmp_path, crowd.people)
