"""The check that nothing private is logged, shown by logging what is."""

from __future__ import annotations

import logging

import pytest

from tests.behaviour.overheard import overhear, private_in, told_of
from tests.behaviour.tension_world import WHERE

log = logging.getLogger("bot.usecases.careless")
other_log = logging.getLogger("somebody.elses")


@pytest.fixture(autouse=True)
def nothing_private_is_logged():
    """Here it is, on purpose."""


@pytest.fixture
async def private(clinic):
    """What Mia has told the bot, in every way there is."""
    mia = await clinic.member("mia_berger", zone="Europe/Berlin")
    await mia.slash("remind", what="Knee exercises", when="tomorrow 9")
    await mia.types("my back is sore")
    shown = await mia.slash("tension now")
    shown = await mia.press("7", shown)
    shown = await mia.press("3", shown)
    await mia.choose(WHERE, ["Jaw"], shown)
    shown = await mia.slash("settings")
    await mia.press("Quiet hours", shown)
    await mia.fill({"value": " 22:30-06:15 "})
    return private_in(clinic.env.backend.transcript), mia


async def test_everything_a_person_tells_in_any_way_is_looked_for(private):
    found, mia = private

    assert found >= {
        "mia_berger",
        str(mia.id),
        "Loose Shoulders",
        "Europe/Berlin",
        "Knee exercises",
        "tomorrow 9",
        "my back is sore",
        "t7",
        "s3",
        "jaw",
        "22:30-06:15",
    }


async def test_a_log_that_tells_it_is_caught_in_both_layouts(private):
    told = ["mia_berger", "Knee exercises", "knee EXERCISES", "sore: my back is sore", "t7", "jaw"]
    with overhear() as lines:
        for said in told:
            log.warning(f"careless about {said}, as it were")
            log.debug("delivery.sent", extra={"why": said})
            other_log.warning("Loose Shoulders sent %s", said)

    assert len(lines) == len(told) * 3 * 2
    assert told_of(private[0], lines) == lines


async def test_a_persons_id_is_caught_and_a_rows_number_is_not(private):
    found, mia = private
    with overhear() as lines:
        log.debug("delivery.sent", extra={"member": 7, "occurrence": 3, "retry_after_s": 2.5})
    assert told_of(found, lines) == []

    with overhear() as lines:
        log.debug("delivery.sent", extra={"member": mia.id})

    assert len(told_of(found, lines)) == 2


async def test_a_number_that_nobody_vouched_for_is_caught(private):
    with overhear() as lines:
        log.info("checkin.kept", extra={"member": 7, "first": 7})

    assert len(told_of(private[0], lines)) == 1


async def test_a_text_is_caught_however_a_log_escapes_it(clinic):
    mia = await clinic.member()
    await mia.types('call "Bo"\nand Al')
    private = private_in(clinic.env.backend.transcript)

    with overhear() as lines:
        log.info("text.heard", extra={"why": 'call "Bo"\nand Al'})
        fail('call "Bo"\nand Al')
        fail(repr('call "Bo"\nand Al'))

    assert len(lines) == 6
    assert told_of(private, lines) == lines


async def test_the_ids_of_servers_and_channels_are_caught_too(clinic, private):
    with overhear() as lines:
        log.info("clinic.joined", extra={"clinic": clinic.guild.id})
        log.info("message.seen", extra={"why": str(clinic.channel.id)})

    assert told_of(private[0], lines) == lines


async def test_a_score_is_caught_where_no_number_is_expected(private):
    with overhear() as lines:
        log.info("checkin.kept", extra={"why": "7"})
        log.info("scored 7")
        fail("no such score: 7")

    assert len(told_of(private[0], lines)) == 3


def fail(said: str) -> None:
    """Log an exception that says so."""
    log.error("press.failed", exc_info=ValueError(said))


async def test_words_that_only_begin_alike_and_what_no_log_gets_are_not_caught(private):
    with overhear() as lines:
        log.info("jawbone.t71", extra={"why": "knee exercise"})
        other_log.info("my back is sore")

    assert told_of(private[0], lines) == []


async def test_a_long_text_that_was_cut_is_caught(clinic):
    mia = await clinic.member()
    text = "every morning " * 40
    await mia.types(text)

    with overhear() as lines:
        log.info("text.heard", extra={"why": text})

    assert "…" in lines[0]
    assert len(told_of(private_in(clinic.env.backend.transcript), lines)) == 2


def test_listening_ends_and_leaves_the_levels_as_they_were():
    before = log.parent.level, logging.getLogger().handlers[:]
    with overhear() as lines:
        pass

    log.error("late")

    assert lines == []
    assert (log.parent.level, logging.getLogger().handlers) == before
