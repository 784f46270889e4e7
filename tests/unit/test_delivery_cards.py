"""How a message looks after a press that counted, and what a press that did not is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import discord
import pytest

from bot.discord_io.render import LONGEST, NewLook
from bot.domain.ids import ChangeId, OccurrenceId
from bot.domain.member import Settings
from bot.domain.press import Verdict
from bot.domain.zones import zone
from bot.texts.catalogue import Catalogue
from bot.ui.custom_ids import AreaPress, OccurrencePress, Press, parse
from bot.ui.deliveries import (
    Outcome,
    new_look,
    no_effect_card,
    nothing_to_stop_card,
    outcome_text,
)
from bot.usecases.press_results import (
    Answered,
    DidNotCount,
    SkippedToday,
    Snoozed,
    SnoozeInQuiet,
    StoppedBefore,
    StoppedThis,
)
from bot.usecases.services import Operator
from tests.unit.views import buttons, texts

LANGUAGE = Catalogue.load().language("en")
PRESS = OccurrencePress(OccurrenceId(812), 2, "done")
OPERATOR = Operator(
    settings=Settings(zone("Europe/Berlin"), None, 8),
    minimum_age=16,
    crisis_text="the crisis line, 113",
)
NEXT = datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001 - a wall time
UNTIL = datetime(2026, 11, 23, 9, 15)  # noqa: DTZ001 - a wall time
STOP = ("Stop", OccurrencePress(OccurrenceId(812), 2, "stop"))
STOP_ALL = ("Stop everything", AreaPress("join", "stop_all"))
UNDO = ("Undo", AreaPress("undo", "change", ("7",)))


def prompt() -> discord.Embed:
    embed = discord.Embed(title="Time to move a little", description="Roll your shoulders.")
    return embed.set_footer(text="Small, slow, comfortable.")


def after(outcome: Outcome, *embeds: discord.Embed) -> NewLook:
    return new_look(LANGUAGE, PRESS, embeds or (prompt(),), outcome)


def pressable(view: Any) -> list[tuple[str | None, Press | None]]:
    """Labels and what they press."""
    return [(button.label, parse(button.custom_id or "")) for button in buttons(view)]


def why_not(verdict: Verdict, **given: Any) -> str:
    facts = {"answer": None, "local_until": None, "local_next": NEXT, **given}
    return texts(no_effect_card(LANGUAGE, OPERATOR, DidNotCount(verdict, **facts)))


# After a press that counted


def test_the_message_stays_as_it_was_with_one_line_more() -> None:
    look = after(Answered(NEXT))

    assert look["embed"].title == "Time to move a little"
    assert look["embed"].footer.text == "Small, slow, comfortable."
    assert look["embed"].description == (
        "Roll your shoulders.\n\n> Thank you. Next one: Mon 23 Nov, 10:30."
    )


def test_what_a_lock_screen_shows_is_left_alone() -> None:
    assert set(after(Answered(NEXT))) == {"embed", "view"}


def test_the_embed_that_was_pressed_is_not_changed_itself() -> None:
    shown = prompt()

    after(Answered(NEXT), shown)

    assert shown.description == "Roll your shoulders."


def test_a_message_without_its_embed_gets_one_for_the_line() -> None:
    look = new_look(LANGUAGE, PRESS, (), Answered(None))

    assert look["embed"].description == "> Thank you."


def test_a_long_message_keeps_room_for_the_line() -> None:
    long = discord.Embed(description="a" * LONGEST["body"])

    description = after(Answered(None), long)["embed"].description or ""

    assert len(description) == LONGEST["body"]
    assert description.endswith("a\n\n> Thank you.")


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Answered(NEXT), "Thank you. Next one: Mon 23 Nov, 10:30."),
        (Answered(None), "Thank you."),
        (Snoozed(UNTIL), "All right. It comes back at 09:15."),
        (
            SnoozeInQuiet(NEXT),
            (
                "In 15 minutes your quiet hours begin, so it won't come back. "
                "Next one: Mon 23 Nov, 10:30."
            ),
        ),
        (
            SnoozeInQuiet(None),
            "In 15 minutes your quiet hours begin, so it won't come back.",
        ),
        (
            SkippedToday(NEXT),
            "All right, no more today. Next one: Mon 23 Nov, 10:30.",
        ),
        (SkippedToday(None), "All right, no more today."),
        (
            StoppedThis("posture", ChangeId(7)),
            (
                "Stopped: Posture check-ins. Press “Undo” to get them back. "
                "To end all messages, press “Stop everything”."
            ),
        ),
        (
            StoppedThis("posture", None),
            "Stopped: Posture check-ins. To end all messages, press “Stop everything”.",
        ),
    ],
)
def test_every_outcome_has_its_words(outcome: Outcome, said: str) -> None:
    assert outcome_text(LANGUAGE, outcome) == said


@pytest.mark.parametrize(
    "outcome",
    [
        Answered(NEXT),
        Snoozed(UNTIL),
        SnoozeInQuiet(NEXT),
        SkippedToday(NEXT),
    ],
)
def test_after_an_answer_only_stop_is_left_to_press(outcome: Outcome) -> None:
    assert pressable(after(outcome)["view"]) == [STOP]


def test_after_stop_everything_is_offered_and_undo_where_there_is_something_to_undo() -> None:
    assert pressable(after(StoppedThis("posture", ChangeId(7)))["view"]) == [STOP_ALL, UNDO]
    assert pressable(after(StoppedThis("posture", None))["view"]) == [STOP_ALL]


@pytest.mark.parametrize("outcome", [Answered(NEXT), StoppedThis("posture", ChangeId(7))])
async def test_the_client_keeps_nothing_of_the_buttons_that_are_left(outcome: Outcome) -> None:
    view = after(outcome)["view"]

    assert view.timeout is None
    assert all(isinstance(item, discord.ui.DynamicItem) for item in view.children)


# After a press that did not count


@pytest.mark.parametrize(
    ("answer", "named"),
    [("done", "Done"), ("snooze", "Snooze 15 min"), ("skip", "Skip today"), ("stop", "Stop")],
)
def test_who_answered_before_is_told_which_answer(answer: str, named: str) -> None:
    assert why_not(Verdict.ALREADY_ANSWERED, answer=answer) == (
        f"You already answered this: {named}. There is nothing more to do."
    )


def test_who_snoozed_is_told_until_when() -> None:
    assert why_not(Verdict.SNOOZED_MEANWHILE, local_until=UNTIL) == (
        "You already snoozed this. It comes back at 09:15."
    )


def test_who_presses_the_old_one_of_two_is_told_of_the_newer() -> None:
    assert "Please answer the newer message." in why_not(Verdict.CAME_BACK)


def test_who_is_too_late_is_thanked_and_told_what_comes_next() -> None:
    assert why_not(Verdict.TOO_LATE) == (
        "Thanks for pressing. This one is over, so there is nothing more to do. "
        "Next one: Mon 23 Nov, 10:30."
    )
    assert why_not(Verdict.TOO_LATE, local_next=None).endswith("there is nothing more to do.")


def test_what_is_no_longer_active_says_where_to_look() -> None:
    assert why_not(Verdict.OUTDATED) == (
        "This message is no longer active. To see what you get now, use /settings."
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_no_verdict_is_left_without_words(verdict: Verdict) -> None:
    assert why_not(verdict, answer="done")


def test_who_stopped_everything_is_told_how_to_come_back() -> None:
    said = texts(no_effect_card(LANGUAGE, OPERATOR, StoppedBefore()))

    assert "You had already stopped" in said
    assert "/start" in said


@pytest.mark.parametrize(
    "why",
    [
        StoppedBefore(in_crisis=True),
        DidNotCount(Verdict.STANDS, in_crisis=True),
        DidNotCount(Verdict.OUTDATED, in_crisis=True),
    ],
)
def test_who_cannot_cope_reads_who_helps_though_the_press_changes_nothing(
    why: DidNotCount | StoppedBefore,
) -> None:
    view = no_effect_card(LANGUAGE, OPERATOR, why)

    assert texts(view).startswith("That sounds very hard.")
    assert "the crisis line, 113" in texts(view)
    assert [label for label, _ in pressable(view)] == ["Warning signs"]


def test_an_answer_of_more_than_a_day_ago_stays_and_says_how_to_give_a_new_one() -> None:
    said = why_not(Verdict.STANDS)

    assert "more than a day ago, so it stays as it is" in said
    assert "/tension now" in said


def test_a_message_that_came_once_offers_to_stop_everything() -> None:
    view = nothing_to_stop_card(LANGUAGE)

    assert "there is nothing more of it to stop" in texts(view)
    assert pressable(view) == [STOP_ALL]
