"""/remind, and the forms that change what comes."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.domain.clock_text import parse_days, parse_end_time, parse_time_of_day, parse_times
from bot.domain.ids import ScheduleId
from bot.domain.local_time import local_of
from bot.domain.posture import PostureWish
from bot.domain.reminder import ReminderWish
from bot.domain.times import TimesWish
from bot.domain.when import Repeat
from bot.errors import NotFound
from bot.kinds.timed import Timed
from bot.ui import posture as posture_cards
from bot.ui import remind as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.edit_forms import every_typed, posture_form, times_form
from bot.ui.forms import Form, OnFilled
from bot.ui.reminders import AREA
from bot.ui.timed import on_card
from bot.ui.wording import described
from bot.usecases import posture, reminding
from bot.usecases.reminders import OneReminder, one_reminder
from bot.usecases.reminding import Asked
from bot.usecases.services import Services
from bot.usecases.timed import turn_timed_on
from cogs.areas import Areas
from cogs.reply import Interaction, answer, answer_in_place, spoken, who

REPEATS = [
    app_commands.Choice(name=described(cards.repeat_key(each)), value=each.value) for each in Repeat
]


class Remind(commands.Cog):
    """Members' own reminders."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(AREA, "edit", self._pressed_edit)

    @app_commands.command(name="remind", description=described("cmd.remind"))
    @app_commands.describe(
        what=described("cmd.remind.what"),
        when=described("cmd.remind.when"),
        repeat=described("cmd.remind.repeat"),
    )
    @app_commands.choices(repeat=REPEATS)
    async def remind(
        self, interaction: Interaction, what: str, when: str, repeat: str = Repeat.NONE.value
    ) -> None:
        """Set a reminder."""
        services, language = self._services, spoken(self._services, interaction)
        done = await reminding.remind(
            services.store,
            services.clock,
            services.kinds,
            by=who(interaction),
            asked=Asked(what, when, Repeat(repeat), language.code),
        )
        services.delivering.wake()
        await answer(interaction, cards.reminded_card(language, done))

    async def _pressed_edit(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        schedule_id = ScheduleId(press.required(0))
        shown = await one_reminder(
            services.store,
            services.clock,
            services.kinds,
            by=who(interaction),
            schedule_id=schedule_id,
        )
        await interaction.response.send_modal(self._form(interaction, shown))

    def _form(self, interaction: Interaction, shown: OneReminder) -> Form:
        language, schedule = spoken(self._services, interaction), shown.entry.schedule
        match schedule.kind:
            case reminding.KIND:
                wish = ReminderWish.from_wish(schedule.wish)
                at = schedule.next_due_at or shown.entry.comes_at
                when = (
                    "" if at is None else reminding.when_as_typed(local_of(at, shown.settings.zone))
                )
                return cards.reminder_form(
                    language, wish, when, self._change_reminder(schedule.id, when)
                )
            case posture.KIND:
                return posture_form(
                    language, PostureWish.from_wish(schedule.wish), self._change_posture
                )
        kind = self._services.kinds[schedule.kind]
        if not isinstance(kind, Timed):
            raise NotFound("button.outdated")
        wanted = TimesWish.from_wish(schedule.wish)
        return times_form(language, kind.name, wanted, self._change_timed(kind))

    def _change_reminder(self, schedule_id: ScheduleId, as_before: str) -> OnFilled:
        async def change(interaction: Interaction, filled: dict[str, str]) -> None:
            services, language = self._services, spoken(self._services, interaction)
            done = await reminding.change_reminder(
                services.store,
                services.clock,
                services.kinds,
                by=who(interaction),
                schedule_id=schedule_id,
                asked=Asked(
                    text=filled[cards.TEXT],
                    when=filled[cards.WHEN].strip(),
                    repeat=Repeat(filled[cards.REPEAT]),
                    language=language.code,
                    when_before=as_before,
                ),
            )
            services.delivering.wake()
            await answer_in_place(interaction, cards.reminded_card(language, done, edited=True))

        return change

    async def _change_posture(self, interaction: Interaction, filled: dict[str, str]) -> None:
        services = self._services
        wish = PostureWish(
            every_min=every_typed(filled["every"]),
            local_from=parse_time_of_day(filled["from"]),
            local_until=parse_end_time(filled["until"]),
            days=parse_days(filled["days"]),
        )
        done = await posture.turn_posture_on(
            services.store, services.clock, services.kinds, by=who(interaction), wish=wish
        )
        services.delivering.wake()
        view = posture_cards.on_card(spoken(services, interaction), done)
        await answer_in_place(interaction, view)

    def _change_timed(self, kind: Timed) -> OnFilled:
        async def change(interaction: Interaction, filled: dict[str, str]) -> None:
            services = self._services
            done = await turn_timed_on(
                services.store,
                services.clock,
                services.kinds,
                by=who(interaction),
                kind=kind,
                wish=TimesWish(parse_times(filled["at"]), parse_days(filled["days"])),
            )
            services.delivering.wake()
            await answer_in_place(interaction, on_card(spoken(services, interaction), done))

        return change


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Remind(services, areas))
