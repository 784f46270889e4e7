"""What happens on the page: people are switched, time passes, and all of it is shown.

One thing at a time: simcord can do no two. Refuses to freeze: what takes too long or fails is told
of, and the page goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import simcord

from bot.clock import steady_s
from bot.demo.practice import Person, Practice
from bot.demo.sight import Sight
from bot.demo.tour import STEPS, Tour
from bot.demo.window import Window
from bot.domain.ids import DiscordUserId
from bot.log import get_logger
from bot.store import coming, members, schedules

log = get_logger(__name__)

TICK_S: Final = 1.0
LONGEST_JUMP_S: Final = 7 * 86400.0
# Short enough that a day of many members stays within simcord's patience at every step.
_STRIDE_S: Final = 3600.0
_MOST_STRIDES_TO_NEXT: Final = 40
_A_MOMENT: Final = timedelta(seconds=1)

TOO_SLOW: Final = "That takes longer than usual. It goes on by itself; look again in a moment."
REFUSED: Final = "That did not work. Nothing is broken: try it once more."


@dataclass(frozen=True, slots=True)
class Notice:
    """What the page says last. ``number`` tells it from the one before."""

    number: int = 0
    text: str = ""
    is_bad: bool = False


class Play:
    """The page's state. ``open`` a place before anything else."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._places = {place.id: place for place in practice.places}
        self._lock = asyncio.Lock()
        self._sight = Sight(practice)
        self._shown: object = None
        self._openings = 0
        self._passed_s = steady_s()
        self._notice = Notice()
        self.place = practice.places[0]
        self.window = Window(practice.env)
        self.tour = Tour(practice)

    async def open(self, place_id: str) -> bool:
        """Look at another place; whether there is one called so."""
        if place_id not in self._places:
            return False
        async with self._turn():
            self.place = self._places[place_id]
            zone = await self._sight.zone_of(self.place.person)
            await self.window.open(self.place, zone.key)
            self._openings += 1
        return True

    async def advance(self, seconds: float) -> None:
        """Let time pass, and tell how many messages came to whom."""
        async with self._turn():
            before = self._sight.inboxes()
            await self._pass(min(seconds, LONGEST_JUMP_S))
            self.tell(_arrivals(before, self._sight.inboxes()))

    async def to_next_message(self) -> None:
        """Let time pass until a message comes to the one whose place is open."""
        person = self.place.person
        async with self._turn():
            before = self._sight.inboxes()
            if await self._reach_message(person):
                self.tell(_arrivals(before, self._sight.inboxes()))
            else:
                self.tell(f"No messages are planned for {person.name} in the next days.")

    async def tick(self) -> None:
        """Let as much time pass as has really passed."""
        async with self._turn():
            now_s = steady_s()
            passed_s, self._passed_s = now_s - self._passed_s, now_s
            await self._pass(passed_s)

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            await self.tick()

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """Somebody types or presses something; meanwhile no time passes."""
        async with self._turn():
            yield

    def tell(self, text: str, *, is_bad: bool = False) -> None:
        """Have the page tell something."""
        self._notice = Notice(self._notice.number + 1, text, is_bad)

    def publish_again(self) -> None:
        """Show the place anew at the next turn's end, changed or not."""
        self._shown = None

    async def state(self) -> dict[str, Any]:
        """All that the page draws itself."""
        await self.tour.look()
        return {
            **await self._sight.of(self.place),
            "opening": self._openings,
            "notice": asdict(self._notice),
            "tour": [
                {
                    "id": step.id,
                    "title": step.title,
                    "how": step.how,
                    "place": step.place,
                    "is_done": step.id in self.tour.done,
                }
                for step in STEPS
            ],
        }

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        async with self._lock:
            try:
                yield
            except (TimeoutError, simcord.SetupError, simcord.BackendError) as error:
                log.warning("demo.failed", extra={"reason": type(error).__name__})
                self.tell(TOO_SLOW if isinstance(error, TimeoutError) else REFUSED, is_bad=True)
                self.publish_again()
            await self._publish_changes()

    async def _publish_changes(self) -> None:
        fingerprint = self._sight.fingerprint(self.place)
        if self.window.is_open and fingerprint != self._shown:
            # What cannot be shown now is shown at the next turn.
            with suppress(TimeoutError):
                await self.window.publish()
                self._shown = fingerprint

    async def _pass(self, seconds: float) -> None:
        env, app = self._practice.env, self._practice.app
        until_at = env.now() + timedelta(seconds=seconds)
        while (left_s := (until_at - env.now()).total_seconds()) > 0:
            await env.advance_time(min(left_s, _STRIDE_S))
            # A real bot's maintenance does it.
            await app.housekeeping.look_after()
            await app.housekeeping.take_away_remnants()

    async def _reach_message(self, person: Person) -> bool:
        before = self._sight.inboxes()[person.name]
        for _ in range(_MOST_STRIDES_TO_NEXT):
            next_at = await self._next_at(person)
            if next_at is None:
                break
            await self._pass((next_at - self._practice.env.now() + _A_MOMENT).total_seconds())
            if self._sight.inboxes()[person.name] > before:
                return True
        return False

    async def _next_at(self, person: Person) -> datetime | None:
        reads, now_at = self._practice.store.reads, self._practice.env.now()
        member = await members.find(reads, DiscordUserId(person.actor.id))
        if member is None:
            return None
        live = await schedules.live(reads, member.id)
        planned = [one.next_due_at for one in live if one.status == "active" and one.next_due_at]
        queued = (await coming.waiting(reads, member.id, now_at)).values()
        return min((at for at in (*planned, *queued) if at > now_at), default=None)


def _arrivals(before: dict[str, int], after: dict[str, int]) -> str:
    more = {name: after[name] - before[name] for name in after if after[name] > before[name]}
    if not more:
        return "No new messages."
    counted = [f"{number} for {name}" for name, number in more.items()]
    return f"New messages: {', '.join(counted)}."
