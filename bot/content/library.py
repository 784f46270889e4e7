"""The cards, prompts and plans in use: the shipped ones, or a clinic's own in their place.

A faulty file stops the start; it is never used in part, and never quietly replaced by ours. When
one that is read again is faulty, nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from bot.content.cards import (
    CARD_CHARACTERS,
    BenefitsFile,
    Card,
    CardText,
    Prompt,
    PromptsFile,
    Source,
)
from bot.content.mistake import Mistake, refuse, repeated
from bot.content.plans import differing, read_plans
from bot.content.toml_file import read
from bot.domain.plan import Plan
from bot.errors import NotFound

DEFAULT = "en"
BENEFITS = "benefits.toml"
PROMPTS = "prompts.toml"
PLANS = "plans.toml"
# The same one never comes twice in a row.
FEWEST_PROMPTS = 2


@dataclass(frozen=True, slots=True)
class Shelf:
    """The content of one language."""

    cards: Mapping[str, Card]
    prompts: Mapping[str, Prompt]
    plans: Mapping[str, Plan]


class Library:
    """Content by language; a language without its own reads the English one."""

    __slots__ = ("_shelves",)

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        self._shelves = MappingProxyType(dict(shelves))

    @classmethod
    def load(cls, folder: Path | None = None) -> Library:
        """Read the shipped content, each file replaced by the one of ``folder``, if it is there.

        Raises:
            ConfigError: a file is faulty; it names the file, the key and the mistake.
        """
        shelves, mistakes = _read(folder)
        refuse(mistakes)
        return cls(shelves)

    def reload(self, folder: Path | None = None) -> list[Mistake]:
        """Read the files again, as ``load`` does; what is wrong with them, if anything.

        Then the content stays as it is, for all who use it.
        """
        shelves, mistakes = _read(folder)
        if not mistakes:
            self._shelves = MappingProxyType(dict(shelves))
        return mistakes

    def cards(self, locale: str) -> tuple[Card, ...]:
        """Every card, in the order of the file."""
        return tuple(self._shelf(locale).cards.values())

    def card(self, card_id: str, locale: str) -> Card:
        """One card, in English if that language lacks it.

        Raises:
            NotFound: no card has that id.
        """
        for shelf in (self._shelf(locale), self._shelves[DEFAULT]):
            if card_id in shelf.cards:
                return shelf.cards[card_id]
        raise NotFound("errors.card.unknown")

    def prompts(self, locale: str) -> tuple[Prompt, ...]:
        """Every prompt, in the order of the file."""
        return tuple(self._shelf(locale).prompts.values())

    def prompt(self, prompt_id: str, locale: str) -> Prompt | None:
        """One prompt, in English if that language lacks it; None when it was taken out since."""
        english = self._shelves[DEFAULT].prompts.get(prompt_id)
        return self._shelf(locale).prompts.get(prompt_id, english)

    def plans(self, locale: str) -> tuple[Plan, ...]:
        """Every plan, in the order of the English file; the first is for whoever names none."""
        return tuple(self._worded(plan, locale) for plan in self._shelves[DEFAULT].plans.values())

    def plan(self, plan_id: str, locale: str) -> Plan | None:
        """One plan; None when it was taken out since."""
        plan = self._shelves[DEFAULT].plans.get(plan_id)
        return None if plan is None else self._worded(plan, locale)

    def _worded(self, plan: Plan, locale: str) -> Plan:
        """A plan in the words of a language, if that has the same plan."""
        own = self._shelf(locale).plans.get(plan.id)
        return own if own is not None and own.asks_as(plan) else plan

    def _shelf(self, locale: str) -> Shelf:
        code = locale.replace("_", "-").partition("-")[0].lower()
        return self._shelves.get(code, self._shelves[DEFAULT])


def check(folder: Path) -> list[Mistake]:
    """What is wrong with a clinic's content; nothing when it holds none."""
    return _read(folder)[1]


def _read(folder: Path | None) -> tuple[dict[str, Shelf], list[Mistake]]:
    shipped = files("bot.content")
    codes = [
        each.name for each in shipped.iterdir() if each.is_dir() and not each.name.startswith("_")
    ]
    mistakes = list(_strays(folder, codes)) if folder is not None else []
    shelves: dict[str, Shelf] = {}
    for code in sorted(codes):
        cards, wrong_cards = _cards(_chosen(shipped, folder, code, BENEFITS), f"{code}/{BENEFITS}")
        prompts, wrong_prompts = _prompts(
            _chosen(shipped, folder, code, PROMPTS), f"{code}/{PROMPTS}"
        )
        plans, wrong_plans = read_plans(_chosen(shipped, folder, code, PLANS), f"{code}/{PLANS}")
        mistakes += wrong_cards + wrong_prompts + wrong_plans
        shelves[code] = Shelf(cards, prompts, plans)
    if folder is not None:
        mistakes += _translated_otherwise(folder, shelves)
    return shelves, mistakes


def _translated_otherwise(folder: Path, shelves: Mapping[str, Shelf]) -> Iterator[Mistake]:
    """Where a clinic's own translations ask something else than the English plans in use."""
    english = shelves[DEFAULT].plans
    for code in sorted(shelves.keys() - {DEFAULT}) if english else ():
        if (folder / code / PLANS).is_file():
            yield from differing(shelves[code].plans, english, f"{code}/{PLANS}")


def _chosen(shipped: Traversable, folder: Path | None, code: str, name: str) -> bytes:
    if folder is not None and (own := folder / code / name).is_file():
        return own.read_bytes()
    return (shipped / code / name).read_bytes()


def _strays(folder: Path, codes: Iterable[str]) -> Iterator[Mistake]:
    """What a clinic wrote and nothing would ever read."""
    if not folder.is_dir():
        yield Mistake(str(folder), "", "is not a folder", "Make it, or name another.")
    read_here = {f"{code}/{name}" for code in codes for name in (BENEFITS, PROMPTS, PLANS)}
    for file in sorted(folder.glob("*/*.toml")):
        name = file.relative_to(folder).as_posix()
        if name not in read_here:
            remedy = f"Name it as one of: {', '.join(sorted(read_here))}."
            yield Mistake(name, "", "is read by nothing", remedy)


def _cards(raw: bytes, name: str) -> tuple[dict[str, Card], list[Mistake]]:
    written, mistakes = read(raw, name, BenefitsFile)
    if written is None:
        return {}, mistakes
    mistakes = repeated((each.id for each in written.card), name, "card")
    if not written.card:
        mistakes.append(Mistake(name, "card", "has no entry", "Write at least one [[card]]."))
    cards: dict[str, Card] = {}
    for each in written.card:
        unknown = [number for number in each.cited if number not in written.sources]
        if unknown:
            remedy = "Add it under [sources], or take the brackets out."
            problem = f"cites [{unknown[0]}], which is no source"
            mistakes.append(Mistake(name, f"card ({each.id})", problem, remedy))
            continue
        card = _with_sources(each, written.sources)
        cards[each.id] = card
        if card.length > CARD_CHARACTERS:
            problem = f"has {card.length:,} characters with its sources"
            remedy = f"Shorten it to {CARD_CHARACTERS:,}."
            mistakes.append(Mistake(name, f"card ({each.id})", problem, remedy))
    return cards, mistakes


def _with_sources(written: CardText, sources: Mapping[str, str]) -> Card:
    cited = tuple(Source(number=number, line=sources[number]) for number in written.cited)
    return Card(**written.model_dump(), sources=cited)


def _prompts(raw: bytes, name: str) -> tuple[dict[str, Prompt], list[Mistake]]:
    written, mistakes = read(raw, name, PromptsFile)
    if written is None:
        return {}, mistakes
    mistakes = repeated((each.id for each in written.prompt), name, "prompt")
    if len(written.prompt) < FEWEST_PROMPTS:
        problem = f"has too few entries: {FEWEST_PROMPTS} are needed"
        mistakes.append(Mistake(name, "prompt", problem, "Add one."))
    return {each.id: each for each in written.prompt}, mistakes
