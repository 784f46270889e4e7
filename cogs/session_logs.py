"""Logging a session, step by step: preview, change, save, undo."""

from __future__ import annotations

from bot.domain.ids import DiscordUserId
from bot.domain.session import SessionId
from bot.ui import sessions as cards
from bot.ui.custom_ids import AreaPress
from bot.usecases import sessions
from bot.usecases.clients import Named
from bot.usecases.services import Services
from bot.usecases.sessions import Asked
from bot.usecases.staff import require_staff
from cogs.areas import Areas
from cogs.reply import Interaction, answer_in_place, caller, spoken


class SessionLogs:
    """What took place."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, "save_log", self._pressed_save)
        areas.add(cards.AREA, "change_log", self._pressed_change)
        areas.add(cards.AREA, "undo_log", self._pressed_undo)

    async def preview(
        self, interaction: Interaction, named: Named, when: str | None, plan: str | None
    ) -> None:
        """Show what logging would do."""
        services, language = self._services, spoken(self._services, interaction)
        preview = await sessions.preview_log(
            services.store,
            services.clock,
            services.library,
            caller(interaction),
            named,
            Asked(when, plan, language.code),
        )
        await answer_in_place(interaction, cards.preview_card(language, preview))

    async def _pressed_change(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        clinic = await require_staff(services.store.reads, caller(interaction))
        client, held_at, plan = (
            DiscordUserId(press.required(0)),
            cards.minute_of(press, 1),
            press.word(2),
        )

        async def on_filled(submitted: Interaction, filled: dict[str, str]) -> None:
            named, when = Named(client), filled[cards.WHEN]
            await self.preview(submitted, named, when, filled[cards.PLAN])

        when = cards.time_as_typed(held_at, clinic.settings.zone)
        form = cards.log_form(language, services.library, when, plan, on_filled)
        await interaction.response.send_modal(form)

    async def _pressed_save(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        logged = await sessions.log_session(
            services.store,
            services.clock,
            services.library,
            caller=caller(interaction),
            client=DiscordUserId(press.required(0)),
            held_at=cards.minute_of(press, 1),
            plan=press.word(2),
            language=language.code,
            defaults=services.operator.settings,
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.logged_card(language, logged))

    async def _pressed_undo(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        client = await sessions.undo_log(
            services.store,
            services.clock,
            caller=caller(interaction),
            session_id=SessionId(press.required(0)),
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.undone_card(language, client))
