"""The story: somebody joins, has a session, is asked how it went, looks back, and stops.

In the middle of it the bot dies between sending a message and noting it, and a second bot goes on
with the same database. At the end what Discord holds is counted against what was due.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from bot.demo.cast import Stage, new_bot, stage_down
from bot.demo.furnishing import furnished
from bot.demo.narrator import Narrator
from bot.demo.practice import DemoEnv
from bot.demo.stage import Shown, SimClock
from bot.store import planning
from bot.store.connection import Store
from bot.usecases.services import Operator


async def tell(store: Store, operator: Operator, narrator: Narrator) -> bool:
    """Tell the story on a fresh database; whether nothing was lost or doubled."""
    clock = SimClock()
    app, messenger = new_bot(store, clock, operator)
    env = DemoEnv(app.client, check_errors=False)
    await env.start()
    clock.env = env
    try:
        server = await furnished(env)
        stage = Stage(
            env=env,
            store=store,
            clock=clock,
            operator=operator,
            messenger=messenger,
            server=server,
            mia=server.arrives("Mia"),
            rosa=server.arrives("Rosa", server.therapists),
            narrator=narrator,
        )
        await _perform(stage)
        return await _count(stage)
    finally:
        await stage_down(env)


async def _perform(stage: Stage) -> None:
    await _joining(stage)
    await _session(stage)
    await _week(stage)
    await _crash(stage)
    await _looking_back(stage)
    await _stopping(stage)


async def _joining(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("Joining: consent first")
    await stage.travel_to("2026-01-05 08:40")
    offer = await stage.slash(stage.mia, "start")
    await narrator.answers(offer)
    await narrator.notes("Nothing has been sent to Mia yet: nobody gets a DM before they agree.")
    await stage.press(stage.mia, "Agree and start", offer)
    await stage.tell_arrivals()
    on = await stage.slash(stage.mia, "tension on", at="18:00", days="mon wed fri")
    await narrator.answers(on)


async def _session(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("A session, and all that hangs on it")
    await stage.travel_to("2026-01-05 15:30")
    preview = await stage.slash(stage.rosa, "session log", client=stage.mia)
    await narrator.answers(preview)
    await stage.press(stage.rosa, "Save", preview)


async def _week(stage: Stage) -> None:
    await stage.narrator.chapter("A week passes, at Mia's hours")
    await stage.travel_to("2026-01-05 18:05")
    await stage.answer("7", "6")
    await stage.travel_to("2026-01-06 10:05")
    await stage.answer("A bit sore")
    await stage.travel_to("2026-01-07 18:05")
    await stage.answer("5", "5")
    await stage.travel_to("2026-01-08 10:05")
    await stage.answer("4", "4")


async def _crash(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("The bot dies between sending and noting it")
    stage.messenger.dies_next = True
    before = len(stage.inbox)
    await stage.travel_to("2026-01-09 18:01")
    await narrator.does(stage.env.now(), "Discord", "has the message; the bot is gone.")
    app, stage.messenger = new_bot(stage.store, stage.clock, stage.operator)
    await stage.env.restart_bot(app.client)
    await narrator.does(
        stage.env.now(), "A second bot", "starts on the same database and reads the DM's history."
    )
    await stage.travel_to("2026-01-09 19:00")
    arrived = len(stage.inbox) - before
    await narrator.notes(f"The 18:00 message is in Mia's DM {_times(arrived)}.")
    await stage.answer("4", "3")


async def _looking_back(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("A week later")
    await stage.travel_to("2026-01-12 10:05")
    await stage.answer("Better")
    back = await stage.slash(stage.mia, "progress")
    await narrator.answers(back)
    await narrator.names("The picture in it", _saved(stage, back))


def _saved(stage: Stage, shown: Shown) -> Path:
    (picture,) = shown.message.attachments
    drawn = stage.env.backend.cdn.get(picture.url) or b""
    with tempfile.NamedTemporaryFile(
        prefix="unknot-progress-", suffix=".png", delete=False
    ) as file:
        file.write(drawn)
    return Path(file.name)


async def _stopping(stage: Stage) -> None:
    narrator = stage.narrator
    await narrator.chapter("STOP means stop")
    await narrator.does(stage.env.now(), "Mia", "types STOP into the DM")
    await stage.mia.send_dm("STOP")
    await stage.tell_arrivals()
    before = len(stage.inbox)
    await stage.travel_to("2026-02-02 12:00")
    await narrator.notes(f"Three weeks later: {len(stage.inbox) - before} messages more.")


async def _count(stage: Stage) -> bool:
    narrator = stage.narrator
    await narrator.chapter("Counted at the end")
    unfinished = await planning.next_wake_at(stage.store.reads)
    delivered = await planning.deliveries(stage.store.reads)
    held = _posted(stage)
    lost = len(set(delivered) - set(held))
    doubled = sum(times - 1 for times in Counter(delivered).values() if times > 1)
    doubled += len(set(held) - set(delivered))
    await narrator.notes(
        f"{len(delivered)} messages on record, {len(held)} in Discord: {lost} lost, "
        f"{doubled} doubled."
    )
    return lost == doubled == 0 and unfinished is None


def _posted(stage: Stage) -> list[int]:
    """What the bot has posted by itself, wherever it stands."""
    backend = stage.env.backend
    return [
        message.id
        for channel in backend.messages.values()
        for message in channel.values()
        if message.author_id == backend.bot_user.id and not message.is_ephemeral
    ]


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
