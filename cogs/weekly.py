"""/clinic weekly: one benefit card a week into a channel, and its "Read more"."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_io.client import UnknotClient
from bot.domain.clock_text import parse_time_of_day
from bot.domain.ids import ChannelId, ClinicChangeId, OccurrenceId
from bot.domain.weekly import DEFAULT_AT, DEFAULT_DAY, WeeklyWish
from bot.errors import InvalidInput
from bot.kinds.weekly import card_of
from bot.ui import benefits, channels
from bot.ui import weekly as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.public_presses import POSTED
from bot.ui.wording import described
from bot.usecases import weekly as cases
from bot.usecases.services import Services
from bot.usecases.weekly import Weekly, WeeklyDraft
from cogs.areas import Areas
from cogs.clinic_group import clinic_group
from cogs.reply import Interaction, answer, answer_in_place, caller, spoken

DAYS = [
    app_commands.Choice(name=described(f"choice.{name}"), value=number)
    for number, name in enumerate(cards.DAYS)
]


class ClinicWeekly:
    """Shows what would be set, and puts it in force when it is saved."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, "edit", self._pressed_edit)
        areas.add(cards.AREA, "off", self._pressed_off)
        areas.add(cards.AREA, "save", self._pressed_save)
        areas.add(cards.AREA, "change", self._pressed_change)
        areas.add(cards.AREA, "undo", self._pressed_undo)
        areas.add(benefits.AREA, POSTED, self._pressed_read)

    async def asked(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | None,
        day: int | None,
        time: str | None,
        *,
        off: bool,
    ) -> None:
        """Show what the options would set; without any, what is set, or what would be here."""
        services = self._services
        shown = await cases.show_weekly(services.store, services.clock, caller(interaction))
        if off:
            await self._draft(interaction, None)
            return
        asked = (channel, day, time) != (None, None, None)
        if shown.wish is not None and not asked:
            await answer(interaction, cards.weekly_card(spoken(services, interaction), shown))
            return
        was = shown.wish
        local_at = DEFAULT_AT if was is None else was.local_at
        wish = WeeklyWish(
            channel=self._where(interaction, channel, was),
            day=day if day is not None else DEFAULT_DAY if was is None else was.day,
            local_at=local_at if time is None else parse_time_of_day(time),
            locale=spoken(services, interaction).code,
        )
        await self._draft(interaction, wish)

    def _where(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | None,
        was: WeeklyWish | None,
    ) -> ChannelId:
        if channel is None and was is not None:
            return was.channel
        where = channel or interaction.channel
        if not isinstance(where, discord.TextChannel):
            raise InvalidInput("channel.not_text")
        channels.require(spoken(self._services, interaction), where, channels.POSTS)
        return ChannelId(where.id)

    async def _draft(self, interaction: Interaction, wish: WeeklyWish | None) -> None:
        services, language = self._services, spoken(self._services, interaction)
        drafted = await cases.draft_weekly(
            services.store, services.clock, caller(interaction), wish
        )
        if isinstance(drafted, WeeklyDraft):
            await answer_in_place(interaction, cards.draft_card(language, drafted))
        else:
            await answer_in_place(interaction, cards.weekly_card(language, drafted))

    async def _pressed_edit(self, interaction: Interaction, _press: AreaPress) -> None:
        services = self._services
        shown = await cases.show_weekly(services.store, services.clock, caller(interaction))
        await self._ask(interaction, shown)

    async def _pressed_change(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        draft = await cases.drafted_weekly(
            services.store, services.clock, caller(interaction), ClinicChangeId(press.required(0))
        )
        await self._ask(interaction, draft.weekly)

    async def _ask(self, interaction: Interaction, weekly: Weekly) -> None:
        language = spoken(self._services, interaction)
        where = self._where(interaction, None, weekly.wish)

        async def on_filled(submitted: Interaction, filled: dict[str, str]) -> None:
            day, local_at = int(filled[cards.DAY]), parse_time_of_day(filled[cards.AT])
            await self._draft(submitted, WeeklyWish(where, day, local_at, language.code))

        await interaction.response.send_modal(cards.weekly_form(language, weekly, on_filled))

    async def _pressed_off(self, interaction: Interaction, _press: AreaPress) -> None:
        await self._draft(interaction, None)

    async def _pressed_save(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        kept = await cases.save_weekly(
            services.store, services.clock, caller(interaction), ClinicChangeId(press.required(0))
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.kept_card(spoken(services, interaction), kept))

    async def _pressed_undo(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        kept = await cases.undo_weekly(
            services.store, services.clock, caller(interaction), ClinicChangeId(press.required(0))
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.undone_card(spoken(services, interaction), kept))

    async def _pressed_read(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        item = await cases.posted_card(services.store, OccurrenceId(press.required(0)))
        card = card_of(services.library, language.code, item)
        shelf = services.library.cards(language.code)
        await answer(interaction, benefits.benefit_card(language, shelf, card))


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the command."""
    desk = ClinicWeekly(services, areas)

    @clinic_group(client).command(name="weekly", description=described("cmd.clinic.weekly"))
    @app_commands.describe(
        **{
            name: described(f"cmd.clinic.weekly.{name}")
            for name in ("channel", "day", "time", "off")
        }
    )
    @app_commands.choices(day=DAYS)
    async def _weekly(
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        day: int | None = None,
        time: str | None = None,
        off: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        await desk.asked(interaction, channel, day, time, off=off)
