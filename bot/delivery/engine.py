"""The engine: one timer starts a short task that plans, claims, sends and settles what is due.

Nothing about a single reminder lives in memory. The timer is set to the next instant anything is
due, at most ``safety_tick_s`` ahead, and set again after every change; at each wake the clock is
read anew, so a clock that was set back or a machine that slept costs no more than a tick. No task
waits for ever on a queue or an event.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.clock import Clock
from bot.delivery.awaited import Awaited
from bot.delivery.claimer import Claimer
from bot.delivery.messenger import Outcome, Refused, RefusedReason
from bot.delivery.pacing import Pace, Pacer
from bot.delivery.planner import plan_due
from bot.delivery.recovery import Recovery
from bot.delivery.sender import Result, Sender
from bot.delivery.settler import settle
from bot.domain.ids import OccurrenceId
from bot.domain.occurrence import Claimed
from bot.errors import StoreError
from bot.kinds.registry import Kinds
from bot.log import get_logger, log_fault
from bot.store import planning, settlements
from bot.store.connection import Store

log = get_logger(__name__)

FAULT_PAUSE_S = 5.0
# The loop's clock and the wall clock round differently: never spin on the difference.
SHORTEST_WAIT_S = 0.01
# What history is asked about is due all the while; its end wakes the engine.
SHORTEST_WAIT_BESIDE_LOOK_UP_S = 0.25


class Engine:
    """Delivers what is due. ``start`` it, ``wake`` it after every change, ``stop`` it."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        kinds: Kinds,
        claimer: Claimer,
        sender: Sender,
        recovery: Recovery,
        pacer: Pacer,
        pace: Pace,
    ) -> None:
        self._store = store
        self._clock = clock
        self._kinds = kinds
        self._claimer = claimer
        self._sender = sender
        self._recovery = recovery
        self._pacer = pacer
        self._pace = pace
        self._on_token_refused: Callable[[], None] = lambda: None
        self._on_settled: Callable[[Sequence[Result]], None] = lambda _results: None
        self._timer: asyncio.TimerHandle | None = None
        self._drain_task: asyncio.Task[None] | None = None
        self._asides: set[asyncio.Task[None]] = set()
        self._awaited = Awaited()
        self._again = False
        self._running = False
        self._waiting: deque[Claimed] = deque()
        # Under way, but for what somebody waits for.
        self.in_flight: set[asyncio.Task[Result]] = set()
        self._unsettled: list[Result] = []
        self._settled_s = 0.0
        self._moved_s: float | None = None

    async def start(self) -> None:
        """Put what the last process left in mid-air in doubt, then begin."""
        await self._recovery.doubt_what_was_sending()
        self._running = True
        self.wake()

    @property
    def quiet_s(self) -> float | None:
        """For how long it has got on with nothing, not even a look; None before it has begun."""
        return None if self._moved_s is None else asyncio.get_running_loop().time() - self._moved_s

    def _moved(self) -> None:
        self._moved_s = asyncio.get_running_loop().time()

    def wake(self) -> None:
        """Look now: something may have become due. Safe to call at any time."""
        if not self._running:
            return
        self._again = True
        if self._drain_task is None or self._drain_task.done():
            self._drain_task = asyncio.create_task(self._drain_and_rearm())

    def when_token_refused(self, call: Callable[[], None]) -> None:
        """Tell ``call`` when Discord no longer takes the token. Nothing more is sent then."""
        self._on_token_refused = call

    def when_settled(self, call: Callable[[Sequence[Result]], None]) -> None:
        """Tell ``call`` how attempts ended, once that is noted."""
        self._on_settled = call

    async def stop(self, *, within_s: float | None = None) -> None:
        """Claim nothing more, let sends in flight finish, settle them, give the rest back.

        What is still in flight after ``within_s`` (the pace's, if None) is cut off.
        """
        self._running = False
        timeout_s = self._pace.stop_within_s if within_s is None else within_s
        if self._timer is not None:
            self._timer.cancel()
        if under_way := self._under_way():
            _, late = await asyncio.wait(under_way, timeout=timeout_s)
            await _cut_off(late)
        # Whatever is cut off stays "sending": the next start asks history about it.
        await _cut_off(self.in_flight)
        try:
            await self._settle()
            await self._give_back()
        except StoreError as error:
            log.warning("engine.store_refused", extra={"reason": type(error).__name__})
        self._awaited.let_go()

    async def idle(self) -> None:
        """Return when nothing is under way. What is due later is not waited for."""
        while under_way := self._under_way():
            await asyncio.wait(under_way)

    def _under_way(self) -> set[asyncio.Task[None]]:
        tasks = (self._drain_task, self._recovery.clearing, *self._asides)
        return {task for task in tasks if task is not None and not task.done()}

    async def deliver_now(self, occurrence_id: OccurrenceId, *, timeout_s: float) -> Outcome | None:
        """Send one occurrence ahead of its turn, and wait up to ``timeout_s`` for its outcome.

        None: it was not sent yet; the engine goes on with it.
        """
        if not self._running:
            return None
        outcome = self._awaited.outcome_of(occurrence_id)
        task = asyncio.create_task(self._deliver_aside(occurrence_id))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)
        await asyncio.wait({outcome}, timeout=timeout_s)
        return outcome.result() if outcome.done() else None

    async def _deliver_aside(self, occurrence_id: OccurrenceId) -> None:
        result, has_begun = None, False
        try:
            claimed = await self._claimer.claim_one(
                occurrence_id, self._clock.now(), self._recovery.doubt_from_at()
            )
            if claimed is not None:
                await self._pacer.turn()
                result = await self._attempt(claimed)
                self._unsettled.append(result)
                await self._settle()
            else:
                # The drain was first: it will tell.
                has_begun = await self._claimer.has_claimed(occurrence_id)
        except StoreError as error:
            # What became of it is known all the same; the drain that this wakes notes it.
            log.warning("engine.store_refused", extra={"reason": type(error).__name__})
        finally:
            if not has_begun:
                self._awaited.tell(occurrence_id, result)
        self.wake()

    async def _drain_and_rearm(self) -> None:
        delay_s = FAULT_PAUSE_S
        try:
            while self._again and self._running:
                delay_s, self._again = FAULT_PAUSE_S, False
                await self._drain()
                # A wake that comes during this look is seen by the loop, not lost.
                delay_s = await self._next_in_s()
        except StoreError as error:
            log.warning("engine.store_refused", extra={"reason": type(error).__name__})
        except Exception as error:  # noqa: BLE001 - the engine goes on, whatever happens
            log_fault(log, "engine.fault", error)
        self._rearm(delay_s)

    async def _next_in_s(self) -> float:
        wake_at = await planning.next_wake_at(self._store.reads)
        if wake_at is None:
            return self._pace.safety_tick_s
        due_in_s = (wake_at - self._clock.now()).total_seconds()
        beside = self._recovery.is_clearing_up
        shortest_s = SHORTEST_WAIT_BESIDE_LOOK_UP_S if beside else SHORTEST_WAIT_S
        return min(self._pace.safety_tick_s, max(shortest_s, due_in_s))

    def _rearm(self, delay_s: float) -> None:
        self._moved()
        if self._timer is not None:
            self._timer.cancel()
        if self._running:
            self._timer = asyncio.get_running_loop().call_later(delay_s, self.wake)

    async def _drain(self) -> None:
        while await self._refill():
            await self._pacer.turn()
            if self._waiting[0].is_old(self._clock.now()):
                # The machine slept, or sending is slow: somebody's quiet hours may have begun.
                await self._give_back()
                continue
            self._launch(self._waiting.popleft())
            while len(self.in_flight) >= self._pace.workers:
                await self._collect()
            await self._settle_if_time()
        while self.in_flight:
            await self._collect()
        await self._settle()
        await self._give_back()

    async def _refill(self) -> bool:
        """Plan and claim until something waits to be sent; whether something does."""
        if not self._running:
            return False
        if self._waiting:
            return True
        while await plan_due(self._store, self._kinds, self._clock.now()):
            self._moved()
        self._recovery.clear_up(then=self.wake)
        decided = 1
        while decided and not self._waiting:
            claimed, decided = await self._claimer.claim(
                self._clock.now(), self._recovery.doubt_from_at(), self._pace.batch
            )
            self._waiting.extend(claimed)
            self._moved()
        return bool(self._waiting)

    def _launch(self, claimed: Claimed) -> None:
        task = asyncio.create_task(self._attempt(claimed))
        self.in_flight.add(task)
        task.add_done_callback(self._land)

    def _land(self, task: asyncio.Task[Result]) -> None:
        self.in_flight.discard(task)
        self._moved()
        # The sender catches what can go wrong: anything else ends the process, not the delivery.
        if not task.cancelled() and task.exception() is None:
            self._unsettled.append(task.result())

    async def _attempt(self, claimed: Claimed) -> Result:
        result = await self._sender.deliver(claimed)
        if isinstance(result.outcome, Refused) and result.outcome.reason is RefusedReason.TOKEN:
            # Every further request would count towards Discord's ban.
            self._running = False
            self._on_token_refused()
        return result

    async def _collect(self) -> None:
        timeout_s = self._pace.settle_every_s
        await asyncio.wait(self.in_flight, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        await self._settle_if_time()

    async def _settle_if_time(self) -> None:
        now_s = asyncio.get_running_loop().time()
        many = len(self._unsettled) >= self._pace.batch
        if many or now_s - self._settled_s >= self._pace.settle_every_s:
            self._settled_s = now_s
            await self._settle()

    async def _settle(self) -> None:
        results, self._unsettled = self._unsettled, []
        try:
            await settle(self._store, results)
        except BaseException:
            # Not lost: noted with the next ones, or asked about at the next start.
            self._unsettled = results + self._unsettled
            raise
        for result in results:
            self._awaited.tell(result.claimed.candidate.id, result)
        self._on_settled(results)

    async def _give_back(self) -> None:
        untried = [(c.candidate.id, c.candidate.step) for c in self._waiting]
        if untried:
            async with self._store.write() as tx:
                tx.stops_nobody = True
                await settlements.release(tx, untried)
        self._waiting.clear()


async def _cut_off(tasks: Iterable[asyncio.Task[Any]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
