"""The machine's clock, as the rest of the bot sees it."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock, SystemClock


def test_the_clock_tells_an_aware_instant_in_utc():
    assert SystemClock().now().tzinfo is UTC


def test_the_clock_tells_the_machines_time():
    clock: Clock = SystemClock()

    before_at = datetime.now(UTC)
    told_at = clock.now()
    after_at = datetime.now(UTC)

    assert before_at <= told_at <= after_at
    assert after_at - before_at < timedelta(minutes=1)
