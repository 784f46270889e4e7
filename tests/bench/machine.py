"""The machine and the versions that figures were taken on, in general words."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version

from sqlcipher3 import dbapi2 as sqlcipher

GIB = 2**30


def described() -> str:
    """One paragraph; names no host."""
    memory_gib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIB
    ours, theirs = sqlcipher.sqlite_version, sqlite3.sqlite_version
    return (
        f"{os.cpu_count()} shared cores ({platform.machine()}), {memory_gib:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}, SQLite {ours} with encryption "
        f"for ours and {theirs} for the others, APScheduler {version('APScheduler')}, SQLAlchemy "
        f"{version('SQLAlchemy')}."
    )


def busyness() -> str:
    """How much else the machine had to do."""
    return f"{os.getloadavg()[0]:.1f}"
