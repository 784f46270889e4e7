"""What staff see of sessions to come: previews, what was booked, moved or cancelled, and lists.

Pure. The client's reminders stand in the client's time, all else in the clinic's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.discord_io.buttons import Option, PressSelect
from bot.discord_io.guarded import GuardedLayout
from bot.domain.local_time import local_of
from bot.domain.session import Session
from bot.domain.zones import zone
from bot.errors import Bug
from bot.texts.language import Language
from bot.ui.cards import MAIN, button, card
from bot.ui.custom_ids import AreaPress
from bot.ui.forms import Field, Form, OnFilled
from bot.ui.sessions import (
    AREA,
    LONGEST_WHEN,
    mention,
    minute_text,
    standing_line,
    when_line,
)
from bot.usecases.booking import Booked, WhichSession
from bot.usecases.cancelling import Cancelled
from bot.usecases.clients import Standing
from bot.usecases.listing import Listed

STARTS = "session_starts"


def booking_preview_card(language: Language, booked: Booked) -> GuardedLayout:
    """What booking would do, and the two ways on."""
    carried = (
        str(booked.client.id),
        minute_text(booked.starts_at),
        str(booked.length_min or "none"),
    )
    return card(
        *_blocks(language, booked),
        title=language.say("session.book.preview", client=mention(booked.client.id)),
        buttons=(
            button(language, "save", AreaPress(AREA, "save_book", carried), MAIN),
            button(language, "change", AreaPress(AREA, "change_book", carried)),
        ),
    )


def move_preview_card(language: Language, booked: Booked) -> GuardedLayout:
    """What moving would do, and the two ways on."""
    before = booked.before
    if before is None:
        raise Bug("what is moved was booked before")
    carried = (str(before.id), str(before.sequence), minute_text(booked.starts_at))
    return card(
        _before(language, before),
        *_blocks(language, booked),
        title=language.say("session.move.preview", client=mention(booked.client.id)),
        buttons=(
            button(language, "save", AreaPress(AREA, "save_move", carried), MAIN),
            button(language, "change", AreaPress(AREA, "change_move", carried)),
        ),
    )


def booked_card(language: Language, booked: Booked) -> GuardedLayout:
    """That it is booked, and that the client is told."""
    key = "session.book.already" if booked.already else "session.book.done"
    return card(
        *_blocks(language, booked),
        _told(language, booked),
        title=language.say(key, client=mention(booked.client.id)),
    )


def moved_card(language: Language, booked: Booked) -> GuardedLayout:
    """That it is moved, and that the client is told."""
    key = "session.move.already" if booked.already else "session.move.done"
    return card(
        *_blocks(language, booked),
        _told(language, booked),
        title=language.say(key, client=mention(booked.client.id)),
    )


def cancelled_card(language: Language, done: Cancelled) -> GuardedLayout:
    """That it is cancelled, and the way back."""
    session, client = done.session, mention(done.client.id)
    moment = language.moment(session.local_at)
    told = done.client.standing is Standing.AGREED
    return card(
        language.say("session.cancelled", client=client, moment=moment, zone=session.zone),
        language.say("session.cancelled.told", client=client) if told else "",
        buttons=(button(language, "undo", AreaPress(AREA, "undo_cancel", (str(session.id),))),),
    )


def again_card(language: Language, booked: Booked) -> GuardedLayout:
    """That a cancelled session is booked again."""
    return card(
        *_blocks(language, booked),
        _told(language, booked),
        title=language.say("session.again", client=mention(booked.client.id)),
    )


def which_to_cancel_card(language: Language, which: WhichSession) -> GuardedLayout:
    """The choice of a session to cancel."""
    asked = language.say("session.which.cancel", client=mention(which.client))
    return _which(language, which, asked, AreaPress(AREA, "which_cancel"))


def which_to_move_card(
    language: Language, which: WhichSession, starts_at: datetime
) -> GuardedLayout:
    """The choice of a session to move to a time."""
    asked = language.say("session.which.move", client=mention(which.client))
    press = AreaPress(AREA, "which_move", (minute_text(starts_at),))
    return _which(language, which, asked, press)


def _which(language: Language, which: WhichSession, asked: str, press: AreaPress) -> GuardedLayout:
    options = [
        Option(str(one.id), f"{language.moment(one.local_at)} ({one.zone})")
        for one in which.sessions
    ]
    hint = language.say("session.which.hint")
    return card(asked, select=PressSelect.offering(press, hint, options, fewest=1, most=1))


def time_form(language: Language, local_when: str, on_filled: OnFilled) -> Form:
    """Asks for the time of a preview, as it is."""
    fields = (Field(STARTS, local_when, LONGEST_WHEN),)
    return Form(language, language.say("session.form.time"), fields, on_filled)


def list_card(language: Language, listed: Listed) -> GuardedLayout:
    """What is booked, or one client's sessions."""
    client = None if listed.client is None else mention(listed.client)
    if client is None:
        title, empty = language.say("session.list.title"), language.say("session.list.none")
    else:
        title = language.say("session.list.of", client=client)
        empty = language.say("session.list.none_of", client=client)
    lines = "\n".join(_lines(language, listed))
    return card(
        lines or empty,
        language.say("session.list.zone", zone=listed.clinic.settings.zone) if lines else "",
        title=title,
    )


def _lines(language: Language, listed: Listed) -> Iterator[str]:
    where = zone(listed.clinic.settings.zone)
    for user, session in listed.sessions:
        moment = language.moment(local_of(session.starts_at, where))
        if listed.client is None:
            yield language.say("session.list.line", moment=moment, client=mention(user))
        else:
            state = language.say(f"session.state.{session.state.value}")
            yield language.say("session.list.line_of", moment=moment, state=state)
    if listed.more:
        yield language.count("session.list.more", listed.more)


def _blocks(language: Language, booked: Booked) -> Iterator[str]:
    yield when_line(language, booked.starts_at, booked.clinic.settings.zone)
    if booked.length_min is not None:
        yield language.say("session.length", minutes=booked.length_min)
    if not booked.already:
        yield _reminders(language, booked)
    yield standing_line(language, booked.client.standing, booked.client.id)


def _reminders(language: Language, booked: Booked) -> str:
    if not booked.reminders:
        return language.say("session.reminders.none")
    where = booked.client.zone
    moments = (language.moment(local_of(one.at, where)) for one in booked.reminders)
    lines = (f"- {language.say('session.reminder', moment=moment)}" for moment in moments)
    return "\n".join((language.say("session.reminders", zone=where.key), *lines))


def _before(language: Language, before: Session) -> str:
    moment = language.moment(before.local_at)
    return language.say("session.move.before", moment=moment, zone=before.zone)


def _told(language: Language, booked: Booked) -> str:
    if booked.already or booked.client.standing is not Standing.AGREED:
        return ""
    return language.say("session.told", client=mention(booked.client.id))
