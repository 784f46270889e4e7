"""``unknot run``: it serves what is configured, and whatever ends it is told in a line."""

from __future__ import annotations

import pytest

from bot import log
from bot.clock import SystemClock
from bot.errors import Bug, Busy, ConfigError, DatabaseTooNew, Mistake, WrongKey


@pytest.fixture
def unknot(unknot, monkeypatch):
    """With a token in the environment."""
    monkeypatch.setenv("UNKNOT_TOKEN", "a-token")
    return unknot


@pytest.fixture
def serve_ends_with(replace, config_file):
    def put(ending):
        async def serve(config, clock, *, notifier):
            if isinstance(ending, BaseException):
                raise ending
            return ending

        replace("bot.app", "serve", serve)

    return put


def test_run_serves_with_the_configuration_and_the_machines_clock(unknot, replace, tmp_path):
    seen = []

    async def serve(config, clock, *, notifier):
        seen.append((config, clock))
        return 0

    replace("bot.app", "serve", serve)
    (tmp_path / "mine.toml").write_text("[defaults]\ndaily_limit = 3")

    result = unknot("run", "--config", "mine.toml")

    ((config, clock),) = seen
    assert result.exit_code == 0
    assert config.defaults.daily_limit == 3
    assert config.database.path == tmp_path / "unknot.db"
    assert isinstance(clock, SystemClock)


def test_the_example_copied_as_it_is_runs_with_nothing_but_a_token(
    unknot, serve_ends_with, config_file
):
    serve_ends_with(0)
    config_file.write_text(unknot("example-config").stdout)

    result = unknot("run")

    assert (result.exit_code, result.output) == (0, "")


def test_run_reads_config_toml_and_ends_with_the_exit_code_of_the_bot(unknot, serve_ends_with):
    serve_ends_with(75)

    assert unknot("run").exit_code == 75


def test_run_logs_as_the_configuration_says_and_never_the_token(unknot, replace, config_file):
    async def serve(config, clock, *, notifier):
        log.get_logger("bot.app").info("app.started", extra={"with": "a-token"})
        return 0

    replace("bot.app", "serve", serve)
    config_file.write_text('[log]\nformat = "json"')

    result = unknot("run")

    assert '"event": "app.started"' in result.stderr
    assert "a-token" not in result.output


def test_every_mistake_is_one_line_on_standard_error(unknot, config_file):
    config_file.write_text("[defaults]\ndaily_limt = 3\n[delivery]\nworkers = 0")

    result = unknot("run")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "unknot: defaults.daily_limt: there is no such setting. Did you mean daily_limit?",
        (
            "unknot: delivery.workers: 0 is too low. "
            "Write a whole number from 1 to 50, as in: workers = 12"
        ),
    ]


@pytest.mark.parametrize(
    ("ending", "code", "told"),
    [
        (ConfigError("a.b", "it is wrong", "Mend it."), 2, ["a.b: it is wrong. Mend it."]),
        (
            ConfigError("a", "b", "C.", others=[Mistake("d", "e", "F.")]),
            2,
            ["a: b. C.", "d: e. F."],
        ),
        (Busy("another unknot is running (pid 4711)"), 2, ["another unknot is running (pid 4711)"]),
        (WrongKey("the key does not fit"), 1, ["the key does not fit"]),
        (DatabaseTooNew("version 9"), 1, ["version 9"]),
    ],
)
def test_an_error_that_has_words_is_told_in_them(unknot, serve_ends_with, ending, code, told):
    serve_ends_with(ending)

    result = unknot("run")

    assert result.exit_code == code
    assert result.stderr.splitlines() == [f"unknot: {line}" for line in told]


@pytest.mark.parametrize("ending", [ValueError("what a member wrote"), Bug("a promise")])
def test_a_fault_is_one_line_for_people_and_a_traceback_in_the_log(unknot, serve_ends_with, ending):
    serve_ends_with(ending)

    result = unknot("run")

    *logged, told = result.stderr.splitlines()
    assert result.exit_code == 1
    assert told == (
        f"unknot: stopped by a fault of its own ({type(ending).__name__}); the log says more"
    )
    assert logged[0].endswith(" ERROR cli.crashed")
    assert logged[1] == "    Traceback (most recent call last):"


def test_ctrl_c_ends_as_shells_expect(unknot, serve_ends_with):
    serve_ends_with(KeyboardInterrupt())

    result = unknot("run")

    assert result.exit_code == 130
    assert "Traceback" not in result.output


@pytest.mark.parametrize("value", ["[red]x[/red]", "[/]", ":smile:", "[link=a.example]x"])
def test_a_value_is_never_taken_for_formatting(unknot, value):
    assert value in unknot("run", "--config", value).stderr


def test_a_value_cannot_command_the_terminal(unknot):
    stderr = unknot("run", "--config", "a\x1b[2J\nb\u202e").stderr

    assert "a?[2J?b?" in stderr
    assert stderr.isprintable() or stderr.count("\n") == 1


def test_long_messages_are_not_wrapped(unknot):
    path = "x" * 300

    assert unknot("run", "--config", path).stderr.count("\n") == 1
