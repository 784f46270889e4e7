"""Is each clinic set up: the numbers its members may need, and the channels it chose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from http import HTTPStatus

from bot.ops.discord_checks import Ask
from bot.ops.finding import Finding, warning
from bot.store.clinic_facts import ClinicFacts

_NOT_THERE = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


async def check_clinics(
    ask: Ask, clinics: Iterable[ClinicFacts], *, emergency: bool, crisis: bool
) -> AsyncIterator[Finding]:
    """What members of a clinic will miss; of servers that the bot is not in, only if it is in none.

    ``emergency``, ``crisis``: whether the operator set one for every clinic.
    """
    statuses = set()
    for clinic in clinics:
        server = await ask("GET", f"/guilds/{clinic.discord_id}", None)
        statuses.add(server.status)
        if server.status != HTTPStatus.OK:
            continue
        about = f"clinic {server.body['name']}"
        if not (clinic.emergency or emergency):
            remedy = "Set it with /clinic setup, or emergency_text in [defaults]."
            yield warning(about, "no emergency number is set", remedy)
        if not (clinic.crisis or crisis):
            remedy = "Set it with /clinic setup, or crisis_text in [defaults]."
            yield warning(about, "no contact for a crisis is set", remedy)
        for use, channel in clinic.channels.items():
            if (await ask("GET", f"/channels/{channel}", None)).status in _NOT_THERE:
                command = "/clinic weekly" if use == "weekly" else "/clinic setup"
                remedy = f"Let the bot view it, or choose another with {command}."
                yield warning(about, f"the bot cannot see the {use} channel", remedy)
    if statuses and statuses <= _NOT_THERE:
        remedy = "Look whether the token is their bot's; add a new bot with: unknot invite"
        yield warning("clinics", "the bot is in no server of theirs", remedy)
