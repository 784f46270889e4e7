"""/clinic queue: what waits for a person of the clinic."""

from __future__ import annotations

from bot.discord_io.client import UnknotClient
from bot.discord_io.guarded import GuardedLayout
from bot.domain.case import CaseId
from bot.ui import queue as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.wording import described
from bot.usecases import queue as cases
from bot.usecases.passing import it_took_place, no_show, queue_passed_bookings
from bot.usecases.queue import Seen
from bot.usecases.services import Services
from bot.usecases.staff import require_staff
from cogs.areas import Areas
from cogs.clinic_group import clinic_group
from cogs.reply import Interaction, answer, answer_in_place, caller, spoken

PRESSES = {"take": cases.take_case, "done": cases.close_case, "back": cases.give_back}


class ClinicQueue:
    """Shows the queue, and notes who sees to what."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, "show", self._pressed_show)
        areas.add(cards.AREA, "again", self._pressed_show)
        for action in PRESSES:
            areas.add(cards.AREA, action, self._pressed_case)
        areas.add(cards.AREA, "held", self._pressed_booking)
        areas.add(cards.AREA, "no_show", self._pressed_booking)

    async def show(self, interaction: Interaction) -> None:
        """The first page."""
        services = self._services
        await require_staff(services.store.reads, caller(interaction))
        # What has passed since the last look is asked about too.
        if await queue_passed_bookings(services.store, services.clock):
            services.delivering.wake()
        await answer(interaction, await self._page(interaction, 1))

    async def _pressed_show(self, interaction: Interaction, press: AreaPress) -> None:
        await answer_in_place(interaction, await self._page(interaction, cards.page_of(press)))

    async def _pressed_case(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        case_id, page = CaseId(press.required(0)), cards.page_of(press)
        change = PRESSES[press.action]
        pressed = await change(services.store, services.clock, caller(interaction), case_id)
        shown = await cases.show_queue(services.store, caller(interaction), page)
        intro = cards.pressed_text(language, pressed, shown.zone)
        mistaken = isinstance(pressed, Seen) and press.action != "back"
        extra = [cards.back_button(language, case_id, page)] if mistaken else []
        view = cards.queue_card(language, shown, intro=intro, extra=extra)
        await answer_in_place(interaction, view)

    async def _pressed_booking(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        by, case_id, came = caller(interaction), CaseId(press.required(0)), press.action == "held"
        if came:
            client = await it_took_place(
                services.store,
                services.clock,
                services.library,
                caller=by,
                case_id=case_id,
                language=language.code,
            )
        else:
            client = await no_show(services.store, services.clock, caller=by, case_id=case_id)
        services.delivering.wake()
        intro = cards.took_place_text(language, client, came=came)
        view = await self._page(interaction, cards.page_of(press), intro)
        await answer_in_place(interaction, view)

    async def _page(self, interaction: Interaction, page: int, intro: str = "") -> GuardedLayout:
        services = self._services
        shown = await cases.show_queue(services.store, caller(interaction), page)
        return cards.queue_card(spoken(services, interaction), shown, intro=intro)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the command."""
    desk = ClinicQueue(services, areas)

    @clinic_group(client).command(name="queue", description=described("cmd.clinic.queue"))
    async def _queue(interaction: Interaction) -> None:
        await desk.show(interaction)
