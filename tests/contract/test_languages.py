"""Every language says what English says: the same keys in the same files, filled the same way.

That each text was translated from the English of today is held too: a change of the English text
makes its translations wait. ``python -m tests.texts`` shows what does.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.plurals import get_plural

from bot.discord_io.translator import LOCALES
from bot.texts.catalogue import Catalogue
from bot.texts.po import Entries, Entry, read_file, read_language
from tests.texts.__main__ import TEXTS, languages, main, outdated
from tests.texts.sameness import QUOTES, quoted, unlike
from tests.texts.translations import files_of, mended

OTHERS = ("de", "es", "fr")
ALL = ("en", *OTHERS)

# Files whose translation is still to come; shrinks to nothing.
NOT_YET_TRANSLATED: tuple[str, ...] = ()


def texts_of(code: str) -> Entries:
    return read_language(TEXTS / code, code, drafts=True)[0]


SPOKEN = {code: texts_of(code) for code in ALL}
ENGLISH = SPOKEN["en"]

# Nothing of a clinic, a treatment, the body, a feeling or a score on a lock screen.
TELLING = {
    "de": r"praxis|massag|behandl|therap|sitzung|termin|arzt|ärzt|gesund|haltung|verspann|anspann|"
    r"stress|schmerz|muskel|nacken|schulter|rücken|kopf|kiefer|körper|atem|beweg|übung|gefühl|"
    r"wert|check|warn|krise|notfall|\d",
    "es": r"clínic|masaj|terap|tratam|sesi|cita|médic|salud|postura|tensión|estrés|dolor|múscul|"
    r"cuello|hombro|espalda|cabeza|mandíb|cuerpo|respir|muev|ejercic|sient|puntu|nota|control|"
    r"alarma|crisis|emergenc|\d",
    "fr": r"cabinet|massag|thérap|soin|séance|rendez|médec|santé|posture|tension|stress|douleur|"
    r"muscle|cou\b|épaule|\bdos\b|tête|mâchoire|corps|respir|boug|exercic|sent|score|note|point|"
    r"alerte|crise|urgence|\d",
}


def test_the_languages_are_those_of_the_product() -> None:
    assert tuple(languages(TEXTS)) == OTHERS
    assert set(LOCALES.values()) == set(OTHERS)
    assert Catalogue.load().codes == ALL


@pytest.mark.parametrize("code", OTHERS)
def test_no_key_is_missing_unused_or_in_a_wrong_file_and_none_waits(code: str) -> None:
    new = mended(files_of(TEXTS / "en"), files_of(TEXTS / code), code)
    waiting = {key for key in new.waiting if ENGLISH[key].file not in NOT_YET_TRANSLATED}

    assert not (new.added | new.removed | new.moved), new.summary()
    assert sorted(waiting) == []
    assert outdated(TEXTS / code, new) == [], "run python -m tests.texts"


@pytest.mark.parametrize("code", ALL)
def test_no_file_has_a_mistake_or_a_text_too_long_for_its_place(code: str) -> None:
    assert read_language(TEXTS / code, code, drafts=code != "en")[1] == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_filled_marked_and_numbered_as_the_english_one(code: str) -> None:
    assert [
        f"{entry.file} {key} {problem}"
        for key, entry in SPOKEN[code].items()
        for problem in unlike(ENGLISH[key], entry, ENGLISH, SPOKEN[code], code)
    ] == []


@pytest.mark.parametrize("code", ALL)
def test_a_plural_has_as_many_forms_as_the_language(code: str) -> None:
    plurals = [entry for entry in SPOKEN[code].values() if entry.plural]

    assert plurals
    assert {len(entry.forms) for entry in plurals} == {get_plural(code).num_plurals}


@pytest.mark.parametrize("code", OTHERS)
def test_a_neutral_line_tells_a_lock_screen_nothing(code: str) -> None:
    lines = {k: e.forms[0] for k, e in SPOKEN[code].items() if k.startswith("delivery.neutral.")}

    assert len(lines) >= 4
    for line in lines.values():
        assert not re.search(TELLING[code], line, re.IGNORECASE), line
        assert len(line) <= 60


@pytest.mark.parametrize("prefix", ["join.privacy.", "join.offer.", "safety.notice.", "help."])
@pytest.mark.parametrize("code", ALL)
def test_a_message_of_several_texts_fits_one_answer(code: str, prefix: str) -> None:
    forms = [form for k, e in SPOKEN[code].items() if k.startswith(prefix) for form in e.forms]

    assert sum(len(form) + 2 for form in forms) <= 3_800


@pytest.mark.parametrize("code", OTHERS)
def test_quotation_marks_are_the_languages_own(code: str) -> None:
    foreign = set().union(*QUOTES.values()) - set(QUOTES[code]) | {'"'}
    # A title keeps its own, in any language.
    others = {k: e for k, e in SPOKEN[code].items() if foreign & set("".join(e.forms))}

    assert sorted(others) == []


def test_french_never_lets_a_mark_begin_a_line() -> None:
    loose = re.compile(r"(?<![\u00a0\u202f\d/])[:;!?»](?!\d|//)|«(?!\u00a0)")
    wrong = [k for k, e in SPOKEN["fr"].items() if any(loose.search(form) for form in e.forms)]

    assert wrong == []


@pytest.mark.parametrize(
    ("code", "other_register"),
    [
        # "Sie" for somebody; within a sentence it can only be the formal one, but at its start.
        ("de", r"(?<![.!?:„] )(?<!^)(?<!\n)\bSie\b|\bIhnen\b|\bIhre?[nmrs]?\b(?<!^Ihre)"),
        ("es", r"\busted(es)?\b|\bvuestr|\bvosotros\b"),
        ("fr", r"\b(tu|toi|ton|tes)\b"),
    ],
)
def test_a_language_keeps_to_one_register(code: str, other_register: str) -> None:
    wrong = [
        key
        for key, entry in SPOKEN[code].items()
        if any(re.search(other_register, form) for form in entry.forms)
    ]
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_pings_or_links_anywhere(code: str) -> None:
    said = "\n".join(form for entry in SPOKEN[code].values() for form in entry.forms)

    assert "@" not in said
    assert "http" not in said


# That the checks above can fail.


def one(text: str, code: str, key: str = "a.b") -> Entry:
    entries, mistakes = read_file(
        f'msgid "{key}"\nmsgstr "{text}"\n'.encode(), f"{code}/a.po", code
    )
    assert mistakes == []
    return entries[key]


LABELS = {"en": {"label.stop": one("Stop", "en", "label.stop")}, "de": {}}
LABELS["de"] = {"label.stop": one("Stopp", "de", "label.stop")}


@pytest.mark.parametrize(
    ("english", "german", "problem"),
    [
        ("At {time}.", "Um {uhr}.", "takes ['uhr']"),
        ("At {time}.", "Bald.", "takes []"),
        ("Use /posture on.", "Nutze /haltung an.", "other commands"),
        ("Use /posture on.", "Nutze /posture off.", "other commands"),
        ("Up to 15 minutes.", "Bis zu 50 Minuten.", "other numbers: '15', '50'"),
        ("**Age:** 16", "Alter: 16", "other marks"),
        ("One.\\nTwo.", "Eins. Zwei.", "other marks"),
        ("Press “Stop”.", "Drück „Halt“.", "quotes none of ['Stopp']"),
        ("Press “Stop”.", "Drück “Stopp”.", "quotes none of ['Stopp']"),
    ],
)
def test_the_check_finds_what_a_translation_says_otherwise(
    english: str, german: str, problem: str
) -> None:
    found = [*unlike(one(english, "en"), one(german, "de"), LABELS["en"], LABELS["de"], "de")]

    assert len(found) == 1
    assert problem in found[0]


def test_the_check_accepts_a_translation_that_shares_all_of_it() -> None:
    english = one("**Now:** press “Stop” at {time}, or use /posture off. 1.4 of 10.", "en")
    german = one("**Jetzt:** Drück um {time} „Stopp“, oder nutze /posture off. 1,4 von 10.", "de")

    assert [*unlike(english, german, LABELS["en"], LABELS["de"], "de")] == []
    assert quoted("Appuyez sur «\u00a0Arrêter\u00a0».", "fr") == ["Arrêter"]


def test_the_whole_check_is_what_the_command_runs(capsys: pytest.CaptureFixture[str]) -> None:
    ended_with = main(["--check"])

    told = capsys.readouterr().out
    assert [line[:3] for line in told.splitlines()[:3]] == ["de:", "es:", "fr:"]
    assert (ended_with == 0) == told.endswith("Nothing is left to do.\n")


def test_no_language_has_a_file_that_english_lacks() -> None:
    for code in OTHERS:
        names = {file.name for file in Path(TEXTS / code).iterdir()}
        assert names == set(files_of(TEXTS / "en"))
