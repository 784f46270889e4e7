"""What the page draws itself: the clock, the people, their places, and what in them is unread."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.cast import HOME
from bot.demo.practice import Person, Place, Practice
from bot.domain.ids import DiscordUserId
from bot.domain.local_time import local_of
from bot.store import members


class Sight:
    """What has been seen. What is there when it begins, is not news."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._seen = {place.id: self._newest(place) for place in practice.places}

    async def of(self, place: Place) -> dict[str, Any]:
        """What the page shows beside a place, which has been seen by that."""
        self._seen[place.id] = self._newest(place)
        zone = await self.zone_of(place.person)
        local = local_of(self._practice.env.now(), zone)
        return {
            "clock": f"{local:%a} {local.day} {local:%b}, {local:%H:%M}",
            "zone": zone.key,
            "place": place.id,
            "people": self._people(),
        }

    async def zone_of(self, person: Person) -> ZoneInfo:
        """By whose clock somebody lives: their own setting, or the clinic's."""
        reads = self._practice.store.reads
        member = await members.find(reads, DiscordUserId(person.actor.id))
        return HOME if member is None else member.settings.zone

    def inboxes(self) -> dict[str, int]:
        """How many messages are in each person's DM."""
        direct = [place for place in self._practice.places if place.is_dm]
        return {place.person.name: len(self._messages(place)) for place in direct}

    def fingerprint(self, place: Place) -> object:
        """Something else as soon as there is something else to see."""
        visible = self._messages(place)
        return place.id, [(m.id, m.edited_timestamp, len(m.components)) for m in visible]

    def _people(self) -> list[dict[str, Any]]:
        people: dict[str, dict[str, Any]] = {}
        for place in self._practice.places:
            person = place.person
            new = {"id": person.id, "name": person.name, "role": person.role, "places": []}
            name = "Unknot" if place.is_dm else f"# {place.channel.name}"
            shown = {"id": place.id, "name": name, "unread": self._unread(place)}
            people.setdefault(person.id, new)["places"].append(shown)
        return list(people.values())

    def _unread(self, place: Place) -> int:
        seen, own = self._seen[place.id], place.viewer.id
        return sum(m.id > seen and m.author_id != own for m in self._messages(place))

    def _newest(self, place: Place) -> int:
        return max((message.id for message in self._messages(place)), default=0)

    def _messages(self, place: Place) -> list[Any]:
        held = self._practice.env.backend.messages.get(place.channel.id, {})
        return [message for message in held.values() if message.visible_to(place.viewer.id)]
