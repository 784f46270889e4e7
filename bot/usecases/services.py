"""What every feature may use, put together once by the app."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.charts.drawing import Drawing
from bot.clock import Clock
from bot.content.library import Library
from bot.domain.member import Settings
from bot.kinds.registry import Kinds
from bot.store.connection import Store
from bot.texts.catalogue import Catalogue
from bot.usecases.delivering import Delivering
from bot.usecases.retention import Retention


@dataclass(frozen=True, slots=True)
class Operator:
    """What the operator set for every clinic that sets nothing itself."""

    settings: Settings
    minimum_age: int
    emergency_text: str | None = None
    crisis_text: str | None = None
    contact: str | None = None
    privacy_link: str | None = None
    #: How many daily backups are kept: so many days what was erased may still be in one.
    backups_kept: int = 14
    retention: Retention = field(default_factory=Retention)


@dataclass(frozen=True, slots=True)
class Services:
    """The house's rooms, for the cogs."""

    store: Store
    clock: Clock
    kinds: Kinds
    catalogue: Catalogue
    library: Library
    delivering: Delivering
    drawing: Drawing
    operator: Operator
