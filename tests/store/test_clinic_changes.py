"""What managers set, what they prepare, and what was before."""

from __future__ import annotations

from bot.domain.clinic_settings import ClinicSettings
from bot.domain.ids import ClinicChangeId, ClinicId, DiscordGuildId, DiscordUserId
from bot.store import clinic_changes, clinics
from bot.store.connection import Store
from tests.store.builders import NOW_AT, add_client, add_clinic, minutes

PAT = DiscordUserId(91)
ALL = ClinicSettings(
    zone="America/New_York",
    staff_role=1,
    alerts=2,
    fallback=3,
    directions="Ring twice",
    booking_link="https://book.example",
    contact="020 7946 0000",
    emergency="112",
    crisis="116 123",
    comfort=True,
    locale="fr",
)


async def settings(store: Store) -> ClinicSettings:
    found = await clinics.find(store.reads, DiscordGuildId(5001))
    assert found is not None
    return found.settings


async def put(store: Store, clinic: ClinicId, wanted: ClinicSettings) -> None:
    async with store.write() as tx:
        await clinics.set_settings(tx, clinic, wanted)


async def draft(store: Store, clinic: ClinicId, subject: str = "setup") -> ClinicChangeId:
    async with store.write() as tx:
        return await clinic_changes.draft(
            tx,
            clinic,
            PAT,
            subject,
            before={"emergency": None},
            after={"emergency": "112"},
            now_at=NOW_AT,
        )


async def save(store: Store, change: ClinicChangeId) -> bool:
    async with store.write() as tx:
        return await clinic_changes.mark_saved(tx, change, NOW_AT + minutes(1))


async def test_a_new_clinic_has_its_zone_and_nothing_else(store: Store) -> None:
    await add_clinic(store)

    assert await settings(store) == ClinicSettings(zone="Europe/Berlin")


async def test_all_settings_come_back_as_they_were_written(store: Store) -> None:
    clinic = await add_clinic(store)

    await put(store, clinic, ALL)

    assert await settings(store) == ALL


async def test_another_fallback_channel_forgets_the_threads_and_the_same_keeps_them(
    store: Store,
) -> None:
    clinic = await add_clinic(store)
    await add_client(store)
    await put(store, clinic, ALL)
    async with store.write() as tx:
        await tx.run("UPDATE membership SET thread_id = 99")

    await put(store, clinic, ALL.changed({"zone": "Europe/Paris"}))
    assert [r["thread_id"] for r in await store.reads.rows("SELECT * FROM membership")] == [99]
    await put(store, clinic, ALL.changed({"fallback": 4}))

    assert [r["thread_id"] for r in await store.reads.rows("SELECT * FROM membership")] == [None]


async def test_a_draft_is_kept_as_it_was_shown(store: Store) -> None:
    clinic = await add_clinic(store)

    found = await clinic_changes.find(store.reads, clinic, await draft(store, clinic))

    assert found is not None
    assert (found.staff_id, found.subject, found.drafted_at) == (PAT, "setup", NOW_AT)
    assert (found.before, found.after) == ({"emergency": None}, {"emergency": "112"})
    assert (found.saved_at, found.undone, found.latest) == (None, False, True)


async def test_another_clinics_draft_is_not_found(store: Store) -> None:
    clinic, other = await add_clinic(store), await add_clinic(store, 2)

    assert await clinic_changes.find(store.reads, other, await draft(store, clinic)) is None


async def test_a_draft_is_saved_once_and_undone_once_and_only_after(store: Store) -> None:
    clinic = await add_clinic(store)
    change = await draft(store, clinic)
    async with store.write() as tx:
        assert not await clinic_changes.mark_undone(tx, change, NOW_AT)

    assert await save(store, change)
    assert not await save(store, change)
    async with store.write() as tx:
        assert await clinic_changes.mark_undone(tx, change, NOW_AT)
        assert not await clinic_changes.mark_undone(tx, change, NOW_AT)


async def test_only_what_was_saved_later_of_the_same_subject_makes_a_change_older(
    store: Store,
) -> None:
    clinic = await add_clinic(store)
    first, second = await draft(store, clinic), await draft(store, clinic)
    weekly = await draft(store, clinic, "weekly")
    await save(store, first)
    await save(store, weekly)
    found = await clinic_changes.find(store.reads, clinic, first)
    assert found is not None
    assert found.latest

    await save(store, second)

    found = await clinic_changes.find(store.reads, clinic, first)
    assert found is not None
    assert not found.latest
