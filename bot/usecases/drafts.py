"""What holds for everything that staff are shown before they save it, and can undo."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.ids import ClinicChangeId
from bot.errors import Conflict, NotFound
from bot.store import clinic_changes
from bot.store.clinic_changes import ClinicChange
from bot.store.clinics import Clinic
from bot.store.connection import Reads

# Judgement: later than that nobody remembers what they were about to save, or what was before.
SAVE_WITHIN = UNDO_WITHIN = timedelta(hours=24)


async def find_change(
    reads: Reads, clinic: Clinic | None, change_id: ClinicChangeId, subject: str
) -> ClinicChange:
    """A clinic's own change. Raises NotFound for another clinic's."""
    found = None if clinic is None else await clinic_changes.find(reads, clinic.id, change_id)
    if found is None or found.subject != subject:
        raise NotFound("button.outdated")
    return found


def check_unsaved(change: ClinicChange, now_at: datetime) -> None:
    """Raise Conflict for a draft that was saved already, or is older than a day."""
    if change.saved_at is not None:
        raise Conflict("draft.saved")
    if now_at - change.drafted_at > SAVE_WITHIN:
        raise Conflict("draft.old")


def check_undoable(change: ClinicChange, now_at: datetime) -> None:
    """Raise Conflict for a change that was undone already, or was saved more than a day ago."""
    if change.undone:
        raise Conflict("draft.undone")
    if change.saved_at is None or now_at - change.saved_at > UNDO_WITHIN:
        raise Conflict("draft.undo_too_late")
