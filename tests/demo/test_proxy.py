"""What is done in the frame takes its turn, and if it fails, the page says so."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.demo.play import REFUSED, TOO_SLOW


class Frame:
    """The preview's own page, as its script speaks with the server."""

    def __init__(self, page, shown):
        self.page = page
        self.shown = shown
        self.sequence = 0

    async def does(self, kind, *, revision=None, **what):
        self.sequence += 1
        shown = self.shown
        body = {
            "protocol_version": 3,
            "sequence": self.sequence,
            "request_id": f"r{self.sequence}",
            "generation": shown["context"]["generation"],
            "bot_generation": shown["botGeneration"],
            "published_revision": shown["publishedRevision"] if revision is None else revision,
            "kind": kind,
            **what,
        }
        async with self.page.session.post(
            f"{self.page.address}discord/api/action",
            json=body,
            headers={"X-Simcord-Context": shown["context"]["id"]},
        ) as answer:
            return await answer.json()

    async def status(self):
        """Whether what is shown is what there is."""
        context = {"X-Simcord-Context": self.shown["context"]["id"]}
        return json.loads((await self.page.get("discord/api/state", **context))[1])["status"]

    async def runs(self, name):
        return await self.does("run_command", options={}, **await self._command(name))

    async def completes(self, name, option):
        """Ask what may be typed for an option."""
        command = await self._command(name)
        return await self.does(
            "autocomplete_command", focused=option, value="", options={}, **command
        )

    async def _command(self, name):
        context = {"X-Simcord-Context": self.shown["context"]["id"]}
        _, catalog = await self.page.get("discord/api/commands", **context)
        entries = json.loads(catalog)["entries"]
        entry = next(one for one in entries if one["invocation"] == name)
        return {
            "command_id": entry["commandId"],
            "path": entry["path"],
            "schema_fingerprint": entry["schemaFingerprint"],
        }


@pytest.fixture
def opens(page, play):
    async def opened(place):
        await play.open(place)
        _, shown = await page.post("discord/api/pages", {})
        return Frame(page, shown)

    return opened


async def test_what_is_typed_in_the_frame_arrives(opens, clinic):
    frame = await opens("clara-dm")

    done = await frame.does("send_message", content="hello")

    assert done["settlement"] == "settled"
    assert clinic.client.actor.user.dm_channel.history()[0].content == "hello"


async def test_what_is_pressed_just_when_something_new_is_shown_is_done_all_the_same(opens, clinic):
    frame = await opens("clara-dm")

    done = await frame.does(
        "send_message", revision=frame.shown["publishedRevision"] - 1, content="hi"
    )

    assert (done["rejected"], done["settlement"]) == (False, "settled")
    assert len([m for m in clinic.client.actor.user.dm_channel.history() if m.content == "hi"]) == 1


async def test_what_is_refused_for_another_reason_is_not_tried_again_nor_called_a_failure(
    opens, play
):
    frame = await opens("clara-dm")

    refused = await frame.does("send_message", content="")

    assert refused["rejected"]
    assert (await play.state())["notice"]["text"] == ""


async def test_a_refusal_in_words_is_an_answer_and_no_failure(opens, play):
    frame = await opens("clara-dm")

    done = await frame.runs("posture on")

    assert done["settlement"] == "settled"
    assert (await play.state())["notice"]["text"] == ""


async def test_somebody_who_opens_progress_gets_the_tick_and_somebody_unknown_does_not(opens, play):
    await (await opens("clara-dm")).runs("progress")
    assert play.tour.done == set()

    await (await opens("max-dm")).runs("progress")

    assert play.tour.done == {"progress"}


async def test_an_action_that_takes_too_long_is_told_of_and_the_next_one_works(opens, play, clinic):
    frame = await opens("max-dm")
    clinic.env.settle_timeout = 0
    slow = await frame.runs("progress")
    clinic.env.settle_timeout = 2.0
    notice = (await play.state())["notice"]
    stale = await frame.status()

    await play.tick()
    done = await frame.does("send_message", content="hi")

    assert slow["settlement"] == "timeout"
    assert (notice["text"], notice["is_bad"]) == (TOO_SLOW, True)
    assert (stale, await frame.status()) == ("stale", "current")
    assert done["settlement"] == "settled"


async def test_an_action_that_fails_is_told_of_and_what_there_is_is_shown_again(
    opens, play, clinic
):
    frame = await opens("max-dm")
    clinic.env.inject_error("POST", "/interactions/*", status=404, code=10062, times=None)
    failed = await frame.runs("warning-signs")
    clinic.env.backend.faults.clear()

    assert failed["settlement"] == "failed"
    assert (await play.state())["notice"] == {"number": 1, "text": REFUSED, "is_bad": True}
    assert await frame.status() == "current"
    assert (await frame.does("send_message", content="hi"))["settlement"] == "settled"


async def test_a_failure_that_changed_nothing_is_followed_by_showing_it_all_again(
    opens, play, clinic
):
    frame = await opens("max-dm")
    clinic.env.settle_timeout = 0
    slow = await frame.completes("settings", "zone")
    clinic.env.settle_timeout = 2.0

    await play.tick()

    assert slow["settlement"] == "timeout"
    assert await frame.status() == "current"


async def test_actions_and_jumps_at_once_wait_for_each_other(opens, page, play):
    frame = await opens("max-dm")

    jumps = [page.post("pass", {"seconds": 3600}) for _ in range(3)]
    done, *jumped = await asyncio.gather(frame.runs("progress"), *jumps)

    assert done["settlement"] == "settled"
    assert [answer.status for answer, _ in jumped] == [200, 200, 200]
    assert (await play.state())["clock"] == "Mon 19 Jan, 13:10"


async def test_while_nothing_is_shown_the_frame_is_told_to_come_back(page, play):
    await play.window.close()

    answer, _ = await page.get("discord/api/state")

    assert answer.status == 503


async def test_a_context_of_an_earlier_place_is_gone(opens, page):
    before = await opens("clara-dm")
    await opens("max-dm")

    answer, said = await page.get(
        "discord/api/state", **{"X-Simcord-Context": before.shown["context"]["id"]}
    )

    assert answer.status == 410
    assert "error" in json.loads(said)


async def test_fonts_may_be_kept_and_what_is_shown_may_not(page):
    async with page.session.get(page.address + "discord/fonts/noto-sans-mono-v2.014.ttf") as font:
        pass
    shown, _ = await page.get("discord/app.js")

    assert font.headers["Cache-Control"] == "max-age=86400"
    assert shown.headers["Cache-Control"] == "no-store"
