"""The card of /clinic queue, page by page.

Pure: what the use case returns comes in, a card goes out. People are mentioned, which pings nobody
here. Every button names its case and its page, so that an old page acts on what it showed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import discord

from bot.discord_io.guarded import GuardedLayout
from bot.domain.case import Case, CaseId, CaseState, Reason
from bot.domain.ids import FORMER_STAFF, DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.session import SessionState
from bot.errors import Bug
from bot.texts.language import Language
from bot.ui.cards import ACCENT, LONGEST_TEXT, MAIN, Button, button
from bot.ui.custom_ids import AreaPress
from bot.ui.paging import paged, turning
from bot.usecases.queue import Queue, Seen, TooLate, Waiting

AREA = "queue"
# Source: Discord: components of one message.
MOST_COMPONENTS = 40


def queue_card(
    language: Language, shown: Queue, *, intro: str = "", extra: Sequence[Button] = ()
) -> GuardedLayout:
    """One page of what waits; ``intro`` says what a press did, ``extra`` follows it."""
    items: list[discord.ui.Item[Any]] = []
    if intro:
        items.append(discord.ui.TextDisplay(intro))
    if extra:
        items.append(discord.ui.ActionRow(*extra))
    items.append(discord.ui.TextDisplay(_heading(language, shown)))
    for waiting in shown.waiting:
        items.append(discord.ui.TextDisplay(_text(language, waiting, shown.zone)))
        items.append(discord.ui.ActionRow(*_buttons(language, waiting, shown.page)))
    items.append(discord.ui.ActionRow(*_turning(language, shown)))
    view = GuardedLayout(timeout=None)
    view.add_item(discord.ui.Container(*items, accent_colour=ACCENT))
    if view.content_length() > LONGEST_TEXT or view.total_children_count > MOST_COMPONENTS:
        raise Bug("a page of the queue is larger than Discord takes")
    return view


def pressed_text(language: Language, pressed: Seen | TooLate, zone: ZoneInfo) -> str:
    """What a press on a case did, or who was first."""
    case = pressed.case
    client = f"<@{case.client}>"
    if isinstance(pressed, Seen):
        return language.say(f"queue.now.{case.state.value}", client=client)
    if case.state is CaseState.OPEN or case.staff_id is None:
        return language.say("queue.too_late", client=client)
    return language.say(
        f"queue.first.{case.state.value}",
        client=client,
        staff=_staff(language, case),
        moment=language.moment(local_of(case.changed_at, zone)),
    )


def back_button(language: Language, case: CaseId, page: int) -> Button:
    """Opens a case again that one took, or was done with, by mistake."""
    return button(language, "give_back", _press("back", case, page))


def page_of(press: AreaPress) -> int:
    """On which page a button stood."""
    return press.number(len(press.args) - 1) or 1


def took_place_text(language: Language, client: DiscordUserId, *, came: bool) -> str:
    """What was noted of a booking whose time has passed."""
    key = "queue.held" if came else "queue.no_show"
    return language.say(key, client=f"<@{client}>")


def _heading(language: Language, shown: Queue) -> str:
    title = paged(language, f"### {language.say('queue.title')}", shown.page, shown.pages)
    if not shown.number:
        return f"{title}\n{language.say('queue.empty')}"
    return f"{title}\n{language.count('queue.number', shown.number)}"


def _text(language: Language, waiting: Waiting, zone: ZoneInfo) -> str:
    case = waiting.case
    said = language.say(f"queue.reason.{case.reason.value}")
    lines = [language.say("queue.line", client=f"<@{case.client}>", reason=said)]
    if waiting.session is not None:
        moment = language.moment(waiting.session.local_at)
        lines.append(language.say("queue.session", moment=moment))
    since = language.moment(local_of(case.created_at, zone))
    small = language.say("queue.since", moment=since)
    if case.state is CaseState.TAKEN:
        moment = language.moment(local_of(case.changed_at, zone))
        small += " · " + language.say("queue.taken", staff=_staff(language, case), moment=moment)
    return "\n".join((*lines, f"-# {small}"))


def _staff(language: Language, case: Case) -> str:
    former = case.staff_id == FORMER_STAFF
    return language.say("privacy.looks.former") if former else f"<@{case.staff_id}>"


def _buttons(language: Language, waiting: Waiting, page: int) -> list[Button]:
    case = waiting.case
    found = []
    if _asks_whether_it_took_place(waiting):
        found.append(button(language, "took_place", _press("held", case.id, page), MAIN))
        found.append(button(language, "no_show", _press("no_show", case.id, page)))
    elif case.state is CaseState.OPEN:
        found.append(button(language, "take", _press("take", case.id, page), MAIN))
    return [*found, button(language, "done", _press("done", case.id, page))]


def _asks_whether_it_took_place(waiting: Waiting) -> bool:
    session = waiting.session
    return (
        waiting.case.reason is Reason.TOOK_PLACE
        and session is not None
        and session.state is SessionState.BOOKED
    )


def _turning(language: Language, shown: Queue) -> list[Button]:
    # The page itself again: what others did since shows.
    again = button(language, "refresh", AreaPress(AREA, "again", (str(shown.page),)))
    return [*turning(language, shown.page, shown.pages, _page), again]


def _press(action: str, case: CaseId, page: int) -> AreaPress:
    return AreaPress(AREA, action, (str(case), str(page)))


def _page(number: int) -> AreaPress:
    return AreaPress(AREA, "show", (str(number),))
