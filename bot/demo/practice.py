"""The clinic on the page: its server, three people in it, and what was there before.

Everything in it came about as for real: the manager typed commands, people pressed buttons. Only
the answers of two weeks are written down at once. Refuses to know the page.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import simcord

from bot.app.house import App
from bot.demo.cast import HOME, stage_down
from bot.demo.furnishing import answered, furnished
from bot.demo.stage import SimClock, build_app
from bot.discord_io.failures import original_of
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.domain.local_time import local_of
from bot.errors import Bug, UserError
from bot.store import checkins, members
from bot.store.connection import Store
from bot.usecases.services import Operator

# A Monday, late enough that three days later the clinic's second question has come.
LOCAL_BEGINNING = datetime(2026, 1, 19, 10, 10)  # noqa: DTZ001 (a wall clock)
SETTLE_TIMEOUT_S = 2.0
_FURNISHING = timedelta(hours=1)
# Discord lets a bot open few DMs at once, and so does the bot.
_BETWEEN_JOINS_S = 10.0
_EVENING = timedelta(hours=8)
# Tension and stress on two weeks of evenings, the oldest first.
_ANSWERS = (
    *((7, 6), (8, 6), (7, 7), (8, 5), (6, 6), (7, 5), (6, 5)),
    *((5, 6), (6, 5), (6, 4), (5, 4), (4, 5), (5, 3), (4, 3)),
)


class DemoEnv(simcord.Env):
    """A simulated Discord to which a refusal in words is an answer, not an error."""

    def _record_error(self, error: BaseException) -> None:
        if not isinstance(error, Exception) or not isinstance(original_of(error), UserError):
            super()._record_error(error)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the three through whose eyes the page looks."""

    name: str
    role: str
    actor: simcord.MemberActor

    @property
    def id(self) -> str:
        """What names them in the page."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as one person sees it. ``id`` names it in the page."""

    id: str
    person: Person
    channel: simcord.ChannelHandle
    viewer: simcord.MemberActor | simcord.UserHandle

    @property
    def is_dm(self) -> bool:
        """Whether it is somebody's DM with the bot."""
        return self.channel.guild is None


@dataclass(frozen=True, slots=True)
class Practice:
    """All that the page shows. ``client`` is the one the tour goes with."""

    env: DemoEnv
    store: Store
    guild: DiscordGuildId
    places: Sequence[Place]
    client: Person
    app: App


@asynccontextmanager
async def opened(store: Store, operator: Operator, *, others: int = 0) -> AsyncIterator[Practice]:
    """A practice on a fresh database, with so many more members; ended at the end."""
    clock = SimClock()
    app = build_app(store, clock, operator)
    env = DemoEnv(app.client, settle_timeout=SETTLE_TIMEOUT_S, check_errors=False)
    env.backend.bot_user.name = "Unknot"
    await env.start()
    clock.env = env
    try:
        yield await _lively(env, store, app, others)
    finally:
        app.close()
        await stage_down(env)


async def _lively(env: DemoEnv, store: Store, app: App, others: int) -> Practice:
    begins_at = LOCAL_BEGINNING.replace(tzinfo=HOME)
    await env.advance_time((begins_at - _FURNISHING - env.now()).total_seconds())
    server = await furnished(env)
    client = Person("Clara", "client", server.arrives("Clara"))
    member = Person("Max", "member", server.arrives("Max"))
    therapist = Person("Rosa", "therapist", server.arrives("Rosa", server.therapists))
    await _joined(member.actor, server.welcome)
    await _remembered(store, env, member.actor)
    for number in range(others):
        await _joined(server.arrives(f"Member {number + 1}"), server.welcome)
        await env.advance_time(_BETWEEN_JOINS_S)
    await env.advance_time((begins_at - env.now()).total_seconds())
    places = [
        place
        for one in (client, member, therapist)
        for place in (_dm(one), Place(f"{one.id}-welcome", one, server.welcome, one.actor))
    ]
    for_staff = Place(f"{therapist.id}-staff", therapist, server.staff_room, therapist.actor)
    guild = DiscordGuildId(server.guild.id)
    return Practice(env, store, guild, (*places, for_staff), client, app)


def _dm(person: Person) -> Place:
    user = person.actor.user
    return Place(f"{person.id}-dm", person, user.dm_channel, user)


async def _joined(actor: simcord.MemberActor, welcome: simcord.ChannelHandle) -> None:
    offer = answered(await actor.slash(welcome, "start"))
    await actor.click(offer, label="Agree and start")
    await actor.slash(welcome, "posture on")


async def _remembered(store: Store, env: simcord.Env, actor: simcord.MemberActor) -> None:
    """Two weeks of evenings: lived through, they would take longer than anybody waits."""
    first_at = env.now() - timedelta(days=len(_ANSWERS)) + _EVENING
    async with store.write() as tx:
        member = await members.find(tx, DiscordUserId(actor.id))
        if member is None:
            raise Bug("a member of the demo has not joined")
        for days, scores in enumerate(_ANSWERS):
            at = first_at + timedelta(days=days)
            answered = await checkins.add(
                tx, member.id, kind="tension", origin=f"n{days}", asked_at=at, answered_at=at,
                local_at=local_of(at, HOME),
            )  # fmt: skip
            for question, score in zip(("tension", "stress"), scores, strict=True):
                await checkins.put_score(tx, answered, question, score, at)
