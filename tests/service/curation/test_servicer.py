from __future__ import annotations

import grpc
import pytest
from google.rpc import error_details_pb2

from normalizer.engine import Engine
from normalizer.service.config import AccessRules, ServerConfig
from normalizer.store.changes import Author
from normalizer.store.operations import DeleteEntity
from normalizer.v1 import curation_pb2 as pb
from normalizer.v1 import edits_pb2, types_pb2
from normalizer.v1.curation_pb2_grpc import CurationServiceStub, ReviewServiceStub
from tests.patience import PATIENCE
from tests.service.curation.conftest import WAITING, Table
from tests.service.serving import detail, running, status_of, violations

ADA = edits_pb2.Author(actor="ada", reason="seen in print")
MINSK = "nn200001"


def add(text: str, entity_id: str = MINSK) -> edits_pb2.Edit:
    """Return the edit that adds a Polish alias."""
    alias = {"text": text, "kind": types_pb2.ALIAS_KIND_TRANSLATION, "language": "pl"}
    return edits_pb2.Edit(add_alias={"entity_id": entity_id, "alias": alias})


def apply(stub: CurationServiceStub, *edits: edits_pb2.Edit, **author: object) -> pb.Applied:
    """Return what edits came to."""
    by = edits_pb2.Author(actor="ada", **author)
    return stub.ApplyEdits(pb.ApplyEditsRequest(edits=edits, author=by)).applied


def code_of(failure: pytest.ExceptionInfo[grpc.RpcError]) -> grpc.StatusCode:
    """Return the status code of a failed call."""
    return failure.value.code()


def test_edits_are_applied_in_order_and_told(curation: CurationServiceStub) -> None:
    """The answer has the changes, by whom and why, with each row."""
    request = pb.ApplyEditsRequest(edits=[add("Mińsk"), add("Miensk")], author=ADA)
    done = curation.ApplyEdits(request).applied
    assert [change.operation for change in done.changes] == ["add-alias", "add-alias"]
    assert {change.actor for change in done.changes} == {"ada"}
    assert {change.reason for change in done.changes} == {"seen in print"}
    assert done.changes[0].effects[0].after.alias.alias.text == "Mińsk"
    assert done.revision == done.changes[-1].revision


def test_new_entity_gets_an_id_that_is_told(curation: CurationServiceStub) -> None:
    """The ID is given out by the store and can be asked for."""
    entity = {"kind": types_pb2.KIND_PERSON, "canonical_name": "Kastus Kalinouski"}
    [made] = apply(curation, edits_pb2.Edit(create_entity={"entity": entity})).created_entity_ids
    request = pb.GetEntityRecordRequest(entity_id=made)
    assert curation.GetEntityRecord(request).record.entity.canonical_name == "Kastus Kalinouski"


def test_batch_with_a_bad_edit_does_nothing(curation: CurationServiceStub, table: Table) -> None:
    """An edit of an entity that is not there undoes those before it."""
    before = table.revision
    with pytest.raises(grpc.RpcError) as failure:
        apply(curation, add("Mińsk"), add("Atlantyda", "nn999999"))
    assert code_of(failure) is grpc.StatusCode.NOT_FOUND
    assert table.revision == before


def test_stale_edit_is_refused(curation: CurationServiceStub, table: Table) -> None:
    """An edit that was decided on an older version is ABORTED with both versions."""
    version = table.record(MINSK).version
    apply(curation, add("Mińsk"), expected_versions={MINSK: version})
    with pytest.raises(grpc.RpcError) as failure:
        apply(curation, add("Miensk"), expected_versions={MINSK: version})
    assert code_of(failure) is grpc.StatusCode.ABORTED
    assert detail(status_of(failure.value), error_details_pb2.ErrorInfo).reason == "CONFLICT"


def test_request_sent_twice_is_done_once(curation: CurationServiceStub) -> None:
    """The second answer is that of the first, and says so."""
    first = apply(curation, add("Mińsk"), request_id="one")
    second = apply(curation, add("Mińsk"), request_id="one")
    assert (first.repeated_request, second.repeated_request) == (False, True)
    assert second.revision == first.revision


def test_nobody_edits_without_a_name(curation: CurationServiceStub) -> None:
    """A server that does not know its callers wants to be told."""
    with pytest.raises(grpc.RpcError) as failure:
        curation.ApplyEdits(pb.ApplyEditsRequest(edits=[add("Mińsk")]))
    assert list(violations(status_of(failure.value))) == ["author.actor"]


def test_change_is_undone(curation: CurationServiceStub, table: Table) -> None:
    """The alias is gone again, and the log has both changes."""
    done = apply(curation, add("Mińsk"))
    request = pb.UndoChangesRequest(first_revision=done.revision, author=ADA)
    undone = curation.UndoChanges(request).applied
    assert undone.changes[0].effects[0].before.alias.alias.text == "Mińsk"
    assert "Mińsk" not in {alias.text for alias in table.record(MINSK).aliases}


def test_record_as_it_was(curation: CurationServiceStub) -> None:
    """A revision shows what was there then."""
    done = apply(curation, add("Mińsk"))
    now = curation.GetEntityRecord(pb.GetEntityRecordRequest(entity_id=MINSK)).record
    before = pb.GetEntityRecordRequest(entity_id=MINSK, revision=done.revision - 1)
    then = curation.GetEntityRecord(before).record
    assert now.version == done.revision > then.version
    assert len(now.entity.aliases) == len(then.entity.aliases) + 1


@pytest.mark.parametrize("newest_first", [False, True])
def test_changes_come_page_by_page(curation: CurationServiceStub, newest_first: bool) -> None:
    """The pages hold every change once, in the order that was asked for."""
    first = apply(curation, *(add(f"Mińsk {number}") for number in range(5))).changes[0].revision
    found, token = [], ""
    while True:
        request = pb.ListChangesRequest(
            entity_id=MINSK,
            after_revision=first - 1,
            newest_first=newest_first,
            page_size=2,
            page_token=token,
        )
        page = curation.ListChanges(request)
        found += [change.revision for change in page.changes]
        token = page.next_page_token
        if not token:
            break
    wanted = [first + number for number in range(5)]
    assert found == (wanted[::-1] if newest_first else wanted)


def test_page_token_of_another_list_is_refused(curation: CurationServiceStub) -> None:
    """A token is good for the list that gave it."""
    with pytest.raises(grpc.RpcError) as failure:
        curation.ListChanges(pb.ListChangesRequest(page_token="cnVsaW5nczoxMg=="))
    assert code_of(failure) is grpc.StatusCode.INVALID_ARGUMENT


def test_watcher_hears_of_each_change(curation: CurationServiceStub, table: Table) -> None:
    """Changes after a revision come at once, later ones as they are made, none twice."""
    start = table.revision
    apply(curation, add("Mińsk"))
    watching = curation.WatchChanges(pb.WatchChangesRequest(after_revision=start), timeout=PATIENCE)
    assert [change.revision for change in next(watching).changes] == [start + 1]
    table.apply([DeleteEntity("nn200003")], Author("bob"))
    later = next(message for message in watching if message.changes)
    assert [(change.revision, change.actor) for change in later.changes] == [(start + 2, "bob")]
    watching.cancel()


def test_rulings_are_listed_until_they_are_withdrawn(curation: CurationServiceStub) -> None:
    """A ruling comes in its normal form, and goes."""
    ruling = {"kind": edits_pb2.RULING_KIND_NOT_A_NAME, "left": "The Press"}
    apply(curation, edits_pb2.Edit(rule={"ruling": ruling}))
    listed = curation.ListRulings(pb.ListRulingsRequest()).rulings
    assert [each.left for each in listed] == ["the press"]
    apply(curation, edits_pb2.Edit(rule={"ruling": ruling, "withdraw": True}))
    assert not curation.ListRulings(pb.ListRulingsRequest()).rulings


def test_proposal_waits_for_another_person(curation: CurationServiceStub) -> None:
    """Its author may not approve it, another may, and then it is done."""
    request = pb.ApplyEditsRequest(edits=[add("Mińsk")], author=ADA, propose=True)
    answer = curation.ApplyEdits(request)
    assert not answer.HasField("applied")
    number = answer.proposal.id
    with pytest.raises(grpc.RpcError) as failure:
        curation.ApproveProposal(pb.ApproveProposalRequest(id=number, actor="ada"))
    assert code_of(failure) is grpc.StatusCode.FAILED_PRECONDITION
    done = curation.ApproveProposal(pb.ApproveProposalRequest(id=number, actor="bob")).applied
    assert done.changes[0].approved_by == "bob"
    closed = curation.ListProposals(pb.ListProposalsRequest()).proposals[0]
    assert (closed.state, closed.edits[0]) == (
        edits_pb2.PROPOSAL_STATE_APPROVED,
        edits_pb2.Edit(add_alias={"entity_id": MINSK, "alias": closed.edits[0].add_alias.alias}),
    )


def test_proposal_is_declined(curation: CurationServiceStub) -> None:
    """It is closed with a remark and nothing is done."""
    kept = curation.ApplyEdits(
        pb.ApplyEditsRequest(edits=[add("Mińsk")], author=ADA, propose=True)
    ).proposal
    request = pb.DeclineProposalRequest(id=kept.id, actor="bob", note="no source")
    closed = curation.DeclineProposal(request).proposal
    assert (closed.state, closed.note) == (edits_pb2.PROPOSAL_STATE_DECLINED, "no source")


def test_preview_tells_and_does_nothing(curation: CurationServiceStub, table: Table) -> None:
    """What the table says of the edits is passed on, and no change is made."""
    before = table.revision
    answer = curation.PreviewEdits(pb.PreviewEditsRequest(edits=[add("Mińsk")]))
    assert [finding.sentence for finding in answer.findings] == ["leads to nn100001 already"]
    assert table.revision == before


def test_inbox_is_shown(reviews: ReviewServiceStub) -> None:
    """An item comes with its surface forms and counts, filtered as asked."""
    [item] = reviews.ListReviewItems(pb.ListReviewItemsRequest()).items
    assert [(each.surface, each.count) for each in item.surfaces] == list(WAITING.surfaces)
    assert not reviews.ListReviewItems(pb.ListReviewItemsRequest(min_mentions=5)).items


def test_server_without_a_store_refuses_to_edit(engine: Engine) -> None:
    """It says that its table cannot be written to."""
    config = ServerConfig(access=AccessRules(anonymous="curator"))
    with running(engine, config) as started, grpc.insecure_channel(started.address) as channel:
        with pytest.raises(grpc.RpcError) as failure:
            CurationServiceStub(channel).ListChanges(pb.ListChangesRequest())
        assert code_of(failure) is grpc.StatusCode.FAILED_PRECONDITION


def test_stranger_may_not_edit(channel: grpc.Channel) -> None:
    """Who has no token is a reader and no curator, unless the operator says otherwise."""
    with pytest.raises(grpc.RpcError) as failure:
        CurationServiceStub(channel).ApplyEdits(pb.ApplyEditsRequest(edits=[add("Mińsk")]))
    assert code_of(failure) is grpc.StatusCode.UNAUTHENTICATED
