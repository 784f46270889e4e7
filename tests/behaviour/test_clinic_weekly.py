"""/clinic weekly: one benefit card a week, by the clinic's clock, never the same twice in a row."""

from __future__ import annotations

import itertools

from tests.behaviour.public import only_refusals
from tests.behaviour.staff_world import posts, private, set_up
from tests.behaviour.world import build_app

MONDAY = "2026-01-05"


def local_times(clinic, channel):
    return [clinic.local(one.sent_at) for one in posts(channel)]


def titles(channel):
    return [one.content.removeprefix("This week's card: ") for one in posts(channel)]


async def save(person, **options):
    draft = await person.slash("clinic weekly", **options)
    return await person.press("Save", draft)


async def test_a_card_comes_every_week_and_never_the_same_twice_in_a_row(clinic, staff):
    hall = clinic.guild.create_text_channel("hall")
    draft = await staff.ada.slash("clinic weekly", channel=hall)
    assert f"goes to <#{hall.id}>, on Monday at 10:00 (Europe/Berlin)." in draft.text
    assert "Next: Mon 5 Jan, 10:00 · Mon 12 Jan, 10:00 · Mon 19 Jan, 10:00" in draft.text
    await clinic.travel_to(f"{MONDAY} 09:00")
    await staff.ada.press("Save", draft)

    await clinic.travel_to("2026-02-15 12:00")

    assert local_times(clinic, hall) == [
        f"2026-{day} 10:00" for day in ("01-05", "01-12", "01-19", "01-26", "02-02", "02-09")
    ]
    shown = titles(hall)
    assert all(one != following for one, following in itertools.pairwise(shown))
    assert len(set(shown)) > 1


async def test_after_the_clinic_went_west_the_times_shown_are_those_that_come(clinic, staff):
    await save(staff.ada)
    await clinic.travel_to(f"{MONDAY} 10:30")
    await set_up(clinic, staff.boss, zone="New York")

    shown = await staff.ada.slash("clinic weekly")
    await clinic.travel_to("2026-01-13 12:00")

    # Its 10:00 of this Monday was in Berlin.
    assert "Next: Mon 12 Jan, 10:00 · Mon 19 Jan" in shown.text
    assert local_times(clinic, clinic.channel) == [f"{MONDAY} 10:00", "2026-01-12 16:00"]


async def test_nothing_is_posted_before_it_is_saved(clinic, staff):
    hall = clinic.guild.create_text_channel("hall")
    await staff.ada.slash("clinic weekly", channel=hall)

    await clinic.travel_to("2026-01-20 12:00")

    assert posts(hall) == []


async def test_the_day_and_time_are_changed_before_saving_and_later(clinic, staff):
    draft = await staff.ada.slash("clinic weekly")
    await staff.ada.press("Change", draft)
    changed = await staff.ada.fill({"weekly_day": ["2"], "at": "8.15"})
    assert "on Wednesday at 08:15" in changed.text
    await staff.ada.press("Save", changed)
    await clinic.travel_to("2026-01-08 12:00")
    again = await save(staff.ben, day=4)

    assert "on Friday at 08:15" in again.text
    await clinic.travel_to("2026-01-10 12:00")
    assert local_times(clinic, clinic.channel) == ["2026-01-07 08:15", "2026-01-09 08:15"]


async def test_off_ends_it_and_undo_brings_it_back(clinic, staff):
    await save(staff.ada, day=1)
    shown = await staff.ada.slash("clinic weekly")
    assert shown.buttons == ["Change", "Turn off"]

    off = await save(staff.ada, off=True)
    assert "No weekly card is sent." in off.text
    back = await staff.ada.press("Undo", off)
    assert "on Tuesday at 10:00" in back.text
    await clinic.travel_to("2026-01-06 12:00")

    assert local_times(clinic, clinic.channel) == ["2026-01-06 10:00"]


async def test_after_off_nothing_comes(clinic, staff):
    await save(staff.ada)
    shown = await staff.ada.slash("clinic weekly")
    draft = await staff.ada.press("Turn off", shown)
    await staff.ada.press("Save", draft)

    await clinic.travel_to("2026-01-20 12:00")

    assert posts(clinic.channel) == []


async def test_the_clinics_new_zone_moves_the_card(clinic, staff):
    await save(staff.ada)

    await set_up(clinic, staff.boss, zone="New York")
    await clinic.travel_to("2026-01-06 00:00")

    assert local_times(clinic, clinic.channel) == ["2026-01-05 16:00"]


async def test_read_more_shows_the_whole_card_to_whoever_presses(clinic, staff):
    await save(staff.ada)
    await clinic.travel_to(f"{MONDAY} 10:01")
    (card,) = posts(clinic.channel)
    tom = clinic.person("tom")

    shown = await tom.press("Read more", card)
    signs = await tom.press("Warning signs", card)

    assert tom.last.ephemeral
    assert titles(clinic.channel)[0] in shown.text
    assert "What studies found" in shown.text
    assert "Stop and get help" in signs.text
    assert card.buttons == ["Read more", "Warning signs"]


async def test_read_more_still_shows_a_card_after_its_record_was_cleared_away(clinic, staff):
    await save(staff.ada)
    await clinic.travel_to(f"{MONDAY} 10:01")
    (card,) = posts(clinic.channel)
    async with clinic.store.write() as tx:
        await tx.run("DELETE FROM schedule")

    shown = await clinic.person("tom").press("Read more", card)

    assert "What studies found" in shown.text


async def test_a_week_missed_in_an_outage_is_not_made_up_for(clinic, staff, sim_clock):
    await save(staff.ada)
    await clinic.travel_to(f"{MONDAY} 09:00")
    await clinic.app.engine.stop()
    await clinic.travel_to("2026-01-13 12:00")
    await clinic.restart(build_app(clinic.store, sim_clock))
    await clinic.travel_to("2026-01-20 12:00")

    assert local_times(clinic, clinic.channel) == ["2026-01-19 10:00"]


async def test_only_staff_may_and_only_where_the_bot_may_write(clinic, staff):
    tom = clinic.person("tom")
    mute = private(clinic, "office", staff.ada, send_messages=False)
    draft = await staff.ada.slash("clinic weekly")
    staff.fire(staff.ada)

    assert "staff" in (await tom.slash("clinic weekly")).text
    assert "staff" in (await staff.boss.slash("clinic weekly", off=True)).text
    assert "staff" in (await staff.ada.press("Save", draft)).text
    ben = private(clinic, "desk", staff.ben, send_messages=False)
    assert "Send Messages" in (await staff.ben.slash("clinic weekly", channel=ben)).text
    assert posts(mute) == []
    only_refusals(clinic.env)


async def test_a_time_that_is_none_is_refused_in_words(clinic, staff):
    refused = await staff.ada.slash("clinic weekly", time="soon")

    assert "as a time" in refused.text
    only_refusals(clinic.env)
