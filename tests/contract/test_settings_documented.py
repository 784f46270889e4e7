"""The example file is the settings' handbook: all are named and explained, and it runs as it is."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.config import Config, load_config
from bot.config.mistakes import settings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SETTING = re.compile(r"(# )?([a-z_]+) = .+")
SETTINGS = [(section, name) for section in Config.model_fields for name in settings(section)]


def entries(text):
    """(section, setting) -> (its comment, whether it is commented out)."""
    found, section, comment = {}, "", []
    for line in text.splitlines():
        setting = SETTING.fullmatch(line)
        if line.startswith("["):
            section, comment = line.strip("[]"), []
        elif setting:
            found[section, setting.group(2)] = (" ".join(comment), bool(setting.group(1)))
            comment = []
        elif line.startswith("#"):
            comment.append(line.removeprefix("#").strip())
        else:
            comment = []
    return found


@pytest.fixture(scope="module")
def text():
    return EXAMPLE.read_text("utf-8")


@pytest.fixture
def load(tmp_path):
    def write_and_load(text):
        path = tmp_path / "config.toml"
        path.write_text(text, "utf-8")
        return load_config(path, {"UNKNOT_TOKEN": "a-token"})

    return write_and_load


def test_the_example_names_every_setting_and_no_other(text):
    assert list(entries(text)) == SETTINGS


@pytest.mark.parametrize(("section", "name"), SETTINGS)
def test_each_setting_is_explained_right_above_it(text, section, name):
    comment, _ = entries(text)[section, name]

    assert len(comment.split()) >= 8


@pytest.mark.parametrize(("section", "name"), SETTINGS)
def test_the_message_about_a_wrong_value_can_say_what_to_write(section, name):
    field = settings(section)[name]

    assert field.description
    assert field.examples or field.default is not None


def test_the_example_copied_as_it_is_gives_the_defaults(text, load):
    assert load(text) == load("")


def test_a_setting_stands_in_the_example_unless_its_default_is_nothing(text):
    defaults = {key: settings(key[0])[key[1]].default for key in SETTINGS}
    for key, (_, commented_out) in entries(text).items():
        assert commented_out == (defaults[key] is None), key


def test_every_commented_setting_works_when_its_mark_is_taken_away(text, load, tmp_path):
    (tmp_path / "token.txt").write_text("a-token")
    (tmp_path / "content").mkdir()
    full = re.sub(r"(?m)^# (?=[a-z_]+ = )", "", text)

    config = load(full)

    assert {section: set(table) for section, table in tomllib.loads(full).items()} == {
        section: set(settings(section)) for section in Config.model_fields
    }
    assert config.defaults.privacy_link == "https://clinic.example/privacy"


@pytest.mark.parametrize(
    ("section", "name"), [key for key in SETTINGS if re.search(r"_(s|ms)$|per_", key[1])]
)
def test_a_time_or_a_rate_says_its_unit(text, section, name):
    comment, _ = entries(text)[section, name]

    assert "second" in comment


@pytest.mark.parametrize(("section", "name"), SETTINGS)
def test_a_range_is_told_with_both_its_ends(text, section, name):
    comment, _ = entries(text)[section, name]
    limits = settings(section)[name].metadata
    ends = [
        str(getattr(limit, end)) for limit in limits for end in ("ge", "le") if hasattr(limit, end)
    ]

    assert all(end in comment for end in ends)
