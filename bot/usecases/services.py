"""What every feature may use, put together once by the app."""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.drawing import Drawing
from bot.clock import Clock
from bot.content.library import Library
from bot.domain.member import Settings
from bot.kinds.registry import Kinds
from bot.store.connection import Store
from bot.texts.catalogue import Catalogue
from bot.usecases.delivering import Delivering


@dataclass(frozen=True, slots=True)
class Operator:
    """What the operator set for every clinic that sets nothing itself."""

    settings: Settings
    minimum_age: int
    emergency_text: str | None = None
    crisis_text: str | None = None
    contact: str | None = None
    privacy_link: str | None = None


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
