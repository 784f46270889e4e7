"""Cards and prompts in each language: the facts, hedges, cautions and sources of the English."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.content.cards import CARD_CHARACTERS, Card
from bot.content.library import Library
from tests.texts.sameness import QUOTES, numbers

LIBRARY = Library.load()
OTHERS = ("de", "es", "fr")
ENGLISH = LIBRARY.cards("en")
FIELDS = ("claim", "text", "sure", "research", "try_", "careful")

_MARK = re.compile(r"\[[^\]]*\]")


def card(code: str, card_id: str) -> str:
    return " ".join(LIBRARY.card(card_id, code).parts)


def everything(code: str) -> str:
    prompts = [f"{prompt.text} {prompt.caution}" for prompt in LIBRARY.prompts(code)]
    return "\n".join([*(" ".join(each.parts) for each in LIBRARY.cards(code)), *prompts])


@pytest.mark.parametrize("code", OTHERS)
def test_cards_and_prompts_are_the_same_in_the_same_order(code: str) -> None:
    assert [each.id for each in LIBRARY.cards(code)] == [each.id for each in ENGLISH]
    assert [(p.id, bool(p.caution)) for p in LIBRARY.prompts(code)] == [
        (p.id, bool(p.caution)) for p in LIBRARY.prompts("en")
    ]


@pytest.mark.parametrize("original", ENGLISH, ids=[each.id for each in ENGLISH])
@pytest.mark.parametrize("code", OTHERS)
def test_a_card_cites_the_same_sources_in_the_same_parts(code: str, original: Card) -> None:
    other = LIBRARY.card(original.id, code)

    assert other.sources == original.sources
    for field in FIELDS:
        there, here = getattr(original, field), getattr(other, field)
        assert _MARK.findall(here) == _MARK.findall(there), field


@pytest.mark.parametrize("original", ENGLISH, ids=[each.id for each in ENGLISH])
@pytest.mark.parametrize("code", OTHERS)
def test_a_card_gives_the_same_numbers_in_the_same_parts(code: str, original: Card) -> None:
    other = LIBRARY.card(original.id, code)

    for field in FIELDS:
        assert numbers(getattr(other, field)) == numbers(getattr(original, field)), field


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_is_one_and_not_the_english_text_again(code: str) -> None:
    for original in ENGLISH:
        other = LIBRARY.card(original.id, code)
        assert not set(original.parts) & set(other.parts)
    english = {prompt.text for prompt in LIBRARY.prompts("en")}
    assert not english & {prompt.text for prompt in LIBRARY.prompts(code)}


@pytest.mark.parametrize("code", OTHERS)
def test_a_card_fits_one_answer_and_a_prompt_is_read_at_a_glance(code: str) -> None:
    assert all(each.length <= CARD_CHARACTERS for each in LIBRARY.cards(code))
    assert all(len(prompt.text) <= 90 for prompt in LIBRARY.prompts(code))


@pytest.mark.parametrize(
    ("code", "attribution"),
    [("de", "Der Artikel sagt"), ("es", "El artículo dice"), ("fr", "L'article dit")],
)
def test_the_articles_claim_is_told_as_the_articles(code: str, attribution: str) -> None:
    for each in LIBRARY.cards(code):
        assert each.claim.startswith(attribution)
        assert attribution not in each.text


HEDGES = {
    "spasms": {
        "de": ["für kurze Zeit", "Ergebnisse gemischt", "fand keine", "Niemand weiß sicher",
               "fest, aber erträglich", "sofort, wenn es weh tut", "Drück nie vorn oder seitlich"],
        "es": ["por poco tiempo", "resultados son mixtos", "no halló ninguno",
               "Nadie sabe con seguridad", "firme pero soportable", "enseguida si te duele",
               "Nunca presiones la parte delantera ni los lados"],
        "fr": ["pour un court moment", "résultats sont partagés", "n'en a trouvé aucun",
               "Personne ne sait avec certitude", "ferme mais supportable",
               "tout de suite à votre thérapeute", "jamais sur l'avant ni sur les côtés"],
    },
    "tension": {
        "de": ["für eine Weile", "nicht immer weniger Schmerz am selben Tag", "ist schwächer",
               "Von keiner einzelnen Haltung ist bewiesen", "nicht um zu beurteilen, wie du sitzt",
               "mahnen zur Vorsicht", "atme wie sonst", "fachliche Hilfe"],
        "es": ["por un rato", "no siempre significa menos dolor ese día", "es más débil",
               "De ninguna postura se ha probado", "no para juzgar cómo te sientas",
               "piden cautela", "respira como siempre", "consulta con un profesional"],
        "fr": ["pendant un moment", "ne veut pas toujours dire moins de douleur ce jour-là",
               "est plus faible", "Il n'est prouvé d'aucune posture", "pas pour juger",
               "appellent à la prudence", "respirez comme d'habitude",
               "consultez un professionnel"],
    },
    "adhesions": {
        "de": ["Sei bei dieser Behauptung vorsichtig", "keinen guten Beleg", "legt nahe",
               "vielleicht weil", "nicht am Nacken", "Fester ist nicht besser", "weniger Druck",
               "Frag ärztlich nach", "Blutverdünner", "Osteoporose", "Krebs", "Sehr schwach"],
        "es": ["Ten cuidado con esta afirmación", "ninguna buena prueba", "sugiere",
               "quizá porque", "no del cuello", "Más fuerte no es mejor", "menos presión",
               "Pregunta a un profesional de la salud", "anticoagulantes", "osteoporosis", "cáncer",
               "Muy débil"],
        "fr": ["Prenez cette affirmation avec prudence", "aucune bonne preuve", "suggère",
               "peut-être parce que", "pas du cou", "Plus fort n'est pas mieux",
               "moins de pression", "Demandez à un professionnel de santé", "anticoagulants",
               "ostéoporose", "cancer", "Très faible"],
    },
    "circulation": {
        "de": ["zusätzlich zur Physiotherapie", "nicht mehr Blut in den Muskel",
               "keinen Beleg gefunden, dass heiße Steine die Heilung beschleunigen",
               "Dass es heilt, ist nicht bewiesen", "keine Steine", "höchstens 15 Minuten",
               "nicht heiße", "im Wachen", "Sag uns vorher", "schwanger", "Diabetes"],
        "es": ["además de fisioterapia", "no llevó más sangre al músculo",
               "ninguna prueba de que las piedras calientes aceleren la curación",
               "Que cure no está probado", "no piedras", "15 minutos como máximo",
               "no caliente", "sin dormirte", "Avísanos antes", "embarazo", "diabetes"],
        "fr": ["ajoutée à la kinésithérapie", "n'a pas amené plus de sang au muscle",
               "aucune preuve que les pierres chaudes accélèrent la guérison",
               "Que cela guérisse n'est pas prouvé", "pas des pierres", "15 minutes au plus",
               "pas brûlante", "sans dormir", "Prévenez-nous d'abord", "grossesse", "diabète"],
    },
    "relief": {
        "de": ["halbstündige nicht", "mit einer Warteliste", "wahrscheinlich kaum mehr bewirkt",
               "wahrscheinlich kaum oder keinen Unterschied",
               "Manche fühlen sich besser, manche nicht",
               "wieder weg", "niedrig oder sehr niedrig", "schwach belegt", "/warning-signs",
               "Hör auf und sag uns Bescheid"],
        "es": ["los de media hora no", "con una lista de espera", "probablemente hace poco más",
               "probablemente poca o ninguna diferencia", "se sienten mejor, otras no",
               "había desaparecido", "baja o muy baja", "pruebas débiles", "/warning-signs",
               "Para y avísanos"],
        "fr": ["ceux d'une demi-heure, non", "à une liste d'attente",
               "fait probablement à peine plus", "probablement peu ou pas de différence",
               "se sentent mieux, d'autres non", "avait disparu", "faible ou très faible",
               "preuves faibles", "/warning-signs", "Arrêtez et prévenez-nous"],
    },
}  # fmt: skip


@pytest.mark.parametrize("code", OTHERS)
def test_a_card_keeps_its_hedges(code: str) -> None:
    held = [(card_id, hedge) for card_id, by in HEDGES.items() for hedge in by[code]]

    assert [(c, hedge) for c, hedge in held if hedge not in card(code, c)] == []


def test_every_card_has_as_many_hedges_held_in_each_language() -> None:
    for card_id, by in HEDGES.items():
        assert len({len(by[code]) for code in OTHERS}) == 1, card_id


CAUTIONS = {
    "roll-shoulders": ("kleiner", "más pequeño", "plus petit"),
    "shoulder-blades": ("Operation", "operación", "opération"),
    "chin-glide": ("kribbeln", "hormigueo", "picotent"),
    "look-sideways": ("Erzwing", "fuerces", "forcez"),
    "ear-to-shoulder": ("Zieh nicht", "No tires", "Ne tirez pas"),
    "unclench": ("Zahnarzt oder zum Arzt", "dentista o un médico", "dentiste ou un médecin"),
    "look-far": ("plötzlich", "de repente", "tout à coup"),
    "raise-screen": ("Gleitsicht", "progresivas", "progressifs"),
    "open-hands": ("sanft", "suavidad", "doucement"),
    "slow-breaths": ("schwindlig", "mareas", "tourne"),
    "walk": ("im Sitzen", "silla", "chaise"),
    "open-arms": ("ausgerenkt", "dislocaste", "luxé"),
}


@pytest.mark.parametrize("prompt_id", CAUTIONS)
def test_a_prompt_keeps_its_caution(prompt_id: str) -> None:
    for code, caution in zip(OTHERS, CAUTIONS[prompt_id], strict=True):
        prompt = LIBRARY.prompt(prompt_id, code)
        assert prompt is not None
        assert caution in prompt.caution


UNSAID = {
    "de": ["richtig sitzen", "sitz gerade", "aufrecht sitzen", "gift", "schlacken", "garantier",
           "wasser trinken", "kopfkreisen", "kreise den", "kreise deinen", "kopf in den nacken"],
    "es": ["siéntate bien", "siéntate recto", "toxina", "bebe agua", "gira el cuello",
           "cabeza hacia atrás", "cruj", "garantiz"],
    "fr": ["tenez-vous bien", "tenez-vous droit", "asseyez-vous", "toxine", "buvez",
           "tournez le cou", "tête en arrière", "craqu", "garanti"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "claim"), [(c, claim) for c in OTHERS for claim in UNSAID[c]])
def test_what_is_left_out_on_purpose_or_unsupported_stays_out(code: str, claim: str) -> None:
    assert claim not in everything(code).lower()


@pytest.mark.parametrize("code", OTHERS)
def test_quotation_marks_and_registers_are_those_of_the_texts(code: str) -> None:
    foreign = set().union(*QUOTES.values()) - set(QUOTES[code]) | {'"'}
    other = {"de": r"\b(Ihnen|Ihre)\b", "es": r"\busted|\bvuestr", "fr": r"\b(tu|toi|tes)\b"}

    assert not foreign & set(everything(code))
    assert not re.search(other[code], everything(code))


def test_french_never_lets_a_mark_begin_a_line() -> None:
    assert not re.search(r"(?<![\u00a0\u202f])[:;!?](?!//)", everything("fr"))


def test_numbers_are_compared_by_how_much_and_not_by_how_they_are_written() -> None:
    assert numbers("1.4 of 10 [18]") == numbers("1,4 von 10 [18]") == Counter(["1.4", "10", "18"])
    assert numbers("15 minutes") != numbers("50 Minuten")


@pytest.mark.parametrize("code", OTHERS)
def test_every_plan_has_a_title_of_its_own_and_asks_what_the_english_one_asks(code: str) -> None:
    english, own = LIBRARY.plans("en"), LIBRARY.plans(code)

    assert [plan.id for plan in own] == [plan.id for plan in english]
    for plan, original in zip(own, english, strict=True):
        assert plan.asks_as(original), plan.id
        assert plan.title != original.title, plan.id
