"""The tour ticks what was really done, and nothing before."""

from __future__ import annotations

import pytest

from bot.demo.furnishing import answered
from bot.demo.stage import messages_of
from bot.demo.tour import STEPS, Tour

DAY = 86400.0


class Clara:
    """What the tour asks for, done on the simulated Discord."""

    def __init__(self, clinic):
        self.clinic = clinic
        self.env = clinic.env
        self.actor = clinic.client.actor
        self.places = {place.id: place for place in clinic.places}
        self.tour = Tour(clinic)

    async def ticked(self):
        await self.tour.look()
        return [step.id for step in STEPS if step.id in self.tour.done]

    async def offer(self):
        return answered(await self.actor.slash(self.places["clara-welcome"].channel, "start"))

    async def joins(self):
        await self.actor.click(await self.offer(), label="Agree and start")

    async def turns_posture_on(self):
        await self.actor.user.slash("posture on")

    async def presses(self, label):
        latest = messages_of(self.env, self.actor.user)[-1]
        await self.actor.user.click(latest.message, label=label)

    async def is_logged(self):
        room = self.places["rosa-staff"]
        preview = await room.viewer.slash(room.channel, "session log", client=self.actor)
        return await room.viewer.click(answered(preview), label="Save")


@pytest.fixture
def clara(clinic):
    return Clara(clinic)


async def test_at_the_beginning_nothing_is_done(clara):
    assert await clara.ticked() == []


async def test_seven_steps_each_in_a_place_there_is(clara):
    assert len(STEPS) == 7
    assert {step.place for step in STEPS} <= set(clara.places)


async def test_joining_is_done_with_the_consent_and_not_with_the_question(clara):
    offer = await clara.offer()
    assert await clara.ticked() == []

    await clara.actor.click(offer, label="Agree and start")

    assert await clara.ticked() == ["join"]


async def test_posture_is_done_when_it_is_on_and_its_answer_when_one_was_given(clara):
    await clara.joins()
    await clara.turns_posture_on()
    await clara.env.advance_time(1800)
    assert await clara.ticked() == ["join", "posture"]

    await clara.presses("Done")

    assert await clara.ticked() == ["join", "posture", "answer"]


async def test_a_session_is_done_when_it_is_saved_and_not_when_it_is_shown(clara):
    await clara.joins()
    room = clara.places["rosa-staff"]
    await room.viewer.slash(room.channel, "session log", client=clara.actor)
    assert await clara.ticked() == ["join"]

    await clara.is_logged()

    assert await clara.ticked() == ["join", "session"]


async def test_a_session_that_is_only_booked_has_not_been_logged(clara):
    await clara.joins()
    room = clara.places["rosa-staff"]
    preview = await room.viewer.slash(
        room.channel, "session book", client=clara.actor, when="tomorrow 15:00"
    )

    await room.viewer.click(answered(preview), label="Save")

    assert await clara.ticked() == ["join"]


async def test_a_session_of_somebody_who_never_agreed_is_no_joining(clara):
    await clara.is_logged()

    assert "join" not in await clara.ticked()


async def test_an_answer_after_the_session_counts_three_days_later(clara):
    await clara.joins()
    await clara.is_logged()
    await clara.env.advance_time(DAY)
    await clara.presses("Not sore")
    assert await clara.ticked() == ["join", "session"]

    await clara.env.advance_time(2 * DAY)

    assert await clara.ticked() == ["join", "session", "follow-up"]


async def test_three_days_without_an_answer_are_not_enough(clara):
    await clara.joins()
    await clara.is_logged()

    await clara.env.advance_time(4 * DAY)

    assert await clara.ticked() == ["join", "session"]


async def test_progress_counts_for_members_only(clara):
    await clara.tour.looked_back(clara.actor.id)
    assert await clara.ticked() == []

    await clara.tour.looked_back(clara.places["max-dm"].viewer.id)

    assert await clara.ticked() == ["progress"]


async def test_stopping_is_done_when_everything_has_stopped_and_earlier_ticks_stay(clara):
    await clara.joins()
    await clara.turns_posture_on()
    assert await clara.ticked() == ["join", "posture"]

    await clara.actor.user.send_dm("STOP")

    assert await clara.ticked() == ["join", "posture", "stop"]
