"""What a clinic's managers set for their server, and what they may type there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from bot.domain.zones import zone
from bot.errors import InvalidInput


class Setting(Enum):
    """One setting, by the name of its option."""

    STAFF_ROLE = "staff_role"
    ZONE = "zone"
    ALERTS = "alerts"
    FALLBACK = "fallback"
    DIRECTIONS = "directions"
    BOOKING_LINK = "booking_link"
    CONTACT = "contact"
    EMERGENCY = "emergency"
    CRISIS = "crisis"
    COMFORT = "comfort"


# How long a text may be: the warning signs have to fit one answer with them, a link one button.
# Source: Discord: an answer has 4,000 characters, the address of a button 512.
LONGEST: Final[Mapping[Setting, int]] = MappingProxyType(
    {
        Setting.DIRECTIONS: 1000,
        Setting.BOOKING_LINK: 512,
        Setting.CONTACT: 300,
        Setting.EMERGENCY: 100,
        Setting.CRISIS: 300,
    }
)
CHANNELS: Final = (Setting.ALERTS, Setting.FALLBACK)
# Without these, members read words in place of a number.
NEEDED: Final = (Setting.EMERGENCY, Setting.CRISIS)
# What is typed to take a text out, in any language.
OFF: Final = "off"

Value = str | int | bool | None
Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """All of them, each by the name of its setting. None: not set.

    ``locale``: the language of who set them last, in which the bot speaks in the channels.
    """

    zone: str
    staff_role: int | None = None
    alerts: int | None = None
    fallback: int | None = None
    directions: str | None = None
    booking_link: str | None = None
    contact: str | None = None
    emergency: str | None = None
    crisis: str | None = None
    comfort: bool = False
    locale: str | None = None

    def value(self, setting: Setting) -> Value:
        """The value of one."""
        found: Value = getattr(self, setting.value)
        return found

    def changed(self, values: Mapping[str, Any]) -> ClinicSettings:
        """The same with other values."""
        return replace(self, **values)

    def differing(self, other: ClinicSettings) -> tuple[Setting, ...]:
        """What another has otherwise."""
        return tuple(one for one in Setting if self.value(one) != other.value(one))

    def only(self, names: Iterable[str]) -> Values:
        """The values of some, by their names."""
        plain = asdict(self)
        return {name: plain[name] for name in names}


def read_setting(setting: Setting, typed: str) -> str | None:
    """What was typed for a zone or a text; None takes it out.

    Raises InvalidInput for what cannot be used, with a sentence that says why.
    """
    text = " ".join(typed.split()) if setting is not Setting.DIRECTIONS else typed.strip()
    if setting is Setting.ZONE:
        return zone(text).key
    if not text or text.casefold() == OFF:
        return None
    if len(text) > LONGEST[setting]:
        raise InvalidInput("setup.too_long", most=LONGEST[setting])
    if setting is Setting.BOOKING_LINK and not _is_address(text):
        raise InvalidInput("setup.no_address", typed=text)
    return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc and " " not in text
