"""What a monitor may count of the bot, in the words of Prometheus.

Nothing here is about anybody: no label names a member, a clinic or a kind of message. What can be
read when the monitor asks is read then; only outcomes and connections are counted as they come.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

# In seconds: what is in time, what an outage makes late, and what goes stale.
LATENESS_S = (0.5, 1, 2, 5, 15, 60, 300, 1200, 3600, 14400)
# A loop that is free wakes from this within a millisecond or so.
_NAP_S = 0.01


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand at the moment of asking. ``backup_at`` None: there is none yet."""

    now_at: datetime
    due: int
    in_flight: int
    invalid_requests: int
    backup_at: datetime | None


class Metrics:
    """The counters of one process; ``outcomes`` are the names of all there can be."""

    def __init__(self, outcomes: Iterable[str], read: Callable[[], Awaitable[Standing]]) -> None:
        self._read = read
        self._registry = registry = CollectorRegistry()
        deliveries = Counter(
            "unknot_deliveries",
            "Attempts to deliver a message, by how they ended.",
            ["outcome"],
            registry=registry,
        )
        # Made beforehand: each shows 0 until it comes up, and counting needs no look-up of labels.
        self._ended = {outcome: deliveries.labels(outcome) for outcome in outcomes}
        self._late = Histogram(
            "unknot_delivery_lateness_seconds",
            "From when a message was to be sent until Discord had it.",
            buckets=LATENESS_S,
            registry=registry,
        )
        self._connections = Counter(
            "unknot_gateway_connections",
            "Times that the connection to Discord was made or resumed, the first one included.",
            registry=registry,
        )

        def gauge(name: str, words: str) -> Gauge:
            return Gauge(f"unknot_{name}", words, registry=registry)

        self._due = gauge("due_messages", "Messages that are due and wait for their turn.")
        self._in_flight = gauge("in_flight_messages", "Messages that are being sent right now.")
        self._invalid = gauge(
            "invalid_requests",
            "Requests of the last ten minutes that count towards Discord's ban at 10,000.",
        )
        self._backup = gauge(
            "backup_age_seconds", "Age of the newest whole backup; NaN if there is none."
        )
        self._lag = gauge("loop_lag_seconds", "How late the event loop woke from a short nap.")

    def attempt_ended(self, outcome: str, late: timedelta | None) -> None:
        """Count one attempt; ``late``: how late it arrived, None if it did not."""
        self._ended[outcome].inc()
        if late is not None:
            self._late.observe(late.total_seconds())

    async def connected(self) -> None:
        """Count one connection to Discord, new or resumed."""
        self._connections.inc()

    async def page(self) -> bytes:
        """All of it as it stands now, in Prometheus' text format."""
        standing = await self._read()
        self._due.set(standing.due)
        self._in_flight.set(standing.in_flight)
        self._invalid.set(standing.invalid_requests)
        made_at = standing.backup_at
        age_s = None if made_at is None else (standing.now_at - made_at).total_seconds()
        self._backup.set(float("nan") if age_s is None else age_s)
        loop = asyncio.get_running_loop()
        asleep_s = loop.time()
        await asyncio.sleep(_NAP_S)
        self._lag.set(max(0.0, loop.time() - asleep_s - _NAP_S))
        return generate_latest(self._registry)
