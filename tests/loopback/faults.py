"""Faults on demand: which request goes wrong, how, and how often.

It decides and counts; the server carries it out. The dice are seeded, so a run can be repeated.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from typing import Any

GATEWAY = "GATEWAY"
# Status and text that come with a code. Source: Discord's JSON error codes; 403 for 40003 and
# 50278 as reported in discord/discord-api-docs #8238 and discord-advertisement-framework #82.
ERRORS: dict[int, tuple[int, str]] = {
    10003: (404, "Unknown Channel"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    20026: (403, "This bot has been flagged by our anti-spam system"),
    40003: (403, "You are opening direct messages too fast"),
    50001: (403, "Missing Access"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50033: (400, "Invalid Recipient(s)"),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    130000: (503, "API resource is currently overloaded. Try again a little later"),
}
KINDS = ("lost", "reset", "status", "rate", "error", "outage")


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong.

    lost: processed, then the connection closes without an answer. reset: cut before anything
    happens. status: a bare HTTP ``status``, after processing if ``after``. rate: a 429.
    error: Discord's ``code``. outage: the gateway and every route are reset.
    An empty ``route``, ``user`` or ``channel`` matches every one.
    """

    kind: str
    route: str = ""
    user: str = ""
    channel: str = ""
    count: int | None = None
    probability: float = 1.0
    for_s: float | None = None
    seed: int = 0
    after: bool = False
    status: int = 500
    code: int = 0
    retry_after_s: float = 0.2
    is_global: bool = False
    hits: int = 0
    since: float = 0.0
    dice: random.Random = field(default_factory=random.Random, repr=False)

    def matches(self, route: str, user: str, channel: str, now: float) -> bool:
        """Tell whether this fault may fall on such a request at ``now`` (monotonic)."""
        if self.count is not None and self.hits >= self.count:
            return False
        if self.for_s is not None and now - self.since >= self.for_s:
            return False
        if self.route != route and (self.route or (route == GATEWAY and self.kind != "outage")):
            return False
        return self.user in ("", user) and self.channel in ("", channel)

    @property
    def processes(self) -> bool:
        """Whether the request takes effect before it goes wrong."""
        return self.kind == "lost" or (self.kind == "status" and self.after)

    def as_json(self) -> dict[str, Any]:
        """Return the fault and how often it has fallen."""
        return {name: value for name, value in asdict(self).items() if name != "dice"}


class Faults:
    """The faults in force, the first that matches and falls wins."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, given: dict[str, Any], *, now: float) -> Fault:
        """Put a fault in force. Raises ValueError for a kind or a code nobody knows."""
        fault = Fault(**given, since=now)
        if fault.kind not in KINDS or (fault.kind == "error" and fault.code not in ERRORS):
            raise ValueError(f"no such fault: {given}")
        fault.dice = random.Random(fault.seed)
        self.active.append(fault)
        return fault

    def pick(self, route: str, user: str, channel: str, *, now: float) -> Fault | None:
        """Return the fault that falls on this request and count it, or None."""
        for fault in self.active:
            if fault.matches(route, user, channel, now) and fault.dice.random() < fault.probability:
                fault.hits += 1
                return fault
        return None
