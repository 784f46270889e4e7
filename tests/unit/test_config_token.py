"""The token: where it comes from, and that it shows nowhere."""

import pytest

from bot.config import load_config
from bot.errors import ConfigError

SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4." + "GabcdE." + "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab"


@pytest.fixture
def load(tmp_path):
    def write_and_load(text, environ=None, **options):
        path = tmp_path / "config.toml"
        path.write_text(text, "utf-8")
        return load_config(path, environ or {}, **options)

    return write_and_load


def refused(load, *arguments, **options):
    with pytest.raises(ConfigError) as caught:
        load(*arguments, **options)
    return caught.value


def test_it_comes_from_the_environment(load):
    config = load("", {"UNKNOT_TOKEN": f" {SECRET}\n"})

    assert config.discord.token.get_secret_value() == SECRET


def test_it_comes_from_a_file_beside_the_configuration(load, tmp_path):
    (tmp_path / "token.txt").write_text(SECRET + "\n")

    config = load('[discord]\ntoken_file = "token.txt"')

    assert config.discord.token.get_secret_value() == SECRET


def test_the_environment_wins_over_the_file(load, tmp_path):
    (tmp_path / "token.txt").write_text("another")

    config = load('[discord]\ntoken_file = "token.txt"', {"UNKNOT_TOKEN": SECRET})

    assert config.discord.token.get_secret_value() == SECRET


def test_an_empty_variable_counts_as_none(load, tmp_path):
    (tmp_path / "token.txt").write_text(SECRET)

    config = load('[discord]\ntoken_file = "token.txt"', {"UNKNOT_TOKEN": "  "})

    assert config.discord.token.get_secret_value() == SECRET


def test_where_there_is_none_the_message_says_where_to_put_it(load):
    error = refused(load, "")

    assert error.key == "UNKNOT_TOKEN"
    assert "Set UNKNOT_TOKEN" in error.remedy
    assert "token_file in [discord]" in error.remedy


def test_an_empty_token_file_is_named(load, tmp_path):
    (tmp_path / "token.txt").write_text("\n")

    assert refused(load, '[discord]\ntoken_file = "token.txt"').key == "discord.token_file"


def test_what_needs_no_token_starts_without_one(load):
    config = load("", needs_token=False)

    assert config.discord.token.get_secret_value() == ""


def test_a_wrong_token_file_is_one_mistake_and_not_two(load):
    error = refused(load, '[discord]\ntoken_file = "nowhere.txt"')

    assert [mistake.key for mistake in error.mistakes] == ["discord.token_file"]


def test_a_token_file_that_is_no_text_is_refused(load, tmp_path):
    (tmp_path / "token.txt").write_bytes(b"\xff\xfe\x00")

    error = refused(load, '[discord]\ntoken_file = "token.txt"')

    assert "cannot be read" in error.problem


@pytest.mark.parametrize("given", [f'"{SECRET}"', f"Bot {SECRET}", "two words"])
def test_a_token_with_more_around_it_is_refused_without_being_shown(load, given):
    error = refused(load, "", {"UNKNOT_TOKEN": given})

    assert error.key == "UNKNOT_TOKEN"
    assert "Write the token alone" in error.remedy
    assert SECRET not in str(error)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f'token = "{SECRET}"', "token"),
        (f'[discord]\ntoken = "{SECRET}"', "discord.token"),
        (f'[discord]\nToken = "{SECRET}"', "discord.Token"),
        (f'[log]\nbot_token = "{SECRET}"', "log.bot_token"),
        (f'UNKNOT_TOKEN = "{SECRET}"', "UNKNOT_TOKEN"),
    ],
)
def test_a_token_in_the_file_is_refused_with_a_remedy_and_not_shown(load, text, key):
    error = refused(load, text)

    assert [mistake.key for mistake in error.mistakes] == [key]
    assert "does not belong in this file" in error.problem
    assert "Take it out" in error.remedy
    assert SECRET not in str(error)


def test_a_token_in_the_file_is_told_with_the_other_mistakes(load):
    error = refused(load, f'[discord]\ntoken = "{SECRET}"\n[log]\nlevel = "loud"')

    assert [mistake.key for mistake in error.mistakes] == ["discord.token", "log.level"]


@pytest.mark.parametrize(
    "text",
    [
        f'[discord]\ntoken_file = "{SECRET}"',
        f'[discord]\ntokn = "{SECRET}"',
        f'[discord]\napi_base = "https://{SECRET}@discord.example"',
        f'[defaults]\nzone = "{SECRET}"',
        f'[database]\npath = "{SECRET}/a.db"',
    ],
)
def test_a_token_that_was_written_in_a_wrong_place_is_not_repeated(load, text):
    assert SECRET not in str(refused(load, text, {"UNKNOT_TOKEN": "t"}))


@pytest.mark.parametrize("show", [repr, str, lambda config: config.model_dump_json()])
def test_a_configuration_never_shows_its_token(load, show):
    config = load("", {"UNKNOT_TOKEN": SECRET})

    assert SECRET not in show(config)
