"""A small world of entities and aliases, so that a test can say all that the table knows."""

from __future__ import annotations

from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind

PRESIDENT = Entity(
    "nn100001", Kind.PERSON, "Alexander Lukashenko", "BY", "m", "President of Belarus"
)
SON = Entity("nn100002", Kind.PERSON, "Viktor Lukashenko", "BY", "m", "Security aide")
LEADER = Entity("nn100003", Kind.PERSON, "Sviatlana Tsikhanouskaya", "BY", "f", "Opposition leader")
ENVOY = Entity("nn100004", Kind.PERSON, "Igor Leshchenya", "BY", "m", "Ambassador to Slovakia")
KGB_BELARUS = Entity("nn100005", Kind.ORGANISATION, "State Security Committee of Belarus", "BY")
KGB_USSR = Entity("nn100006", Kind.ORGANISATION, "Committee for State Security", "RU", "", "Soviet")
TRACTORS = Entity("nn100007", Kind.ORGANISATION, "Minsk Tractor Works", "BY")
GUARD = Entity("nn100008", Kind.ORGANISATION, "Rosgvardiya", "RU")
NATO = Entity("nn100009", Kind.ORGANISATION, "NATO")
HEALTH = Entity("nn100010", Kind.ORGANISATION, "World Health Organization")
AGENCY = Entity("nn100012", Kind.ORGANISATION, "Belarusian Telegraph Agency", "BY")
MINSK = Entity("nn200001", Kind.PLACE, "Minsk", "BY", "", "Capital of Belarus")
BREST_BY = Entity("nn200002", Kind.PLACE, "Brest, Belarus", "BY", "", "City in Belarus")
BREST_FR = Entity("nn200003", Kind.PLACE, "Brest, France", "FR", "", "City in Brittany")
BELARUS = Entity("nn200004", Kind.PLACE, "Belarus", "BY", xrefs={"iso3166": "BY"})
FRANCE = Entity("nn200005", Kind.PLACE, "France", "FR", xrefs={"iso3166": "FR"})
USA = Entity("nn200006", Kind.PLACE, "United States", "US", xrefs={"iso3166": "US"})
FIRST = Entity("nn100011", Kind.ORGANISATION, "Belarus 1", "BY")


def _alias(
    text: str,
    entity: Entity,
    kind: AliasKind = AliasKind.OFFICIAL,
    lang: str = "",
    script: str = "",
) -> Alias:
    return Alias(text, entity.id, kind, lang, script)


WORLD = MemoryStore(
    [
        PRESIDENT,
        SON,
        LEADER,
        ENVOY,
        KGB_BELARUS,
        KGB_USSR,
        TRACTORS,
        GUARD,
        NATO,
        HEALTH,
        MINSK,
        BREST_BY,
        BREST_FR,
        BELARUS,
        FRANCE,
        USA,
        FIRST,
        AGENCY,
    ],
    [
        _alias("Lukashenko", PRESIDENT, AliasKind.SHORT, "en", "Latn"),
        _alias("Батька", PRESIDENT, AliasKind.NICKNAME, "ru", "Cyrl"),
        _alias("Лукашенко", PRESIDENT, AliasKind.SHORT, "ru", "Cyrl"),
        _alias("Александр Григорьевич Лукашенко", PRESIDENT, lang="ru", script="Cyrl"),
        _alias("Светлана Тихановская", LEADER, lang="ru", script="Cyrl"),
        _alias("Тихановская", LEADER, AliasKind.SHORT, "ru", "Cyrl"),
        _alias("КГБ", KGB_BELARUS, AliasKind.ACRONYM, "ru", "Cyrl"),
        _alias("КГБ", KGB_USSR, AliasKind.ACRONYM, "ru", "Cyrl"),
        _alias("МТЗ", TRACTORS, AliasKind.ACRONYM, "ru", "Cyrl"),
        _alias("Минский тракторный завод", TRACTORS, lang="ru", script="Cyrl"),
        _alias("Росгвардия", GUARD, lang="ru", script="Cyrl"),
        _alias("National Guard of Russia", GUARD, AliasKind.TRANSLATION, "en", "Latn"),
        _alias("Russia's National Guard", GUARD, AliasKind.TRANSLATION, "en", "Latn"),
        _alias("BelTA.by", AGENCY, AliasKind.OFFICIAL, "en", "Latn"),
        _alias("The Belarus Herald", AGENCY, AliasKind.OFFICIAL, "en", "Latn"),
        _alias("Телеканал «Беларусь 1»", FIRST, AliasKind.OFFICIAL, "ru", "Cyrl"),
        _alias("WHO", HEALTH, AliasKind.ACRONYM, "en", "Latn"),
        _alias("US", USA, AliasKind.ACRONYM, "en", "Latn"),
        _alias("BY", BELARUS, AliasKind.CODE, "", "Latn"),
        _alias("Минск", MINSK, lang="ru", script="Cyrl"),
        _alias("Беларусь", BELARUS, lang="be", script="Cyrl"),
        _alias("Brest", BREST_BY, AliasKind.SHORT, "en", "Latn"),
        _alias("Brest", BREST_FR, AliasKind.SHORT, "fr", "Latn"),
    ],
)
