from __future__ import annotations

from typing import get_args

import pytest

from normalizer.rulings import Ruling, RulingKind
from normalizer.service.curation import edits
from normalizer.service.curation.edits import MAX_EDITS, edit_message, operations
from normalizer.service.faults import RequestError
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    ChangeAlias,
    CreateEntity,
    DeleteEntity,
    Merge,
    Operation,
    RemoveAlias,
    Rule,
    Split,
    Undo,
    UpdateEntity,
    Withdraw,
)
from normalizer.types import Alias, AliasKind, Entity, Kind
from normalizer.v1 import edits_pb2 as pb

ENTITY = Entity("nn1", Kind.PERSON, "Ada", "BY", "f", "A person", {"wikidata": "Q1"})
ALIAS = Alias("Ада", "nn1", AliasKind.OFFICIAL, "ru", "Cyrl", "", "press", "a note")
KEY = AliasKey("nn1", "Ада", "ru")


@pytest.mark.parametrize(
    "operation",
    [
        CreateEntity(ENTITY, (ALIAS,)),
        UpdateEntity("nn1", Kind.PLACE, "Bob", "", "", "none", {"wikidata": ""}),
        UpdateEntity("nn1", description="Another"),
        DeleteEntity("nn1"),
        AddAlias(ALIAS),
        ChangeAlias(KEY, ALIAS),
        RemoveAlias(KEY),
        Merge("nn1", "nn2"),
        Split("nn1", ENTITY, (KEY,), ("wikidata",)),
        Rule(Ruling(RulingKind.NEVER, "ада", "nn1")),
        Withdraw(Ruling(RulingKind.NOT_A_NAME, "ада")),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_operation_travels_unchanged(operation: Operation) -> None:
    """What is asked for is what was wanted, field by field."""
    assert operations([edit_message(operation)]) == [operation]


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (pb.Edit(), "edits[0]"),
        (pb.Edit(add_alias=pb.AddAliasEdit(entity_id="nn1")), "edits[0].add_alias.alias"),
        (
            pb.Edit(create_entity=pb.CreateEntityEdit(entity={"canonical_name": "Ada"})),
            "edits[0].create_entity.entity.kind",
        ),
        (
            pb.Edit(update_entity=pb.UpdateEntityEdit(entity={"entity_id": "nn1"})),
            "edits[0].update_entity.update_mask",
        ),
        (pb.Edit(rule=pb.RuleEdit(ruling={"kind": 0, "left": "x"})), "edits[0].rule.ruling.kind"),
    ],
)
def test_edit_that_means_nothing_is_refused_by_field(edit: pb.Edit, field: str) -> None:
    """The violation names the edit and the field at fault."""
    with pytest.raises(RequestError) as refusal:
        operations([edit])
    assert [violation.field for violation in refusal.value.violations] == [field]


def test_every_operation_on_the_table_travels() -> None:
    """All but Undo, which speaks of the log and not of the table."""
    assert set(edits._WRITERS) == set(get_args(Operation)) - {Undo}


def test_unknown_field_in_a_mask_is_refused() -> None:
    """A field that no update sets is told from those that one can."""
    edit = pb.Edit(update_entity=pb.UpdateEntityEdit(entity={"entity_id": "nn1"}))
    edit.update_entity.update_mask.paths.append("aliases")
    with pytest.raises(RequestError, match="aliases"):
        operations([edit])


@pytest.mark.parametrize("count", [0, MAX_EDITS + 1])
def test_too_few_and_too_many_edits_are_refused(count: int) -> None:
    """From one edit to the limit are taken."""
    edit = edit_message(DeleteEntity("nn1"))
    with pytest.raises(RequestError):
        operations([edit] * count)
