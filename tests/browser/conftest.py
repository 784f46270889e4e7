"""The demo's page in a real browser, for somebody who clicks and types."""

from __future__ import annotations

import shutil

import pytest

from tests.browser.visitor import Visitor
from tests.demo.running import RunningDemo

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"computer": (1280, 800), "phone": (390, 844)}
PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def chromium():
    """A browser; the test is skipped where there is none.

    Its driver holds the event loop, so these tests run in a session of their own.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(NAMES)})")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def demo(tmp_path, request):
    """A demo that shows its page, with the options of the test's ``demo`` parameter."""
    with RunningDemo(tmp_path, "--page", *getattr(request, "param", ())) as running:
        yield running
        assert running.interrupt()[0] == 0


@pytest.fixture
def visits(chromium, demo):
    """Open the page on a screen of some size. Whatever the browser complains of, fails."""
    complaints, pages = [], []

    def visit(size):
        width, height = SIZES[size]
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda r: complaints.append(r.url) if r.status >= 400 else None)
        pages.append(page)
        return Visitor(page, demo.address)

    yield visit
    for page in pages:
        page.close()
    assert complaints == []
