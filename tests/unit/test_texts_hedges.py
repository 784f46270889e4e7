"""What texts about bodies and about being unwell may not lose in translation."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bot.texts.catalogue import Catalogue
from bot.texts.po import read_language

CATALOGUE = Catalogue.load()
OTHERS = ("de", "es", "fr")

KEPT = {
    "safety.notice.limits": {
        "de": ["kann keine Beschwerden prüfen"],
        "es": ["no puede valorar síntomas"],
        "fr": ["ne peut pas évaluer des symptômes"],
    },
    "safety.notice.now": {
        "de": ["jetzt", "Rettungsdienst"],
        "es": ["ahora", "emergencia"],
        "fr": ["maintenant", "urgences"],
    },
    "safety.notice.now_signs": {
        "de": ["plötzliche starke oder ungewöhnliche Nacken- oder Kopfschmerzen", "Schwäche",
               "Taubheit", "Ungeschicklichkeit", "Gleichgewichts", "Gehen, Sprechen, Schlucken",
               "Doppelbilder", "Gesicht oder Augenlid", "Ohnmacht", "Blase oder Darm", "Schritt",
               "Brust", "steifer Nacken mit Fieber", "Unfall oder Sturz"],
        "es": ["dolor de cuello o de cabeza repentino y fuerte, o fuera de lo común", "debilidad",
               "entumecimiento", "torpeza", "equilibrio", "caminar, hablar, tragar",
               "visión doble", "cara o un párpado", "desmayo", "vejiga o del intestino", "ingle",
               "pecho", "cuello rígido con fiebre", "accidente o una caída"],
        "fr": ["mal de tête ou de cou soudain et intense, ou inhabituel", "faiblesse",
               "engourdissement", "maladresse", "équilibre", "marcher, parler, avaler",
               "vision double", "visage ou paupière", "évanouissement", "vessie ou des intestins",
               "aine", "poitrine", "nuque raide avec fièvre", "accident ou une chute"],
    },
    "safety.notice.soon_signs": {
        "de": ["Fieber", "Gewichtsverlust", "aufwecken", "Kribbeln im Arm", "Krebs",
               "schwache Knochen", "schwache Abwehr"],
        "es": ["fiebre", "pérdida de peso", "despierta", "hormigueo que baja por un brazo",
               "cáncer", "huesos débiles", "defensas bajas"],
        "fr": ["fièvre", "perte de poids", "réveille", "picotements qui descendent dans un bras",
               "cancer", "os fragiles", "immunité affaiblie"],
    },
    "safety.notice.until": {
        "de": ["nicht massieren", "Nacken nicht behandeln", "bis du untersucht"],
        "es": ["No recibas masajes", "ni tratamientos del cuello", "hasta que te hayan examinado"],
        "fr": ["Pas de massage", "ni de soin du cou", "avant d'avoir passé un examen"],
    },
    "safety.crisis": {
        "de": ["kann sein, dass das niemand bald liest", "jemandem, dem du vertraust",
               "dir etwas antun", "nicht sicher", "sofort", "keine Übung"],
        "es": ["puede que nadie lea esto pronto", "alguien de confianza", "hacerte daño",
               "no te sientes a salvo", "enseguida", "no hace falta que hagas ningún ejercicio"],
        "fr": ["il se peut que personne ne lise cela rapidement", "quelqu'un de confiance",
               "vous faire du mal", "pas en sécurité", "tout de suite", "Pas besoin"],
    },
    "safety.crisis.short": {
        "de": ["dir etwas antun", "nicht sicher", "sofort Hilfe"],
        "es": ["hacerte daño", "no te sientes a salvo", "ayuda enseguida"],
        "fr": ["vous faire du mal", "pas en sécurité", "aide tout de suite"],
    },
    "safety.disclaimer": {
        "de": ["keinen ärztlichen Rat", "stellt keine Diagnose", "nicht rund um die Uhr",
               "kann manchen Menschen eine Zeit lang", "nur begrenzt", "jederzeit", "schwanger"],
        "es": ["No es consejo médico", "no hace diagnósticos", "nadie lo vigila día y noche",
               "puede ayudar a algunas personas por un tiempo", "es limitada",
               "en cualquier momento", "embarazo"],
        "fr": ["Ce n'est pas un avis médical", "ne pose pas de diagnostic",
               "n'est pas surveillé jour et nuit",
               "peut aider certaines personnes pendant un temps", "est limitée",
               "à tout moment", "grossesse"],
    },
    "posture.footer": {
        "de": ["schwindlig", "Taubheit, Kribbeln", "stechenden Schmerz", "Nicht beim Fahren",
               "frische Verletzung", "abgeraten"],
        "es": ["mareo", "entumecimiento, hormigueo", "dolor agudo", "No mientras conduces",
               "lesión reciente", "te dijeron que no"],
        "fr": ["vertige", "engourdissement, de picotements", "douleur vive", "Pas au volant",
               "blessure récente", "déconseillé"],
    },
    "plans.safety": {
        "de": ["schlimmer werden", "Schwäche oder Taubheit", "jetzt", "Verbrennung oder Blase",
               "Blutverdünner", "Bluterguss"],
        "es": ["empeora", "debilidad o entumecimiento", "ahora", "quemadura o ampolla",
               "anticoagulantes", "moretón"],
        "fr": ["s'aggrave", "faiblesse ou engourdissement", "maintenant", "brûlure ou ampoule",
               "anticoagulants", "bleu"],
    },
    "plans.ask.continue": {
        "de": ["hilft manchen Menschen eine Zeit lang, anderen nicht", "Jede Antwort"],
        "es": ["ayuda a algunas personas por un tiempo, y a otras no", "Cualquier respuesta"],
        "fr": ["aide certaines personnes pendant un temps, et d'autres non", "Chaque réponse"],
    },
    "progress.note": {
        "de": ["durch Zufall", "keine Diagnose"],
        "es": ["por azar", "no es un diagnóstico"],
        "fr": ["par hasard", "n'est pas un diagnostic"],
    },
    "progress.sessions.note": {
        "de": ["können nicht sagen, woher"],
        "es": ["no pueden decir de dónde"],
        "fr": ["ne peuvent pas dire d'où"],
    },
}  # fmt: skip


PARAMS = {
    "safety.notice.now": {"emergency_text": "112"},
    "safety.crisis": {"crisis_text": "112"},
    "safety.crisis.short": {"crisis_text": "112"},
    "progress.note": {"points": 2, "percent": 30, "enough": 2},
}


def text(code: str, key: str) -> str:
    return CATALOGUE.language(code).say(key, **PARAMS.get(key, {}))


@pytest.mark.parametrize("code", OTHERS)
def test_a_text_keeps_its_hedges(code: str) -> None:
    held = [(key, hedge) for key, by in KEPT.items() for hedge in by[code]]

    assert [(key, hedge) for key, hedge in held if hedge not in text(code, key)] == []


def test_as_much_is_held_in_each_language() -> None:
    for key, by in KEPT.items():
        assert len({len(by[code]) for code in OTHERS}) == 1, key


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("key", ["safety.crisis", "safety.crisis.short", "safety.notice.now"])
def test_the_contact_stands_in_the_text_in_every_language(code: str, key: str) -> None:
    assert "112" in text(code, key)


@pytest.mark.parametrize("code", ["en", *OTHERS])
def test_the_default_contacts_read_well_where_they_stand(code: str) -> None:
    say = CATALOGUE.language(code).say
    crisis = say("safety.crisis.default")

    assert not crisis.endswith(".")
    assert crisis[0].islower()
    assert f"{crisis}." in say("safety.crisis", crisis_text=crisis)


VERDICTS = {
    "de": ["richtige haltung", "schlechte haltung", "gut gemacht", "bravo", "verbessert"],
    "es": ["postura correcta", "mala postura", "bien hecho", "bravo", "has mejorado"],
    "fr": ["bonne posture", "mauvaise posture", "bien joué", "bravo", "amélioré"],
}


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_of_check_ins_judges_anybody(code: str) -> None:
    entries, _ = read_language(files("bot.texts") / code, code, drafts=True)
    starts = ("posture.", "press.", "tension.", "progress.")
    said = "\n".join(f for k, e in entries.items() if k.startswith(starts) for f in e.forms).lower()

    assert len(said) > 1_000
    assert [verdict for verdict in VERDICTS[code] if verdict in said] == []
