"""The layers of the design, as tables, and what in a source goes against each."""

from __future__ import annotations

import sys

from tests.contract.sources import Source, catch_alls, imports, names, sql_strings

ANYTHING = "bot"
# What each part of the project may import of the others: a whole part, or one module of it. The
# order goes from the bottom up.
MAY_IMPORT: dict[str, set[str]] = {
    "bot.errors": set(),
    "bot.log": set(),
    "bot.clock": set(),
    "bot.domain": {"bot.errors"},
    "bot.config": {"bot.domain", "bot.errors", "bot.log"},
    "bot.content": {"bot.domain", "bot.errors"},
    "bot.texts": {"bot.content", "bot.domain", "bot.errors"},
    "bot.charts": {"bot.domain", "bot.errors"},
    "bot.calendars": {"bot.domain", "bot.errors"},
    "bot.kinds": {"bot.calendars", "bot.content", "bot.domain", "bot.errors", "bot.texts"},
    "bot.store": {"bot.domain", "bot.errors"},
    "bot.delivery": {
        "bot.clock",
        "bot.content",
        "bot.domain",
        "bot.errors",
        "bot.kinds",
        "bot.log",
        "bot.store",
        "bot.texts",
    },
    "bot.usecases": {
        "bot.calendars",
        "bot.charts",
        "bot.clock",
        "bot.content",
        # The engine's outcomes, which are values; never the engine.
        "bot.delivery.messenger",
        "bot.domain",
        "bot.errors",
        "bot.kinds",
        "bot.log",
        "bot.store",
        "bot.texts",
    },
    "bot.discord_io": {
        "bot.delivery.messenger",
        "bot.domain",
        "bot.errors",
        "bot.log",
        # The codec of button ids: no Discord in it, and both sides need it.
        "bot.ui.custom_ids",
    },
    "bot.ui": {
        # What a picture says, which is plain data; never what draws it.
        "bot.charts.words",
        "bot.content",
        "bot.delivery.messenger",
        # The bases of views and buttons, and how a message that arrives by itself is drawn.
        "bot.discord_io.buttons",
        "bot.discord_io.guarded",
        "bot.discord_io.render",
        "bot.domain",
        "bot.errors",
        "bot.kinds",
        "bot.texts",
        "bot.usecases",
    },
    "bot.scheduling": {"bot.clock", "bot.errors", "bot.log", "bot.store"},
    "bot.ops": {"bot.clock", "bot.config", "bot.domain", "bot.errors", "bot.log", "bot.store"},
    "cogs": {
        "bot.content",
        "bot.discord_io.client",
        "bot.discord_io.guarded",
        # In which language an answer is given.
        "bot.discord_io.speaking",
        # Putting away the thread that somebody pressed in.
        "bot.discord_io.threads",
        "bot.domain",
        "bot.errors",
        "bot.kinds",
        "bot.log",
        "bot.texts",
        "bot.ui",
        "bot.usecases",
    },
    "bot.app": {ANYTHING, "cogs"},
    "bot.demo": {ANYTHING},
    "bot.cli": {ANYTHING},
    "bot.__main__": {"bot.cli"},
    "bot": set(),
}

# Where each library may be imported. One that is not here is new: give it its place.
LIBRARIES: dict[str, set[str]] = {
    "discord": {"cogs", "bot.ui", "bot.discord_io", "bot.demo"},
    "aiohttp": {"bot.discord_io", "bot.demo"},
    "yarl": {"bot.discord_io"},
    "sqlite3": {"bot.store"},
    "aiosqlite": {"bot.store"},
    "sqlcipher3": {"bot.store"},
    "apscheduler": {"bot.scheduling"},
    "aiolimiter": {"bot.delivery"},
    "pydantic": {"bot.config", "bot.content"},
    "pydantic_core": {"bot.config", "bot.content"},
    "babel": {"bot.texts"},
    "icalendar": {"bot.calendars"},
    "matplotlib": {"bot.charts"},
    "typer": {"bot.cli"},
    "rich": {"bot.cli", "bot.demo"},
    "simcord": {"bot.demo"},
    "prometheus_client": {"bot.ops"},
}
# Of the standard library, what only the part in LIBRARIES may use.
GUARDED_STDLIB = {"sqlite3"}

APP_IS_FOR = {"bot.cli", "bot.demo"}

CLOCK_IS_FOR = {"bot.clock"}
CLOCK_READINGS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.localtime",
    "time.gmtime",
}

ENVIRONMENT_IS_FOR = {"bot.cli", "bot.config"}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv"}

SQL_IS_FOR = {"bot.store"}

# Where everything may be caught, and why nothing may get past.
BORDERS = {
    "bot.cli.border": "a fault becomes a sentence and an exit code",
    "bot.delivery.engine": "one fault stops neither the engine nor what is due later",
    "bot.delivery.sender": "what cannot be sent must not keep the others from leaving",
    "bot.delivery.recovery": "what cannot be looked up must not either",
    "bot.delivery.planner": "what cannot be planned must not keep the others from it",
    "bot.delivery.claimer": "what cannot be decided on must not keep the others from leaving",
    "bot.usecases.pictures": "a picture that cannot be drawn must not cost the words",
    "bot.discord_io.failures": "a missing text must not cost the answer",
    "bot.discord_io.guarded": "a press is always answered, and no log tells who typed what",
    "bot.discord_io.supervise": "whatever ended the connection, it is made again",
}


def within(module: str, parts: set[str]) -> bool:
    return any(module == part or module.startswith(f"{part}.") for part in parts)


def is_ours(module: str) -> bool:
    return within(module, {"bot", "cogs"})


def forbidden_arrows(source: Source, known: set[str]) -> set[str]:
    allowed = MAY_IMPORT.get(source.area, set()) | {source.area}
    return {m for m in imports(source, known) if is_ours(m) and not within(m, allowed)}


def misplaced_libraries(source: Source) -> set[str]:
    tops = {module.split(".")[0] for module in imports(source) if not is_ours(module)}
    libraries = {t for t in tops if t not in sys.stdlib_module_names or t in GUARDED_STDLIB}
    return {each for each in libraries if source.area not in LIBRARIES.get(each, set())}


def clock_readings(source: Source) -> set[str]:
    return set() if source.area in CLOCK_IS_FOR else names(source) & CLOCK_READINGS


def environment_readings(source: Source) -> set[str]:
    return set() if source.area in ENVIRONMENT_IS_FOR else names(source) & ENVIRONMENT


def misplaced_sql(source: Source) -> list[str]:
    return [] if source.area in SQL_IS_FOR else sql_strings(source)


def uses_of_app(source: Source) -> set[str]:
    app = {m for m in imports(source, {"bot.app"}) if within(m, {"bot.app"})}
    return app if source.area not in APP_IS_FOR | {"bot.app"} else set()


def misplaced_catch_alls(source: Source) -> set[str]:
    return set() if source.name in BORDERS else catch_alls(source)
