"""What a monitor on this machine may ask."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.errors import Busy, ConfigError
from bot.ops.health import HOST, health


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


async def page() -> bytes:
    return b"unknot_due_messages 3.0\n"


async def ask(port: int, request: bytes) -> str:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode("ascii")


@pytest.mark.parametrize(("well", "status"), [(True, "200 OK"), (False, "503 Service Unavailable")])
async def test_it_says_whether_the_bot_is_well(port: int, well: bool, status: str) -> None:
    async with health(port, lambda: well, page):
        answer = await ask(port, b"GET /health HTTP/1.1\r\nHost: here\r\n\r\n")

    assert answer.startswith(f"HTTP/1.1 {status}\r\n")
    assert answer.endswith("\r\n\r\n" + ("ok\n" if well else "not well\n"))


async def test_whoever_asks_for_the_head_gets_no_body(port: int) -> None:
    async with health(port, lambda: True, page):
        answer = await ask(port, b"HEAD /health HTTP/1.1\r\n\r\n")

    assert answer.endswith("\r\n\r\n")


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1\r\n", b"POST /health HTTP/1.1\r\n", b"\r\n"])
async def test_anything_else_is_not_there(port: int, line: bytes) -> None:
    async with health(port, lambda: True, page):
        assert (await ask(port, line)).startswith("HTTP/1.1 404 ")


async def test_a_line_without_an_end_costs_nothing(port: int) -> None:
    async with health(port, lambda: True, page):
        assert await ask(port, b"x" * 5000) == ""


async def test_what_is_counted_is_given_as_it_is_however_well_the_bot_is(port: int) -> None:
    async with health(port, lambda: False, page):
        head, body = (await ask(port, b"GET /metrics HTTP/1.1\r\n\r\n")).split("\r\n\r\n")

    assert head.startswith("HTTP/1.1 200 OK\r\n")
    assert "Content-Type: text/plain; version=0.0.4; charset=utf-8" in head
    assert f"Content-Length: {len(body)}" in head
    assert body == "unknot_due_messages 3.0\n"


async def test_a_database_that_cannot_be_read_leaves_the_monitor_without_an_answer(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> bytes:
        raise Busy("database.locked")

    async with health(port, lambda: True, broken):
        assert await ask(port, b"GET /metrics HTTP/1.1\r\n") == ""
        assert "200 OK" in await ask(port, b"GET /health HTTP/1.1\r\n")
    assert caplog.records == []


async def test_it_listens_on_this_machine_alone_and_not_after_its_end(port: int) -> None:
    async with health(port, lambda: True, page):
        pass

    with pytest.raises(OSError, match=r"refused|Connect call failed"):
        await ask(port, b"GET /health HTTP/1.1\r\n")


async def test_a_port_that_is_taken_is_the_operators_mistake(port: int) -> None:
    async with health(port, lambda: True, page):
        with pytest.raises(ConfigError, match="cannot be used"):
            async with health(port, lambda: True, page):
                pass


async def test_without_a_port_nothing_listens() -> None:
    async with health(None, lambda: True, page):
        pass
