"""The schema as text, one object after another, for a file that reviewers can read.

    python -m tests.store.schema

writes ``golden_schema.sql`` anew from the migrations there are.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bot.store.connection import Reads, Store
from bot.store.migrate import migrate
from tests.store.builders import NOW_AT

GOLDEN = Path(__file__).with_name("golden_schema.sql")

OBJECTS = """
SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
ORDER BY tbl_name, type DESC, name"""


async def schema_of(reads: Reads) -> str:
    """Every table, index, trigger and view, in an order that the migrations don't decide."""
    return "".join(f"{row['sql']};\n\n" for row in await reads.rows(OBJECTS))


async def _write_golden() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "fresh.db", None)
        try:
            await migrate(store, NOW_AT)
            GOLDEN.write_text(await schema_of(store.reads), "utf-8")
        finally:
            await store.close()


if __name__ == "__main__":
    asyncio.run(_write_golden())
