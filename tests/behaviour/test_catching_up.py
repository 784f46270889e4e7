"""STOP typed while the bot was away holds before the next message."""

from __future__ import annotations

from tests.behaviour.world import build_app


async def type_while_away(clinic, someone, text):
    """Store a message without telling the bot, as when no session was open."""
    emit = clinic.env.backend.emit
    clinic.env.backend.emit = lambda *_args, **_kwargs: None
    try:
        await someone.types(text)
    finally:
        clinic.env.backend.emit = emit


async def test_a_stop_typed_while_nobody_listened_holds_before_the_next_message(clinic, sim_clock):
    await clinic.travel_to("2026-01-05 08:30")
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    await clinic.pass_time(minutes=1)
    await type_while_away(clinic, mia, "Stop!")
    await clinic.restart(build_app(clinic.store, sim_clock))

    await clinic.travel_to("2026-01-05 10:30")

    assert [shown.body.splitlines()[0] for shown in mia.inbox] == [
        "Welcome",
        "You've stopped everything.",
    ]


async def test_a_stop_typed_while_the_session_is_away_holds_before_it_is_back(clinic):
    await clinic.travel_to("2026-01-05 08:30")
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    clinic.app.client.dispatch("disconnect")
    await clinic.pass_time(minutes=1)
    await type_while_away(clinic, mia, "Stop!")

    await clinic.travel_to("2026-01-05 09:30")

    assert [shown.body.splitlines()[0] for shown in mia.inbox] == [
        "Welcome",
        "You've stopped everything.",
    ]


async def test_once_the_session_goes_on_nothing_is_read_any_more(clinic):
    await clinic.travel_to("2026-01-05 08:30")
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    clinic.app.client.dispatch("disconnect")
    await clinic.travel_to("2026-01-05 09:30")
    clinic.app.client.dispatch("resumed")
    asked_before = len(clinic.env.http_requests)

    await clinic.travel_to("2026-01-05 12:30")

    assert mia.inbox_local_times[1:] == ["09:00", "10:00", "11:00", "12:00"]
    assert [r for r in clinic.env.http_requests[asked_before:] if r.method == "GET"] == []


async def test_other_words_typed_meanwhile_change_nothing_and_are_read_once(clinic, sim_clock):
    await clinic.travel_to("2026-01-05 08:30")
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    await clinic.pass_time(minutes=1)
    await type_while_away(clinic, mia, "please don't stop")
    await clinic.restart(build_app(clinic.store, sim_clock))
    asked_before = len(clinic.env.http_requests)

    await clinic.travel_to("2026-01-05 12:30")

    assert mia.inbox_local_times[1:] == ["09:00", "10:00", "11:00", "12:00"]
    reads = [r for r in clinic.env.http_requests[asked_before:] if r.method == "GET"]
    assert len(reads) == 1
