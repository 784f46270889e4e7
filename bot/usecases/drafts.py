"""What holds for everything that staff are shown before they save it, and can undo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import ClinicChangeId
from bot.errors import Conflict, NotFound
from bot.store import clinic_changes
from bot.store.clinic_changes import ClinicChange, Plain
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Tx

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


@dataclass(frozen=True, slots=True)
class Turn:
    """A change on its way into force, or back: what has to be set now, and what it ``puts``.

    ``too_late`` is the refusal if something else is set, ``mark`` notes that it is done.
    """

    replaces: Plain
    puts: Plain
    too_late: Conflict
    mark: Callable[[Tx, ClinicChangeId, datetime], Awaitable[bool]]


#: ``saving`` or ``undoing``.
Way = Callable[[ClinicChange, datetime], Turn]


def saving(change: ClinicChange, now_at: datetime) -> Turn:
    """Into force. Raises as ``check_unsaved``."""
    check_unsaved(change, now_at)
    too_late = Conflict("draft.changed_meanwhile")
    return Turn(change.before, change.after, too_late, clinic_changes.mark_saved)


def undoing(change: ClinicChange, now_at: datetime) -> Turn:
    """Back. Raises Conflict for what was undone already, or was saved more than a day ago."""
    if change.undone:
        raise Conflict("draft.undone")
    if change.saved_at is None or now_at - change.saved_at > UNDO_WITHIN:
        raise Conflict("draft.undo_too_late")
    too_late = Conflict("draft.undo_too_late")
    return Turn(change.after, change.before, too_late, clinic_changes.mark_undone)
