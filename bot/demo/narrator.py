"""Tells the story in the terminal: what people do, what they read, and when."""

from __future__ import annotations

import asyncio
import re
import textwrap
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.demo.stage import Shown
from bot.domain.local_time import local_of

WIDTH = 76
# A box has a border and a blank on each side.
_INSIDE = WIDTH - 4
# Paced for reading where somebody reads; at once where the output goes to a file.
SHORT_PAUSE_S = 0.6
LONG_PAUSE_S = 1.4
_SHOWN_LINES = 9
_STAMP = re.compile(r" ?\(?<t:\d+:\w>\)?")
_MENTION = re.compile(r"<@\d+>")


class Narrator:
    """Writes to a console. ``zone`` is the one whose wall clock the story shows.

    ``hero`` is the only one whom anybody mentions.
    """

    def __init__(self, console: Console, zone: ZoneInfo, hero: str) -> None:
        self._console = console
        self._zone = zone
        self._hero = hero

    def moment(self, at: datetime) -> str:
        """An instant on the wall clock, as "Mon 5 Jan 10:30"."""
        local = local_of(at, self._zone)
        return f"{local:%a} {local.day} {local:%b %H:%M}"

    async def chapter(self, title: str) -> None:
        """Begin a part of the story."""
        self._console.print()
        self._console.rule(Text(title, "bold"), style="cyan", align="left")
        await self._pause(LONG_PAUSE_S)

    async def does(self, at: datetime, who: str, what: str) -> None:
        """Somebody does something."""
        line = Table.grid(padding=(0, 2))
        line.add_row(Text(self.moment(at), "cyan"), Text.assemble((who, "bold"), f" {what}"))
        self._console.print(line)
        await self._pause(SHORT_PAUSE_S)

    async def notes(self, text: str) -> None:
        """A remark of the narrator's."""
        filled = textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ")
        self._console.print(Text(filled, "italic"))
        await self._pause(SHORT_PAUSE_S)

    async def names(self, what: str, file: Path) -> None:
        """Where a file is, in one piece, for copying."""
        self._console.print(Text(f"  {what}:", "italic"))
        self._console.print(Text(f"  {file}"), soft_wrap=True)
        await self._pause(SHORT_PAUSE_S)

    async def arrives(self, shown: Shown) -> None:
        """A DM arrives by itself."""
        title = f"{self.moment(shown.sent_at)} · DM to {self._hero}"
        lock_screen = Text.assemble(("Lock screen: ", "dim"), shown.content)
        self._box(title, shown, "green", lock_screen)
        await self._pause(LONG_PAUSE_S)

    async def answers(self, shown: Shown, note: str = "only the asker sees this") -> None:
        """The bot answers somebody."""
        self._box(f"Unknot answers ({note})", shown, "blue", None)
        await self._pause(LONG_PAUSE_S)

    async def becomes(self, shown: Shown, before: str) -> None:
        """A message that was pressed changes: only what was not in it before is told."""
        known = self._plain(before)
        new = [line for line in self._plain(shown.body) if line and line not in known]
        told = Text.assemble("The message now says: ", (" / ".join(new), "bold"))
        self._console.print(Padding(told, (0, 2)))
        await self._pause(LONG_PAUSE_S)

    def _box(self, title: str, shown: Shown, colour: str, first: Text | None) -> None:
        parts = [first] if first is not None else []
        parts += [Text(line) for line in _shortened(self._plain(shown.body))]
        if shown.buttons:
            parts.append(_buttons(shown))
        panel = Panel(
            Text("\n").join(parts), title=Text(title), title_align="left", style=colour, width=WIDTH
        )
        self._console.print(Padding(panel, (0, 0, 0, 2)))

    def _plain(self, markdown: str) -> list[str]:
        """The lines as a terminal shows them, without Discord's marks."""
        text = _MENTION.sub(f"@{self._hero}", _STAMP.sub("", markdown)).replace("**", "")
        return [line.removeprefix("-# ").lstrip("#> ").strip("*") for line in text.splitlines()]

    async def _pause(self, seconds: float) -> None:
        if self._console.is_terminal:
            await asyncio.sleep(seconds)


def _buttons(shown: Shown) -> Text:
    rows = [""]
    for one in shown.buttons:
        labelled = f"[{one}]" if one.isdigit() else f"[ {one} ]"
        if rows[-1] and len(rows[-1]) + 2 + len(labelled) > _INSIDE:
            rows.append("")
        rows[-1] += f"  {labelled}" if rows[-1] else labelled
    return Text("\n".join(rows), "bold")


def _shortened(lines: list[str]) -> list[str]:
    kept = [line for line in lines if line.strip()]
    return kept if len(kept) <= _SHOWN_LINES else [*kept[: _SHOWN_LINES - 1], "…"]
