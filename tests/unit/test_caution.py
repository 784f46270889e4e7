"""Slowing down long before Discord bans the address."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web

from bot.delivery.caution import WINDOW_S, CautiousPacer, InvalidRequests
from bot.discord_io.watching import invalid_request_trace


class Steady:
    def __init__(self):
        self.now_s = 1000.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def time_s():
    return Steady()


@pytest.fixture
def invalid(time_s):
    return InvalidRequests(time_s)


def note(invalid, number):
    for _ in range(number):
        invalid.note()


def test_a_few_invalid_requests_slow_nothing(invalid):
    note(invalid, 499)

    assert invalid.pause_s() == 0


def test_many_invalid_requests_slow_sending_and_more_slow_it_further(invalid):
    note(invalid, 500)
    slow_s = invalid.pause_s()
    note(invalid, 2000)

    assert slow_s == 1.0
    assert invalid.pause_s() == 10.0


def test_what_is_older_than_ten_minutes_is_forgotten(invalid, time_s):
    note(invalid, 2500)
    time_s.now_s += WINDOW_S

    assert invalid.recent() == 0
    assert invalid.pause_s() == 0


def test_slowed_down_the_ban_can_never_be_reached(invalid, time_s):
    counted = 0
    until_s = time_s.now_s + WINDOW_S
    # The worst case: every request is refused, at the fastest rate Discord allows.
    while time_s.now_s < until_s:
        invalid.note()
        counted += 1
        time_s.now_s += max(1 / 50, invalid.pause_s())

    assert counted < 2_000


class Free:
    async def turn(self):
        return


async def test_the_slow_down_and_its_end_are_each_said_once(invalid, time_s, caplog, monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    pacer = CautiousPacer(Free(), invalid)
    note(invalid, 500)
    await pacer.turn()
    await pacer.turn()
    time_s.now_s += WINDOW_S
    await pacer.turn()

    assert waited == [1.0, 1.0]
    assert caplog.messages.count("sending.slowed") == 1
    assert caplog.messages.count("sending.resumed") == 1


async def test_those_who_come_together_leave_one_by_one(invalid, monkeypatch):
    sleep, asleep, at_once = asyncio.sleep, [], []

    async def doze(seconds):
        asleep.append(seconds)
        at_once.append(len(asleep))
        await sleep(0)
        asleep.pop()

    monkeypatch.setattr(asyncio, "sleep", doze)
    pacer = CautiousPacer(Free(), invalid)
    note(invalid, 500)

    await asyncio.gather(*(pacer.turn() for _ in range(3)))

    assert at_once == [1, 1, 1]


async def test_the_trace_counts_what_discord_counts_and_nothing_else():
    async def answer(request):
        headers = {"X-RateLimit-Scope": request.query.get("scope", "user")}
        return web.Response(status=int(request.query["status"]), headers=headers)

    counted = []
    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    trace = invalid_request_trace(lambda: counted.append(1))
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for status, scope in ((200, "user"), (404, "user"), (429, "shared"), (500, "user")):
            await (await session.get(url, params={"status": status, "scope": scope})).release()
        assert counted == []
        for status in (401, 403, 429):
            await (await session.get(url, params={"status": status})).release()
    await runner.cleanup()

    assert len(counted) == 3
