"""Values that need more than a type and a range: paths, addresses, zones, hours, the token.

Each check either gives the value in its final form or raises ``Unusable`` with what is wrong.
Nothing is created.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo

from bot.domain.quiet_hours import parse_quiet
from bot.domain.zones import zone
from bot.errors import InvalidInput

TOKEN_VARIABLE = "UNKNOT_TOKEN"
# A user name or password before the host is refused with the rest: it would end up in logs.
_ADDRESS = re.compile(r"([a-z]+)://([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?(/[!-~]*)?", re.ASCII)
_TOKEN = re.compile(r"[\w.-]+", re.ASCII)
_TOKEN_REMEDY = (
    f"Set {TOKEN_VARIABLE} in the environment, or write the token into a file and name that file "
    "as token_file in [discord]. It stands in the Developer Portal under Bot, Reset Token."
)


class Unusable(ValueError):
    """Why a value cannot be used; ``remedy`` and ``key`` replace the setting's own."""

    def __init__(self, problem: str, *, remedy: str = "", key: str = "") -> None:
        super().__init__(problem)
        self.remedy = remedy
        self.key = key


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the file's values are read against: its own folder, and the environment."""

    folder: Path
    environ: Mapping[str, str]
    needs_token: bool = True


def find_token(surroundings: Surroundings, token_file: Path | None) -> SecretStr:
    """The bot's token: the environment's before the file's. Raises: Unusable."""
    token, key = surroundings.environ.get(TOKEN_VARIABLE, "").strip(), TOKEN_VARIABLE
    if not token and token_file is not None:
        token, key = _written(token_file), "discord.token_file"
    if not token and surroundings.needs_token:
        raise Unusable("there is no token for the bot", remedy=_TOKEN_REMEDY, key=key)
    if token and not _TOKEN.fullmatch(token):
        raise Unusable(
            "the token holds a character that no token has",
            remedy="Write the token alone: no quotes, no spaces, no word Bot before it.",
            key=key,
        )
    return SecretStr(token)


def _written(token_file: Path) -> str:
    try:
        return token_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Unusable(
            "the file with the token cannot be read",
            remedy="Name a text file that the bot may read, with the token alone in it.",
            key="discord.token_file",
        ) from None


def _not_empty(value: object) -> object:
    if value == "":
        raise Unusable("it is empty")
    return value


def _beside_the_file(value: Path, info: ValidationInfo) -> Path:
    surroundings = info.context
    folder = surroundings.folder if isinstance(surroundings, Surroundings) else Path.cwd()
    return folder / value.expanduser()


def _place_for_a_file(value: Path) -> Path:
    if value.is_dir():
        raise Unusable(f"{value} is a folder")
    if not value.parent.is_dir():
        raise Unusable(f"the folder {value.parent} does not exist")
    return value


def _place_for_a_folder(value: Path) -> Path:
    if value.is_file():
        raise Unusable(f"{value} is a file")
    if not value.parent.is_dir():
        raise Unusable(f"the folder {value.parent} does not exist")
    return value


def _existing_file(value: Path) -> Path:
    # The path is not shown: some people write the token itself here.
    if not value.is_file():
        raise Unusable("there is no such file")
    return value


def _existing_folder(value: Path) -> Path:
    if not value.is_dir():
        raise Unusable(f"there is no folder {value}")
    return value


def _address(*schemes: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        found = _ADDRESS.fullmatch(value)
        if found is None or found.group(1) not in schemes:
            raise Unusable("it is not such an address")
        return value.rstrip("/")

    return check


def _zone(value: str) -> str:
    try:
        return zone(value).key
    except InvalidInput as error:
        like = error.params["like"]
        remedy = f"Did you mean {like}?" if like else ""
        raise Unusable("there is no such time zone", remedy=remedy) from None


def _quiet(value: str) -> str:
    try:
        quiet = parse_quiet(value)
    except InvalidInput:
        raise Unusable("it is not a pair of different times") from None
    return f"{quiet.local_from:%H:%M}-{quiet.local_until:%H:%M}" if quiet else "off"


_AnyPath = Annotated[
    Path, Field(strict=False), BeforeValidator(_not_empty), AfterValidator(_beside_the_file)
]
FilePlace = Annotated[_AnyPath, AfterValidator(_place_for_a_file)]
FolderPlace = Annotated[_AnyPath, AfterValidator(_place_for_a_folder)]
ExistingFile = Annotated[_AnyPath, AfterValidator(_existing_file)]
ExistingFolder = Annotated[_AnyPath, AfterValidator(_existing_folder)]
WebAddress = Annotated[str, Field(max_length=512), AfterValidator(_address("https", "http"))]
SocketAddress = Annotated[str, AfterValidator(_address("wss", "ws"))]
Zone = Annotated[str, AfterValidator(_zone)]
Quiet = Annotated[str, AfterValidator(_quiet)]
