"""Drawing happens beside the event loop, one picture at a time, and costs nothing until then."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.charts import drawing as module
from bot.charts.drawing import Drawing
from bot.charts.words import Words
from bot.domain.progress import Progress
from bot.texts.catalogue import Catalogue
from bot.ui.progress import picture_words
from tests.unit.test_progress_picture import case

WORDS = picture_words(Catalogue.load().language("en"))
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def drawing() -> Iterator[Drawing]:
    made = Drawing()
    yield made
    made.close()


async def test_a_picture_comes_back_as_png(drawing: Drawing) -> None:
    assert (await drawing.draw_progress(case("3 days"), WORDS)).startswith(PNG)


async def test_what_is_asked_for_at_once_is_drawn_in_one_thread_beside_the_event_loop(
    drawing: Drawing,
) -> None:
    threads: set[str] = set()

    def noted(day: date) -> str:
        threads.add(threading.current_thread().name)
        return str(day.day)

    words = replace(WORDS, day=noted)
    progress = case("30 of 60 days")
    pictures = await asyncio.gather(*(drawing.draw_progress(progress, words) for _ in range(8)))

    assert threads == {"drawing_0"}
    assert len(set(pictures)) == 1


async def test_a_drawing_that_fails_says_so_to_the_one_who_asked_and_to_nobody_else(
    drawing: Drawing,
) -> None:
    def broken(_day: date) -> str:
        raise ZeroDivisionError

    words = replace(WORDS, day=broken)
    progress = case("30 of 60 days")
    bad, good = await asyncio.gather(
        drawing.draw_progress(progress, words),
        drawing.draw_progress(progress, WORDS),
        return_exceptions=True,
    )

    assert isinstance(bad, ZeroDivisionError)
    assert isinstance(good, bytes)


async def test_a_closed_one_draws_nothing_more_and_drops_what_waits(
    monkeypatch: pytest.MonkeyPatch, drawing: Drawing
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_progress: Progress, _words: Words) -> bytes:
        begun.set()
        go_on.wait(10)
        return PNG

    monkeypatch.setattr(module, "_draw_progress", slow)
    progress = case("0 days")
    first, second = (
        asyncio.ensure_future(drawing.draw_progress(progress, WORDS)) for _ in range(2)
    )
    await asyncio.to_thread(begun.wait, 10)
    drawing.close()
    go_on.set()

    assert await first == PNG
    with pytest.raises(asyncio.CancelledError):
        await second
    with pytest.raises(RuntimeError):
        await drawing.draw_progress(progress, WORDS)


async def test_after_the_first_picture_the_library_is_left_out_of_collections(
    drawing: Drawing,
) -> None:
    await drawing.draw_progress(case("0 days"), WORDS)

    assert gc.get_freeze_count() > 10_000


def test_the_library_is_not_imported_before_the_first_picture() -> None:
    program = "import sys, bot.app; print(*sorted({'matplotlib', 'numpy', 'PIL'} & {*sys.modules}))"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert ran.stdout.strip() == ""
