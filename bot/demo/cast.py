"""Who is on stage in the demo, and what they do: they type, they press, time passes.

Every message that arrives is told as it arrives. Refuses to know the plot: that is the story's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import simcord

from bot.app import App
from bot.delivery.messenger import DeliveryKey, Lookup, Messenger, Opening, Outcome
from bot.demo.furnishing import Server, answered
from bot.demo.narrator import Narrator
from bot.demo.stage import Shown, SimClock, build_app, messages_of
from bot.domain.ids import ChannelId, DiscordUserId
from bot.domain.message import Message
from bot.domain.zones import zone
from bot.store import planning
from bot.store.connection import Store
from bot.usecases.services import Operator

HOME = zone("Europe/Berlin")
MIA = "Mia"
ROSA = "Rosa (therapist)"


class ProcessDied(BaseException):
    """Stands for kill -9: nothing of ours runs after it."""


class DyingMessenger:
    """Stands between the bot and Discord: once told to, dies after a message was stored."""

    def __init__(self, inner: Messenger) -> None:
        self._inner = inner
        self.dies_next = False

    async def open_channel(self, user: DiscordUserId) -> Opening:
        """As Discord does it."""
        return await self._inner.open_channel(user)

    async def send(self, channel: ChannelId, key: DeliveryKey, message: Message) -> Outcome:
        """Send; then die, if told to, before anybody learns how it went."""
        outcome = await self._inner.send(channel, key, message)
        if self.dies_next:
            raise ProcessDied
        return outcome

    async def find(self, channel: ChannelId, key: DeliveryKey, since_at: datetime) -> Lookup:
        """As Discord does it."""
        return await self._inner.find(channel, key, since_at)


@dataclass(slots=True)
class Stage:
    """Who and what is on stage. What is told of arriving is what comes to Mia."""

    env: simcord.Env
    store: Store
    clock: SimClock
    operator: Operator
    messenger: DyingMessenger
    server: Server
    mia: simcord.MemberActor
    rosa: simcord.MemberActor
    narrator: Narrator
    seen: int = 0

    async def travel_to(self, local: str) -> None:
        """Let time pass until the wall clock shows this, telling of every DM as it arrives."""
        target = datetime.fromisoformat(local).replace(tzinfo=HOME)
        while (left_s := (target - self.env.now()).total_seconds()) > 0:
            wake_at = await planning.next_wake_at(self.store.reads)
            step_s = left_s
            if wake_at is not None:
                due_in_s = (wake_at - self.env.now()).total_seconds()
                step_s = min(left_s, max(due_in_s, 0.0) + 0.1)
            await self.env.advance_time(step_s)
            await self.tell_arrivals()

    async def tell_arrivals(self) -> None:
        """Tell of the DMs that arrived since the last time."""
        arrived = self.inbox
        for shown in arrived[self.seen :]:
            await self.narrator.arrives(shown)
        self.seen = len(arrived)

    @property
    def inbox(self) -> list[Shown]:
        """What the bot has sent to Mia."""
        return messages_of(self.env, self.mia.user)

    async def slash(self, who: simcord.MemberActor, name: str, **options: object) -> Shown:
        """Somebody types a command in the server; the answer."""
        typed = [f"/{name}", *(f"{key}: {_as_typed(value)}" for key, value in options.items())]
        await self._tell(who, f"types {' '.join(typed)}")
        where = self.server.welcome if who is self.mia else self.server.staff_room
        return Shown(answered(await who.slash(where, name, **options)))

    async def press(self, who: simcord.MemberActor, label: str, on: Shown) -> Shown:
        """Somebody presses a button; what they see then."""
        await self._tell(who, f"presses “{label}”")
        in_dm = on.channel_id == who.user.dm_channel.id
        result = await (who.user if in_dm else who).click(on.message, label=label)
        if result.response is not None:
            return Shown(answered(result))
        return next((shown for shown in self.inbox if shown.id == on.id), on)

    async def answer(self, *labels: str) -> None:
        """Mia answers the last DM by pressing one button after another."""
        shown = self.latest
        before = shown.body
        for label in labels:
            shown = await self.press(self.mia, label, shown)
        await self.narrator.becomes(shown, before)

    @property
    def latest(self) -> Shown:
        """The last DM."""
        return self.inbox[-1]

    async def _tell(self, who: simcord.MemberActor, what: str) -> None:
        await self.narrator.does(self.env.now(), MIA if who is self.mia else ROSA, what)


def _as_typed(value: object) -> object:
    return f"@{MIA}" if isinstance(value, simcord.MemberActor) else value


def new_bot(store: Store, clock: SimClock, operator: Operator) -> tuple[App, DyingMessenger]:
    """The real bot, and what stands between it and Discord."""
    made: list[DyingMessenger] = []

    def wrap(inner: Messenger) -> Messenger:
        made.append(DyingMessenger(inner))
        return made[0]

    app = build_app(store, clock, operator, wrap=wrap)
    return app, made[0]


async def stage_down(env: simcord.Env) -> None:
    """End the bot and the simulation."""
    bot = env.bot
    await env.shutdown()
    await bot.close()
