"""The list of all that comes to a member, page by page, and what did not reach them.

Pure: what the use case returns comes in, a card goes out. Every button says which schedule it is
about, so that a page of last week acts on what it showed, or says that it is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord

from bot.discord_io.guarded import GuardedLayout
from bot.domain.ids import ScheduleId
from bot.domain.local_time import local_of
from bot.domain.occurrence import Missed, State
from bot.domain.pages import page_within
from bot.domain.pause import ends
from bot.errors import Bug
from bot.kinds.registry import Kinds
from bot.texts.language import Language
from bot.ui.cards import ACCENT, LONGEST_TEXT, Button, button
from bot.ui.custom_ids import AreaPress
from bot.ui.paging import paged, turning
from bot.usecases.reminders import Entry, Reminders, Standing

AREA = "reminders"
# Source: Discord: 40 components a message; an entry takes three, the rest of a page up to 15.
ENTRIES_A_PAGE = 8
MOST_COMPONENTS = 40
# So that a page of them stays within the text that a card may have.
LONGEST_TITLE = 100

RESUME_ALL = AreaPress("pause", "resume")

# How to say why something did not arrive, by how it ended.
_WHY = {
    State.UNREACHABLE: "reminders.missed.unreachable",
    State.FAILED: "reminders.missed.failed",
    State.STALE: "reminders.missed.stale",
    State.DROPPED: "reminders.missed.paused",
    State.QUEUED: "reminders.missed.trying",
    State.SENDING: "reminders.missed.trying",
}


def list_card(language: Language, kinds: Kinds, shown: Reminders, page: int) -> GuardedLayout:
    """One page of what comes, counted from 1; a page there is not gives way to the nearest."""
    page, pages = page_within(page, len(shown.entries), ENTRIES_A_PAGE)
    first = (page - 1) * ENTRIES_A_PAGE
    entries = shown.entries[first : first + ENTRIES_A_PAGE]
    items: list[discord.ui.Item[Any]] = [
        discord.ui.TextDisplay(_heading(language, shown, page, pages)),
        *(_section(language, kinds, shown, entry, page) for entry in entries),
    ]
    if missed := _missed_text(language, kinds, shown):
        items.append(discord.ui.TextDisplay(missed))
    rows = (turning(language, page, pages, _page), _resuming(language, shown))
    items += [discord.ui.ActionRow(*row) for row in rows if row]
    return _checked(items)


def open_button(language: Language, schedule_id: ScheduleId, page: int = 1) -> Button:
    """The way to one of them, and from there back to its page."""
    return button(language, "open", AreaPress(AREA, "open", (str(schedule_id), str(page))))


def all_button(language: Language, page: int = 1) -> Button:
    """The way to the list."""
    return button(language, "all_reminders", AreaPress(AREA, "show", (str(page),)))


def standing_text(
    language: Language, shown: Entry, zone: ZoneInfo, paused_until_at: datetime | None
) -> str:
    """When it comes next, or why it does not."""
    match shown.standing:
        case Standing.PAUSED:
            return language.say("reminders.paused")
        case Standing.SILENT:
            return language.say("reminders.silent")
        case Standing.NEVER:
            return language.say("settings.none_come")
    at = shown.comes_at
    if at is None:
        raise Bug("what is on comes at some time")
    moment = language.moment(local_of(at, zone))
    if paused_until_at is not None and at < paused_until_at:
        return language.say("reminders.in_pause", moment=moment)
    key = "reminders.waits" if shown.waits else "reminders.next"
    return language.say(key, moment=moment, ago=f"<t:{int(at.timestamp())}:R>")


def pause_text(language: Language, until_at: datetime | None, zone: ZoneInfo) -> str:
    """That everything is paused, and how long; empty if it is not."""
    if until_at is None:
        return ""
    if not ends(until_at):
        return language.say("pause.on.without_end")
    return language.say("pause.on", moment=language.moment(local_of(until_at, zone)))


def shortened(text: str) -> str:
    """A text, as long as a line of the list may be."""
    if len(text) <= LONGEST_TITLE:
        return text
    # A backslash at the end would no longer stand before what it keeps harmless.
    return text[: LONGEST_TITLE - 1].rstrip("\\ ") + "…"


def _heading(language: Language, shown: Reminders, page: int, pages: int) -> str:
    parts = [
        paged(language, f"### {language.say('reminders.title')}", page, pages),
        pause_text(language, shown.paused_until_at, shown.settings.zone),
    ]
    if not shown.entries:
        parts.append(language.say("reminders.empty"))
    return "\n".join(part for part in parts if part)


def _section(
    language: Language, kinds: Kinds, shown: Reminders, entry: Entry, page: int
) -> discord.ui.Section[Any]:
    schedule = entry.schedule
    described = kinds[schedule.kind].describe(language, schedule.wish, schedule.rule)
    coming = standing_text(language, entry, shown.settings.zone, shown.paused_until_at)
    text = f"**{shortened(described.title)}**\n{coming}\n-# {described.rhythm}"
    return discord.ui.Section(text, accessory=open_button(language, schedule.id, page))


def _missed_text(language: Language, kinds: Kinds, shown: Reminders) -> str:
    if not shown.missed:
        return ""
    lines = [_missed_line(language, kinds, one, shown.settings.zone) for one in shown.missed]
    return "\n".join((f"**{language.say('reminders.missed')}**", *lines))


def _missed_line(language: Language, kinds: Kinds, missed: Missed, zone: ZoneInfo) -> str:
    described = kinds[missed.kind].describe(language, missed.wish, missed.rule)
    moment = language.moment(local_of(missed.latest_at, zone))
    what = shortened(described.title)
    if missed.number > 1:
        what = language.count("reminders.missed.times", missed.number, what=what)
    return f"- {language.say('reminders.missed.line', what=what, moment=moment)} " + language.say(
        _WHY[missed.state]
    )


def _page(number: int) -> AreaPress:
    return AreaPress(AREA, "show", (str(number),))


def _resuming(language: Language, shown: Reminders) -> list[Button]:
    paused = shown.paused_until_at is not None
    return [button(language, "resume_all", RESUME_ALL)] if paused else []


def _checked(items: Sequence[discord.ui.Item[Any]]) -> GuardedLayout:
    view = GuardedLayout(timeout=None)
    view.add_item(discord.ui.Container(*items, accent_colour=ACCENT))
    if view.content_length() > LONGEST_TEXT or view.total_children_count > MOST_COMPONENTS:
        raise Bug("a page of reminders is larger than Discord takes")
    return view
