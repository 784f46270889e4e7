"""No more requests in any second than Discord allows, whoever makes them."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web

from bot.discord_io.limit import RequestLimit, hold_back
from tests.engine.test_pacing import SkippingLoop


def departures(number: int, together: int) -> list[float]:
    """When so many requests left, asked for in groups, each group all at once."""

    async def one(limit: RequestLimit, left: list[float]) -> None:
        await limit.turn()
        left.append(asyncio.get_running_loop().time())

    async def run() -> list[float]:
        limit, left = RequestLimit(), []
        while len(left) < number:
            await asyncio.gather(*(one(limit, left) for _ in range(together)))
        return left

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(run())


@pytest.mark.parametrize("together", [1, 12, 200])
def test_never_more_than_49_leave_in_any_second_however_many_come_at_once(together: int) -> None:
    left = departures(400, together)

    assert max(sum(start <= at < start + 1 for at in left) for start in left) == 49


def test_the_first_49_do_not_wait_at_all() -> None:
    assert max(departures(49, 49)) - min(departures(49, 49)) < 0.01


async def test_one_that_gives_up_waiting_takes_no_place() -> None:
    limit = RequestLimit(most=1, second_s=60)
    await limit.turn()
    waiting = asyncio.create_task(limit.turn())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert len(limit._left_s) == 1
    assert not limit._in_order.locked()


class Turns(RequestLimit):
    """Counts who asked."""

    taken = 0

    async def turn(self) -> None:
        self.taken += 1


async def test_every_request_takes_a_turn_but_answers_to_interactions() -> None:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", _answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    trace, turns = aiohttp.TraceConfig(), Turns()
    hold_back(trace, turns)
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for path in ("/interactions/5/token/callback", "/webhooks/9/token/messages/@original"):
            await (await session.post(base + path)).release()
        assert turns.taken == 0
        for path in ("/channels/7/messages", "/users/@me/channels"):
            await (await session.post(base + path)).release()
    await runner.cleanup()

    assert turns.taken == 2


async def _answer(_: web.Request) -> web.Response:
    return web.Response()
