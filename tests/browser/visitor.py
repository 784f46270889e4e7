"""Somebody with the demo's page before them: what they do is clicks and keys, by what they see."""

from __future__ import annotations

import time

SHOWN = "document.getElementById('discord').contentWindow"


class Visitor:
    """Opens the page, and waits until it shows something."""

    def __init__(self, page, address):
        self.page = page
        self.discord = page.frame_locator("#discord")
        began_s = time.perf_counter()
        page.goto(address)
        self.button("Start").wait_for()
        self.painted_after_s = time.perf_counter() - began_s

    def button(self, label):
        """The newest button in Discord with this label."""
        return self.discord.get_by_role("button", name=label, exact=True).last

    def presses(self, label):
        self.button(label).click()

    def reads(self, text):
        """Wait until this stands in Discord."""
        self.discord.get_by_text(text).last.wait_for()

    def follows(self, step):
        """Go where the tour's step leads."""
        self._unfolds("tour")
        item = self.page.locator(f"#step-{step}")
        if item.locator("details").get_attribute("open") is None:
            item.locator("summary").click()
        self._goes(item.get_by_role("button", name="Take me there"))

    def becomes(self, person, place):
        """Look at somebody's place; how many seconds it took to be there."""
        self._unfolds("people")
        began_s = time.perf_counter()
        who = self.page.locator(".person", has=self.page.get_by_role("heading", name=person))
        self._goes(who.get_by_role("button", name=place))
        return time.perf_counter() - began_s

    def lets_pass(self, jump):
        """Let time pass, and wait for what is said of it; how many seconds that took."""
        began_s = time.perf_counter()
        self.page.get_by_role("button", name=jump).click()
        self.page.locator("#notice", has_text="messages").wait_for()
        return time.perf_counter() - began_s

    @property
    def is_told(self):
        return self.page.locator("#notice").text_content()

    def types(self, text):
        """Type a message and send it."""
        self._write(text)
        self.page.keyboard.press("Enter")

    def runs(self, command, *choices):
        """Type a command, choose it, and each option's value, from what is offered; send it."""
        self._write(f"/{command}")
        self._is_offered(f"/{command}")
        self.page.keyboard.press("Enter")
        for choice in choices:
            self.discord.locator(".command-option-input").wait_for()
            self.page.keyboard.type(choice)
            self._is_offered(choice)
            self.page.keyboard.press("Enter")
        self.discord.get_by_role("button", name="Send").click()

    def has_ticked(self, step):
        """Wait until a step of the tour is ticked."""
        self.page.locator(f"#step-{step}.done").wait_for(state="attached")

    @property
    def ticks(self):
        return self.page.locator("#steps .done").count()

    def _write(self, text):
        # It takes nothing before it has said how wide it is; whoever types sees it settle.
        self.page.wait_for_function(f"() => {SHOWN}.simcordPreview?.ready")
        self.discord.locator("#channel-composer-input").click()
        self.page.keyboard.type(text)

    def _is_offered(self, text):
        self.discord.get_by_role("option").filter(has_text=text).first.wait_for()

    def _unfolds(self, side):
        fold = self.page.locator(f"#fold-{side}")
        if fold.is_visible():
            fold.click()

    def _goes(self, button):
        before = self.page.evaluate(f"{SHOWN}.location.href")
        button.click()
        self.page.wait_for_function(
            f"(before) => {SHOWN}.location.href.includes('/discord/')"
            f" && {SHOWN}.location.href !== before",
            arg=before,
        )
        self.discord.locator("#channel-layout").wait_for()
