"""What a configuration holds once it is read."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.app.serving import retention_of
from bot.config import Config, load_config
from bot.domain.quiet_hours import DEFAULT_QUIET, QuietHours
from bot.errors import ConfigError
from bot.usecases.retention import Retention


@pytest.fixture
def load(tmp_path):
    def write_and_load(text, **options):
        path = tmp_path / "config.toml"
        path.write_text(text, "utf-8")
        return load_config(path, {"UNKNOT_TOKEN": "a-token"}, **options)

    return write_and_load


def test_an_empty_file_is_a_configuration(load):
    config = load("")

    assert config.defaults.daily_limit == 8
    assert config.delivery.per_second == 45
    assert config.log.format == "text"


def test_how_long_things_are_kept_is_in_months_and_days(load):
    assert retention_of(load("")) == Retention()
    text = "[retention]\ncheck_ins_months = 12\ndeliveries_days = 40\nleft_days = 7"

    keep = Retention(12, deliveries=timedelta(days=40), left=timedelta(days=7))
    assert retention_of(load(text)) == keep


@pytest.mark.parametrize(
    "line", ["check_ins_months = 0", "deliveries_days = 29", "left_days = 0.5"]
)
def test_nothing_is_kept_for_no_time_at_all(load, line):
    with pytest.raises(ConfigError, match=line.split()[0]):
        load(f"[retention]\n{line}")


def test_what_is_written_replaces_the_default(load):
    config = load("[defaults]\ndaily_limit = 3\nminimum_age = 18\n[database]\nencrypted = false")

    assert (config.defaults.daily_limit, config.defaults.minimum_age) == (3, 18)
    assert config.database.encrypted is False


def test_nothing_can_be_changed_after_reading(load):
    config = load("")

    with pytest.raises(ValidationError):
        config.defaults.daily_limit = 3


def test_relative_paths_are_relative_to_the_files_folder(load, tmp_path, monkeypatch):
    monkeypatch.chdir("/")
    (tmp_path / "texts").mkdir()

    config = load('[database]\npath = "a.db"\n[content]\nfolder = "texts"')

    assert config.database.path == tmp_path / "a.db"
    assert config.database.key_file == tmp_path / "unknot.key"
    assert config.content.folder == tmp_path / "texts"


def test_a_configuration_named_by_a_relative_path_gives_absolute_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text("")

    config = load_config(Path("config.toml"), {"UNKNOT_TOKEN": "a-token"})

    assert config.database.path == tmp_path / "unknot.db"


def test_absolute_paths_stay_as_they_are(load, tmp_path):
    other = tmp_path / "elsewhere"
    other.mkdir()

    config = load(f'[database]\npath = "{other}/a.db"')

    assert config.database.path == other / "a.db"


def test_a_tilde_is_the_home_folder(load, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))

    assert load('[database]\npath = "~/a.db"').database.path == tmp_path / "a.db"


def test_reading_makes_no_file(load, tmp_path):
    load("")

    assert [each.name for each in tmp_path.iterdir()] == ["config.toml"]


def test_a_mark_at_the_start_of_the_file_does_no_harm(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[defaults]\ndaily_limit = 5\n")

    assert load_config(path, {"UNKNOT_TOKEN": "t"}).defaults.daily_limit == 5


def test_without_a_file_the_defaults_stand_in_the_present_folder():
    config = Config()

    assert config.database.path.name == "unknot.db"
    assert config.discord.token.get_secret_value() == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://discord.example/api/v10/", "https://discord.example/api/v10"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/api", "http://[::1]:8080/api"),
    ],
)
def test_another_address_for_discord_is_taken_without_its_last_slash(load, written, kept):
    assert load(f'[discord]\napi_base = "{written}"').discord.api_base == kept


def test_no_address_is_set_unless_it_is_written(load):
    discord = load("").discord

    assert (discord.api_base, discord.gateway) == (None, None)


def test_a_gateway_is_a_socket_address(load):
    assert load('[discord]\ngateway = "ws://127.0.0.1:9/"').discord.gateway == "ws://127.0.0.1:9"


def test_quiet_hours_are_given_as_two_times_of_the_day(load):
    defaults = load('[defaults]\nquiet = "9:30 - 7:00"').defaults

    assert defaults.quiet == "09:30-07:00"
    assert defaults.quiet_hours == QuietHours(time(9, 30), time(7, 0))


def test_the_quiet_hours_nobody_has_set_are_those_of_the_rest_of_the_bot(load):
    assert load("").defaults.quiet_hours == DEFAULT_QUIET


def test_quiet_hours_can_be_off(load):
    assert load('[defaults]\nquiet = "off"').defaults.quiet_hours is None


@pytest.mark.parametrize("typed", ["Europe/London", "europe/london", "London"])
def test_a_zone_is_known_by_its_name_or_its_city(load, typed):
    assert load(f'[defaults]\nzone = "{typed}"').defaults.zone == "Europe/London"


def test_a_text_loses_the_spaces_around_it(load):
    assert load('[defaults]\ncontact = "  Call us.  "').defaults.contact == "Call us."


def test_addresses_in_the_environment_come_before_the_files(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[discord]\napi_base = "https://proxy.example/api"\n', "utf-8")
    environ = {
        "UNKNOT_TOKEN": "a-token",
        "UNKNOT_API_BASE": "http://127.0.0.1:9/api",
        "UNKNOT_GATEWAY": "ws://127.0.0.1:9",
    }

    discord = load_config(path, environ).discord

    assert discord.api_base == "http://127.0.0.1:9/api"
    assert discord.gateway == "ws://127.0.0.1:9"


def test_a_wrong_address_in_the_environment_is_a_mistake_like_any_other(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("", "utf-8")

    with pytest.raises(ConfigError, match=r"discord\.gateway"):
        load_config(path, {"UNKNOT_TOKEN": "a-token", "UNKNOT_GATEWAY": "nowhere"})
