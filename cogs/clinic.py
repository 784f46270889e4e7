"""/clinic setup and /clinic panel: what managers set for their server."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.discord_io.client import UnknotClient
from bot.discord_io.guarded import GuardedLayout, guarded_autocomplete
from bot.domain.clinic_settings import ClinicSettings, Setting, Value, Values, read_setting
from bot.domain.ids import ChannelId, ClinicChangeId
from bot.domain.zones import matching_zones
from bot.errors import NotFound
from bot.ui import channels
from bot.ui import clinic as cards
from bot.ui.clinic import Warned
from bot.ui.custom_ids import AreaPress
from bot.ui.setup_form import SetupForm
from bot.ui.wording import described
from bot.usecases import clinic_setup as cases
from bot.usecases.clinic_setup import SetupDraft
from bot.usecases.panel import post_panel, queue_panel
from bot.usecases.services import Services
from bot.usecases.staff import require_manager
from cogs.areas import Areas
from cogs.clinic_group import clinic_group
from cogs.reply import Interaction, answer, answer_in_place, caller, spoken, values_of

TEXTS = (
    Setting.DIRECTIONS,
    Setting.BOOKING_LINK,
    Setting.CONTACT,
    Setting.EMERGENCY,
    Setting.CRISIS,
)
NEEDED = {Setting.ALERTS: channels.POSTS, Setting.FALLBACK: channels.THREADS}

Given = dict[Setting, Any]


class ClinicSetup:
    """Shows what would change, and puts it in force when it is saved."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, "show", self._pressed_show)
        areas.add(cards.AREA, "texts", self._pressed_texts)
        areas.add(cards.AREA, "clear", self._chose_clear)
        areas.add(cards.AREA, "save", self._pressed_save)
        areas.add(cards.AREA, "change", self._pressed_change)
        areas.add(cards.AREA, "undo", self._pressed_undo)

    async def asked(self, interaction: Interaction, given: Given) -> None:
        """Show what the options would change, or without any what is set."""
        require_manager(caller(interaction))
        wanted = {name: value for name, value in given.items() if value is not None}
        if not wanted:
            await self._pressed_show(interaction)
            return
        read = {name.value: _read(name, value) for name, value in wanted.items()}
        await self._draft(interaction, read)

    async def panel(self, interaction: Interaction, channel: Any) -> None:  # noqa: ANN401
        """Post the joining panel, here unless another channel is named."""
        services, language = self._services, spoken(self._services, interaction)
        require_manager(caller(interaction))
        where = channel or interaction.channel
        if not isinstance(where, discord.TextChannel):
            raise NotFound("channel.not_text")
        channels.require(language, where, channels.POSTS)
        # It may take up to ten seconds to be there; Discord waits three.
        await interaction.response.defer(ephemeral=True, thinking=True)
        panel = await queue_panel(
            services.store,
            services.clock,
            caller(interaction),
            ChannelId(where.id),
            locale=language.code,
            defaults=services.operator.settings,
        )
        posted = await post_panel(services.delivering, panel)
        await answer(interaction, cards.panel_card(language, ChannelId(where.id), posted))

    async def _draft(self, interaction: Interaction, wanted: Values) -> None:
        services, language = self._services, spoken(self._services, interaction)
        for setting, needed in NEEDED.items():
            channel = _channel(interaction, wanted.get(setting.value))
            if channel is not None:
                channels.require(language, channel, needed)
        drafted = await cases.draft_setup(
            services.store,
            services.clock,
            services.operator,
            caller(interaction),
            wanted,
            locale=language.code,
        )
        if isinstance(drafted, SetupDraft):
            warned = _warnings(interaction, drafted)
            await answer_in_place(interaction, cards.draft_card(language, drafted, warned))
        else:
            await answer_in_place(interaction, cards.unchanged_card(language, drafted))

    async def _shown(self, interaction: Interaction) -> GuardedLayout:
        services = self._services
        setup = await cases.show_setup(services.store, services.operator, caller(interaction))
        return cards.setup_card(spoken(services, interaction), setup)

    async def _pressed_show(
        self, interaction: Interaction, _press: AreaPress | None = None
    ) -> None:
        await answer_in_place(interaction, await self._shown(interaction))

    async def _pressed_texts(self, interaction: Interaction, _press: AreaPress) -> None:
        services = self._services
        setup = await cases.show_setup(services.store, services.operator, caller(interaction))
        await self._ask(interaction, setup.settings, TEXTS, {})

    async def _chose_clear(self, interaction: Interaction, _press: AreaPress) -> None:
        chosen = values_of(interaction)
        clearable = {one.value for one in cards.CLEARABLE}
        if not chosen or not clearable.issuperset(chosen):
            raise NotFound("button.outdated")
        await self._draft(interaction, dict.fromkeys(chosen))

    async def _pressed_change(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        draft = await cases.drafted_setup(
            services.store,
            services.clock,
            services.operator,
            caller(interaction),
            ClinicChangeId(press.required(0)),
        )
        kept = draft.after.only(one.value for one in draft.changed)
        await self._ask(interaction, draft.after, draft.changed, kept)

    async def _ask(
        self,
        interaction: Interaction,
        settings: ClinicSettings,
        asked: tuple[Setting, ...],
        kept: Values,
    ) -> None:
        async def on_filled(submitted: Interaction, filled: Values) -> None:
            await self._draft(submitted, {**kept, **filled})

        form = SetupForm(spoken(self._services, interaction), settings, asked, on_filled)
        await interaction.response.send_modal(form)

    async def _pressed_save(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        kept = await cases.save_setup(
            services.store,
            services.clock,
            services.operator,
            caller(interaction),
            ClinicChangeId(press.required(0)),
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.kept_card(spoken(services, interaction), kept))

    async def _pressed_undo(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        kept = await cases.undo_setup(
            services.store,
            services.clock,
            services.operator,
            caller(interaction),
            ClinicChangeId(press.required(0)),
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.undone_card(spoken(services, interaction), kept))


def _read(setting: Setting, value: Any) -> Value:  # noqa: ANN401 - a role, a channel, a text
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return read_setting(setting, value)
    return int(value.id)


def _channel(interaction: Interaction, number: Value) -> discord.abc.GuildChannel | None:
    if interaction.guild is None or number is None:
        return None
    return interaction.guild.get_channel(int(number))


def _warnings(interaction: Interaction, draft: SetupDraft) -> list[Warned]:
    warned = []
    alerts = _channel(interaction, draft.after.alerts)
    if Setting.ALERTS in draft.changed and alerts and channels.everybody_reads(alerts):
        warned.append(Warned.ALERTS_PUBLIC)
    fallback = _channel(interaction, draft.after.fallback)
    if Setting.FALLBACK in draft.changed and fallback and not channels.everybody_reads(fallback):
        warned.append(Warned.FALLBACK_HIDDEN)
    return warned


def _add_setup(group: app_commands.Group, desk: ClinicSetup) -> None:
    @group.command(name="setup", description=described("cmd.clinic.setup"))
    @app_commands.describe(
        **{one.value: described(f"cmd.clinic.setup.{one.value}") for one in Setting}
    )
    async def setup_command(  # noqa: PLR0917 - discord.py reads options from parameters
        interaction: Interaction,
        staff_role: discord.Role | None = None,
        zone: str | None = None,
        alerts: discord.TextChannel | None = None,
        fallback: discord.TextChannel | None = None,
        directions: str | None = None,
        booking_link: str | None = None,
        contact: str | None = None,
        emergency: str | None = None,
        crisis: str | None = None,
        comfort: bool | None = None,  # noqa: FBT001 - an option of the command
    ) -> None:
        given: Given = {
            Setting.STAFF_ROLE: staff_role,
            Setting.ZONE: zone,
            Setting.ALERTS: alerts,
            Setting.FALLBACK: fallback,
            Setting.DIRECTIONS: directions,
            Setting.BOOKING_LINK: booking_link,
            Setting.CONTACT: contact,
            Setting.EMERGENCY: emergency,
            Setting.CRISIS: crisis,
            Setting.COMFORT: comfort,
        }
        await desk.asked(interaction, given)

    @setup_command.autocomplete("zone")
    @guarded_autocomplete
    async def _zones(_interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in matching_zones(current)]


def _add_panel(group: app_commands.Group, desk: ClinicSetup) -> None:
    @group.command(name="panel", description=described("cmd.clinic.panel"))
    @app_commands.describe(channel=described("cmd.clinic.panel.channel"))
    async def _panel(interaction: Interaction, channel: discord.TextChannel | None = None) -> None:
        await desk.panel(interaction, channel)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the commands."""
    group, desk = clinic_group(client), ClinicSetup(services, areas)
    _add_setup(group, desk)
    _add_panel(group, desk)
