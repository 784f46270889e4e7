"""The gateway away, Discord away, the database busy, the disk full: it goes on or comes back.

And it says so: where an operator should know, the test looks for the line in the log.
"""

from __future__ import annotations

import asyncio
import resource
import signal
import stat
import sys
import time
from contextlib import contextmanager

import pytest

from bot.store.connection import _open
from tests.loopback.client import eventually
from tests.wire.chaos.audit import expect_each_exactly_once, until_all_are_sent
from tests.wire.chaos.bots import AdriftBot, RefusedBot, set_up
from tests.wire.chaos.crowd import Crowd, seed
from tests.wire.running_bot import RunningBot

pytestmark = pytest.mark.wire
chaos = pytest.mark.chaos

NUMBER = 90
HOUR_S = 3600
SUSPENDED_S = 8
POWERLESS = (sys.executable, "-m", "tests.wire.chaos.powerless_bot")
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


async def crowd_of(loopback, folder, number=NUMBER, **about):
    crowd = await Crowd.gather(loopback, number)
    await seed(folder, crowd, **about)
    return crowd


async def begun(loopback, number=10):
    """A burst is under way."""
    await eventually(loopback.counts, until=lambda c: c["messages"] >= number, timeout_s=10)


async def said(bot, words, *, timeout_s=20):
    async def log():
        return bot.words

    await eventually(log, until=lambda text: words in text, timeout_s=timeout_s)


async def expect_it_works(loopback, folder, crowd, bot):
    """All is sent, somebody's command is answered, and it ends well."""
    await until_all_are_sent(folder, len(crowd), timeout_s=90)
    await eventually(loopback.ledger, until=lambda ledger: ledger["connected"], timeout_s=120)
    await loopback.slash(crowd.people[0].user, "help", guild=crowd.guild)
    assert bot.terminate() == 0
    await expect_each_exactly_once(loopback, folder, crowd.people)


@chaos
# The library tries again ever more rarely: after half a minute it may be another whole one.
@pytest.mark.parametrize("away_s", [2, 12])
async def test_while_the_gateway_is_away_messages_still_leave_and_it_comes_back(
    tmp_path, loopback, away_s
):
    crowd = await crowd_of(loopback, tmp_path, heard=True)
    with RunningBot(tmp_path, loopback) as bot:
        await begun(loopback)
        await loopback.fault("reset", route="GATEWAY", for_s=away_s)
        away_from_s = time.monotonic()
        await loopback.drop("lost")
        await said(bot, "reconnect")
        await expect_it_works(loopback, tmp_path, crowd, bot)

    last_s = max(m["stored_at"] for m in await loopback.messages(source="rest"))
    assert last_s - away_from_s < NUMBER / 42 + 1


@chaos
@pytest.mark.parametrize("how", ["resume", "lost", "reconnect", "invalid"])
async def test_a_dropped_gateway_loses_and_doubles_nothing(tmp_path, loopback, how):
    crowd = await crowd_of(loopback, tmp_path)
    with RunningBot(tmp_path, loopback) as bot:
        await begun(loopback)
        assert await loopback.drop(how) == 1
        await expect_it_works(loopback, tmp_path, crowd, bot)
    counts = await loopback.counts()
    is_new = how == "invalid"
    assert (counts["identifies"], counts["resumes"]) == ((2, 0) if is_new else (1, 1))
    assert bot.words.count("gateway.connected") == (2 if is_new else 1)
    assert bot.words.count("gateway.resumed") == (0 if is_new else 1)


@pytest.mark.parametrize("away_s", [1, pytest.param(12, marks=chaos)])
async def test_discord_gone_in_mid_burst_loses_and_doubles_nothing(tmp_path, loopback, away_s):
    crowd = await crowd_of(loopback, tmp_path, heard=True)
    with RunningBot(tmp_path, loopback) as bot:
        await begun(loopback)
        await loopback.fault("outage", for_s=away_s)
        await expect_it_works(loopback, tmp_path, crowd, bot)
    # The gateway is away too: what is to be sent waits until what was typed can be read.
    assert "delivery.postponed" in bot.words


@chaos
async def test_discord_gone_at_the_start_is_waited_for(tmp_path, loopback):
    crowd = await crowd_of(loopback, tmp_path)
    await loopback.fault("outage", for_s=3)
    with RunningBot(tmp_path, loopback) as bot:
        await said(bot, "login.failed pause_s=5.0")
        await expect_it_works(loopback, tmp_path, crowd, bot)
    assert bot.words.count("login.failed") == 1


@chaos
async def test_a_first_connection_that_fails_keeps_no_message_waiting(tmp_path, loopback):
    crowd = await crowd_of(loopback, tmp_path)
    await loopback.fault("reset", route="GATEWAY", for_s=4)
    with RunningBot(tmp_path, loopback) as bot:
        await until_all_are_sent(tmp_path, NUMBER, timeout_s=30)
        await expect_it_works(loopback, tmp_path, crowd, bot)
    assert "reconnect" in bot.words


@contextmanager
def somebody_writing(folder):
    """Another process in the middle of a transaction of its own."""
    key = bytes.fromhex((folder / "unknot.key").read_text("ascii"))
    connection = _open(folder / "unknot.db", key, 5.0, read_only=False)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.rollback()
    finally:
        connection.close()


@chaos
async def test_a_database_that_is_busy_for_long_is_waited_for(tmp_path, loopback):
    crowd = await crowd_of(loopback, tmp_path)
    with RunningBot(tmp_path, loopback) as bot:
        await begun(loopback)
        with somebody_writing(tmp_path):
            await said(bot, "store_refused reason=Busy")
        await expect_it_works(loopback, tmp_path, crowd, bot)


def let_no_file_grow(pid, folder):
    """From now on the database's log cannot get longer: the kernel refuses what is written."""
    longest = (folder / "unknot.db-wal").stat().st_size
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (longest, resource.RLIM_INFINITY))


@chaos
async def test_a_disk_on_which_no_file_may_grow_is_waited_for(tmp_path, loopback):
    crowd = await crowd_of(loopback, tmp_path, number=300, heard=True)
    with RunningBot(tmp_path, loopback) as bot:
        await begun(loopback)
        let_no_file_grow(bot.process.pid, tmp_path)
        await said(bot, "engine.store_refused reason=DiskFailed")
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, unlimited)
        await expect_it_works(loopback, tmp_path, crowd, bot)


# No mode and no mount reaches a file that is open already, so SQLite itself is told to refuse: with
# the errors it gives for a file that is read-only, and for a disk that is full.
REFUSALS = {
    "ReadOnly": ("query_only = ON", "query_only = OFF"),
    "DiskFull": ("max_page_count = 1", "max_page_count = 1073741823"),
}


@chaos
@pytest.mark.parametrize("reason", REFUSALS)
async def test_a_database_that_refuses_in_mid_run_is_waited_for(tmp_path, loopback, reason):
    refuse, relent = REFUSALS[reason]
    crowd = await crowd_of(loopback, tmp_path, number=200, heard=True)
    with RefusedBot(tmp_path, loopback) as bot:
        await begun(loopback)
        bot.pragma(refuse)
        await said(bot, f"engine.store_refused reason={reason}")
        bot.pragma(relent)
        await expect_it_works(loopback, tmp_path, crowd, bot)
    assert "Traceback" not in bot.words


@pytest.mark.parametrize("which", ["unknot.db", "."], ids=["file", "folder"])
async def test_what_may_not_be_written_to_ends_the_start_with_words(tmp_path, loopback, which):
    await crowd_of(loopback, tmp_path, number=1)
    for name in ("log.txt", "unknot.lock"):
        (tmp_path / name).touch()
    bot = RunningBot(tmp_path, loopback, command=POWERLESS)
    mode = (tmp_path / which).stat().st_mode
    (tmp_path / which).chmod(mode & ~WRITABLE)
    with bot:
        assert bot.process.wait(20) == 2
    (tmp_path / which).chmod(mode)

    assert f"{tmp_path / 'unknot.db'}: the database may not be written to" in bot.words
    assert "Traceback" not in bot.words
    assert (await loopback.counts())["messages"] == 0


@chaos
async def test_a_process_that_was_suspended_goes_on_where_it_was(tmp_path, loopback):
    crowd = await crowd_of(loopback, tmp_path)
    with RunningBot(tmp_path, loopback) as bot:
        await begun(loopback)
        bot.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(SUSPENDED_S)
        bot.process.send_signal(signal.SIGCONT)
        await expect_it_works(loopback, tmp_path, crowd, bot)


async def has_come_to_rest(loopback):
    """Wait until nothing is sent for a second, and return how many were."""
    seen = [-1]

    async def rests():
        await asyncio.sleep(1)
        seen.append((await loopback.counts())["messages"])
        return seen[-1] == seen[-2]

    await eventually(rests, timeout_s=20)
    return seen[-1]


@chaos
async def test_a_clock_set_back_an_hour_makes_what_was_due_wait_and_doubles_nothing(
    tmp_path, loopback
):
    set_up(tmp_path, {"safety_tick_s": 1})
    crowd = await crowd_of(loopback, tmp_path, number=200, heard=True)
    with AdriftBot(tmp_path, loopback) as bot:
        await begun(loopback)
        bot.move_clock(-HOUR_S)
        await said(bot, f"clock.moved by_s=-{HOUR_S}")
        # What was claimed before still leaves; by the clock, the rest is due in an hour.
        assert await has_come_to_rest(loopback) < len(crowd)

        bot.move_clock(0)
        await expect_it_works(loopback, tmp_path, crowd, bot)


@chaos
async def test_after_two_hours_asleep_it_sends_what_is_still_worth_sending(tmp_path, loopback):
    set_up(tmp_path, {"safety_tick_s": 1})
    crowd = await crowd_of(loopback, tmp_path, heard=True, due_in_s=HOUR_S)
    notices = [person for n, person in enumerate(crowd.people) if n % 3 != 2]
    with AdriftBot(tmp_path, loopback) as bot:
        await eventually(loopback.counts, until=lambda counts: counts["identifies"])
        bot.move_clock(2 * HOUR_S)
        await said(bot, f"clock.moved by_s={2 * HOUR_S}")
        await until_all_are_sent(tmp_path, len(notices))
        assert bot.terminate() == 0

    # A posture prompt that is an hour late helps nobody.
    stale = len(crowd) - len(notices)
    await expect_each_exactly_once(loopback, tmp_path, notices, stale=stale)
