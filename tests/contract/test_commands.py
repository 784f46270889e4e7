"""The commands as Discord is told them: their names and options, within its limits."""

from __future__ import annotations

from collections.abc import Iterator

from tests.contract.payload import Payload, parts

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE = 3, 4, 5, 6, 7, 8
SLASH = 1
# Source: Discord: contexts of a command, installs of an app, options and choices, characters.
IN_SERVER, IN_BOT_DM, FOR_SERVER = 0, 1, 0
MOST_OPTIONS = 25
MOST_CHARACTERS = 8000

# Fixed by the product: names, and the kind of each option. "?": it suggests while one types.
COMMANDS: dict[str, dict[str, str]] = {
    "start": {},
    "stop": {},
    "posture on": {"every": "integer", "from": "text", "until": "text", "days": "text"},
    "posture off": {},
    "posture now": {},
    "tension on": {"at": "text", "days": "text"},
    "tension off": {},
    "tension now": {},
    "progress": {"days": "integer"},
    "remind": {"what": "text", "when": "text", "repeat": "text"},
    "reminders": {},
    "pause": {"until": "text"},
    "resume": {},
    "benefits": {"topic": "text?"},
    "warning-signs": {},
    "settings": {
        "zone": "text?",
        "language": "text",
        "quiet": "text",
        "daily_limit": "integer",
        "discreet": "switch",
        "fallback": "switch",
    },
    "help": {},
    "privacy": {},
    "clinic setup": {
        "staff_role": "role",
        "zone": "text?",
        "alerts": "channel",
        "fallback": "channel",
        "directions": "text",
        "booking_link": "text",
        "contact": "text",
        "emergency": "text",
        "crisis": "text",
        "comfort": "switch",
    },
    "clinic panel": {"channel": "channel"},
    "clinic queue": {},
    "clinic overview": {"days": "integer"},
    "clinic plans": {},
    "clinic weekly": {"channel": "channel", "day": "integer", "time": "text", "off": "switch"},
    "clinic client": {"member": "user"},
    "session log": {"client": "user", "when": "text", "plan": "text?"},
    "session book": {"client": "user", "when": "text", "length": "integer"},
    "session move": {"client": "user", "when": "text"},
    "session cancel": {"client": "user"},
    "session list": {"client": "user"},
    "Log a session": {},
    "Client card": {},
}
# What staff use: in servers only, where they have their roles.
STAFFS = {"clinic", "session", "Log a session", "Client card"}
KINDS = {
    STRING: "text",
    INTEGER: "integer",
    BOOLEAN: "switch",
    USER: "user",
    CHANNEL: "channel",
    ROLE: "role",
}


def leaves(command: Payload, path: str = "") -> Iterator[tuple[str, Payload]]:
    """What can be called, by its whole name."""
    name = f"{path} {command['name']}".strip()
    options = command.get("options", [])
    inner = [option for option in options if option["type"] in (SUBCOMMAND, GROUP)]
    if not inner:
        yield name, command
    for option in inner:
        yield from leaves(option, name)


def kind_of(option: Payload) -> str:
    return KINDS[option["type"]] + ("?" if option.get("autocomplete") else "")


def characters(command: Payload) -> int:
    """As Discord counts them. Source: its documentation, the limit of 8,000 a command."""
    own = len(command["name"]) + len(command.get("description", ""))
    choices = sum(
        len(choice["name"]) + len(str(choice["value"])) for choice in command.get("choices") or []
    )
    return own + choices + sum(characters(option) for option in command.get("options", []))


def slash(synced: list[Payload]) -> list[Payload]:
    """The commands that are typed; menus have a name alone, as people read it."""
    return [command for command in synced if command.get("type", SLASH) == SLASH]


def every_part(synced: list[Payload]) -> list[Payload]:
    return [part for command in slash(synced) for part in parts(command)]


async def test_the_commands_and_their_options_are_just_those_that_the_product_fixes(
    synced: list[Payload],
) -> None:
    there = {
        name: {option["name"]: kind_of(option) for option in leaf.get("options", [])}
        for command in synced
        for name, leaf in leaves(command)
    }

    assert there == COMMANDS


async def test_no_option_has_to_be_given_but_whom_and_when_it_is_about(
    synced: list[Payload],
) -> None:
    needed = {
        name: [option["name"] for option in leaf.get("options", []) if option.get("required")]
        for command in synced
        for name, leaf in leaves(command)
    }

    assert {name: options for name, options in needed.items() if options} == {
        "remind": ["what", "when"],
        "clinic client": ["member"],
        "session log": ["client"],
        "session book": ["client", "when"],
        "session move": ["client", "when"],
        "session cancel": ["client"],
    }


async def test_posture_offers_the_rhythms_of_the_product_and_the_limit_its_range(
    synced: list[Payload],
) -> None:
    found = {part["name"]: part for part in every_part(synced)}

    assert [choice["value"] for choice in found["every"]["choices"]] == [20, 30, 45, 60, 90, 120]
    assert (found["daily_limit"]["min_value"], found["daily_limit"]["max_value"]) == (1, 24)


async def test_every_description_fits_and_says_something(synced: list[Payload]) -> None:
    for part in every_part(synced):
        assert 1 <= len(part["description"]) <= 100, part["name"]
        assert part["description"] != "…", part["name"]


async def test_no_two_commands_share_a_name(synced: list[Payload]) -> None:
    names = [(command.get("type", SLASH), command["name"]) for command in synced]

    assert len(set(names)) == len(names)


async def test_every_command_is_within_discords_limits(synced: list[Payload]) -> None:
    for command in synced:
        assert characters(command) <= MOST_CHARACTERS, command["name"]
    for part in every_part(synced):
        assert 1 <= len(part["name"]) <= 32
        assert part["name"] == part["name"].lower()
        assert len(part.get("options", [])) <= MOST_OPTIONS
        assert len(part.get("choices") or []) <= MOST_OPTIONS


async def test_members_use_theirs_in_the_server_and_in_their_dm_staff_in_the_server_alone(
    synced: list[Payload],
) -> None:
    for command in synced:
        where = [IN_SERVER] if command["name"] in STAFFS else [IN_SERVER, IN_BOT_DM]
        assert sorted(command["contexts"]) == where, command["name"]
        assert command["integration_types"] == [FOR_SERVER], command["name"]
    assert {command["name"] for command in synced} >= STAFFS


async def test_no_command_is_hidden_behind_permissions_or_an_age(synced: list[Payload]) -> None:
    for command in synced:
        assert command["default_member_permissions"] is None, command["name"]
        assert not command["nsfw"], command["name"]


def test_the_count_is_discords() -> None:
    choice = {"name": "abc", "value": 45}
    option = {"name": "ab", "description": "abc", "choices": [choice]}

    assert characters({"name": "a", "description": "ab", "options": [option]}) == 3 + 5 + 5
