from __future__ import annotations

import multiprocessing
import time
from functools import partial
from pathlib import Path

import pytest

from normalizer.errors import InputError, InvalidOptionError, SeedError
from normalizer.jobs.asking import Annotating, Resolving
from normalizer.jobs.items import SourcedDocument, SourcedName
from normalizer.jobs.streams import parallel
from normalizer.jobs.workers import KILLED
from normalizer.types import AnnotatedDocument, AnnotateOptions, Document, ResolveOptions
from tests.jobs.services import open_leaving, open_nothing, open_obedient
from tests.patience import PATIENCE

ANNOTATING = Annotating(AnnotateOptions())


def _items(*texts: str) -> list[SourcedDocument]:
    return [SourcedDocument(Document(str(n), text), "f", n) for n, text in enumerate(texts, 1)]


def _found(*texts: str, batch_size: int = 2, workers: int = 2) -> list[str]:
    """Return for each text the surfaces of its mentions, or why it has none."""
    answers = parallel(open_obedient, workers, ANNOTATING, _items(*texts), batch_size)
    return [
        item.reason
        if isinstance(item, InputError)
        else " ".join(each.surface for each in answer.annotations)
        if isinstance(answer, AnnotatedDocument)
        else str(answer)
        for item, answer in answers
    ]


def _processes_end() -> bool:
    """Return whether all processes are gone soon.

    A process that is dead may be listed a moment longer: the thread of the pool may have taken
    its exit code from the kernel and not noted it yet.
    """
    deadline = time.monotonic() + PATIENCE
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not multiprocessing.active_children()


def test_answers_keep_the_order() -> None:
    """However many processes work, answers come as the items went."""
    texts = ["Minsk", "Wagner", "x", "Lukashenka in Minsk", "Minsk Minsk"] * 5
    expected = ["Minsk", "Wagner", "", "Lukashenka Minsk", "Minsk Minsk"] * 5
    assert _found(*texts, batch_size=3) == expected


def test_item_that_kills_is_set_aside() -> None:
    """Of the batches under way when processes die, only the killers are missing."""
    texts = ["Minsk"] * 12
    texts[4] = texts[7] = "die"
    expected = ["Minsk"] * 12
    expected[4] = expected[7] = KILLED
    assert _found(*texts, batch_size=4) == expected


def test_item_is_not_blamed_for_another_hand(tmp_path: Path) -> None:
    """A process that is killed once from outside costs nothing."""
    texts = ["Minsk", f"die once {tmp_path / 'died'}", "Wagner"]
    assert _found(*texts, batch_size=3, workers=1) == ["Minsk", "", "Wagner"]
    assert (tmp_path / "died").exists()


def test_failure_that_nobody_foresaw_is_one_item() -> None:
    """An error in the engine is told for its document, and the others are annotated."""
    assert _found("Minsk", "fail", "Minsk", batch_size=3) == [
        "Minsk",
        "internal error: RuntimeError: nobody foresaw this",
        "Minsk",
    ]


def test_faults_of_the_input_keep_their_places() -> None:
    """What is no document goes through."""
    fault = InputError("f", 2, "bad")
    items = [*_items("Minsk"), fault, *_items("Minsk \N{BELL}")]
    found = list(parallel(open_obedient, 1, ANNOTATING, items, 10))
    assert [str(item) for item, _ in found] == [str(item) for item in items]
    assert str(found[2][1]) == "text: control character U+0007"


def test_faulty_table_is_told() -> None:
    """What opening the engine raises reaches the caller with its fields, and ends the processes."""
    with pytest.raises(SeedError) as caught:
        list(parallel(open_nothing, 2, ANNOTATING, _items("x"), 1))
    assert (caught.value.path, caught.value.line) == ("aliases.tsv", 7)
    assert _processes_end()


def test_fault_of_all_names_is_raised() -> None:
    """An option that the engine refuses ends the work, with its field."""
    asking = Resolving(ResolveOptions(languages=("zz-bad",)))
    with pytest.raises(InvalidOptionError) as caught:
        list(parallel(open_obedient, 1, asking, [SourcedName("Minsk")], 1))
    assert caught.value.field == "languages"


def test_engines_are_closed(tmp_path: Path) -> None:
    """Each worker closes its engine when the work is done: it may have something to write."""
    list(parallel(partial(open_leaving, tmp_path), 1, ANNOTATING, _items("Minsk", "x"), 1))
    assert len(list(tmp_path.iterdir())) == 1


def test_processes_end_when_nobody_reads_on() -> None:
    """A reader that goes away takes the processes along."""
    answers = parallel(open_obedient, 2, ANNOTATING, _items(*["Minsk"] * 50), 1)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert _processes_end()
