"""The story: somebody joins, has a working day of posture check-ins, and stops.

In the middle of it the bot dies between sending a message and noting it, and a second bot goes on
with the same database. At the end what Discord holds is counted against what was due.
"""

from __future__ import annotations

from collections import Counter

import simcord

from bot.demo.cast import HOME, MIA, Stage, new_bot, stage_down
from bot.demo.narrator import Narrator
from bot.demo.stage import SimClock
from bot.domain.local_time import local_of
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.store import planning
from bot.store.connection import Store
from bot.usecases.services import Operator


async def tell(store: Store, operator: Operator, narrator: Narrator) -> bool:
    """Tell the story on a fresh database; whether nothing was lost or doubled."""
    clock = SimClock()
    app, messenger = new_bot(store, clock, operator)
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
    stage.app, stage.messenger = new_bot(stage.store, stage.clock, stage.operator)
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
