"""The story: somebody joins, has a working day of posture check-ins, and stops.

In the middle of it the bot dies between sending a message and noting it, and a second bot goes on
with the same database. At the end what Discord holds is counted against what was due.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import simcord

from bot.app import App
from bot.delivery.messenger import DeliveryKey, Lookup, Messenger, Opening, Outcome
from bot.demo.narrator import Narrator
from bot.demo.stage import Shown, SimClock, build_app, messages_of
from bot.domain.ids import ChannelId, DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.message import Message
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.errors import Bug
from bot.store import planning
from bot.store.connection import Store
from bot.usecases.services import Operator

HOME = zone("Europe/Berlin")
MIA = "Mia"


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
    """Who and what is on stage."""

    env: simcord.Env
    store: Store
    clock: SimClock
    operator: Operator
    app: App
    messenger: DyingMessenger
    channel: simcord.ChannelHandle
    mia: simcord.MemberActor
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
            await self.narrator.arrives(shown, MIA)
        self.seen = len(arrived)

    @property
    def inbox(self) -> list[Shown]:
        """What the bot has sent to Mia."""
        return messages_of(self.env, self.mia.user)

    async def slash(self, name: str, **options: object) -> Shown:
        """Mia types a command in the server; the answer."""
        typed = " ".join([f"/{name}", *(f"{key}: {value}" for key, value in options.items())])
        await self.narrator.does(self.env.now(), MIA, f"types {typed}")
        result = await self.mia.slash(self.channel, name, **options)
        return _answered(result)

    async def press(self, label: str, on: Shown) -> Shown:
        """Mia presses a button; what she sees then."""
        await self.narrator.does(self.env.now(), MIA, f"presses “{label}”")
        in_dm = on.channel_id == self.mia.user.dm_channel.id
        result = await (self.mia.user if in_dm else self.mia).click(on.message, label=label)
        if result.response is not None:
            return _answered(result)
        return next(shown for shown in self.inbox if shown.id == on.id)

    @property
    def latest(self) -> Shown:
        """The last DM."""
        return self.inbox[-1]


def _answered(result: simcord.InteractionResult) -> Shown:
    shown = result.followups[-1] if result.followups else result.response
    if shown is None:
        raise Bug("a command had no answer")
    return Shown(shown)


async def tell(store: Store, operator: Operator, narrator: Narrator) -> bool:
    """Tell the story on a fresh database; whether nothing was lost or doubled."""
    clock = SimClock()
    app, messenger = _new_bot(store, clock, operator)
    env = simcord.Env(app.client, check_errors=False)
    await env.start()
    clock.env = env
    try:
        guild = env.create_guild("Loose Shoulders")
        stage = Stage(
            env=env,
            store=store,
            clock=clock,
            operator=operator,
            app=app,
            messenger=messenger,
            channel=guild.create_text_channel("welcome"),
            mia=guild.add_member(env.create_user("mia", global_name=MIA)),
            narrator=narrator,
        )
        await _perform(stage)
        return await _count(stage)
    finally:
        await stage_down(env)


def _new_bot(store: Store, clock: SimClock, operator: Operator) -> tuple[App, DyingMessenger]:
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


async def _perform(stage: Stage) -> None:
    await _joining(stage)
    await _morning(stage)
    await _crash(stage)
    await _evening(stage)
    await _stopping(stage)


async def _joining(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("Joining: consent first")
    await stage.travel_to("2026-01-05 08:40")
    offer = await stage.slash("start")
    await narrator.answers(offer)
    await narrator.notes("Nothing has been sent to Mia yet: nobody gets a DM before they agree.")
    joined = await stage.press("Agree and start", offer)
    await stage.tell_arrivals()
    await narrator.answers(joined)
    on = await stage.slash("posture on", every=90)
    await narrator.answers(on)


async def _morning(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("A working day, at Mia's hours")
    await stage.travel_to("2026-01-05 09:04")
    await narrator.becomes(await stage.press("Done", stage.latest))
    await stage.travel_to("2026-01-05 10:33")
    await narrator.becomes(await stage.press("Snooze 15 min", stage.latest))
    await stage.travel_to("2026-01-05 10:50")
    await narrator.notes("The snoozed one came back, once, and shows the same movement.")
    await narrator.becomes(await stage.press("Done", stage.latest))
    await stage.travel_to("2026-01-05 13:00")


async def _crash(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("The bot dies between sending and noting it")
    stage.messenger.dies_next = True
    before = len(stage.inbox)
    await stage.travel_to("2026-01-05 13:31")
    await narrator.does(stage.env.now(), "Discord", "has the message; the bot is gone.")
    stage.app, stage.messenger = _new_bot(stage.store, stage.clock, stage.operator)
    await stage.env.restart_bot(stage.app.client)
    await narrator.does(
        stage.env.now(), "A second bot", "starts on the same database and reads the DM's history."
    )
    await stage.travel_to("2026-01-05 14:30")
    arrived = len(stage.inbox) - before
    await narrator.notes(f"The 13:30 message is in Mia's DM {_times(arrived)}.")
    await narrator.becomes(await stage.press("Done", stage.latest))
    await stage.travel_to("2026-01-05 15:01")
    await narrator.becomes(await stage.press("Skip today", stage.latest))


async def _evening(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("Quiet hours are kept")
    await stage.travel_to("2026-01-05 18:30")
    on = await stage.slash(
        "posture on", every=60, **{"from": "18:00", "until": "23:00", "days": "every day"}
    )
    await narrator.answers(on)
    await stage.travel_to("2026-01-06 07:59")
    quiet = [shown for shown in stage.inbox if DEFAULT_QUIET.covers(local_of(shown.sent_at, HOME))]
    await narrator.notes(f"Between 20:00 and 08:00 came {len(quiet)} messages.")


async def _stopping(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("STOP means stop")
    await stage.travel_to("2026-01-06 12:00")
    await narrator.does(stage.env.now(), MIA, "types STOP into the DM")
    await stage.mia.send_dm("STOP")
    await stage.tell_arrivals()
    before = len(stage.inbox)
    await stage.travel_to("2026-01-13 12:00")
    await narrator.notes(f"A week later: {len(stage.inbox) - before} messages more.")


async def _count(stage: Stage) -> bool:
    narrator = stage.narrator
    await narrator.chapter("Counted at the end")
    unfinished = await planning.next_wake_at(stage.store.reads)
    delivered = await planning.deliveries(stage.store.reads)
    held = [shown.id for shown in stage.inbox]
    lost = len(set(delivered) - set(held))
    doubled = sum(times - 1 for times in Counter(delivered).values() if times > 1)
    doubled += len(set(held) - set(delivered))
    await narrator.notes(
        f"{len(delivered)} messages on record, {len(held)} in Discord: {lost} lost, "
        f"{doubled} doubled."
    )
    return lost == doubled == 0 and unfinished is None


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
