import asyncio
import logging

import discord
import pytest

from bot.discord_io.supervise import Ended, EndReason, Supervisor
from tests.unit.small_discord import Answer, new_client

LONG_S = 3600.0


def supervisor(client=None, first_pause_s=0.0, longest_pause_s=0.0):
    return Supervisor(
        client or new_client(),
        "a token",
        first_pause_s=first_pause_s,
        longest_pause_s=longest_pause_s,
    )


def closing(code):
    async def plan(socket):
        await socket.close(code=code)

    return plan


@pytest.fixture
def reconnecting():
    """Set when the library announces a pause of its own."""
    announced = asyncio.Event()
    handler = logging.Handler()
    handler.emit = lambda record: announced.set()
    logger = logging.getLogger("discord.client")
    logger.addHandler(handler)
    yield announced
    logger.removeHandler(handler)


async def nonsense(socket):
    """A READY that no library could read."""
    await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": {}})
    await socket.receive()


async def test_a_token_refused_at_login_ends_it(small):
    small.logins.append(Answer(401, {"code": 0, "message": "401: Unauthorized"}))

    assert await supervisor().run() == Ended(EndReason.TOKEN, 401)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (4004, EndReason.TOKEN),
        (4013, EndReason.INTENTS),
        (4014, EndReason.INTENTS),
        (4011, EndReason.GATEWAY),
    ],
)
async def test_a_gateway_that_refuses_for_good_ends_it_after_one_identify(small, code, reason):
    small.gateways.append(closing(code))

    assert await supervisor().run() == Ended(reason, code)
    assert small.identified == 1


async def test_the_client_is_closed_at_the_end(small):
    client = new_client()
    small.gateways.append(closing(4004))

    await supervisor(client).run()

    assert client.is_closed()


async def test_a_login_that_fails_for_now_is_tried_again(small):
    small.logins.extend([Answer(503, {}), Answer(403, {"code": 0}), Answer(cut=True)])
    small.gateways.append(closing(4004))

    assert await supervisor().run() == Ended(EndReason.TOKEN, 4004)


@pytest.mark.parametrize("error", [ZeroDivisionError(), FileNotFoundError(2, "none", "cards.md")])
async def test_a_set_up_that_breaks_is_not_tried_again(small, error):
    async def broken(client):
        raise error

    with pytest.raises(type(error)):
        await supervisor(new_client(cogs=[broken])).run()


async def test_a_set_up_that_a_lost_connection_broke_is_tried_again(small):
    errors = [ConnectionResetError()]

    async def broken_once(client):
        if errors:
            raise errors.pop()

    small.gateways.append(closing(4004))

    assert await supervisor(new_client(cogs=[broken_once])).run() == Ended(EndReason.TOKEN, 4004)


async def test_a_first_connection_that_fails_is_tried_again(small, caplog, monkeypatch):
    # The library's own pauses are drawn by lot, and take seconds.
    monkeypatch.setattr(discord.client.ExponentialBackoff, "delay", lambda _: 0.0)
    small.gateways.extend([None, None, closing(4004)])

    with caplog.at_level(logging.WARNING):
        assert await supervisor().run() == Ended(EndReason.TOKEN, 4004)

    # The library stumbles over a gateway that it never had.
    assert "builtins.AttributeError" in caplog.text


async def test_an_event_that_breaks_the_library_costs_one_reconnection(small, caplog):
    small.gateways.extend([nonsense, closing(4004)])

    with caplog.at_level(logging.WARNING):
        assert await supervisor().run() == Ended(EndReason.TOKEN, 4004)

    assert small.identified == 2
    assert "builtins.KeyError" in caplog.text


async def test_a_token_refused_just_after_login_ends_it(small):
    small.applications.append(Answer(401, {"code": 0}))

    assert await supervisor().run() == Ended(EndReason.TOKEN, 401)


async def begun(supervised, event):
    """The run of a supervisor, once this has happened in it."""
    running = asyncio.create_task(supervised.run())
    await event.wait()
    return running


async def stopped_after(event, supervised):
    """How it ends that is stopped once this has happened."""
    running = await begun(supervised, event)
    supervised.stop()
    return await running


async def test_stopping_ends_a_long_pause_after_a_failed_login(small):
    small.logins.append(Answer(503, {}))
    supervised = supervisor(first_pause_s=LONG_S, longest_pause_s=LONG_S)

    assert await stopped_after(small.arrived, supervised) == Ended(EndReason.STOPPED)


async def test_stopping_ends_a_login_without_an_answer(small):
    small.logins.append(Answer(held=True))

    assert await stopped_after(small.arrived, supervisor()) == Ended(EndReason.STOPPED)


async def test_stopping_ends_a_pause_of_the_librarys_own(small, reconnecting, monkeypatch):
    monkeypatch.setattr(discord.backoff.ExponentialBackoff, "delay", lambda backoff: LONG_S)
    small.gateways.append(None)

    assert await stopped_after(reconnecting, supervisor()) == Ended(EndReason.STOPPED)


@pytest.fixture
def connected(small):
    """Set when the client is connected, to a gateway that says nothing."""
    identified = asyncio.Event()

    async def stay(socket):
        identified.set()
        await socket.receive()

    small.gateways.append(stay)
    return identified


async def test_stopping_ends_a_connection(connected):
    assert await stopped_after(connected, supervisor()) == Ended(EndReason.STOPPED)


async def test_a_client_closed_by_somebody_else_is_stopped(connected):
    client = new_client()
    running = await begun(supervisor(client), connected)

    await client.close()

    assert await running == Ended(EndReason.STOPPED)


async def test_cancelling_closes_the_client(connected):
    client = new_client()
    running = await begun(supervisor(client), connected)

    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running
    assert client.is_closed()


async def test_pauses_grow_to_the_longest_and_are_logged(small, caplog):
    small.logins.extend(Answer(503, {}) for _ in range(4))
    small.gateways.append(closing(4004))

    await supervisor(first_pause_s=0.001, longest_pause_s=0.004).run()

    pauses = [record.pause_s for record in caplog.records if record.getMessage() == "login.failed"]
    assert pauses == [0.001, 0.002, 0.004, 0.004]


async def test_the_token_is_in_no_log_line(small, caplog):
    small.logins.extend([Answer(503, {}), Answer(401, {"code": 0})])

    with caplog.at_level(logging.DEBUG):
        await supervisor().run()

    assert "a token" not in caplog.text
