"""Discord refuses the bot itself: it opens DMs too fast, or its token is no longer good."""

from __future__ import annotations

import re

import pytest

from tests.loopback.client import OPEN_DM, eventually
from tests.wire.chaos.audit import (
    expect_each_exactly_once,
    record,
    requests,
    sent,
    until_all_are_sent,
)
from tests.wire.chaos.bots import AdriftBot, set_up
from tests.wire.chaos.crowd import Crowd, seed
from tests.wire.running_bot import RunningBot

pytestmark = pytest.mark.wire

NUMBER = 30
UNOPENED = 8
A_LITTLE_OVER_TEN_MIN_S = 620
# Time for the bot to start and connect before anything is due.
DUE_IN_S = 3


def pauses_s(bot):
    """The pauses that the log told the operator of, one for each refusal it had not foreseen."""
    found = re.findall(r"dm\.opening_refused pause_s=([\d.]+)", bot.words)
    return [round(float(pause)) for pause in found]


async def test_while_opening_is_refused_it_pauses_for_longer_and_the_others_get_theirs(
    tmp_path, loopback
):
    set_up(tmp_path, {"safety_tick_s": 1})
    crowd = await Crowd.gather(loopback, NUMBER)
    await seed(tmp_path, crowd, unopened=UNOPENED, kinds=("notice",))
    await loopback.fault("error", code=40003, route=OPEN_DM)
    with AdriftBot(tmp_path, loopback) as bot:
        await until_all_are_sent(tmp_path, NUMBER - UNOPENED)
        refused = len(await requests(loopback, OPEN_DM))
        # Five may be under way before the first is refused.
        assert 1 <= refused <= 5
        assert set(pauses_s(bot)) == {600}

        bot.move_clock(A_LITTLE_OVER_TEN_MIN_S)
        await eventually(
            lambda: requests(loopback, OPEN_DM), until=lambda r: len(r) > refused, timeout_s=20
        )
        assert bot.terminate() == 0

    assert max(pauses_s(bot)) == 1200
    assert record(tmp_path).states == {"sent": NUMBER - UNOPENED, "queued": UNOPENED}
    await expect_each_exactly_once(loopback, tmp_path, crowd.people[:-UNOPENED], queued=UNOPENED)


@pytest.fixture
async def token_is_mended(loopback):
    yield
    await loopback.config(token=loopback.token)


async def take_the_token_back(loopback, until):
    await eventually(loopback.counts, until=until)
    await loopback.config(token="another.token")


@pytest.mark.usefixtures("token_is_mended")
@pytest.mark.parametrize("first", ["a send", pytest.param("a reading", marks=pytest.mark.chaos)])
async def test_a_token_that_is_refused_in_mid_run_ends_it_with_words_and_loses_nothing(
    tmp_path, loopback, first
):
    crowd = await Crowd.gather(loopback, NUMBER)
    sends = first == "a send"
    await seed(tmp_path, crowd, heard=sends, due_in_s=0 if sends else DUE_IN_S)
    with RunningBot(tmp_path, loopback) as bot:
        half = NUMBER // 2 if sends else 0
        await take_the_token_back(loopback, lambda c: c["identifies"] and c["messages"] >= half)
        assert bot.process.wait(20) == 2

    stored, counts = len(await sent(loopback)), await loopback.counts()
    assert "bot.refused" in bot.words
    assert "token" in bot.words
    assert "Traceback" not in bot.words
    # Those that were on their way, and no more: they count towards a ban.
    assert 1 <= counts["status"]["401"] <= 15
    left = record(tmp_path)
    assert (left.states["queued"], len(left.delivered)) == (NUMBER - stored, stored)
    assert left.in_doubt == 0

    await loopback.config(token=loopback.token)
    with RunningBot(tmp_path, loopback) as bot:
        await until_all_are_sent(tmp_path, NUMBER, timeout_s=20)
        assert bot.terminate() == 0
    await expect_each_exactly_once(loopback, tmp_path, crowd.people)
