"""Joins the counters to what they count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.app.house import App
from bot.delivery.messenger import InDoubt, Refused, RetryAt, Sent, Unreachable
from bot.delivery.sender import Overtaken, Result, Withdrawn
from bot.ops.metrics import Metrics, Standing
from bot.scheduling.daily_backup import DailyBackup
from bot.store import planning

# As the log calls them: delivery.sent, delivery.postponed and so on.
OUTCOMES: Final[dict[type, str]] = {
    Sent: "sent",
    RetryAt: "postponed",
    InDoubt: "in_doubt",
    Unreachable: "unreachable",
    Refused: "refused",
    Withdrawn: "withdrawn",
    Overtaken: "overtaken",
}


def measure(app: App, daily: DailyBackup) -> Metrics:
    """Counters that follow what the engine notes and what the client hears, from now on."""

    async def read() -> Standing:
        services, now_at = app.services, app.services.clock.now()
        return Standing(
            now_at=now_at,
            due=await planning.due_now(services.store.reads, now_at),
            in_flight=len(app.engine.in_flight),
            invalid_requests=app.invalid_requests.recent(),
            backup_at=await daily.newest_at(),
        )

    metrics = Metrics(OUTCOMES.values(), read)

    def count(results: Sequence[Result]) -> None:
        for result in results:
            late = result.ended_at - result.claimed.candidate.send_after_at
            arrived = isinstance(result.outcome, Sent)
            metrics.attempt_ended(OUTCOMES[type(result.outcome)], late if arrived else None)

    app.engine.when_settled(count)
    app.client.add_listener(metrics.connected, "on_ready")
    app.client.add_listener(metrics.connected, "on_resumed")
    return metrics
