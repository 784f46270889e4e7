"""Lets the page look through the window: forwards to simcord's preview, and brings its secret.

Each action takes its turn in the play, so that no time passes during one. Refuses nothing by
itself: the server has asked for the capability before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout, hdrs, web

from bot.demo.play import REFUSED, TOO_SLOW, Play

_PATIENCE: Final = ClientTimeout(total=30)
# The preview names its own parts from the root; here it lives further down.
_FROM_ROOT: Final = re.compile(
    r"""(["'`(])/(?=(?:api|fonts|vendor)/|app\.js|preview\.css|backend-diagnostics\.json)"""
)
_REWRITTEN: Final = ("text/html", "text/css", "application/javascript")
_PASSED_ON: Final = ("Content-Type", "X-Simcord-Context")
_PASSED_BACK: Final = ("Content-Disposition", "X-Content-Type-Options", "Referrer-Policy")
# What never changes, and is large.
_KEPT: Final = ("fonts/", "vendor/")
_FRAMED: Final = "frame-ancestors 'self'"
# The client would do the same, a moment later: nothing else has been done yet.
_AGAIN: Final = "stale-revision"


class Proxy:
    """Speaks with the preview over one session, under ``root``.

    ``added`` is put at the end of its files.
    """

    def __init__(
        self, play: Play, session: ClientSession, root: str, added: Mapping[str, str]
    ) -> None:
        self._play = play
        self._session = session
        self._root = root
        self._added = added

    async def forward(self, request: web.Request) -> web.Response:
        """The preview's answer, made fit for a frame of ours."""
        tail = request.match_info["tail"]
        body = await request.read()
        if not self._play.window.is_open:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            if tail == "api/action":
                return await self._act(request, body)
            return await self._ask(request, tail, body)
        except (ClientError, TimeoutError):
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)

    async def _act(self, request: web.Request, body: bytes) -> web.Response:
        async with self._play.acting():
            answer = await self._ask(request, "api/action", body)
            result = json_object(answer.body)
            if _AGAIN in _codes(result) and (again := await self._anew(request, body)) is not None:
                answer = await self._ask(request, "api/action", again)
                result = json_object(answer.body)
            await self._note(result)
        return answer

    async def _anew(self, request: web.Request, body: bytes) -> bytes | None:
        """The same action, made for what is shown by now; None: it was no JSON."""
        action = json_object(body)
        shown = json_object((await self._ask(request, "api/state", b"", hdrs.METH_GET)).body)
        revision = shown.get("publishedRevision")
        if not action or revision is None:
            return None
        return json.dumps({**action, "published_revision": revision}).encode()

    async def _note(self, result: dict[str, Any]) -> None:
        if result.get("settlement") == "settled":
            command = result.get("command") or {}
            if command.get("invocation") == "progress":
                await self._play.tour.looked_back(self._play.place.person.actor.id)
        elif not result.get("rejected"):
            is_slow = result.get("settlement") == "timeout"
            self._play.tell(TOO_SLOW if is_slow else REFUSED, is_bad=True)
            self._play.publish_again()

    async def _ask(
        self, request: web.Request, tail: str, body: bytes, method: str | None = None
    ) -> web.Response:
        origin, capability = self._play.window.address
        passed_on = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        async with self._session.request(
            method or request.method,
            f"{origin}/{tail}",
            params=request.query,
            data=body or None,
            headers={**passed_on, "X-Simcord-Capability": capability},
            timeout=_PATIENCE,
        ) as answer:
            content = await answer.read()
            passed_back = {n: answer.headers[n] for n in _PASSED_BACK if n in answer.headers}
            policy = answer.headers.get("Content-Security-Policy", "default-src 'none'")
            return web.Response(
                status=answer.status,
                body=self._rewritten(tail, answer.content_type, content),
                headers={
                    **passed_back,
                    "Content-Type": answer.headers.get("Content-Type", "text/plain"),
                    "Content-Security-Policy": policy.replace("frame-ancestors 'none'", _FRAMED),
                    "Cache-Control": "max-age=86400" if tail.startswith(_KEPT) else "no-store",
                },
            )

    def _rewritten(self, tail: str, content_type: str, content: bytes) -> bytes:
        if content_type not in _REWRITTEN:
            return content
        text = _FROM_ROOT.sub(rf"\g<1>{self._root}/", content.decode())
        return (text + self._added.get(tail, "")).encode()


def json_object(body: Any) -> dict[str, Any]:  # noqa: ANN401 (aiohttp's bodies are of many kinds)
    """What a body says; nothing, if it is no object in JSON."""
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _codes(result: dict[str, Any]) -> set[str]:
    return {str(one.get("code")) for one in result.get("diagnostics") or ()}
