"""Which keys the code names, read from its syntax tree, and whether their texts fit the naming.

A key counts as named where it stands as a literal: in a call of say, count, family or of a refusal
(a UserError, whose key may leave out its "errors."), or anywhere else as the whole of a string. One
put together (``say(f"kind.{name}")``) names every key that starts so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot import errors
from bot.texts.po import Entry

ROOT = Path(__file__).parents[2]
SPEAKING = {"say", "count", "family"}
REFUSALS = {
    name
    for name, each in vars(errors).items()
    if isinstance(each, type) and issubclass(each, errors.UserError)
}

# Families whose keys are put together where no literal shows it.
DYNAMIC = ("cmd.", "delivery.neutral.")

# Families whose feature has not landed; shrinks to nothing.
NOT_YET_USED: tuple[str, ...] = ()

Texts = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Use:
    """One place that names a key, or the start of one; ``params`` None where it can't be seen."""

    place: str
    call: str
    key: str
    whole: bool
    params: frozenset[str] | None


def uses_in(source: str, name: str) -> Iterator[Use]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            yield from _uses_of(node, f"{name}:{node.lineno}")


def _uses_of(node: ast.Call, place: str) -> Iterator[Use]:
    call = node.func.attr if isinstance(node.func, ast.Attribute) else None
    call = node.func.id if isinstance(node.func, ast.Name) else call
    if call is None or call not in SPEAKING | REFUSALS:
        return
    # str.count and list.count take one argument; ours takes the number as well.
    if call == "count" and len(node.args) == 1:
        return
    named = {word.arg for word in node.keywords if word.arg}
    hidden = any(word.arg is None for word in node.keywords)
    params = None if hidden else frozenset(named)
    start = "errors." if call in REFUSALS else ""
    for key, whole in _keys_of(node.args[0]):
        whole_key = start + key.removeprefix(start)
        yield Use(place, call, whole_key, whole and call != "family", params)


def _keys_of(argument: ast.expr) -> Iterator[tuple[str, bool]]:
    match argument:
        case ast.Constant(value=str(key)):
            yield key, True
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            yield start, False
        case ast.IfExp(body=one, orelse=other):
            yield from _keys_of(one)
            yield from _keys_of(other)


def wrong_with(use: Use, texts: Texts) -> str | None:
    if not use.whole:
        known = any(key.startswith(use.key) for key in texts)
        return None if known else f"{use.place}: no text starts with {use.key}"
    entry = texts.get(use.key)
    if entry is None:
        return f"{use.place}: there is no text {use.key}"
    if entry.plural != (use.call == "count"):
        return f"{use.place}: {use.key} {'has' if entry.plural else 'has no'} plurals"
    if use.params is not None and use.params != entry.params:
        return f"{use.place}: {use.key} takes {sorted(entry.params)}, not {sorted(use.params)}"
    return None


def unused(texts: Texts, uses: list[Use], literals: set[str]) -> set[str]:
    starts = (*DYNAMIC, *(use.key for use in uses if not use.whole))
    named = {use.key for use in uses if use.whole} | literals
    kept = {key for key in texts if key.startswith(starts)}
    plain = {key for key in texts if key.endswith(".plain") and key.removesuffix(".plain") in named}
    return texts.keys() - named - kept - plain


def literals_in(source: str) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def sources() -> dict[str, str]:
    found = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")]
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in found}


def named_in(sources: Mapping[str, str]) -> tuple[list[Use], set[str]]:
    """Every use of a key in these sources, and every string that stands there."""
    uses = [use for name, source in sources.items() for use in uses_in(source, name)]
    return uses, set().union(*map(literals_in, sources.values()))


def faults(texts: Texts, uses: list[Use], literals: set[str]) -> Iterator[str]:
    """What is wrong between the code and the English texts, a line each."""
    yield from (wrong for use in uses if (wrong := wrong_with(use, texts)))
    left = {key for key in unused(texts, uses, literals) if not key.startswith(NOT_YET_USED)}
    yield from (f"{texts[key].file}: nothing names {key}" for key in sorted(left))
    yield from misplaced(texts.values())


def misplaced(entries: Iterable[Entry]) -> Iterator[str]:
    """The texts that stand elsewhere than their key says: posture.on.title belongs in posture.po.

    Only the name of a file is a home; families such as "label" and "press" may stand in any.
    """
    placed = {entry.key: entry.file.rpartition("/")[2] for entry in entries}
    for key, file in placed.items():
        home = f"{key.partition('.')[0]}.po"
        if home in placed.values() and file != home:
            yield f"{file}: {key} belongs in {home}"
