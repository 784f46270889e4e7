"""Time zones by name, from the pinned tzdata package alone.

Importing this module makes ``zoneinfo`` forget the system's own zone files, which are often years
old: the same name must mean the same rules on every machine. Names reach ``zoneinfo`` only after
they were found in the package's list, so nothing that was typed is ever used as a path.

It refuses to guess: ``EST`` (no summer time, although most who type it have one), ``Etc/GMT+2``
(two hours behind, although it reads as ahead) and a city that two zones share are refused.
"""

from __future__ import annotations

import difflib
import functools
import importlib.metadata
import importlib.resources
import re
import zoneinfo
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.unaccented import unaccented
from bot.errors import InvalidInput

zoneinfo.reset_tzpath(to=[])
ZoneInfo.clear_cache()

# Source: Discord shows at most 25 choices.
MOST_CHOICES = 25
# The longest name in tzdata has 32 characters; nothing much longer can be one.
_LONGEST_TYPED = 64
_SUGGESTIONS = 3
# Their rules are not what those who type them expect, or they are no place at all.
_NOT_OFFERED = re.compile(r"EST|MST|Factory|(Etc/)?GMT[+-][0-9]+")
# Elsewhere an alias's last word is too vague to stand alone: Brazil/East, Pacific/Samoa.
_REGIONS_OF_OLD_CITY_NAMES = frozenset({"Africa", "America", "Asia", "Europe"})

_COMMON = (
    "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York",
    "America/Toronto", "America/Mexico_City", "America/Bogota", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "Europe/London", "Europe/Madrid", "Europe/Paris",
    "Europe/Berlin", "Europe/Zurich", "Europe/Athens", "Europe/Istanbul", "Africa/Lagos",
    "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Shanghai",
    "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip

_MEANT_BY = {
    "est": ("America/New_York", "America/Panama"),
    "edt": ("America/New_York",),
    "cst": ("America/Chicago", "America/Mexico_City", "Asia/Shanghai"),
    "cdt": ("America/Chicago",),
    "mst": ("America/Denver", "America/Phoenix"),
    "mdt": ("America/Denver",),
    "pst": ("America/Los_Angeles",),
    "pdt": ("America/Los_Angeles",),
    "bst": ("Europe/London",),
    "cest": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "aedt": ("Australia/Sydney",),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    folded: str
    city: str
    countries: tuple[str, ...]
    is_alias: bool


def tzdata_version() -> str:
    """Return the release of the zone data in use, such as ``2026.6``."""
    return importlib.metadata.version("tzdata")


def zone(name: str) -> ZoneInfo:
    """Return the zone that was typed: its name in any case, or just its city if only one has it.

    Raises:
        InvalidInput: ``zone.unknown``, with up to three names that may have been meant.

    """
    typed = _folded(name)
    entry = _by_name().get(typed) or _only_one_in(typed)
    if entry is None:
        raise InvalidInput("zone.unknown", zone=name[:40], like=", ".join(_like(typed)))
    return ZoneInfo(entry.name)


def is_known(name: str) -> bool:
    """Whether the data in use has this zone: older data lacks some names."""
    return _folded(name) in _by_name()


def matching_zones(typed: str, limit: int = MOST_CHOICES) -> list[str]:
    """Return the zone names that fit what was typed so far, the likeliest first, at most 25."""
    limit = max(0, min(limit, MOST_CHOICES))
    words = _folded(typed)
    if not words:
        return list(_COMMON[:limit]) if not typed.strip() else []
    meant = _MEANT_BY.get(words, ())
    ranked = sorted((key, entry.name) for entry in _entries() if (key := _rank(entry, words)))
    found = [name for _, name in ranked if name not in meant]
    return [*meant, *found][:limit]


def _rank(entry: _Entry, typed: str) -> tuple[bool, int, bool] | None:
    """Order current names before old ones, a city's start before other matches, big before small.

    None means no match.
    """
    if typed in (entry.folded, entry.city):
        fit = 0
    elif entry.city.startswith(typed):
        fit = 1
    elif any(country.startswith(typed) for country in entry.countries):
        fit = 2
    elif entry.folded.startswith(typed):
        fit = 3
    elif typed in entry.folded:
        fit = 4
    else:
        return None
    return entry.is_alias and typed != entry.folded, fit, entry.name not in _COMMON


def _only_one_in(city: str) -> _Entry | None:
    places = [e for e in _entries() if e.city == city and e.name.count("/") == 1]
    current = [e for e in places if not e.is_alias]
    if not current:
        current = [e for e in places if e.name.split("/")[0] in _REGIONS_OF_OLD_CITY_NAMES]
    return current[0] if len(current) == 1 else None


def _like(typed: str) -> list[str]:
    if not typed:
        return []
    if found := list(_MEANT_BY.get(typed, ())) or matching_zones(typed, _SUGGESTIONS):
        return found
    cities = {entry.city: entry.name for entry in _entries() if not entry.is_alias}
    close = difflib.get_close_matches(typed.rpartition("/")[2], cities, n=_SUGGESTIONS, cutoff=0.7)
    return [cities[city] for city in close]


def _folded(text: str) -> str:
    """Reduce a name to what people type of it; empty if it is too long to be a name."""
    if len(text) > _LONGEST_TYPED:
        return ""
    spaced = re.sub(r"[\s_-]+", " ", unaccented(text)).strip()
    return re.sub(r" ?/ ?", "/", spaced)


@functools.cache
def _by_name() -> dict[str, _Entry]:
    return {entry.folded: entry for entry in _entries()}


@functools.cache
def _entries() -> tuple[_Entry, ...]:
    """Return every zone on offer: those that zone.tab names for a country, then the others."""
    countries = _countries_by_zone()
    names = sorted(n for n in zoneinfo.available_timezones() if not _NOT_OFFERED.fullmatch(n))
    entries = [
        _Entry(
            name=name,
            folded=_folded(name),
            city=_folded(name.split("/")[-1]),
            countries=countries.get(name, ()),
            is_alias=name not in countries,
        )
        for name in names
    ]
    return tuple(sorted(entries, key=lambda entry: entry.is_alias))


def _countries_by_zone() -> dict[str, tuple[str, ...]]:
    country_of = {code: _folded(name) for code, name in _rows("iso3166.tab")}
    return {name: (country_of[code],) for code, _, name, *_ in _rows("zone.tab")}


def _rows(table: str) -> list[list[str]]:
    text = importlib.resources.files("tzdata").joinpath("zoneinfo", table).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
