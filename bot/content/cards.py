"""What a benefit card and a posture prompt are made of, and how a file of them is written.

Only shapes and lengths are checked here; whether a sentence is true is for a clinician to say.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

TITLE_CHARACTERS = 256
TEXT_CHARACTERS = 4_096
# A prompt may become the message itself, whose text is limited to 2,000, with its caution.
PROMPT_CHARACTERS = 1_000
CAUTION_CHARACTERS = 500
# An answer may hold 4,000 characters; headings and the page number take the rest.
CARD_CHARACTERS = 3_600

_MARK = re.compile(r"\[(\d+[a-z]?(?:, \d+[a-z]?)*)\]")

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]


def _line(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)


Title = Annotated[str, _line(TITLE_CHARACTERS)]
Text = Annotated[str, _line(TEXT_CHARACTERS)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Source(_Frozen):
    """One study or page; ``number`` is what stands in brackets where it is cited."""

    number: str
    line: Text

    def __str__(self) -> str:
        return f"[{self.number}] {self.line}"


class CardText(_Frozen):
    """One ``[[card]]`` as it is written; [8] in it points to a source."""

    id: Id
    title: Title
    claim: Text
    text: Text
    sure: Text
    research: Text
    try_: Text = Field(alias="try")
    careful: Text

    @property
    def parts(self) -> tuple[str, ...]:
        """What a member reads, in its order."""
        return (
            self.title,
            self.claim,
            self.text,
            self.sure,
            self.research,
            self.try_,
            self.careful,
        )

    @property
    def cited(self) -> tuple[str, ...]:
        """The numbers of its sources, each once, in the order of first mention."""
        marks = (mark for part in self.parts for mark in _MARK.findall(part))
        return tuple(dict.fromkeys(number for mark in marks for number in mark.split(", ")))


class Card(CardText):
    """A benefit card: the article's claim, our hedged text, research and how sure, try, careful."""

    sources: tuple[Source, ...]

    @property
    def length(self) -> int:
        """Characters of everything it shows, headings aside. Source: at most 4,000 an answer."""
        lines = (*self.parts, *(str(source) for source in self.sources))
        return sum(len(line) + 1 for line in lines)


class Prompt(_Frozen):
    """One small movement; ``caution`` is empty where none is needed."""

    id: Id
    text: Annotated[str, _line(PROMPT_CHARACTERS)]
    caution: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=CAUTION_CHARACTERS)
    ] = ""


class BenefitsFile(_Frozen):
    """benefits.toml."""

    sources: dict[str, Text] = Field(default_factory=dict)
    card: tuple[CardText, ...] = Field(strict=False)


class PromptsFile(_Frozen):
    """prompts.toml."""

    prompt: tuple[Prompt, ...] = Field(strict=False)
