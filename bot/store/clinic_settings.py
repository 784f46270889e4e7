"""Queries about what managers set for their clinic."""

from __future__ import annotations

from bot.domain.clinic_settings import ClinicSettings
from bot.domain.ids import ClinicId
from bot.store.clinics import Clinic
from bot.store.connection import Tx


def settings_of(clinic: Clinic) -> ClinicSettings:
    """A clinic's settings, as its row has them."""
    return ClinicSettings(
        zone=clinic.zone,
        staff_role=clinic.staff_role_id,
        alerts=clinic.alerts_channel_id,
        fallback=clinic.fallback_channel_id,
        directions=clinic.directions,
        booking_link=clinic.booking_link,
        contact=clinic.contact_text,
        emergency=clinic.emergency_text,
        crisis=clinic.crisis_text,
        comfort=clinic.comfort,
        locale=clinic.locale,
    )


# A thread lies in the channel it was made in: in another channel members get others.
FORGET_THREADS = """
UPDATE membership SET thread_id = NULL WHERE clinic_id = ?1 AND thread_id IS NOT NULL
    AND (SELECT fallback_channel_id FROM clinic WHERE id = ?1) IS NOT ?2"""
SET = """
UPDATE clinic SET zone = ?, staff_role_id = ?, alerts_channel_id = ?, fallback_channel_id = ?,
    directions = ?, booking_link = ?, contact_text = ?, emergency_text = ?, crisis_text = ?,
    comfort = ?, locale = ?
WHERE id = ?"""


async def set_settings(tx: Tx, clinic_id: ClinicId, settings: ClinicSettings) -> None:
    """Write all of a clinic's settings."""
    await tx.run(FORGET_THREADS, (clinic_id, settings.fallback))
    columns = (
        settings.zone,
        settings.staff_role,
        settings.alerts,
        settings.fallback,
        settings.directions,
        settings.booking_link,
        settings.contact,
        settings.emergency,
        settings.crisis,
        settings.comfort,
        settings.locale,
        clinic_id,
    )
    await tx.run(SET, columns)
