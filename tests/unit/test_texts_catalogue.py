"""The shipped texts load, a clinic's replace some of them, and a faulty file names its mistake."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from bot.errors import Bug, ConfigError
from bot.texts.catalogue import Catalogue, check_texts
from bot.texts.po import Entries, read_file, read_language


def shipped() -> Entries:
    return read_language(files("bot.texts") / "en", "en")[0]


def write(folder: Path, text: str, *, language: str = "en", name: str = "ours.po") -> Path:
    (folder / language).mkdir(exist_ok=True)
    (folder / language / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("locale", ["en", "en-US", "en-GB", "en_GB", "EN", "tlh", "", "x-y-z"])
def test_a_locale_we_do_not_speak_is_answered_in_english(locale: str) -> None:
    assert Catalogue.load().language(locale).code == "en"


def test_english_is_named_first_among_the_languages() -> None:
    assert Catalogue.load().codes[0] == "en"


def test_the_texts_know_nothing_of_discord() -> None:
    script = (
        "import sys, bot.texts.catalogue, bot.content.library; assert 'discord' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_a_clinics_own_text_stands_in_for_ours(tmp_path: Path) -> None:
    write(tmp_path, 'msgid "notice.welcome.title"\nmsgstr "Hello from Elm Street"\n')

    language = Catalogue.load(tmp_path).language("en")

    assert language.say("notice.welcome.title") == "Hello from Elm Street"
    assert language.say("label.stop") == "Stop"


def test_a_clinics_own_plural_stands_in_for_ours(tmp_path: Path) -> None:
    key = "settings.limit.value"
    write(
        tmp_path,
        f'msgid "{key}"\nmsgid_plural "{key}"\nmsgstr[0] "one"\nmsgstr[1] "{{n}} in all"\n',
    )

    language = Catalogue.load(tmp_path).language("en")

    assert [language.count(key, number) for number in (1, 3)] == ["one", "3 in all"]


def test_a_folder_without_texts_changes_nothing(tmp_path: Path) -> None:
    assert Catalogue.load(tmp_path).language("en").say("label.stop") == "Stop"
    assert check_texts(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "key", "problem"),
    [
        ('msgid "join.no_such"\nmsgstr "x"\n', "join.no_such", "not a key of ours"),
        ('msgid "label.stop"\nmsgstr "{why}"\n', "label.stop", "names why"),
        ('msgid "label.stop"\nmsgstr ""\n', "label.stop", "no text"),
        ('msgid "label.stop"\nmsgstr "a { b"\n', "label.stop", "expected '}'"),
        ('msgid "label.stop"\nmsgstr "{0}"\n', "label.stop", "plain name"),
        ('msgid "label.stop"\nmsgstr "{}"\n', "label.stop", "plain name"),
        ('msgid "stop.kind"\nmsgstr "{kind.name}"\n', "stop.kind", "plain name"),
        ('msgid "stop.kind"\nmsgstr "{kind[0]}"\n', "stop.kind", "plain name"),
        ('msgid "stop.kind"\nmsgstr "{kind!r}"\n', "stop.kind", "plain name"),
        ('msgid "stop.kind"\nmsgstr "{kind:>99}"\n', "stop.kind", "plain name"),
        ('msgid "stop.kind"\nmsgstr "{from}"\n', "stop.kind", "plain name"),
        ('#, fuzzy\nmsgid "label.stop"\nmsgstr "x"\n', "label.stop", "fuzzy"),
        ('msgctxt "a"\nmsgid "label.stop"\nmsgstr "x"\n', "label.stop", "msgctxt"),
        ('msgid "Label stop"\nmsgstr "x"\n', "Label stop", "no key"),
        (
            'msgid "label.stop"\nmsgid_plural "label.stop"\nmsgstr[0] "x"\nmsgstr[1] "y"\n',
            "label.stop",
            "other plurals",
        ),
        (
            'msgid "label.stop"\nmsgstr "x"\n\nmsgid "label.stop"\nmsgstr "y"\n',
            "label.stop",
            "twice",
        ),
    ],
)
def test_a_faulty_text_names_its_file_its_key_and_the_mistake(
    tmp_path: Path, source: str, key: str, problem: str
) -> None:
    mistakes = check_texts(write(tmp_path, source))

    assert [(each.file, each.key) for each in mistakes][:1] == [("en/ours.po", key)]
    assert problem in mistakes[0].problem
    assert mistakes[0].remedy.endswith(".")
    with pytest.raises(ConfigError, match=r"en/ours\.po"):
        Catalogue.load(tmp_path)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('msgid "label.stop"\nmsgstr "x"\nnonsense here\n', "line 3"),
        ('msgid "label.stop"\nmsgstr[x] "x"\n', "cannot be read"),
    ],
)
def test_a_file_that_is_no_po_file_says_where_it_went_wrong(
    tmp_path: Path, source: str, problem: str
) -> None:
    (mistake,) = check_texts(write(tmp_path, source))
    assert problem in mistake.problem


def test_a_file_in_another_encoding_is_a_mistake_and_not_a_crash(tmp_path: Path) -> None:
    write(tmp_path, "")
    (tmp_path / "en" / "ours.po").write_bytes('msgid "label.stop"\nmsgstr "é"\n'.encode("latin-1"))

    (mistake,) = check_texts(tmp_path)

    assert "UTF-8" in mistake.remedy


def test_a_key_in_two_files_is_a_mistake_that_names_both(tmp_path: Path) -> None:
    source = 'msgid "label.stop"\nmsgstr "x"\n'
    write(tmp_path, source, name="a.po")
    write(tmp_path, source, name="b.po")

    (mistake,) = check_texts(tmp_path)

    assert mistake.file == "en/b.po"
    assert "en/a.po" in mistake.remedy


def test_a_folder_of_a_language_we_do_not_have_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = check_texts(write(tmp_path, "", language="enlgish"))
    assert (mistake.file, mistake.problem) == ("enlgish", "is not a language of ours")


def test_with_several_mistakes_the_error_says_how_many_more(tmp_path: Path) -> None:
    write(tmp_path, 'msgid "no.such"\nmsgstr "x"\n\nmsgid "nor.this"\nmsgstr "x"\n')

    with pytest.raises(ConfigError, match="1 more: run unknot check-content"):
        Catalogue.load(tmp_path)


def test_a_file_of_another_sort_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "not a text of ours", name="notes.txt")
    write(tmp_path, 'msgid "label.stop"\nmsgstr "Halt"\n')
    assert check_texts(tmp_path) == []


PLURAL = 'msgid "a.b"\nmsgid_plural "a.b"\nmsgstr[0] "{n} for {who}"\nmsgstr[1] "{n} to {who}"\n'


def two_languages() -> Catalogue:
    english, _ = read_file(f'msgid "a.c"\nmsgstr "yes"\n\n{PLURAL}'.encode(), "en/a.po", "en")
    french, _ = read_file(b'msgid "a.c"\nmsgstr "oui"\n', "fr/a.po", "fr")
    return Catalogue.of({"en": english, "fr": french})


def test_each_language_speaks_for_itself_and_english_for_what_it_lacks() -> None:
    french = two_languages().language("fr")

    assert (french.code, french.say("a.c")) == ("fr", "oui")
    assert french.count("a.b", 2, who="Mia") == "2 to Mia"
    assert two_languages().codes == ("en", "fr")


def test_what_no_language_has_is_a_bug_in_every_language() -> None:
    for code in two_languages().codes:
        with pytest.raises(Bug):
            two_languages().language(code).say("a.d")


def test_a_count_without_one_of_its_parameters_is_a_bug() -> None:
    with pytest.raises(Bug, match=r"a\.b needs 'who'"):
        two_languages().language("en").count("a.b", 1)


def test_another_language_writes_days_and_lists_in_its_own_way() -> None:
    french = Catalogue.of({"en": shipped(), "fr": {}}).language("fr")

    assert french.day(date(2026, 11, 23)) == "lun. 23 nov."
    assert french.join(["a", "b", "c"]) == "a, b et c"
    assert french.weekdays(frozenset({0, 1, 2})) == "lun.-mer."


def test_a_clinics_texts_are_nobody_elses_in_the_same_process(tmp_path: Path) -> None:
    write(tmp_path, 'msgid "label.stop"\nmsgstr "Halt"\n')
    assert Catalogue.load(tmp_path).language("en").say("label.stop") == "Halt"

    assert Catalogue.load().language("en").say("label.stop") == "Stop"


def test_a_clinic_may_word_one_language_and_leave_the_others(tmp_path: Path) -> None:
    write(tmp_path, 'msgid "label.stop"\nmsgstr "Aus"\n', language="de")

    catalogue = Catalogue.load(tmp_path)

    said = {code: catalogue.language(code).say("label.stop") for code in catalogue.codes}
    assert said == {"en": "Stop", "de": "Aus", "es": "Parar", "fr": "Arrêter"}


def test_a_clinics_text_that_is_too_long_for_its_button_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = check_texts(write(tmp_path, f'msgid "label.stop"\nmsgstr "{"x" * 81}"\n'))

    assert (mistake.key, mistake.problem) == ("label.stop", "is longer than 80 characters")


def test_a_clinics_unchecked_translation_is_a_mistake_in_any_language(tmp_path: Path) -> None:
    folder = write(tmp_path, '#, fuzzy\nmsgid "label.stop"\nmsgstr "Aus"\n', language="de")

    (mistake,) = check_texts(folder)

    assert mistake.problem == "is marked fuzzy"


@pytest.mark.parametrize(
    "french",
    [
        'msgid "a.gone"\nmsgstr "parti"\n',
        'msgid "a.c"\nmsgstr "oui {depuis}"\n',
        'msgid "a.c"\nmsgid_plural "a.c"\nmsgstr[0] "oui"\nmsgstr[1] "oui"\n',
    ],
)
def test_a_translation_left_behind_by_its_english_text_is_not_said(french: str) -> None:
    english, _ = read_file(b'msgid "a.c"\nmsgstr "yes"\n', "en/a.po", "en")
    left, _ = read_file(french.encode(), "fr/a.po", "fr")

    language = Catalogue.of({"en": english, "fr": left}).language("fr")

    assert language.say("a.c") == "yes"
    with pytest.raises(Bug):
        language.say("a.gone")
