"""What happened: every message stored, every request, every identify, sync and opened DM.

It only ever grows (a deleted message is marked), so a test can ask what was stored and how often.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from tests.loopback.rates import count_by, peak_per_s

Json = dict[str, Any]
EPHEMERAL, LOADING = 1 << 6, 1 << 7


@dataclass(slots=True)
class Stored:
    """A message. ``source`` is rest, interaction or user; ``resends`` counts answers by nonce."""

    id: str
    channel: str
    user: str
    wire: Json
    source: str
    stored_at: float
    nonce: str | None = None
    interaction: str | None = None
    edits: int = 0
    resends: int = 0
    deleted: bool = False

    @property
    def in_history(self) -> bool:
        """Whether a reader of the channel gets to see it."""
        return not self.deleted and not self.wire["flags"] & EPHEMERAL

    def as_json(self) -> Json:
        """Return it flat: the wire payload and what only the ledger knows."""
        known = {name: value for name, value in asdict(self).items() if name != "wire"}
        return {**self.wire, **known, "in_history": self.in_history}


@dataclass(slots=True)
class Arrival:
    """A request, with the monotonic time of its arrival; no status when its connection was cut."""

    at: float
    route: str
    path: str
    counted: bool
    status: int | None = None
    fault: str | None = None


@dataclass(slots=True)
class Ledger:
    """Everything since the start, or the last reset."""

    messages: dict[str, Stored] = field(default_factory=dict)
    requests: list[Arrival] = field(default_factory=list)
    identifies: list[Json] = field(default_factory=list)
    resumes: list[Json] = field(default_factory=list)
    syncs: list[list[Json]] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)
    unknown_routes: list[str] = field(default_factory=list)
    _by_nonce: dict[str, str] = field(default_factory=dict)

    def keep(self, message: Stored) -> None:
        """Store a message, and remember it by its nonce."""
        self.messages[message.id] = message
        if message.nonce:
            self._by_nonce[message.nonce] = message.id

    def sent_with(self, nonce: str, *, now: float, window_s: float) -> Stored | None:
        """Return the bot's message with this nonce, in whichever channel, within the window."""
        message = self.messages.get(self._by_nonce.get(nonce, ""))
        return message if message and now - message.stored_at < window_s else None

    def history(self, channel: str) -> list[Stored]:
        """Return a channel's visible messages, oldest first."""
        return [m for m in self.messages.values() if m.channel == channel and m.in_history]

    def counts(self) -> Json:
        """Return the numbers that tests ask for most."""
        sent = [m for m in self.messages.values() if m.source == "rest"]
        return {
            "requests": count_by([r.route for r in self.requests]),
            "status": count_by([str(r.status) for r in self.requests]),
            "faults": count_by([r.fault for r in self.requests if r.fault]),
            "peak_per_s": peak_per_s([r.at for r in self.requests if r.counted]),
            "messages": len(sent),
            "nonces": len({m.nonce for m in sent if m.nonce}),
            "identifies": len(self.identifies),
            "resumes": len(self.resumes),
            "syncs": len(self.syncs),
            "opens": len(self.opens),
            "unknown_routes": len(self.unknown_routes),
        }

    def as_json(self, part: str) -> Any:
        """Return one part by its name. Raises KeyError for a name it does not have."""
        plain = {
            "identifies": self.identifies,
            "resumes": self.resumes,
            "syncs": self.syncs,
            "opens": self.opens,
            "unknown_routes": self.unknown_routes,
        }
        if part == "counts":
            return self.counts()
        if part == "messages":
            return [message.as_json() for message in self.messages.values()]
        if part == "requests":
            return [asdict(arrival) for arrival in self.requests]
        return plain[part]
