"""Serves the page on loopback. Refuses whoever does not bring the capability of its address.

Also whoever brings it from elsewhere: a page of another origin, or a name that was made to point
at this machine.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, web

from bot.demo.play import Play
from bot.demo.proxy import Proxy, json_object
from bot.errors import ConfigError

HOST: Final = "127.0.0.1"
_PAGE: Final = Path(__file__).with_name("page")
_FILES: Final = {
    "": ("index.html", "text/html"),
    "page.css": ("page.css", "text/css"),
    "page.js": ("page.js", "text/javascript"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
# At the end of files of the preview.
_ADDED: Final = {"preview.css": "frame.css", "timeline.js": "frame.js"}
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
}
_CLOSE_WITHIN_S: Final = 0.5
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(play: Play, port: int) -> AsyncIterator[str]:
    """Serve the page; its address, which lets in whoever knows it. ``port`` 0: any that is free.

    Raises ConfigError for a port that is taken.
    """
    token = secrets.token_urlsafe(24)
    async with ClientSession() as session:
        app = web.Application(middlewares=[_guard(token)])
        root = f"/{token}/discord"
        added = {name: (_PAGE / own).read_text("utf-8") for name, own in _ADDED.items()}
        _add_routes(app, f"/{token}", play, Proxy(play, session, root, added))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_CLOSE_WITHIN_S)
        await runner.setup()
        try:
            yield f"http://{HOST}:{await _listen(runner, port)}/{token}/"
        finally:
            await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> int:
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        raise ConfigError(
            "port", f"{port} cannot be used ({error.strerror})", "Name another one."
        ) from None
    return int(runner.addresses[0][1])


def _guard(token: str) -> Any:  # noqa: ANN401 (aiohttp's type for it is private)
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.path.split("/")[1]
        if not secrets.compare_digest(given.encode(), token.encode()) or not _is_from_here(request):
            return web.Response(status=HTTPStatus.FORBIDDEN, text="Refused.\n", headers=_HEADERS)
        return await handler(request)

    return guard


def _is_from_here(request: web.Request) -> bool:
    sockname = request.get_extra_info("sockname")
    hosts = {f"{HOST}:{sockname[1]}", f"localhost:{sockname[1]}"}
    origin = request.headers.get("Origin")
    return request.host in hosts and origin in {None, *(f"http://{host}" for host in hosts)}


def _add_routes(app: web.Application, root: str, play: Play, proxy: Proxy) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        name, content_type = _FILES[request.match_info["name"]]
        return web.Response(
            body=(_PAGE / name).read_bytes(), content_type=content_type, headers=_HEADERS
        )

    async def state(_request: web.Request) -> web.StreamResponse:
        return web.json_response(await play.state(), headers=_HEADERS)

    async def open_(request: web.Request) -> web.StreamResponse:
        if not await play.open(str(json_object(await request.read()).get("place"))):
            return web.Response(status=HTTPStatus.NOT_FOUND, headers=_HEADERS)
        return await state(request)

    async def pass_(request: web.Request) -> web.StreamResponse:
        match json_object(await request.read()):
            case {"to": "next message"}:
                await play.to_next_message()
            case {"seconds": int(seconds)} if seconds > 0:
                await play.advance(seconds)
            case _:
                return web.Response(status=HTTPStatus.BAD_REQUEST, headers=_HEADERS)
        return await state(request)

    app.router.add_get(f"{root}/{{name:{'|'.join(map(_escaped, _FILES))}}}", page)
    app.router.add_get(f"{root}/state", state)
    app.router.add_post(f"{root}/open", open_)
    app.router.add_post(f"{root}/pass", pass_)
    app.router.add_route("*", f"{root}/discord/{{tail:.*}}", proxy.forward)


def _escaped(name: str) -> str:
    return name.replace(".", r"\.")
