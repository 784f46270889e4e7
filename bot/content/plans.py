"""How a file of plans is written, and the plans that come of it.

A plan on offer for several numbers of sessions or weeks becomes one plan for each. Whether a
question does any good is for a clinician to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bot.content.cards import PROMPT_CHARACTERS, Id
from bot.content.mistake import Mistake, repeated
from bot.content.toml_file import MISTAKE, read
from bot.domain.day_minutes import minute_of
from bot.domain.plan import After, Ask, Plan, Step

MOST_STEPS = 12
LAST_DAY = 365
# Source: Discord, choices of an autocomplete; a name has at most 100 characters.
MOST_PLANS = 25
TITLE_CHARACTERS = 80

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_NUMBER = "{n}"

Entry = TypeVar("Entry")


def _minute(text: str) -> str:
    if _TIME.fullmatch(text) is None:
        remedy = 'Write hour and minute, such as "10:00".'
        raise PydanticCustomError(MISTAKE, "is no time of day", {"remedy": remedy})
    return text


def _some(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if not entries:
        raise PydanticCustomError(MISTAKE, "has no entry", {"remedy": "Write at least one."})
    return entries


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class StepText(_Frozen):
    """One ``[[plan.step]]`` as it is written."""

    day: Annotated[int, Field(ge=0, le=LAST_DAY)]
    at: Annotated[str, AfterValidator(_minute)]
    ask: Literal["soreness", "scores", "review", "continue", "book_next"]
    after: Literal["each", "not_last", "last"] = "each"
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=PROMPT_CHARACTERS)] = (
        ""
    )


class PlanText(_Frozen):
    """One ``[[plan]]`` as it is written."""

    id: Id
    title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TITLE_CHARACTERS)
    ]
    sessions: Annotated[
        tuple[Annotated[int, Field(ge=2, le=30)], ...], Field(strict=False), AfterValidator(_some)
    ] = ()
    weeks: Annotated[
        tuple[Annotated[int, Field(ge=1, le=52)], ...], Field(strict=False), AfterValidator(_some)
    ] = ()
    step: Annotated[tuple[StepText, ...], Field(strict=False), AfterValidator(_some)]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The sessions or weeks it is on offer for."""
        return self.sessions or self.weeks


class PlansFile(_Frozen):
    """plans.toml."""

    plan: Annotated[tuple[PlanText, ...], Field(strict=False), AfterValidator(_some)]


def read_plans(raw: bytes, name: str) -> tuple[dict[str, Plan], list[Mistake]]:
    """The plans of one file by their ids, in its order, and what is wrong with it."""
    written, mistakes = read(raw, name, PlansFile)
    if written is None:
        return {}, mistakes
    mistakes = [wrong for each in written.plan for wrong in _mistakes(each, name)]
    plans = [plan for each in written.plan for plan in _plans(each)]
    mistakes += repeated((plan.id for plan in plans), name, "plan")
    if len(plans) > MOST_PLANS:
        problem = f"has {len(plans)} entries, one for each number of sessions or weeks"
        mistakes.append(Mistake(name, "plan", problem, f"Leave {MOST_PLANS} of them."))
    return {plan.id: plan for plan in plans}, mistakes


def differing(plans: Mapping[str, Plan], english: Mapping[str, Plan], name: str) -> list[Mistake]:
    """What a translation asks otherwise than the English file, which is what counts."""
    remedy = "Write the same ids, days, times and questions there; only words may differ."
    return [
        Mistake(name, f"plan ({plan.id})", "is not the one of the English file", remedy)
        for plan in plans.values()
        if plan.id not in english or not plan.asks_as(english[plan.id])
    ]


def _plans(written: PlanText) -> Iterator[Plan]:
    if not written.numbers:
        yield Plan(written.id, written.title, tuple(_steps(written.step)))
    for number in written.numbers:
        sessions, from_day = (number, 0) if written.sessions else (None, 7 * number)
        steps = tuple(_steps(written.step, from_day))
        title = written.title.replace(_NUMBER, str(number))
        yield Plan(f"{written.id}-{number}", title, steps, sessions)


def _steps(written: Iterable[StepText], from_day: int = 0) -> Iterator[Step]:
    for each in written:
        minute = minute_of(time.fromisoformat(each.at))
        yield Step(from_day + each.day, minute, Ask(each.ask), After(each.after), each.text)


def _mistakes(plan: PlanText, file: str) -> Iterator[Mistake]:
    place = f"plan ({plan.id})"
    if plan.sessions and plan.weeks:
        yield Mistake(file, place, "has both sessions and weeks", "Make two plans of it.")
    if len(plan.numbers) > 1 and _NUMBER not in plan.title:
        remedy = f"Put {_NUMBER} where the number belongs."
        yield Mistake(file, f"{place}, title", "is the same for every number", remedy)
    if plan.weeks and 7 * max(plan.weeks) + plan.step[-1].day > LAST_DAY:
        remedy = "Take the longest out of weeks, or use smaller days."
        yield Mistake(file, place, f"goes on for more than {LAST_DAY} days", remedy)
    if len(plan.step) > MOST_STEPS:
        yield Mistake(file, place, f"has more than {MOST_STEPS} steps", "Take some out.")
    for number, step in enumerate(plan.step, 1):
        where = f"{place}, step {number}"
        if step.after != "each" and not plan.sessions:
            remedy = "Take it out, or give the plan its sessions."
            yield Mistake(file, f"{where}, after", "is for courses only", remedy)
        if any(
            before.day >= step.day and _meet(before, step) for before in plan.step[: number - 1]
        ):
            remedy = "Put the steps in their order, on a day each."
            yield Mistake(file, f"{where}, day", "is not later than the step before", remedy)


def _meet(one: StepText, other: StepText) -> bool:
    """Whether two steps come after the same session."""
    return {one.after, other.after} != {"last", "not_last"}
