"""Every setting: its type, range and default. Why each is as it is stands in config.example.toml.

A field's ``description`` completes the sentence "Write …" in the message about a wrong value.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.config import values
from bot.config.values import (
    ExistingFile,
    ExistingFolder,
    FilePlace,
    FolderPlace,
    Quiet,
    SocketAddress,
    Surroundings,
    Unusable,
    WebAddress,
    Zone,
)
from bot.domain.quiet_hours import QuietHours, parse_quiet

_Sentences = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class _Section(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        validate_default=True,
        hide_input_in_errors=True,
    )


class Discord(_Section):
    """The account the bot speaks with, and where Discord is."""

    token_file: ExistingFile | None = Field(
        default=None, description="the path of a file with the token in it", examples=["token.txt"]
    )
    api_base: WebAddress | None = Field(
        default=None,
        description="an address with http:// or https://",
        examples=["https://discord.com/api/v10"],
    )
    gateway: SocketAddress | None = Field(
        default=None,
        description="an address with ws:// or wss://",
        examples=["wss://gateway.discord.gg"],
    )
    token: SecretStr = Field(default=SecretStr(""), description="nothing here")

    @field_validator("token")
    @classmethod
    def _found_elsewhere(cls, given: SecretStr, info: ValidationInfo) -> SecretStr:
        # A token file that is wrong already has its own message.
        if not isinstance(info.context, Surroundings) or "token_file" not in info.data:
            return given
        return values.find_token(info.context, info.data["token_file"])


class Database(_Section):
    """Where everything is kept."""

    path: FilePlace = Field(default=Path("unknot.db"), description="a path for the database")
    key_file: FilePlace = Field(default=Path("unknot.key"), description="a path for the key")
    encrypted: bool = Field(default=True, description="true or false")
    lock_file: FilePlace = Field(default=Path("unknot.lock"), description="a path for the lock")

    @model_validator(mode="after")
    def _three_files(self) -> Database:
        if len({self.path, self.key_file, self.lock_file}) < len(("path", "key", "lock")):
            raise Unusable(
                "two of path, key_file and lock_file name the same file",
                remedy="Give each a name of its own.",
            )
        return self


class Backup(_Section):
    """The daily backup."""

    folder: FolderPlace = Field(default=Path("backups"), description="a path for the folder")
    keep: int = Field(default=14, ge=1, le=1000, description="a whole number from 1 to 1000")
    local_hour: int = Field(default=4, ge=0, le=23, description="a whole number from 0 to 23")


class Defaults(_Section):
    """What a clinic starts with until it sets its own, and a member with the clinic's."""

    zone: Zone = Field(default="UTC", description="a zone's name", examples=["Europe/London"])
    quiet: Quiet = Field(
        default="20:00-08:00", description="two times of the day with a hyphen, or off"
    )
    daily_limit: int = Field(default=8, ge=1, le=24, description="a whole number from 1 to 24")
    minimum_age: int = Field(default=16, ge=13, le=99, description="a whole number from 13 to 99")
    emergency_text: _Sentences | None = Field(
        default=None,
        description="a text of 1 to 500 characters",
        examples=["112"],
    )
    crisis_text: _Sentences | None = Field(
        default=None,
        description="a text of 1 to 500 characters",
        examples=["Samaritans, 116 123"],
    )
    contact: _Sentences | None = Field(
        default=None,
        description="a text of 1 to 500 characters",
        examples=["Call us: 020 7946 0000."],
    )
    privacy_link: WebAddress | None = Field(
        default=None,
        description="an address with http:// or https://, at most 512 characters long",
        examples=["https://clinic.example/privacy"],
    )

    @property
    def quiet_hours(self) -> QuietHours | None:
        """The quiet hours, in whatever zone the member is in; None for off."""
        return parse_quiet(self.quiet)


class Delivery(_Section):
    """How fast and how patiently messages are sent."""

    per_second: int = Field(default=45, ge=1, le=49, description="a whole number from 1 to 49")
    workers: int = Field(default=12, ge=1, le=50, description="a whole number from 1 to 50")
    safety_tick_s: int = Field(default=15, ge=1, le=60, description="a whole number from 1 to 60")
    attempt_timeout_s: int = Field(
        default=30, ge=1, le=60, description="a whole number from 1 to 60"
    )
    settle_every_ms: int = Field(
        default=250, ge=10, le=2000, description="a whole number from 10 to 2000"
    )


class Retention(_Section):
    """How long things are kept."""

    check_ins_months: int = Field(
        default=24, ge=1, le=120, description="a whole number from 1 to 120"
    )
    deliveries_days: int = Field(
        default=90, ge=30, le=3650, description="a whole number from 30 to 3650"
    )
    left_days: int = Field(default=30, ge=1, le=365, description="a whole number from 1 to 365")


class Content(_Section):
    """The clinic's own plans, prompts, cards and texts."""

    folder: ExistingFolder | None = Field(
        default=None, description="the path of a folder that exists", examples=["content"]
    )


class Log(_Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error"
    )
    format: Literal["text", "json"] = Field(default="text", description="text or json")


class Health(_Section):
    """What a monitor may ask."""

    port: int | None = Field(
        default=None,
        ge=1024,
        le=65535,
        description="a whole number from 1024 to 65535",
        examples=[8099],
    )


class Config(_Section):
    """All settings. Paths are absolute when they come from ``load_config``."""

    discord: Discord = Field(default_factory=Discord)
    database: Database = Field(default_factory=Database)
    backup: Backup = Field(default_factory=Backup)
    defaults: Defaults = Field(default_factory=Defaults)
    delivery: Delivery = Field(default_factory=Delivery)
    retention: Retention = Field(default_factory=Retention)
    content: Content = Field(default_factory=Content)
    log: Log = Field(default_factory=Log)
    health: Health = Field(default_factory=Health)
