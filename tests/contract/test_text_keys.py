"""Every key that the code names has a text with just these parameters, and every text is used."""

from __future__ import annotations

from importlib.resources import files

from bot.texts.po import Entry, read_language
from tests.texts.keys import (
    DYNAMIC,
    NOT_YET_USED,
    REFUSALS,
    misplaced,
    named_in,
    sources,
    unused,
    uses_in,
    wrong_with,
)

TEXTS = read_language(files("bot.texts") / "en", "en")[0]
SOURCES = sources()
USES, LITERALS = named_in(SOURCES)


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


def test_a_text_stands_in_the_file_that_its_key_names() -> None:
    assert list(misplaced(TEXTS.values())) == []


def entry(key: str, file: str) -> Entry:
    return Entry(key, ("x",), plural=False, file=f"en/{file}")


def test_the_check_finds_a_text_in_another_features_file() -> None:
    entries = [
        entry("posture.on", "posture.po"),
        entry("posture.off", "join.po"),
        entry("press.done", "posture.po"),
        entry("join.offer", "join.po"),
    ]
    assert list(misplaced(entries)) == ["join.po: posture.off belongs in posture.po"]
