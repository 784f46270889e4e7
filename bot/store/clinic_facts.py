"""What each clinic set, read from a file that a running bot may have open. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.store.backup import reading

SET = """
SELECT discord_id, emergency_text, crisis_text, alerts_channel_id, fallback_channel_id,
    (SELECT wish ->> 'channel' FROM schedule
     WHERE clinic_id = clinic.id AND kind = 'weekly' AND status = 'active')
FROM clinic ORDER BY id"""


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """One clinic's server, which numbers it set for its members, and its channels by their use."""

    discord_id: int
    emergency: bool
    crisis: bool
    channels: Mapping[str, int]


def clinic_facts(database: Path, key: bytes | None) -> list[ClinicFacts]:
    """Every clinic of a database. Raises StoreError for one that cannot be read."""
    with reading(database, key) as opened:
        rows = opened.execute(SET).fetchall()
    return [
        ClinicFacts(
            discord_id,
            emergency is not None,
            crisis is not None,
            {
                use: channel
                for use, channel in zip(("alerts", "fallback", "weekly"), channels, strict=True)
                if channel is not None
            },
        )
        for discord_id, emergency, crisis, *channels in rows
    ]
