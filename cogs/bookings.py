"""Booking, moving and cancelling a session, step by step."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import DiscordUserId
from bot.domain.session import SessionId
from bot.errors import NotFound
from bot.ui import bookings as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.forms import OnFilled
from bot.ui.sessions import AREA, minute_of, time_as_typed
from bot.usecases import booking, cancelling
from bot.usecases.booking import Typed, WhichSession
from bot.usecases.clients import Named
from bot.usecases.services import Services
from bot.usecases.staff import require_staff
from cogs.areas import Areas
from cogs.reply import Interaction, answer_in_place, caller, chosen_number, spoken


class Bookings:
    """What is to come."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(AREA, "save_book", self._pressed_save_book)
        areas.add(AREA, "change_book", self._pressed_change_book)
        areas.add(AREA, "save_move", self._pressed_save_move)
        areas.add(AREA, "change_move", self._pressed_change_move)
        areas.add(AREA, "which_move", self._chose_to_move)
        areas.add(AREA, "which_cancel", self._chose_to_cancel)
        areas.add(AREA, "undo_cancel", self._pressed_undo_cancel)

    async def preview_booking(
        self, interaction: Interaction, named: Named, when: str, length_min: int | None
    ) -> None:
        """Show what booking would do."""
        services, language = self._services, spoken(self._services, interaction)
        preview = await booking.preview_booking(
            services.store,
            services.clock,
            caller(interaction),
            named,
            Typed(when, language.code),
            length_min,
        )
        await answer_in_place(interaction, cards.booking_preview_card(language, preview))

    async def move(self, interaction: Interaction, client: DiscordUserId, when: str) -> None:
        """Show what moving would do, or ask which."""
        services, language = self._services, spoken(self._services, interaction)
        by, typed = caller(interaction), Typed(when, language.code)
        starts_at = await booking.read_time(services.store, services.clock, caller=by, typed=typed)
        found = await booking.choose_session(
            services.store, services.clock, caller=by, client=client
        )
        if isinstance(found, WhichSession):
            view = cards.which_to_move_card(language, found, starts_at)
            await answer_in_place(interaction, view)
            return
        await self._preview_move(interaction, found.id, starts_at)

    async def cancel(self, interaction: Interaction, client: DiscordUserId) -> None:
        """Cancel, or ask which."""
        services, language = self._services, spoken(self._services, interaction)
        found = await booking.choose_session(
            services.store, services.clock, caller=caller(interaction), client=client
        )
        if isinstance(found, WhichSession):
            await answer_in_place(interaction, cards.which_to_cancel_card(language, found))
            return
        await self._cancel(interaction, found.id)

    async def _pressed_save_book(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        booked = await booking.book_session(
            services.store,
            services.clock,
            caller=caller(interaction),
            client=DiscordUserId(press.required(0)),
            starts_at=minute_of(press, 1),
            length_min=press.number(2),
            defaults=services.operator.settings,
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.booked_card(language, booked))

    async def _pressed_change_book(self, interaction: Interaction, press: AreaPress) -> None:
        client, length_min = DiscordUserId(press.required(0)), press.number(2)

        async def on_filled(submitted: Interaction, filled: dict[str, str]) -> None:
            when = filled[cards.STARTS]
            await self.preview_booking(submitted, Named(client), when, length_min)

        await self._ask_time(interaction, minute_of(press, 1), on_filled)

    async def _pressed_save_move(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        moved = await booking.move_session(
            services.store,
            services.clock,
            caller=caller(interaction),
            session_id=SessionId(press.required(0)),
            sequence=_sequence(press),
            starts_at=minute_of(press, 2),
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.moved_card(language, moved))

    async def _pressed_change_move(self, interaction: Interaction, press: AreaPress) -> None:
        session_id = SessionId(press.required(0))

        async def on_filled(submitted: Interaction, filled: dict[str, str]) -> None:
            services, language = self._services, spoken(self._services, submitted)
            starts_at = await booking.read_time(
                services.store,
                services.clock,
                caller=caller(submitted),
                typed=Typed(filled[cards.STARTS], language.code),
            )
            await self._preview_move(submitted, session_id, starts_at)

        await self._ask_time(interaction, minute_of(press, 2), on_filled)

    async def _chose_to_move(self, interaction: Interaction, press: AreaPress) -> None:
        chosen = SessionId(chosen_number(interaction))
        await self._preview_move(interaction, chosen, minute_of(press, 0))

    async def _chose_to_cancel(self, interaction: Interaction, _press: AreaPress) -> None:
        await self._cancel(interaction, SessionId(chosen_number(interaction)))

    async def _pressed_undo_cancel(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        booked = await cancelling.undo_cancel(
            services.store,
            services.clock,
            caller=caller(interaction),
            session_id=SessionId(press.required(0)),
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.again_card(language, booked))

    async def _preview_move(
        self, interaction: Interaction, session_id: SessionId, starts_at: datetime
    ) -> None:
        services, language = self._services, spoken(self._services, interaction)
        preview = await booking.preview_move(
            services.store,
            services.clock,
            caller=caller(interaction),
            session_id=session_id,
            starts_at=starts_at,
        )
        await answer_in_place(interaction, cards.move_preview_card(language, preview))

    async def _cancel(self, interaction: Interaction, session_id: SessionId) -> None:
        services, language = self._services, spoken(self._services, interaction)
        done = await cancelling.cancel_session(
            services.store, services.clock, caller=caller(interaction), session_id=session_id
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.cancelled_card(language, done))

    async def _ask_time(self, interaction: Interaction, at: datetime, on_filled: OnFilled) -> None:
        services, language = self._services, spoken(self._services, interaction)
        clinic = await require_staff(services.store.reads, caller(interaction))
        when = time_as_typed(at, clinic.settings.zone)
        await interaction.response.send_modal(cards.time_form(language, when, on_filled))


def _sequence(press: AreaPress) -> int:
    # Of a session that was never moved it is 0, which is no number that a button is about.
    typed = press.word(1)
    if not (typed.isascii() and typed.isdecimal()):
        raise NotFound("button.outdated")
    return int(typed)
