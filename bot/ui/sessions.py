"""What staff see of a session that took place: the preview, and that it is logged.

Pure. People are mentioned, which pings nobody here. A preview's buttons carry all that is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from bot.content.library import Library
from bot.discord_io.buttons import Option
from bot.discord_io.guarded import GuardedLayout
from bot.domain.ids import DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.plan import Plan, PlannedStep
from bot.domain.session import SessionId
from bot.domain.zones import zone
from bot.errors import NotFound
from bot.texts.language import Language
from bot.ui.cards import MAIN, button, card
from bot.ui.custom_ids import AreaPress
from bot.ui.forms import Field, Form, OnFilled
from bot.usecases.clients import Standing
from bot.usecases.plans import Planned
from bot.usecases.sessions import Logged, LogPreview

AREA = "session"
WHEN, PLAN = "session_when", "session_plan"
# Source: the grammar reads no more.
LONGEST_WHEN = 80


def preview_card(language: Language, preview: LogPreview) -> GuardedLayout:
    """What logging would do, and the two ways on."""
    carried = (
        str(preview.client),
        minute_text(preview.held_at),
        preview.planned.plan.id,
    )
    return card(
        when_line(language, preview.held_at, preview.clinic.settings.zone),
        *_planned(language, preview.planned, preview.client),
        language.say("session.replaces") if preview.replaces else "",
        standing_line(language, preview.standing, preview.client),
        title=language.say("session.log.preview", client=mention(preview.client)),
        buttons=(
            button(language, "save", AreaPress(AREA, "save_log", carried), MAIN),
            button(language, "change", AreaPress(AREA, "change_log", carried)),
        ),
    )


def logged_card(language: Language, logged: Logged) -> GuardedLayout:
    """That it is logged, and the way back."""
    key = "session.log.already" if logged.already else "session.log.done"
    return card(
        when_line(language, logged.session.starts_at, logged.session.zone),
        *(() if logged.already else _planned(language, logged.planned, logged.client)),
        standing_line(language, logged.standing, logged.client),
        title=language.say(key, client=mention(logged.client)),
        buttons=(button(language, "undo", undo_press(logged.session.id)),),
    )


def undone_card(language: Language, client: DiscordUserId) -> GuardedLayout:
    """That a log is taken back."""
    return card(language.say("session.log.undone", client=mention(client)), quiet=True)


def undo_press(session_id: SessionId) -> AreaPress:
    """What takes a log back."""
    return AreaPress(AREA, "undo_log", (str(session_id),))


def log_form(
    language: Language, library: Library, local_when: str, plan_id: str, on_filled: OnFilled
) -> Form:
    """Asks for the time and the plan of a preview, as they are."""
    plans = tuple(
        Option(plan.id, plan.title, chosen=plan.id == plan_id)
        for plan in library.plans(language.code)
    )
    fields = (Field(WHEN, local_when, LONGEST_WHEN), Field(PLAN, options=plans))
    return Form(language, language.say("session.form.log"), fields, on_filled)


def _planned(language: Language, planned: Planned, client: DiscordUserId) -> Iterator[str]:
    title = planned.plan.title
    if planned.course is not None:
        place, sessions = planned.course.place, planned.course.sessions
        title += f" · {language.say('session.course', place=place, sessions=sessions)}"
    yield language.say("session.plan", title=title)
    if all(step.skipped for step in planned.steps):
        yield language.say("session.steps.none")
        return
    who, where = mention(client), planned.zone.key
    heading = language.say("session.steps", client=who, zone=where)
    yield "\n".join((heading, *(_step(language, step, planned) for step in planned.steps)))


def _step(language: Language, step: PlannedStep, planned: Planned) -> str:
    title = language.say(f"plans.title.{step.ask.value}")
    if step.at is None:
        return f"- {language.day(step.local_day)}: {title}"
    moment = language.moment(local_of(step.at, planned.zone))
    key = "session.step.skipped" if step.skipped else "session.step"
    return f"- {language.say(key, moment=moment, title=title)}"


def when_line(language: Language, at: datetime, zone_name: str) -> str:
    """When a session is, by the clinic's clock."""
    moment = language.moment(local_of(at, zone(zone_name)))
    return language.say("session.when", moment=moment, zone=zone_name)


def standing_line(language: Language, standing: Standing, client: DiscordUserId) -> str:
    """Why nothing is sent to a client; empty where it is."""
    if standing is Standing.AGREED:
        return ""
    return language.say(f"session.standing.{standing.value}", client=mention(client))


def mention(client: DiscordUserId) -> str:
    """Somebody, as Discord shows people."""
    return f"<@{client}>"


def minute_text(at: datetime) -> str:
    """How a button carries a minute."""
    return str(int(at.timestamp()) // 60)


def minute_of(press: AreaPress, index: int) -> datetime:
    """The minute that a button carries. Raises NotFound for one that carries none."""
    try:
        return datetime.fromtimestamp(press.required(index) * 60, UTC)
    except (OverflowError, ValueError):
        raise NotFound("button.outdated") from None


def time_as_typed(at: datetime, zone_name: str) -> str:
    """A time as it is understood when it is sent as it stands."""
    return f"{local_of(at, zone(zone_name)):%Y-%m-%d %H:%M}"


def suggestions(plans: Iterable[Plan], typed: str) -> list[tuple[str, str]]:
    """The plans whose title has what was typed: title and id. Source: Discord, 25 at most."""
    like = typed.strip().casefold()
    found = [(plan.title, plan.id) for plan in plans if like in plan.title.casefold()]
    return found[:25]
