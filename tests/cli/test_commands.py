"""The command line, one command at a time, in this process."""

import runpy
import sys
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from bot import __version__, log
from bot.cli import app, example
from bot.clock import SystemClock
from bot.demo.asked import Asked
from bot.errors import Bug, Busy, ConfigError, DatabaseTooNew, Mistake, WrongKey

EXAMPLE = Path(__file__).parents[2] / example.FILE_NAME


pytestmark = pytest.mark.usefixtures("logging_as_it_was")


@pytest.fixture
def unknot(tmp_path, monkeypatch):
    """Type a command in a folder of its own, with a token in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UNKNOT_TOKEN", "a-token")
    runner = CliRunner(env={"COLUMNS": "100"})
    return lambda *words: runner.invoke(app, words, prog_name="unknot")


@pytest.fixture
def config_file(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("")
    return path


@pytest.fixture
def replace(monkeypatch):
    """Put a function in the place of one that a command imports late."""

    def put(module, name, function):
        stand_in = ModuleType(module)
        setattr(stand_in, name, function)
        monkeypatch.setitem(sys.modules, module, stand_in)

    return put


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


def test_run_reads_config_toml_unless_told_otherwise(unknot, serve_ends_with):
    serve_ends_with(0)

    assert unknot("run").exit_code == 0


def test_the_example_copied_as_it_is_runs_with_nothing_but_a_token(
    unknot, serve_ends_with, config_file
):
    serve_ends_with(0)
    config_file.write_text(unknot("example-config").stdout)

    result = unknot("run")

    assert (result.exit_code, result.output) == (0, "")


def test_run_ends_with_the_exit_code_of_the_bot(unknot, serve_ends_with):
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
    path = "x" * 150

    assert unknot("run", "--config", path).stderr.count("\n") == 1


@pytest.fixture
def shown(replace):
    """What the demo was asked to show; it ends with 1."""
    asked = []

    def run_demo(what):
        asked.append(what)
        return 1

    replace("bot.demo.main", "run_demo", run_demo)
    return asked


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), Asked()),
        (("--story",), Asked(page=False)),
        (("--page",), Asked(story=False)),
        (("--port", "8080", "--no-browser", "--keep"), Asked(port=8080, browser=False, keep=True)),
        (("--others", "50"), Asked(others=50)),
    ],
)
def test_demo_shows_what_was_asked_for_and_ends_as_it_ends(unknot, shown, words, what):
    result = unknot("demo", *words)

    assert shown == [what]
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].startswith("The real bot on a simulated Discord")


@pytest.mark.parametrize(
    "words", [("--story", "--page"), ("--port", "65536"), ("--port", "-1"), ("--others", "201")]
)
def test_demo_refuses_what_cannot_be(unknot, shown, words):
    result = unknot("demo", *words)

    assert result.exit_code == 2
    assert shown == []


def test_demo_without_its_packages_says_what_to_install(unknot, replace):
    def run_demo(_asked):
        raise ModuleNotFoundError("No module named 'simcord.preview'", name="simcord.preview")

    replace("bot.demo.main", "run_demo", run_demo)

    result = unknot("demo")

    assert result.exit_code == 2
    assert result.stderr == (
        "unknot: demo: the package simcord, which simulates Discord, is not installed. "
        'Install it with: pip install "unknot[demo]"\n'
    )


@pytest.mark.parametrize("name", ["bot.demo.nothing", None])
def test_a_missing_module_of_our_own_is_a_fault_and_not_a_missing_package(unknot, replace, name):
    def run_demo(_asked):
        raise ModuleNotFoundError("No module", name=name)

    replace("bot.demo.main", "run_demo", run_demo)

    result = unknot("demo")

    assert result.exit_code == 1
    assert "pip install" not in result.stderr


def test_example_config_prints_the_example_to_the_last_character(unknot):
    assert unknot("example-config").stdout == EXAMPLE.read_text("utf-8")


def test_an_installed_package_carries_the_example_inside(tmp_path):
    package = tmp_path / "bot"
    package.mkdir()
    (tmp_path / example.FILE_NAME).write_text("somebody else's")
    (package / example.FILE_NAME).write_text("ours")

    assert example.example_text(package) == "ours"


def test_a_package_without_the_example_is_a_fault_of_ours(tmp_path):
    with pytest.raises(Bug, match=r"config\.example\.toml"):
        example.example_text(tmp_path / "bot")


def test_version_is_printed(unknot):
    assert unknot("--version").stdout == f"unknot {__version__}\n"


@pytest.mark.parametrize("command", ["run", "demo", "example-config"])
def test_every_command_has_help_with_examples(unknot, command):
    result = unknot(command, "--help")

    assert result.exit_code == 0
    assert f" unknot {command}" in result.stdout.partition("Examples:")[2]


def test_help_names_every_command_and_the_first_steps(unknot):
    stdout = unknot("--help").stdout

    assert all(command in stdout for command in ("run", "demo", "example-config"))
    assert "unknot init (writes config.toml and the key)" in stdout


@pytest.mark.parametrize("words", [("fly",), ("run", "--token", "x"), ("run", "more"), ()])
def test_what_is_no_command_is_a_mistake_without_a_traceback(unknot, words):
    result = unknot(*words)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_the_module_is_the_same_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bot", "--version"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("bot", run_name="__main__")

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"unknot {__version__}\n"


def test_importing_the_module_starts_nothing(capsys):
    runpy.run_module("bot", run_name="bot.__main__")

    assert capsys.readouterr().out == ""
