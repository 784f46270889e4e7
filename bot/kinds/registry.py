"""The kinds the engine knows, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.errors import Bug
from bot.kinds.kind import Kind
from bot.kinds.timed import Timed


class Kinds:
    """A set of kinds. The engine asks it and knows none by itself."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._by_name = {kind.name: kind for kind in kinds}

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Kind:
        if name not in self._by_name:
            raise Bug(f"no kind is called {name!r}")
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @property
    def names(self) -> tuple[str, ...]:
        """Every kind's name."""
        return tuple(self._by_name)

    def lane(self, name: str) -> int:
        """The lane of a kind."""
        return self[name].policy.lane

    @property
    def timed(self) -> tuple[Timed, ...]:
        """The check-ins at times of day that their member names."""
        return tuple(kind for kind in self if isinstance(kind, Timed))

    @property
    def counting(self) -> tuple[str, ...]:
        """The kinds that take a place in the daily limit."""
        return tuple(kind.name for kind in self if kind.policy.counts)

    @property
    def reserving(self) -> tuple[str, ...]:
        """The kinds for which the day's places are kept beforehand."""
        return tuple(kind.name for kind in self if kind.policy.reserves)
