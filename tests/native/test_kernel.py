"""The kernel against the Python that stands in where it was not built."""

from __future__ import annotations

import tempfile
from array import array
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.distance import distance, distance_in_python
from normalizer.index.meeting import Slot
from normalizer.index.outline import POOL, worth_scoring
from normalizer.index.snapshot import bags, deletions, dictionary, lists
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.keys import fold
from normalizer.native.kernel import native
from normalizer.store.memory import MemoryStore
from normalizer.types import Entity, Kind

pytestmark = pytest.mark.skipif(native is None, reason="the native kernel was not built")

SOUND = st.text("abcdegiklmnoprstuvyjщ", max_size=50)
# Few letters, so that near spellings abound; some of them of two, three and four bytes.
WORD = st.text("abnoлшლ𐌰'", min_size=1, max_size=12)
LONG = st.text("ab", min_size=60, max_size=70)
NAME = st.lists(WORD | LONG, min_size=1, max_size=4)


@given(SOUND, SOUND)
def test_distance(left: str, right: str) -> None:
    """The weighted distance is the same to the last bit."""
    assert distance.__wrapped__(left, right) == (
        distance_in_python(left, right) if left != right else 0.0
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=30), st.lists(NAME, min_size=1, max_size=6))
def test_nearness(names: list[list[str]], asked: list[list[str]]) -> None:
    """Nearest entries and their nearness are the same, whatever the table and the name."""
    index = _index_of(names)
    for name in (*names, *asked):
        tokens = " ".join(name).casefold().split()
        nearest = index._ranked_in_python(tokens)
        assert index._native is not None
        owned = [(rank, at, index.records.entry_at(at).entity.id) for rank, at in nearest]
        assert index._native.ranked(tokens, POOL) == owned
        kept = worth_scoring([rank for rank, _ in nearest[:9]])
        assert index.near_positions(tokens, 9) == owned[:kept]
        assert [entry.entity_id for _, entry in index.near(tokens, 9)] == [
            entity_id for *_, entity_id in owned[:kept]
        ]


def test_common_words() -> None:
    """Nearest entries are the same where most entries have common words and are not looked at."""
    chance = Random(1)
    common, others = ("anna", "olga", "lonn", "ann"), ("".join(p) for p in permutations("abonl", 4))
    rare = list(others)
    words = (lambda: chance.choice(common), lambda: chance.choice(rare))
    names = [[chance.choice(words)() for _ in range(chance.randint(1, 4))] for _ in range(2_500)]
    index = _index_of(names)
    assert index._native is not None
    for name in (*names[:30], ["anna"], ["olga", "anna"], ["anna", "xxxx"], ["anna", "anna"]):
        found = index._native.ranked(name, POOL)
        assert [(rank, at) for rank, at, _ in found] == index._ranked_in_python(name)


@settings(max_examples=25, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=30), st.lists(NAME, min_size=1, max_size=6))
def test_forms(names: list[list[str]], asked: list[list[str]]) -> None:
    """The entries of a normal or a folded form are the same, of any number of words."""
    index = _index_of([*names, names[0] * 600])
    for name in (*names, *asked, names[0] * 600, [*names[0], ""], []):
        form = " ".join(name).casefold()
        folded = " ".join(map(fold, form.split(" ")))
        words = index._folds.__getitem__
        assert index.exact_positions(form) == index._matching(index._exact, form, lambda w: w)
        assert index.folded_positions(folded) == index._matching(index._folded, folded, words)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(NAME, min_size=1, max_size=30),
    st.lists(NAME, max_size=4),
    st.integers(0, 5),
    st.data(),
)
def test_meeting(
    names: list[list[str]], asked: list[list[str]], limit: int, data: st.DataObject
) -> None:
    """Entries that meet all slots are the same, whatever the table, the slots and the limit."""
    index = _index_of(names)
    words = sorted({word for name in names for word in name})
    for name in (*names, *asked):
        few = data.draw(st.lists(st.sampled_from(words), max_size=2))
        slots = [Slot((word, *few[:1]), tuple(few), tuple(few[1:])) for word in name]
        as_one = data.draw(st.sampled_from(["", "".join(name)]))
        found, expected = (
            index.met(slots, as_one, limit),
            index.met_in_python(slots, as_one, limit),
        )
        assert (None if found is None else list(found)) == (
            None if expected is None else [index.records.entry_at(at) for at in expected]
        )


@settings(max_examples=50, deadline=None)
@given(st.lists(WORD | LONG, min_size=1, max_size=40), WORD | LONG)
def test_misspelt_forms(words: list[str], asked: str) -> None:
    """The forms that are spelt nearly so are the same, best first."""
    index = _index_of([[word] for word in words])
    kernel = index._file.kernel()
    assert kernel is not None
    found = kernel.misspelt(asked, 5)
    expected = index.lexicon.misspelt(asked, 5) if len(asked) >= 4 else None
    if expected is not None:
        assert [(index.words.string(form), near) for form, near in found] == expected


LATIN = st.text("aeioyuvskołžščьąńу'1", min_size=1, max_size=70).map(
    lambda text: text[:12] if len(text) < 60 else text
)
ENDING = st.sampled_from(["", "om", "ovej", "ová", "ovým", "skou", "aya", "ienė", "ска", "s", "1"])


@settings(max_examples=40, deadline=None)
@given(st.lists(LATIN, min_size=1, max_size=40), st.lists(st.tuples(LATIN, ENDING), max_size=9))
def test_words_in_one_call(words: list[str], asked: list[tuple[str, str]]) -> None:
    """A word in Latin letters reaches the same by one call as by keys that Python packs."""
    nearness = _index_of([[word] for word in words])._native
    assert nearness is not None
    reaching = nearness.reaching
    told = 0
    for word in (*words, *(stem + ending for stem, ending in asked), "novaková", "1234"):
        for is_token in (True, False):
            found = reaching.by_letters(word, is_token)
            told += found is not None
            assert found is None or found == reaching.by_keys(word, is_token)
    assert told


def _index_of(names: list[list[str]]) -> Snapshot:
    entities = [
        Entity(f"e{number:04}", Kind.PERSON, " ".join(name)) for number, name in enumerate(names)
    ]
    with tempfile.TemporaryDirectory() as folder:
        build_snapshot(MemoryStore(entities, ()), Path(folder) / "names.idx")
        return Snapshot(Path(folder) / "names.idx")


@given(st.lists(st.integers(0, 2**32 - 1), max_size=60))
def test_hash_table(hashes: list[int]) -> None:
    """The slots of a hash table are the same."""
    found = dictionary.slots_of(hashes)
    assert found == dictionary.slots_in_python(hashes, len(found))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2**32 - 1)), max_size=60))
def test_lists(pairs: list[tuple[int, int]]) -> None:
    """Lists are laid out the same."""
    owners = array("I", [owner for owner, _ in pairs])
    members = array("I", [member for _, member in pairs])
    assert lists.grouped(owners, members, 10) == lists.grouped_in_python(owners, members, 10)


@given(st.lists(st.lists(WORD | LONG | st.just("a" * 1_100), max_size=40), max_size=9))
def test_bags(names: list[list[str]]) -> None:
    """The bags of letters of entries are the same; a word without a folded form is left out."""
    words = sorted({word for name in names for word in name})
    folds = array("I", [number if number % 5 else bags.NONE for number in range(len(words))])
    starts, tokens = array("I", [0]), array("I")
    for name in names:
        tokens.extend(map(words.index, name))
        starts.append(len(tokens))
    found = bags.bags(words, folds, starts, tokens)
    assert found == bags.bags_in_python(words, folds, starts, tokens)


@given(st.lists(WORD | LONG | st.just("a\0bcd"), max_size=20), st.sampled_from([1, 16, 1 << 12]))
def test_all_listings(words: list[str], buckets: int) -> None:
    """Forms are listed by bucket the same."""
    forms = [word for word in words if len(word) >= 4]
    numbers = list(range(7, 7 + len(forms)))
    low = deletions.number_bits(len(numbers) + 7, buckets)
    found = deletions.listed(forms, numbers, buckets, low)
    expected = deletions.listed_in_python(forms, numbers, buckets, low)
    assert [list(each) for each in found] == [list(each) for each in expected]


@pytest.mark.parametrize(
    "sections",
    [{}, {"words.starts": (0, 1 << 60)}, {"words.starts": (1 << 60, 1)}, {"words.starts": "x"}],
)
def test_sections_outside_the_buffer_are_refused(sections: dict[str, tuple[int, int]]) -> None:
    """No section may lie where the file does not."""
    assert native is not None
    with pytest.raises((KeyError, ValueError, TypeError)):
        native.Kernel(b"\0" * 64, sections)


def test_bad_arguments_are_refused() -> None:
    """Wrong types and ranges give errors of Python."""
    assert native is not None
    index = _index_of([["minsk"]])
    kernel = index._file.kernel()
    assert kernel is not None
    with pytest.raises(TypeError):
        kernel.near((b"abc",), (), 1, 1, 1, 1.0, 0.0)
    with pytest.raises(ValueError, match="out of range"):
        kernel.near((b"",), (), 0, 1, 1, 1.0, 0.0)
    with pytest.raises(ValueError, match="outline"):
        kernel.near((b"",), ("minsk",), 1, 1, 1, 1.0, 0.0)
    with pytest.raises(TypeError):
        kernel.reach(b"", (b"minsk",), 1, 1.0)
    with pytest.raises(UnicodeEncodeError):
        kernel.misspelt("\ud800", 1)
    for slots, wholes, limit, error in (
        (((b"abc", b""),), b"", 1, TypeError),
        (((b"",),), b"", 1, TypeError),
        ((), b"abc", 1, TypeError),
        ((), b"", -1, ValueError),
        (((b"", b""),) * 17, b"", 1, ValueError),
    ):
        with pytest.raises(error):
            native.met(kernel, slots, wholes, limit)
    assert native is not None
    with pytest.raises(ValueError, match="owner"):
        native.grouped(array("I", [5]), array("I", [1]), 2)
    with pytest.raises(ValueError, match="fewer forms"):
        native.all_listings(b"minsk\0", array("I", [1, 2]), 16, 15)
    with pytest.raises(ValueError, match="power of two"):
        native.all_listings(b"", array("I"), 3, 3)
