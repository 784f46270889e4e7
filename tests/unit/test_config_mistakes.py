"""What somebody reads who wrote the wrong thing."""

import pytest

from bot.config import load_config
from bot.errors import ConfigError


@pytest.fixture
def mistakes(tmp_path):
    def write_and_load(text):
        path = tmp_path / "config.toml"
        path.write_text(text, "utf-8")
        with pytest.raises(ConfigError) as caught:
            load_config(path, {"UNKNOT_TOKEN": "a-token"})
        return caught.value.mistakes

    return write_and_load


@pytest.fixture
def mistake(mistakes):
    def only_one(text):
        (found,) = mistakes(text)
        return found

    return only_one


@pytest.mark.parametrize(
    ("text", "key", "problem", "remedy"),
    [
        (
            "[defaults]\ndaily_limit = 30",
            "defaults.daily_limit",
            "30 is too high",
            "Write a whole number from 1 to 24, as in: daily_limit = 8",
        ),
        (
            "[delivery]\nper_second = 0",
            "delivery.per_second",
            "0 is too low",
            "Write a whole number from 1 to 49, as in: per_second = 45",
        ),
        (
            '[defaults]\ndaily_limit = "8"',
            "defaults.daily_limit",
            '"8" is not a whole number',
            "Write a whole number from 1 to 24, as in: daily_limit = 8",
        ),
        (
            "[delivery]\nworkers = true",
            "delivery.workers",
            "true is not a whole number",
            "Write a whole number from 1 to 50, as in: workers = 12",
        ),
        (
            '[database]\nencrypted = "yes"',
            "database.encrypted",
            '"yes" is neither true nor false',
            "Write true or false, as in: encrypted = true",
        ),
        (
            '[log]\nlevel = "loud"',
            "log.level",
            '"loud" is not one of the choices',
            'Write debug, info, warning or error, as in: level = "info"',
        ),
        (
            "[defaults]\nquiet = 20:00:00",
            "defaults.quiet",
            '"20:00:00" is not a text in quotes',
            'Write two times of the day with a hyphen, or off, as in: quiet = "20:00-08:00"',
        ),
        (
            '[defaults]\nquiet = "20:00-25:00"',
            "defaults.quiet",
            "it is not a pair of different times",
            'Write two times of the day with a hyphen, or off, as in: quiet = "20:00-08:00"',
        ),
        (
            '[defaults]\ncontact = " "',
            "defaults.contact",
            "it is empty",
            'Write a text of 1 to 500 characters, as in: contact = "Call us: 020 7946 0000."',
        ),
        (
            "[database]\npath = 3",
            "database.path",
            "3 is not a text in quotes",
            'Write a path for the database, as in: path = "unknot.db"',
        ),
        (
            '[discord]\ngateway = "https://gateway.example"',
            "discord.gateway",
            "it is not such an address",
            'Write an address with ws:// or wss://, as in: gateway = "wss://gateway.discord.gg"',
        ),
    ],
)
def test_a_wrong_value_says_what_is_wrong_and_what_to_write(mistake, text, key, problem, remedy):
    found = mistake(text)

    assert (found.key, found.problem, found.remedy) == (key, problem, remedy)


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("[defaults]\ndaily_limt = 3", "defaults.daily_limt", "Did you mean daily_limit?"),
        ("[defaults]\nper_second = 3", "defaults.per_second", "It belongs in [delivery]."),
        ("[log]\ndaily_limt = 3", "log.daily_limt", "Did you mean daily_limit in [defaults]?"),
        ("[log]\nxyzzy = 3", "log.xyzzy", "Known here: level, format."),
        ("daily_limit = 3", "daily_limit", "It belongs in [defaults]."),
        ("[defualts]\ndaily_limit = 3", "defualts", "Did you mean defaults?"),
        (
            "[xyzzy]",
            "xyzzy",
            (
                "Known here: discord, database, backup, defaults, delivery, retention, content, "
                "log, health."
            ),
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_known_one(mistake, text, key, remedy):
    found = mistake(text)

    assert (found.key, found.remedy) == (key, remedy)
    assert found.problem.startswith("there is no such")


def test_the_place_of_the_token_is_not_offered_as_a_setting(mistake):
    assert "token," not in mistake("[discord]\nxyzzy = 1").remedy


def test_a_zone_with_a_slip_is_answered_with_the_right_one(mistake):
    found = mistake('[defaults]\nzone = "Europe/Lodnon"')

    assert found.problem == "there is no such time zone"
    assert found.remedy == "Did you mean Europe/London?"


@pytest.mark.parametrize("quiet", ["", "20:00", "20-8-9", "08:00-08:00", "Off!"])
def test_what_is_no_pair_of_times_is_refused(mistake, quiet):
    assert mistake(f'[defaults]\nquiet = "{quiet}"').key == "defaults.quiet"


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "Europe", "europe/london!!!!!!!!!!!!!!"])
def test_what_is_no_zone_is_refused(mistake, zone):
    assert mistake(f'[defaults]\nzone = "{zone}"').key == "defaults.zone"


@pytest.mark.parametrize(
    "address",
    [
        "discord.example",
        "ftp://discord.example",
        "https://",
        "https://a b",
        "https://me:pw@a.example",
    ],
)
def test_what_is_no_web_address_is_refused(mistake, address):
    assert mistake(f'[discord]\napi_base = "{address}"').key == "discord.api_base"


def test_a_link_that_no_button_could_hold_is_refused(mistake):
    found = mistake(f'[defaults]\nprivacy_link = "https://a.example/{"x" * 512}"')

    assert found.problem == "it is too long"


def test_a_long_value_is_cut_short(mistake):
    assert len(mistake(f'[log]\nlevel = "{"x" * 5000}"').problem) < 120


def test_a_number_too_big_for_any_computer_is_just_too_high(mistake):
    assert "too high" in mistake(f"[delivery]\nworkers = {10**30}").problem


@pytest.mark.parametrize("text", ["log = 3", 'log = "info"', "log = [1]", "[[log]]"])
def test_a_section_written_as_a_value_is_explained(mistake, text):
    found = mistake(text)

    assert found.key == "log"
    assert found.remedy == "Write [log] on a line, and its settings below."


def test_two_settings_with_one_file_are_refused(mistake):
    found = mistake('[database]\npath = "a"\nkey_file = "a"')

    assert found.key == "database"
    assert "name the same file" in found.problem


def test_a_database_in_a_folder_that_is_not_there_is_refused(mistake, tmp_path):
    found = mistake('[database]\npath = "nowhere/a.db"')

    assert found.problem == f"the folder {tmp_path}/nowhere does not exist"


def test_a_folder_is_no_place_for_a_database(mistake, tmp_path):
    (tmp_path / "a").mkdir()

    assert mistake('[database]\npath = "a"').problem == f"{tmp_path}/a is a folder"


def test_an_empty_path_is_refused(mistake):
    assert mistake('[database]\nlock_file = ""').problem == "it is empty"


def test_a_content_folder_that_is_not_there_is_refused(mistake, tmp_path):
    assert mistake('[content]\nfolder = "c"').problem == f"there is no folder {tmp_path}/c"


def test_all_mistakes_are_told_at_once(mistakes):
    found = mistakes('[defaults]\ndaily_limit = 0\nzone = "Mars"\n[log]\nformat = "xml"\nlevl = 1')

    assert [each.key for each in found] == [
        "defaults.zone",
        "defaults.daily_limit",
        "log.format",
        "log.levl",
    ]


def test_the_errors_own_text_holds_all_of_them_one_a_line(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("[delivery]\nworkers = 0\nper_second = 0")

    with pytest.raises(ConfigError) as caught:
        load_config(path, {"UNKNOT_TOKEN": "t"})

    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "delivery.per_second",
        "delivery.workers",
    ]


def test_an_error_with_one_mistake_is_made_of_three_words():
    error = ConfigError("key", "it is wrong", "Mend it.")

    assert str(error) == "key: it is wrong. Mend it."
    assert [each.remedy for each in error.mistakes] == ["Mend it."]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[log]\nlevel = info", "line 2"),
        ("[log]\n\n\nlevel", "line 4"),
        ("[log]\nlevel = 'a'\nlevel = 'b'", "line 3"),
        ("[log", "line 1"),
        ("[log]\nlevel = '''\n\n", "line 2"),
    ],
)
def test_broken_toml_is_told_with_its_line(mistake, text, where):
    found = mistake(text)

    assert found.key.endswith("config.toml")
    assert found.problem.startswith(f"{where} is not valid TOML (")
    assert "unknot example-config" in found.remedy


def test_a_missing_file_is_answered_with_how_to_make_one(tmp_path):
    path = tmp_path / "my config.toml"

    with pytest.raises(ConfigError) as caught:
        load_config(path, {})

    assert caught.value.problem == "there is no such file"
    assert caught.value.remedy == f"Make one with: unknot example-config > '{path}'"


def test_a_folder_in_place_of_the_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        load_config(tmp_path, {})

    assert caught.value.key == str(tmp_path)


def test_a_file_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="not a text in UTF-8"):
        load_config(path, {})
