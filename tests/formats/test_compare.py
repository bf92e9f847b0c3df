from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.formats.compare import Change, Difference, RunMention, Totals, differences

MINSK = RunMention("d", 3, 8, "Minsk", "match", ("nn3",), "Minsk", 0.9)


def _compare(
    before: list[RunMention], after: list[RunMention], least: float = 0.01
) -> tuple[list[Difference], Totals]:
    totals = Totals()
    return list(differences(before, after, totals, least)), totals


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"decision": "nil", "entities": (), "score": None}, ("decision", "entity", "score")),
        ({"entities": ("nn4",)}, ("entity",)),
        ({"score": 0.8}, ("score",)),
        ({"end": 13}, ("span",)),
        ({"score": 0.905}, ()),
        ({"name": "Miensk"}, ()),
    ],
)
def test_what_changed_is_named(changes: dict[str, object], what: tuple[str, ...]) -> None:
    """Each difference that matters is named, and one that does not is none."""
    found, _ = _compare([MINSK], [replace(MINSK, **changes)])  # type: ignore[arg-type]
    assert [each.what for each in found] == ([what] if what else [])


def test_mention_that_came_or_went() -> None:
    """What only one run has was added or removed; what overlaps with nothing is not paired."""
    other = replace(MINSK, start=20, end=25)
    found, totals = _compare([MINSK], [other])
    assert [each.change for each in found] == [Change.REMOVED, Change.ADDED]
    assert (totals.number(Change.ADDED), totals.number(Change.REMOVED)) == (1, 1)
    assert totals.by_entity == {"nn3": {Change.ADDED: 1, Change.REMOVED: 1}}


def test_candidates_in_another_order_are_the_same() -> None:
    """An ambiguous mention changes with who is meant, not with who comes first."""
    before = replace(MINSK, decision="ambiguous", entities=("nn1", "nn2"), score=None)
    assert _compare([before], [replace(before, entities=("nn2", "nn1"))])[0] == []


def test_entity_that_loses_to_another() -> None:
    """By entity, a mention that moves is removed from one and added to the other."""
    _, totals = _compare([MINSK], [replace(MINSK, entities=("nn9",), name="Mensk")])
    assert totals.by_entity == {"nn3": {Change.REMOVED: 1}, "nn9": {Change.ADDED: 1}}
    assert totals.names == {"nn3": "Minsk", "nn9": "Mensk"}


SPANS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 3), st.sampled_from("abc")), max_size=4
)
RUNS = st.dictionaries(st.sampled_from("wxyz"), SPANS)


def _run(drawn: dict[str, list[tuple[int, int, str]]]) -> list[RunMention]:
    found = []
    for document, spans in drawn.items():
        end = 0
        for gap, length, entity in spans:
            start, end = end + gap, end + gap + length
            found.append(
                RunMention(document, start, end, "x" * length, "match", (entity,), "", 1.0)
            )
    return found


@settings(max_examples=150)
@given(RUNS, RUNS, st.randoms())
def test_differences_lead_from_one_run_to_the_other(
    drawn_before: dict[str, list[tuple[int, int, str]]],
    drawn_after: dict[str, list[tuple[int, int, str]]],
    random: object,
) -> None:
    """Taking away what went and adding what came gives the other run, in whatever order."""
    before, after = _run(drawn_before), _run(drawn_after)
    found, totals = _compare(before, after)
    now = set(before) - {each.before for each in found} | {
        each.after for each in found if each.after
    }
    assert now == set(after)
    assert (totals.mentions_before, totals.mentions_after) == (len(before), len(after))
    keys = sorted(drawn_after, reverse=True)
    turned = _run({key: drawn_after[key] for key in keys})
    assert set(_compare(before, turned)[0]) == set(found)


@given(RUNS)
def test_run_is_the_same_as_itself(drawn: dict[str, list[tuple[int, int, str]]]) -> None:
    """Nothing differs where nothing changed."""
    assert _compare(_run(drawn), _run(drawn))[0] == []
