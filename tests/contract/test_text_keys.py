"""Every key that the code names has a text with just these parameters, and every text is used.

A key counts as named where it stands as a literal: in a call of say, count, family or of a refusal
(a UserError, whose key may leave out its "errors."), or anywhere else as the whole of a string. One
put together (``say(f"kind.{name}")``) names every key that starts so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot import errors
from bot.texts.po import Entry, read_language

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
NOT_YET_USED: tuple[str, ...] = ("safety.crisis",)

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


TEXTS = read_language(files("bot.texts") / "en", "en")[0]
SOURCES = sources()
USES = [use for name, source in SOURCES.items() for use in uses_in(source, name)]
LITERALS = set().union(*map(literals_in, SOURCES.values()))


def test_every_key_the_code_names_has_a_text_with_these_parameters() -> None:
    assert [wrong for use in USES if (wrong := wrong_with(use, TEXTS))] == []


def test_every_text_is_named_somewhere_in_the_code() -> None:
    left = {key for key in unused(TEXTS, USES, LITERALS) if not key.startswith(NOT_YET_USED)}
    assert sorted(left) == []


def test_a_family_is_declared_only_while_it_exists() -> None:
    for prefix in (*DYNAMIC, *NOT_YET_USED):
        assert any(key.startswith(prefix) for key in TEXTS), prefix


def test_the_walk_sees_the_code_and_finds_keys_in_it() -> None:
    assert "bot/texts/language.py" in SOURCES
    assert any(use.key == "format.moment" for use in USES)
    assert any(use.call in REFUSALS for use in USES)


def verdicts(line: str) -> list[str | None]:
    return [wrong_with(use, TEXTS) for use in uses_in(line, "x.py")]


def test_the_check_accepts_what_is_right() -> None:
    for line in (
        'language.say("label.done")',
        'say("press.snoozed", time=text)',
        'say("press.snoozed", **facts)',
        'language.count("settings.limit.value", 3)',
        'say(f"kind.{name}")',
        'say("label.done" if done else "label.stop")',
        'language.family("delivery.neutral")',
        'raise InvalidInput("time.not_understood", typed=text)',
        'raise InvalidInput("errors.time.not_understood", typed=text)',
        '"a.b".count(".")',
    ):
        assert not any(verdicts(line)), line


def test_the_check_finds_what_is_wrong() -> None:
    for line, problem in (
        ('say("label.dnoe")', "no text label.dnoe"),
        ('errors.NotAllowed("nope")', "no text errors.nope"),
        ('say("press.snoozed")', "takes ['time'], not []"),
        ('say("press.snoozed", time=1, zone=2)', "takes ['time'], not ['time', 'zone']"),
        ('say("settings.limit.value")', "has plurals"),
        ('count("label.done", 3)', "has no plurals"),
        ('say(f"kinds.{name}")', "no text starts with kinds."),
        ('say("label.done" if done else "label.halt")', "no text label.halt"),
        ('family("delivery.neutrals")', "no text starts with delivery.neutrals"),
    ):
        found = [verdict for verdict in verdicts(line) if verdict]
        assert len(found) == 1, line
        assert problem in found[0]


def test_the_check_finds_a_text_that_nothing_names() -> None:
    texts = {key: TEXTS[key] for key in ("label.done", "label.stop", "kind.posture", "choice.on")}
    uses = [*uses_in('say("label.done"); say(f"kind.{name}")', "x.py")]
    assert unused(texts, uses, {"choice.on"}) == {"label.stop"}
