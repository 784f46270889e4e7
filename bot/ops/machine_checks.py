"""Is the machine fit for the bot: room on the disk, current time zones, a clock that is right.

Pure: what is measured comes as a value.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.ops.finding import Finding, ok, problem, warning

MIB = 1 << 20
#: A backup takes the database's size twice while it is made.
LEAST_FREE = 64 * MIB
AMPLE_FREE = 512 * MIB
CLOCK_WARNS = timedelta(seconds=30)
#: Five minutes, less what the header rounds away.
CLOCK_WRONG = timedelta(seconds=298)
_MIDSUMMER = 7


def check_disk(free_bytes: int, database_bytes: int) -> Finding:
    """Whether the disk of the database and its backups has room."""
    words = f"{free_bytes / MIB:,.0f} MiB are free"
    if free_bytes < LEAST_FREE + 2 * database_bytes:
        return problem(
            "disk", f"{words}, too little to write and to back up", "Make room on this disk."
        )
    if free_bytes < AMPLE_FREE + 5 * database_bytes:
        return warning("disk", words, "Make room soon: each daily backup needs some.")
    return ok("disk", words)


def check_zones(version: str, now_at: datetime) -> Finding:
    """Whether the time zones' rules, ``version`` as in 2026.2, are of this year or late last."""
    released, words = int(version.partition(".")[0]), f"tzdata {version}"
    remedy = "Install the current one: pip install --upgrade tzdata"
    years = now_at.year - released
    if years > 1:
        return problem("time zones", f"{words} is years old: some clocks are wrong by now", remedy)
    if years == 1 and now_at.month >= _MIDSUMMER:
        return warning("time zones", f"{words} is of last year", remedy)
    return ok("time zones", words)


def check_clock(now_at: datetime, discord_at: datetime | None) -> Finding | None:
    """Whether this machine's clock agrees with Discord's; None if Discord's is not known."""
    if discord_at is None:
        return None
    off = abs(now_at - discord_at)
    words = (
        f"{off.total_seconds():,.0f} s {'ahead of' if now_at > discord_at else 'behind'} Discord"
    )
    remedy = "Set it, and keep it right with NTP: timedatectl set-ntp true"
    if off >= CLOCK_WRONG:
        return problem("clock", f"{words}: messages come at the wrong time", remedy)
    if off > CLOCK_WARNS:
        return warning("clock", words, remedy)
    return ok("clock", "agrees with Discord's")
