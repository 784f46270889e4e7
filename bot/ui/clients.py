"""The card of a client, as staff see it. Pure; says what is known and judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.discord_io.guarded import GuardedLayout
from bot.domain.local_time import local_of
from bot.domain.pause import ends
from bot.domain.zones import zone
from bot.texts.language import Language
from bot.ui.cards import DANGER, button, card
from bot.ui.custom_ids import AreaPress
from bot.ui.sessions import mention
from bot.usecases.client_card import ClientCard, Coming, PlanEnded
from bot.usecases.clients import Standing

AREA = "client"


def client_card(language: Language, shown: ClientCard) -> GuardedLayout:
    """Consent, reachable, what comes next, the sessions, and the scores if they are shared."""
    end = AreaPress(AREA, "end_plan", (str(shown.client.id),))
    return card(
        language.say("client.who", client=mention(shown.client.id)),
        "\n".join(_standing(language, shown)),
        _coming(language, shown),
        _sessions(language, shown),
        _scores(language, shown),
        f"-# {language.say('client.look')}" if shown.client.member is not None else "",
        title=language.say("client.title"),
        buttons=(button(language, "end_plan", end, DANGER),) if shown.has_plan else (),
    )


def plan_ended_card(language: Language, ended: PlanEnded) -> GuardedLayout:
    """That a plan has ended, and the way back."""
    client = mention(ended.client)
    if ended.key is None:
        return card(language.say("client.plan_ended.none", client=client), quiet=True)
    undo = AreaPress(AREA, "undo_end", (str(ended.client), str(ended.key)))
    said = language.say("client.plan_ended", client=client)
    return card(said, buttons=(button(language, "undo", undo),), quiet=True)


def plan_back_card(language: Language, ended: PlanEnded) -> GuardedLayout:
    """That a plan goes on."""
    return card(language.say("client.plan_back", client=mention(ended.client)), quiet=True)


def _standing(language: Language, shown: ClientCard) -> Iterator[str]:
    client, say = shown.client, language.say
    if client.standing is not Standing.AGREED or shown.agreed_at is None:
        yield say(f"client.standing.{client.standing.value}", day="")
        return
    day = language.day(local_of(shown.agreed_at, shown.zone))
    yield say("client.standing.agreed", day=day)
    since_at = client.known.unreachable_at
    if since_at is None:
        yield say("client.reachable")
    else:
        yield say("client.unreachable", day=language.day(local_of(since_at, shown.zone)))
    if shown.paused_until_at is not None:
        if ends(shown.paused_until_at):
            moment = language.moment(local_of(shown.paused_until_at, shown.zone))
            yield say("client.paused", moment=moment)
        else:
            yield say("client.paused.without_end")


def _coming(language: Language, shown: ClientCard) -> str:
    if not shown.coming:
        return language.say("client.next.none")
    heading = language.say("client.next", zone=shown.zone.key)
    return "\n".join((heading, *(_line(language, shown, one) for one in shown.coming)))


def _line(language: Language, shown: ClientCard, one: Coming) -> str:
    title = language.say("kind.appointment" if one.ask is None else f"plans.title.{one.ask}")
    moment = language.moment(local_of(one.at, shown.zone))
    return language.say("client.next.line", moment=moment, title=title)


def _sessions(language: Language, shown: ClientCard) -> str:
    if not shown.sessions:
        return ""
    clinic = shown.client.clinic.settings.zone
    lines = [
        language.say(
            "client.sessions.line",
            moment=language.moment(local_of(one.starts_at, zone(clinic))),
            state=language.say(f"session.state.{one.state.value}"),
        )
        for one in shown.sessions
    ]
    return "\n".join((language.say("client.sessions", zone=clinic), *lines))


def _scores(language: Language, shown: ClientCard) -> str:
    if shown.client.standing is not Standing.AGREED:
        return ""
    if shown.scores is None:
        return language.say("client.scores.private")
    if not shown.scores:
        return language.say("client.scores.none")
    lines = []
    for local_at, scores in shown.scores:
        said = " · ".join(
            language.say(f"tension.score.{one.question}", value=one.value) for one in scores
        )
        moment = language.moment(local_at)
        lines.append(language.say("client.scores.line", moment=moment, scores=said))
    return "\n".join((language.say("client.scores"), *lines))
