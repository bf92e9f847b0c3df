from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.curation.findings import Finding, FindingKind
from normalizer.curation.local import LocalCuration
from normalizer.errors import InvalidEditError, UnknownEntityError
from normalizer.live.engine import LiveEngine
from normalizer.store.mentions import MetMention, Retention
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    CreateEntity,
    DeleteEntity,
    Merge,
    RemoveAlias,
    UpdateEntity,
    never,
)
from normalizer.store.sql.store import SqlStore
from normalizer.text import normalise
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.conftest import ANNA
from tests.world import BREST_BY, GUARD, KGB_BELARUS, KGB_USSR, LEADER, MINSK, PRESIDENT, SON

KINDS = FindingKind


def _of(found: tuple[Finding, ...], kind: FindingKind) -> list[Finding]:
    return [each for each in found if each.kind is kind]


def _met(surface: str, document: str, lang: str = "ru") -> MetMention:
    return MetMention(datetime.now(UTC), document, surface, normalise(surface), lang, "Cyrl")


def _record(store: SqlStore, *mentions: MetMention) -> None:
    store.mentions.add(list(mentions), Retention())


def _alias(text: str, owner: str, kind: AliasKind = AliasKind.NICKNAME) -> AddAlias:
    return AddAlias(Alias(text, owner, kind, "ru"))


def test_a_harmless_edit_has_no_findings(curation: LocalCuration) -> None:
    """Nothing stands against a name that nobody has."""
    found = curation.preview([_alias("Ромашкин", PRESIDENT.id)])
    assert found.findings == ()
    assert found.revision == curation.revision


def test_a_name_that_another_has_collides(curation: LocalCuration) -> None:
    """Whoever has the name already is told, and that it would mean two."""
    found = curation.preview([_alias("Минск", GUARD.id)]).findings
    (collision,) = _of(found, KINDS.COLLISION)
    assert collision.entity_ids == (GUARD.id, MINSK.id)
    assert collision.sentence == "“Минск” is already a name of Minsk (nn200001)"
    (ambiguity,) = _of(found, KINDS.AMBIGUITY)
    assert ambiguity.sentence.startswith("“Минск” means Minsk (nn200001) now; it could mean ")
    assert set(ambiguity.entity_ids) == {GUARD.id, MINSK.id}


def test_a_new_canonical_name_collides_too(curation: LocalCuration) -> None:
    """Names of new entities and new names of old ones are looked at alike."""
    for operation in (
        CreateEntity(Entity("", Kind.PLACE, "Minsk")),
        UpdateEntity(BREST_BY.id, name="Minsk"),
    ):
        (collision,) = _of(curation.preview([operation]).findings, KINDS.COLLISION)
        assert MINSK.id in collision.entity_ids


def test_a_name_that_sounds_like_anothers_is_told(curation: LocalCuration) -> None:
    """With the evidence, in words."""
    found = curation.preview([AddAlias(Alias("Rosgvardija", LEADER.id, AliasKind.NICKNAME))])
    (near,) = _of(found.findings, KINDS.NEAR_COLLISION)
    assert near.entity_ids == (LEADER.id, GUARD.id)
    assert near.sentence.startswith("“Rosgvardija” ")
    assert near.sentence.endswith(f", a name of Rosgvardiya ({GUARD.id})")


def test_one_s_own_names_do_not_collide(curation: LocalCuration) -> None:
    """Neither those that the entity has nor those that a merge brings."""
    found = curation.preview([_alias("Лукашенка", PRESIDENT.id)]).findings
    assert not _of(found, KINDS.NEAR_COLLISION)
    merged = curation.preview([Merge(KGB_USSR.id, KGB_BELARUS.id)]).findings
    assert not _of(merged, KINDS.COLLISION)


def test_a_name_that_the_same_edits_take_away_is_none(curation: LocalCuration) -> None:
    """What counts is the end of the batch."""
    edits = [_alias("Минск", GUARD.id), RemoveAlias(AliasKey(GUARD.id, "Минск", "ru"))]
    assert curation.preview(edits).findings == ()
    moved = [RemoveAlias(AliasKey(MINSK.id, "Минск", "ru")), _alias("Минск", GUARD.id)]
    assert not _of(curation.preview(moved).findings, KINDS.COLLISION)


def test_the_effect_on_traffic_is_counted(curation: LocalCuration, store: SqlStore) -> None:
    """Mentions and documents whose reading would change, inflected forms among them."""
    _record(
        store,
        _met("Ромашкин", "a"),
        _met("Ромашкина", "a"),
        _met("Ромашкина", "b"),
        _met("Ромашкиным", "c"),
        _met("Минск", "c"),
        _met("Кулешов", "d"),
    )
    (found,) = curation.preview([_alias("Ромашкин", SON.id, AliasKind.SHORT)]).findings
    assert (found.kind, found.mentions, found.documents) == (KINDS.TRAFFIC, 4, 3)
    assert found.entity_ids == (SON.id,)
    assert found.sentence == (
        "4 mentions of “Ромашкина” and 2 more forms in 3 documents would be read as "
        "Viktor Lukashenko (nn100002), until now as nobody known"
    )


def test_what_would_be_read_otherwise_is_told_apart(
    curation: LocalCuration, store: SqlStore
) -> None:
    """From whom to whom, for each way in which readings change."""
    _record(store, _met("Батька", "a"), _met("Батька", "b"), _met("Тихановская", "b"))
    found = curation.preview([DeleteEntity(PRESIDENT.id), _alias("Тихановская", SON.id)]).findings
    traffic = {each.text: each for each in _of(found, KINDS.TRAFFIC)}
    assert traffic["Батька"].sentence == (
        "2 mentions of “Батька” in 2 documents would be read as nobody known, "
        "until now as Alexander Lukashenko (nn100001)"
    )
    assert "one of" in traffic["Тихановская"].sentence
    assert traffic["Тихановская"].documents == 1


def test_rulings_have_an_effect_too(curation: LocalCuration, store: SqlStore) -> None:
    """To rule a pair out changes how its mentions are read."""
    _record(store, _met("Лукашенке", "a"))
    (found,) = curation.preview([never("Лукашенке", PRESIDENT.id)]).findings
    assert (found.kind, found.mentions) == (KINDS.TRAFFIC, 1)
    assert PRESIDENT.id in found.entity_ids


def test_a_merge_is_read_as_what_stays(curation: LocalCuration, store: SqlStore) -> None:
    """Ambiguous mentions become those of the entity that both are."""
    _record(store, _met("КГБ", "a"))
    (found,) = curation.preview([Merge(KGB_USSR.id, KGB_BELARUS.id)]).findings
    assert "would be read as State Security Committee of Belarus" in found.sentence
    assert "until now as one of" in found.sentence


def test_nothing_is_done(curation: LocalCuration, live: LiveEngine) -> None:
    """Neither to the table nor to what is served; new IDs are not used up."""
    before = (curation.revision, live.revision)
    made = CreateEntity(Entity("", Kind.PLACE, "Hrodna"))
    curation.preview([made, DeleteEntity(MINSK.id)])
    assert (curation.revision, live.revision) == before
    assert live.resolve("Минск").match is not None
    assert curation.apply([made], ANNA).created == ("nn1000001",)


def test_a_preview_refuses_what_apply_would(curation: LocalCuration) -> None:
    """Errors are the same, so that one sees them before saving."""
    with pytest.raises(UnknownEntityError):
        curation.preview([DeleteEntity("nn999999")])
    with pytest.raises(InvalidEditError, match="operations"):
        curation.preview([])
