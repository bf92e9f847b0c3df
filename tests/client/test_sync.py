"""RemoteEngine against a real server: what the engine answers in process, it answers too."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import pytest

from normalizer.client.asks import NAMES_A_CALL
from normalizer.client.options import ClientOptions
from normalizer.client.sync import RemoteEngine
from normalizer.engine import NameService
from normalizer.errors import (
    InvalidOptionError,
    InvalidTextError,
    NormalizerError,
    UnavailableError,
    UnknownEntityError,
    UnknownSchemeError,
)
from normalizer.service import enums
from normalizer.service.config import ServerConfig
from normalizer.service.limits import MAX_DOCUMENT_BYTES, MAX_DOCUMENTS
from normalizer.types import (
    AnnotatedDocument,
    AnnotateOptions,
    Document,
    Kind,
    OffsetUnit,
    ResolveOptions,
)
from tests.client.samples import NAMES, TEXT, documents
from tests.service.serving import running


@pytest.mark.parametrize("name", NAMES)
def test_resolution_equals_the_one_in_process(engine, remote, name: str) -> None:
    """Candidates, scores and evidence included."""
    assert remote.resolve(name) == engine.resolve(name)


@pytest.mark.parametrize(
    "options",
    [
        ResolveOptions(kinds=frozenset({Kind.PLACE})),
        ResolveOptions(languages=("be", "fr"), context="in Brittany"),
        ResolveOptions(max_candidates=1),
        ResolveOptions(min_score=1.0),
    ],
)
def test_options_mean_what_they_mean_in_process(engine, remote, options) -> None:
    """Each of them."""
    assert remote.resolve("Brest", options) == engine.resolve("Brest", options)


def fields_of(error: NormalizerError) -> dict[str, object]:
    """Return the fields of an error by which programs tell it from others."""
    return {name: value for name, value in vars(error).items() if name != "reason"}


BAD_NAMES = ("", "   ", "x" * 1001, "a\0b", "a\ud800b", "?!")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_bad_name_raises_what_it_raises_in_process(engine, remote, name: str) -> None:
    """InvalidTextError with the same fields."""
    with pytest.raises(InvalidTextError) as here:
        engine.resolve(name)
    with pytest.raises(InvalidTextError) as there:
        remote.resolve(name)
    assert vars(there.value) == vars(here.value)


@pytest.mark.parametrize(
    "options",
    [
        ResolveOptions(max_candidates=0),
        ResolveOptions(max_candidates=10**12),
        ResolveOptions(min_score=-0.5),
        ResolveOptions(min_score=float("nan")),
        ResolveOptions(languages=("no such language",)),
        ResolveOptions(context="x" * 10_001),
    ],
)
def test_bad_option_raises_what_it_raises_in_process(engine, remote, options) -> None:
    """InvalidOptionError naming the same field, for one name and for many."""
    with pytest.raises(InvalidOptionError) as here:
        engine.resolve("Minsk", options)
    with pytest.raises(InvalidOptionError) as there:
        remote.resolve("Minsk", options)
    assert fields_of(there.value) == fields_of(here.value)
    with pytest.raises(InvalidOptionError):
        list(remote.resolve_many(["Minsk"], options))


def test_surrogate_in_the_context_is_a_bad_text(engine, remote) -> None:
    """As it is in process."""
    options = ResolveOptions(context="a\ud800")
    for service in (engine, remote):
        with pytest.raises(InvalidTextError) as failure:
            service.resolve("Minsk", options)
        assert failure.value.field == "context"


def test_many_names_are_answered_in_order(engine, remote) -> None:
    """Over several calls, each bad name with its own error in its place."""
    names = [*NAMES, *BAD_NAMES] * (2 * NAMES_A_CALL // len(NAMES) + 1)
    here, there = list(engine.resolve_many(names)), list(remote.resolve_many(names))
    assert len(there) == len(names)
    for ours, theirs in zip(here, there, strict=True):
        if isinstance(ours, NormalizerError):
            assert type(theirs) is type(ours)
            assert vars(theirs) == vars(ours)
        else:
            assert theirs == ours


def test_no_names_and_bad_names_alone_need_no_call() -> None:
    """Nothing is sent: there is no server."""
    client = RemoteEngine("127.0.0.1:1", timeout=1)
    assert list(client.resolve_many([])) == []
    assert [type(each) for each in client.resolve_many(["", ""])] == [InvalidTextError] * 2
    client.close()


def test_names_are_taken_as_they_are_needed(remote) -> None:
    """An endless iterator is no trouble."""
    endless = ("Minsk" for _ in count())
    assert len(list(islice(remote.resolve_many(endless), 250))) == 250


@pytest.mark.parametrize("unit", list(OffsetUnit))
def test_annotations_equal_those_in_process(engine, remote, unit: OffsetUnit) -> None:
    """In each unit of offsets, with NIL mentions."""
    document = Document("a", TEXT, "en")
    options = AnnotateOptions(include_nil=True, offsets=unit)
    answer = remote.annotate(document, options)
    assert answer == engine.annotate(document, options)
    assert answer.annotations


def test_bad_document_raises_what_it_raises_in_process(engine, remote) -> None:
    """A lone surrogate, and a bad option."""
    for service in (engine, remote):
        with pytest.raises(InvalidTextError) as failure:
            service.annotate(Document("a", "Minsk \ud800"))
        assert failure.value.field == "text"
        with pytest.raises(InvalidOptionError) as refusal:
            service.annotate(Document("a", "Minsk"), AnnotateOptions(max_candidates=0))
        assert refusal.value.field == "max_candidates"


@pytest.mark.parametrize("number", [0, 1, MAX_DOCUMENTS, 3 * MAX_DOCUMENTS + 5])
def test_many_documents_are_answered_in_order(engine, remote, number: int) -> None:
    """Over several messages of one stream, each bad one with its own error in its place."""
    here = list(engine.annotate_many(documents(number)))
    there = list(remote.annotate_many(documents(number)))
    assert len(there) == number
    for ours, theirs in zip(here, there, strict=True):
        if isinstance(ours, NormalizerError):
            assert type(theirs) is type(ours)
        else:
            assert theirs == ours


def test_document_too_long_for_the_service_has_its_own_error(remote) -> None:
    """It does not take its neighbours with it, however long it is."""
    found = list(
        remote.annotate_many(
            [
                Document("a", "Minsk"),
                Document("b", "x" * (10 * MAX_DOCUMENT_BYTES)),
                Document("c", "Minsk"),
            ]
        )
    )
    assert [type(each) for each in found] == [
        AnnotatedDocument,
        InvalidTextError,
        AnnotatedDocument,
    ]


def test_large_documents_go_in_messages_that_fit(engine) -> None:
    """Three of the largest documents in one message would be refused by this server."""
    big = Document("big", "\n" * (MAX_DOCUMENT_BYTES - 100) + "Minsk")
    with running(engine, ServerConfig(max_message_bytes=2 * MAX_DOCUMENT_BYTES)) as started:
        client = RemoteEngine(started.address)
        found = list(client.annotate_many(replace(big, id=str(n)) for n in range(3)))
        client.close()
    assert [each.id for each in found] == ["0", "1", "2"]
    assert {len(each.annotations) for each in found} == {1}


def test_bad_options_for_many_documents_raise(remote) -> None:
    """They are nobody's document's own fault."""
    options = AnnotateOptions(max_candidates=0)
    with pytest.raises(InvalidOptionError):
        list(remote.annotate_many([Document("a", "Minsk")], options))


def test_documents_are_taken_in_the_callers_thread(remote) -> None:
    """And what his iterator raises reaches him."""
    threads = []

    def source() -> Iterator[Document]:
        for n in range(70):
            threads.append(threading.current_thread())
            yield Document(str(n), "Minsk")
        raise LookupError("the caller's own")

    with pytest.raises(LookupError, match="the caller's own"):
        list(remote.annotate_many(source()))
    assert set(threads) == {threading.current_thread()}


def test_reader_may_leave_a_stream_early(remote) -> None:
    """The next call is served as if nothing had been."""
    endless = (Document(str(n), "Minsk") for n in count())
    stream = remote.annotate_many(endless)
    assert next(stream).id == "0"
    stream.close()
    assert remote.annotate(Document("b", "Minsk")).annotations


def test_romanisation_equals_the_one_in_process(engine, remote) -> None:
    """By default, by language, by scheme; unknown schemes raise the same."""
    for given in [("Київ",), ("Київ", "", "uk"), ("Минск", engine.schemes()[0].id), ("Minsk",)]:
        assert remote.romanise(*given) == engine.romanise(*given)
    for service in (engine, remote):
        with pytest.raises(UnknownSchemeError) as failure:
            service.romanise("Минск", "no such scheme")
        assert failure.value.scheme == "no such scheme"


def test_schemes_equal_those_in_process(engine, remote) -> None:
    """In the same order."""
    assert remote.schemes() == engine.schemes()


def test_entities_equal_those_in_process(engine, remote) -> None:
    """With their aliases."""
    for entity_id in ("nn100002", "nn200001"):
        assert remote.entity(entity_id) == engine.entity(entity_id)
        assert remote.aliases_of(entity_id) == engine.aliases_of(entity_id)


@pytest.mark.parametrize("entity_id", ["nn999999", "", "a/b", "é", "\ud800"])
def test_unknown_entity_raises_what_it_raises_in_process(engine, remote, entity_id: str) -> None:
    """UnknownEntityError with the ID."""
    for service in (engine, remote):
        for ask in (service.entity, service.aliases_of):
            with pytest.raises(UnknownEntityError) as failure:
                ask(entity_id)
            assert failure.value.entity_id == entity_id


def test_pages_equal_those_in_process(engine, remote) -> None:
    """Page by page, tokens included, of all kinds or of one."""
    for kinds in (frozenset[Kind](), frozenset({Kind.PLACE})):
        token = ""
        while True:
            page = remote.list_entities(kinds, 2, token)
            assert page == engine.list_entities(kinds, 2, token)
            token = page.next_page_token
            if not token:
                break


@pytest.mark.parametrize(
    "given", [(frozenset(), 0, ""), (frozenset(), 1001, ""), (frozenset(), 5, "my own")]
)
def test_bad_page_raises_what_it_raises_in_process(engine, remote, given) -> None:
    """InvalidOptionError naming the same field."""
    with pytest.raises(InvalidOptionError) as here:
        engine.list_entities(*given)
    with pytest.raises(InvalidOptionError) as there:
        remote.list_entities(*given)
    assert there.value.field == here.value.field


def test_search_equals_the_one_in_process(engine, remote) -> None:
    """What is found, and what is refused."""
    for given in [("lukash",), ("brest", frozenset({Kind.PLACE}), 1), ("zzz",)]:
        assert remote.search(*given) == engine.search(*given)
    for service in (engine, remote):
        with pytest.raises(InvalidTextError) as failure:
            service.search("")
        assert failure.value.field == "query"
        with pytest.raises(InvalidOptionError) as refusal:
            service.search("brest", frozenset(), 0)
        assert refusal.value.field == "limit"


def test_revision_equals_the_one_in_process(engine, remote) -> None:
    """And can be compared with that of any answer."""
    assert remote.revision == engine.revision == remote.resolve("Minsk").revision


def test_server_that_is_not_there_is_unavailable() -> None:
    """Every way of asking says so, naming the server."""
    client = RemoteEngine("127.0.0.1:1", timeout=2)
    asks = (
        lambda: client.resolve("Minsk"),
        lambda: list(client.resolve_many(["Minsk"])),
        lambda: client.annotate(Document("a", "Minsk")),
        lambda: list(client.annotate_many([Document("a", "Minsk")])),
        lambda: client.schemes(),
        lambda: client.revision,
    )
    for ask in asks:
        with pytest.raises(UnavailableError) as failure:
            ask()
        assert failure.value.target == "127.0.0.1:1"
    client.close()


def test_server_that_never_answers_is_given_up() -> None:
    """For a call and for a stream, after the time that the client gave."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = RemoteEngine(f"127.0.0.1:{silent.getsockname()[1]}", timeout=0.3)
        with pytest.raises(UnavailableError, match=r"within 0\.3 s"):
            client.resolve("Minsk")
        with pytest.raises(UnavailableError, match=r"within 0\.3 s"):
            list(client.annotate_many([Document("a", "Minsk")]))
        client.close()


def test_client_that_was_closed_says_so() -> None:
    """As an error of ours; closing twice is no error."""
    client = RemoteEngine("127.0.0.1:1")
    client.close()
    client.close()
    with pytest.raises(UnavailableError):
        client.resolve("Minsk")
    with pytest.raises(UnavailableError):
        list(client.annotate_many([Document("a", "Minsk")]))


def test_words_of_a_newer_server_are_an_error_of_ours(
    remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision that this version does not know is no KeyError."""
    monkeypatch.setattr(enums.DECISIONS, "member", {})
    with pytest.raises(UnavailableError, match="upgrade"):
        remote.resolve("Minsk")


def test_overloaded_server_is_unavailable(engine) -> None:
    """It may be asked again later."""
    with running(engine, ServerConfig(streams=0)) as started:
        client = RemoteEngine(started.address, options=ClientOptions(attempts=2, first_pause=0.01))
        with pytest.raises(UnavailableError, match="too much to do"):
            list(client.annotate_stream([Document("a", "Minsk")]))
        client.close()


def test_client_has_every_method_of_a_name_service(tmp_path: Path) -> None:
    """A method that is added to the protocol is missed here."""
    public = {name for name in vars(NameService) if not name.startswith("_")}
    assert public <= set(dir(RemoteEngine))
