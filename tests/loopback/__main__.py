"""`python -m tests.loopback --port 0`: serve, and print where as one line of JSON.

Ends by itself when its parent is gone or its lifetime is over, so no test run leaves one behind.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal

from aiohttp import web

from tests.loopback.server import API, application, listen
from tests.loopback.state import State
from tests.loopback.world import BOT_ID

WATCH_EVERY_S = 0.25


async def serve(options: argparse.Namespace) -> None:
    """Serve until told to stop, orphaned or too old."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)

    def watch() -> None:
        if os.getppid() == options.parent:
            loop.call_later(WATCH_EVERY_S, watch)
        else:
            stop.set()

    if options.parent:
        watch()
    loop.call_later(options.lifetime, stop.set)
    sock = listen(options.port)
    base = f"http://127.0.0.1:{sock.getsockname()[1]}"
    state = State(base, options.token)
    runner = web.AppRunner(application(state), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.SockSite(runner, sock).start()
    where = {
        "api_base": base + API,
        "gateway": state.gateway.url,
        "control": base + "/_control",
        "token": options.token,
        "application_id": BOT_ID,
        "pid": os.getpid(),
    }
    print(json.dumps(where), flush=True)
    await stop.wait()
    await runner.cleanup()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="tests.loopback")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--lifetime", type=float, default=600.0, help="seconds until it ends")
    parser.add_argument("--parent", type=int, default=os.getppid(), help="0 watches nobody")
    parser.add_argument("--token", default="loopback.token", help="the only token accepted")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
