"""What staff see of sessions and clients, and what becomes of a client's message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from bot.content.library import Library
from bot.domain.clinic_settings import ClinicSettings
from bot.domain.follow_up import Reply
from bot.domain.ids import ClinicId, DiscordGuildId, DiscordUserId, OccurrenceId
from bot.domain.member import Settings
from bot.domain.plan import ANSWERS, Ask
from bot.domain.zones import zone
from bot.errors import NotFound
from bot.store.clinics import Clinic
from bot.texts.catalogue import Catalogue
from bot.ui import bookings, clients, follow_ups, sessions
from bot.ui.custom_ids import AreaPress, OccurrencePress, parse
from bot.usecases.booking import Booked
from bot.usecases.client_card import ClientCard, PlanEnded
from bot.usecases.clients import Client, Standing
from bot.usecases.following_up import Replied
from bot.usecases.plans import planned
from bot.usecases.press_results import AppointmentAnswered, Shown, StepAnswered
from bot.usecases.services import Operator
from bot.usecases.sessions import LogPreview

CATALOGUE, LIBRARY = Catalogue.load(), Library.load()
ENGLISH = CATALOGUE.language("en")
AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
BERLIN = zone("Europe/Berlin")
OPERATOR = Operator(Settings(BERLIN, None, 8), 16, contact="Call 123.")
# The largest number that Discord gives.
LARGEST = DiscordUserId(2**63 - 1)
CLINIC = Clinic(ClinicId(1), DiscordGuildId(21), ClinicSettings("Europe/Berlin"))
STRANGER = Client(LARGEST, None, None, CLINIC)
PRESS = OccurrencePress(OccurrenceId(2**53), 99, "x")


def ids(view: Any) -> list[str]:
    found = (getattr(each, "custom_id", None) for each in view.walk_children())
    return [each for each in found if each]


def text(view: Any) -> str:
    parts = (each for each in view.walk_children() if isinstance(each, discord.ui.TextDisplay))
    return "\n".join(each.content for each in parts)


@pytest.mark.parametrize("code", CATALOGUE.codes)
@pytest.mark.parametrize("plan", LIBRARY.plans("en"), ids=lambda plan: plan.id)
def test_a_preview_carries_all_that_is_saved_for_every_plan(code: str, plan: Any) -> None:
    found = planned(plan, None, AT, BERLIN, AT)
    preview = LogPreview(CLINIC, LARGEST, Standing.NOT_AGREED, AT, found, replaces=True)

    view = sessions.preview_card(CATALOGUE.language(code), preview)

    save, change = (parse(each) for each in ids(view))
    assert save is not None
    assert change is not None
    assert save.args == change.args == (str(LARGEST), sessions.minute_text(AT), plan.id)  # type: ignore[union-attr]


def test_a_plan_with_the_longest_id_still_fits_a_button() -> None:
    carried = (str(LARGEST), sessions.minute_text(AT), "x" * len("-26") + "y" * 40)

    assert len(":".join(("v1", sessions.AREA, "change_log", *carried))) <= 100


@pytest.mark.parametrize("at", [AT, AT - timedelta(days=14), AT + timedelta(days=1900)])
def test_a_minute_comes_back_from_a_button_as_it_was(at: datetime) -> None:
    press = AreaPress(sessions.AREA, "save_log", ("7", sessions.minute_text(at)))

    assert sessions.minute_of(press, 1) == at


def test_no_minute_comes_back_from_a_number_that_no_clock_shows() -> None:
    press = AreaPress(sessions.AREA, "save_log", ("7", str(2**63 - 1)))

    with pytest.raises(NotFound):
        sessions.minute_of(press, 1)


def test_a_form_shows_the_time_as_it_is_understood() -> None:
    assert sessions.time_as_typed(AT, "Europe/Berlin") == "2026-11-23 15:00"


def test_plans_are_suggested_by_any_part_of_their_title() -> None:
    titles = [title for title, _ in sessions.suggestions(LIBRARY.plans("en"), "WEEKS")]

    assert titles
    assert all("weeks" in title for title in titles)
    assert len(sessions.suggestions(LIBRARY.plans("en"), "")) <= 25


@pytest.mark.parametrize("standing", list(Standing))
def test_it_is_said_why_nothing_is_sent(standing: Standing) -> None:
    said = sessions.standing_line(ENGLISH, standing, LARGEST)

    assert bool(said) is (standing is not Standing.AGREED)
    assert ("nothing is sent" in said) is (standing is not Standing.AGREED)


def test_a_booking_without_reminders_left_says_so() -> None:
    booked = Booked(CLINIC, STRANGER, AT, None, ())

    shown = text(bookings.booking_preview_card(ENGLISH, booked))

    assert "No reminder is left to send" in shown
    assert "Length" not in shown


def test_the_card_of_a_stranger_says_nothing_but_that_they_have_not_joined() -> None:
    shown = text(clients.client_card(ENGLISH, ClientCard(STRANGER, BERLIN)))

    assert "Has not joined" in shown
    assert "scores" not in shown.lower()
    assert "looked" not in shown


def test_no_plan_to_end_offers_no_undo() -> None:
    assert ids(clients.plan_ended_card(ENGLISH, PlanEnded(LARGEST, None))) == []
    assert len(ids(clients.plan_ended_card(ENGLISH, PlanEnded(LARGEST, 1_800_000_000_000)))) == 1


def _label(item: Any) -> str:
    return str(getattr(item, "item", item).label)


ANSWERED = [
    StepAnswered(
        ask,
        answer,
        warns=ask is not Ask.CONTINUE,
        worse=answer == "worse",
        local_until=AT.replace(tzinfo=None) if answer == "later" else None,
    )
    for ask, answers in ANSWERS.items()
    for answer in answers
]
SAID = [
    *ANSWERED,
    StepAnswered(Ask.CONTINUE, "book", link="https://example.org"),
    AppointmentAnswered(True, AT.replace(tzinfo=None), "Europe/Berlin"),
    AppointmentAnswered(False, AT.replace(tzinfo=None), "Europe/Berlin"),
]


@pytest.mark.parametrize("code", CATALOGUE.codes)
@pytest.mark.parametrize("answered", SAID, ids=lambda said: getattr(said, "answer", "comes"))
def test_every_answer_has_its_words_and_leaves_the_way_to_stop(
    code: str, answered: StepAnswered | AppointmentAnswered
) -> None:
    before = discord.Embed(description="x" * 4096)

    look = follow_ups.answered_look(CATALOGUE.language(code), PRESS, [before], answered)

    assert len(look["embed"].description or "") <= 4096
    labels = [_label(item) for item in look["view"].children]
    assert labels[-1] == CATALOGUE.language(code).say("label.stop")
    if isinstance(answered, StepAnswered) and answered.warns and answered.local_until is None:
        assert CATALOGUE.language(code).say("label.warning_signs") in labels


@pytest.mark.parametrize("what", ["warning_signs", "talk", "directions", "replies"])
def test_all_that_a_message_about_a_session_shows_can_be_shown(what: str) -> None:
    shown = Shown(what, directions="Second floor.")

    card = text(follow_ups.shown_card(ENGLISH, OPERATOR, shown, OccurrenceId(7)))

    assert card
    assert ("Second floor." in card) is (what == "directions")
    assert ("Call 123." in card) is (what == "talk")


@pytest.mark.parametrize("said", list(Reply))
def test_every_reply_is_confirmed_and_what_is_known_is_not_said_twice(said: Reply) -> None:
    first = text(follow_ups.replied_card(ENGLISH, Replied(said, CLINIC.discord_id, True)))
    again = text(follow_ups.replied_card(ENGLISH, Replied(said, CLINIC.discord_id, False)))

    assert "The clinic reads" in first
    assert "knows already" in again


def test_what_hurts_shows_the_signs_before_the_clinic_is_spoken_of() -> None:
    before = text(follow_ups.hurts_card(ENGLISH, OPERATOR, told=False))
    after = text(follow_ups.hurts_card(ENGLISH, OPERATOR, told=True))

    assert "The clinic reads" not in before
    assert after.startswith(before)
