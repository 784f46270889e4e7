"""A check-in as it looks: a question with its eleven buttons, and what follows the answers.

Pure: what the use case returns comes in, an embed and a view go out. The same for a message that
arrived by itself and for one that the member asked for; they differ in what their buttons carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import discord

from bot.content.cards import Card
from bot.discord_io.buttons import Option, PressButton, PressSelect
from bot.discord_io.render import LONGEST, NewLook, pressable
from bot.domain.check_in import CHOICES, HELPED, SCALE, TENSION, WHERE, CheckIn
from bot.domain.safety import Text
from bot.kinds.follow_up import CLINIC
from bot.kinds.kind import STOP
from bot.kinds.tension import CHANGE, question_text, score_action
from bot.texts.language import Language
from bot.ui.benefits import open_button
from bot.ui.cards import ACCENT, DANGER, MAIN, PLAIN
from bot.ui.custom_ids import AreaPress, Press
from bot.ui.safety import contact_button, crisis_block, notice_blocks, warning_signs_button
from bot.usecases.checking_in import CheckedIn
from bot.usecases.services import Operator

# Of a check-in that a member asked for by /tension now.
OWN_AREA = "tension"

Item = discord.ui.Item[Any]
# From the name of a button to what it carries.
Carrying = Callable[[str], Press]


def check_in_look(
    language: Language,
    operator: Operator,
    carrying: Carrying,
    checked: CheckedIn,
    card: Card | None,
    *,
    stops: bool,
) -> NewLook:
    """A check-in after a press. ``card`` is the one that may be offered; ``stops``: it can be."""
    if checked.asking is not None:
        so_far = _scores(language, checked, checked.check_in.scores)
        return question_look(
            language,
            carrying,
            checked.asking,
            so_far=so_far,
            given=checked.check_in.scores.get(checked.asking),
            stops=stops,
            warns=checked.guild is not None,
        )
    title, blocks = _after(language, operator, checked)
    items = [
        *_selects(language, carrying, checked),
        *_offers(language, carrying, checked, card),
        contact_button(language),
        PressButton.labelled(carrying(CHANGE), language.say("label.change"), PLAIN),
        *_stop(language, carrying, stops=stops),
    ]
    return _look(title, blocks, items)


def of_own(asked_by: int) -> Carrying:
    """The presses of a check-in that the member asked for by an interaction of that number."""
    return lambda action: AreaPress(OWN_AREA, action, (str(asked_by),))


def question_look(
    language: Language,
    carrying: Carrying,
    question: str = TENSION,
    *,
    so_far: str = "",
    given: int | None = None,
    stops: bool = False,
    warns: bool = False,
) -> NewLook:
    """A question. ``so_far`` is what was answered, ``given`` what this one was answered with.

    ``warns``: it follows a session, and so the warning signs stay beside it.
    """
    blocks = (f"> {so_far}" if so_far else "", question_text(language, question))
    items: list[Item] = [
        PressButton.labelled(
            carrying(score_action(question, value)), str(value), MAIN if value == given else PLAIN
        )
        for value in SCALE
    ]
    if warns:
        items.append(warning_signs_button(language))
    return _look(
        language.say("tension.title"), blocks, [*items, *_stop(language, carrying, stops=stops)]
    )


def _look(title: str, blocks: tuple[str, ...], items: list[Item]) -> NewLook:
    text = "\n\n".join(block for block in blocks if block)[: LONGEST["body"]]
    embed = discord.Embed(title=title or None, description=text, colour=ACCENT)
    return NewLook(embed=embed, view=pressable(items))


def _after(
    language: Language, operator: Operator, checked: CheckedIn
) -> tuple[str, tuple[str, ...]]:
    """The title and the text that follow the answers: help first, then what was noted."""
    care, noted = checked.care, _noted(language, checked)
    blocks: list[str] = []
    for text in care.texts:
        if text is Text.WARNING_SIGNS:
            blocks += notice_blocks(language, operator)
        else:
            again = text is Text.CRISIS_AGAIN
            blocks.append(crisis_block(language, operator, again=again))
    if care.shows_notice:
        return language.say("safety.notice.title"), (*blocks, noted)
    if care.in_crisis:
        return "", (*blocks, noted)
    if checked.worse:
        return language.say("plans.worse.title"), (language.say("plans.worse.body"), noted)
    return language.say("tension.thanks"), (noted, language.say("tension.more"))


def _noted(language: Language, checked: CheckedIn) -> str:
    check_in = checked.check_in
    said = language.say(
        "tension.noted",
        moment=language.moment(check_in.local_at),
        scores=_scores(language, checked, check_in.scores),
    )
    if not checked.late:
        return said
    late = language.say("tension.noted.late", day=language.day(checked.local_asked))
    return f"{said} {late}"


def _scores(language: Language, checked: CheckedIn, scores: Mapping[str, int]) -> str:
    return " · ".join(
        language.say(f"tension.score.{question}", value=scores[question])
        for question in checked.questions
        if question in scores
    )


def _selects(language: Language, carrying: Carrying, checked: CheckedIn) -> Iterator[Item]:
    # Who can't cope is asked nothing more.
    if checked.care.in_crisis:
        return
    for question in (WHERE, HELPED):
        yield PressSelect.offering(
            carrying(question),
            language.say(f"tension.hint.{question}"),
            _options(language, question, checked.check_in),
            fewest=0,
            most=len(CHOICES[question]),
        )


def _options(language: Language, question: str, check_in: CheckIn) -> list[Option]:
    picked = check_in.choices.get(question, frozenset())
    return [
        Option(choice, language.say(f"tension.{question}.{choice}"), choice in picked)
        for choice in CHOICES[question]
    ]


def _offers(
    language: Language, carrying: Carrying, checked: CheckedIn, card: Card | None
) -> Iterator[Item]:
    if checked.care.offers_warning_signs or checked.guild is not None:
        yield warning_signs_button(language)
    if checked.worse:
        label = language.say("label.talk_to_clinic")
        yield PressButton.labelled(carrying(CLINIC), label, PLAIN)
    if card is not None:
        yield open_button(language, card)


def _stop(language: Language, carrying: Carrying, *, stops: bool) -> Iterator[Item]:
    if stops:
        yield PressButton.labelled(carrying(STOP), language.say("label.stop"), DANGER)
