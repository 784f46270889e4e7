"""All that is kept of somebody as one zip: for programs (JSON), for a spreadsheet (CSV), explained.

Made in memory and never written to disk. Refuses to make one that Discord would not take.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.ids import DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.zones import zone
from bot.errors import LimitReached, NotFound
from bot.store import exporting, members
from bot.store.columns import from_ms
from bot.store.connection import Store
from bot.store.exporting import Record

# Source: Discord, an upload to a server without boosts; a little of it is the rest of the request.
MOST_BYTES = 10 * 1024 * 1024 - 64 * 1024

#: What the file that explains the others says, of these groups, made at this wall clock.
Readme = Callable[[Iterable[str], datetime, ZoneInfo], str]

_MOMENT = "%Y-%m-%d %H:%M:%S"
# A spreadsheet needs the mark to read a file as UTF-8.
_ENCODINGS = {".csv": "utf-8-sig"}
JSON_COLUMNS = frozenset({"wish", "rule", "before", "after"})
# What a spreadsheet takes for a formula. Source: OWASP, CSV injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Beyond it a number loses its last digits in JavaScript. Source: RFC 8259, section 6.
_LARGEST_EXACT = 2**53 - 1


async def export_everything(
    store: Store, clock: Clock, *, by: DiscordUserId, readme: Readme
) -> bytes:
    """All that is kept of the one who asks, as a zip.

    Raises NotFound where nothing is kept of them, LimitReached where it is more than Discord takes.
    """
    found = await exporting.records(store.reads, by)
    if not found:
        raise NotFound("privacy.nothing")
    member = await members.find(store.reads, by)
    where = zone("UTC") if member is None else member.settings.zone
    made = await asyncio.to_thread(archive, found, clock.now(), where, readme)
    if len(made) > MOST_BYTES:
        raise LimitReached("privacy.too_large")
    return made


def archive(
    found: Mapping[str, list[Record]], now_at: datetime, where: ZoneInfo, readme: Readme
) -> bytes:
    """The zip: ``found`` by group, with every instant in UTC and on the wall clock of ``where``."""
    local_now = local_of(now_at, where)
    told = {group: [_told(row, where) for row in rows] for group, rows in found.items()}
    whole = {group: [_parsed(row) for row in rows] for group, rows in told.items()}
    files = {
        "README.txt": readme(found, local_now, where),
        "unknot.json": json.dumps(whole, ensure_ascii=False, indent=1),
        **{f"{group}.csv": _csv(rows) for group, rows in told.items()},
    }
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(
                _entry(name, local_now), text.encode(_ENCODINGS.get(name[-4:], "utf-8"))
            )
    return made.getvalue()


def _told(row: Record, where: ZoneInfo) -> Record:
    """A row as a person reads it: each instant twice, and numbers that stay what they are."""
    told: Record = {}
    for name, value in row.items():
        if not name.endswith("_at") or isinstance(value, str):
            told[name] = _whole(value)
            continue
        at = None if value is None else from_ms(value)
        told[f"{name}_utc"] = None if at is None else f"{at:{_MOMENT}}"
        told[f"{name}_local"] = None if at is None else f"{local_of(at, where):{_MOMENT}}"
        told["local_zone"] = where.key
    return told


def _whole(value: object) -> object:
    return str(value) if isinstance(value, int) and value > _LARGEST_EXACT else value


def _parsed(row: Record) -> Record:
    """The same for a program: what is kept as JSON is part of it, not a text in it."""
    return {
        name: json.loads(value) if name in JSON_COLUMNS and value is not None else value
        for name, value in row.items()
    }


def _csv(rows: Sequence[Record]) -> str:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(rows[0])
    table.writerows([_harmless(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _entry(name: str, local_now: datetime) -> ZipInfo:
    entry = ZipInfo(name, local_now.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry
