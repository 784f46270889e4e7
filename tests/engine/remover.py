"""What the bot wrote in a Discord in memory, for taking it away again; it answers as told."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.delivery.messenger import Done, Page, Refused, RefusedReason, Removal
from bot.domain.ids import ChannelId, MessageId
from tests.engine.mortal import Fuse

AFTER_REMOVAL = "after a removal"
NOT_PERMITTED = Refused(RefusedReason.FORBIDDEN, 50013)


@dataclass
class FakeRemover:
    """``written``: the bot's messages by channel. ``told`` replaces the next answers, in turn."""

    written: dict[ChannelId, list[MessageId]] = field(default_factory=dict)
    may_delete_threads: bool = True
    page: int = 3
    archived: dict[ChannelId, bool] = field(default_factory=dict)
    told: deque[Removal] = field(default_factory=deque)
    requests: int = 0
    fuse: Fuse = field(default_factory=Fuse)

    def write(self, channel: ChannelId, *messages: int) -> None:
        self.written.setdefault(channel, []).extend(map(MessageId, messages))

    async def own_messages(self, channel: ChannelId, before: MessageId) -> Page | Removal:
        if (told := self._told()) is not None:
            return told
        if channel not in self.written:
            return Done()
        older = sorted((one for one in self.written[channel] if one < before), reverse=True)
        found = tuple(older[: self.page])
        return Page(found, found[-1] if len(found) == self.page else None)

    async def remove(self, channel: ChannelId, message: MessageId) -> Removal:
        if (told := self._told()) is not None:
            return told
        if message in self.written.get(channel, []):
            assert not self.archived.get(channel), "nothing can be deleted in the archive"
            self.written[channel].remove(message)
        self.fuse.reach(AFTER_REMOVAL)
        return Done()

    async def remove_thread(self, thread: ChannelId) -> Removal:
        if (told := self._told()) is not None:
            return told
        if not self.may_delete_threads:
            return NOT_PERMITTED
        self.written.pop(thread, None)
        return Done()

    async def archive_thread(self, thread: ChannelId, *, archived: bool) -> Removal:
        if (told := self._told()) is not None:
            return told
        self.archived[thread] = archived
        return Done()

    def _told(self) -> Removal | None:
        self.requests += 1
        return self.told.popleft() if self.told else None
