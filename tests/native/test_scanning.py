"""Words and aliases of texts, cut and found by the kernel, against the Python that stands in."""

from __future__ import annotations

import sys
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from normalizer.annotate import scanner as scanning
from normalizer.annotate.runs import Runs
from normalizer.annotate.scanner import PlainScan, Scanner
from normalizer.annotate.words import Span, words_of
from normalizer.checkpoint import GivenUp, giving_up_when
from normalizer.index.memory import MemoryIndex
from normalizer.native.kernel import native
from normalizer.store.memory import MemoryStore
from normalizer.text import raw_spans
from normalizer.types import Alias, AliasKind, Entity, Kind

pytestmark = pytest.mark.skipif(native is None, reason="the native kernel was not built")

NAMES = {
    "p": ("Minsk", Kind.PLACE, ("Мінск", "Minsk City", "24 hours")),
    "q": ("Ivan Minski", Kind.PERSON, ("Minski", "I. Minski")),
    "o": ("MINT", Kind.ORGANISATION, ("mint", "Minsk Works 2", "mint.org", "МАЗ", "白俄")),
}
# Pieces of which names, glue, gaps of all sorts and addresses arise often.
WORDS = (
    *("of", "van", "Mr", "Of", "Ministry", "May"),
    *("Minsk", "minsk", "MINSK", "Minska", "Minski", "Ivan", "I", "City", "Works", "works", "2"),
    *("II", "MINT", "Mint", "mint", "24", "hours", "Minskinto", "the", "The", "a", "Мінск", "白俄"),
    *("МАЗ", "МАЗе", "МАЗам", "MinskWorks", "ORG", "org", "www", "O'Mint", "d'", "'s"),
)
SIGNS = (
    *(" ", "\n", "\n\n", ".", ". ", "-", "—", "«", "»", '"', "“", "/", "@", "&", ", ", "’"),
    *("\U0001f600", "\N{SOFT HYPHEN}", "\N{ZERO WIDTH JOINER}", "\N{COMBINING ACUTE ACCENT}"),
)
PIECE = st.sampled_from(WORDS) | st.sampled_from(SIGNS) | st.just(" ") | st.just("x" * 201)
TEXT = st.lists(PIECE | st.text(max_size=3), max_size=40).map("".join)
LANGUAGES = st.sampled_from([(), ("en",), ("uk",), ("ru", "en"), ("zh",)])


@cache
def scanner() -> Scanner:
    """Return a scanner over a few names, which remembers the texts before."""
    entities = [Entity(own, kind, name) for own, (name, kind, _) in NAMES.items()]
    aliases = [
        Alias(alias, own, AliasKind.OFFICIAL, "")
        for own, (_, _, others) in NAMES.items()
        for alias in others
    ]
    return Scanner(MemoryIndex(MemoryStore(entities, aliases)))


@given(TEXT, LANGUAGES)
@example("see t.me/Minsk Minsk", ("en",))
@example("x" * 201 + "www.Minsk.org Minsk", ())
@example("Minskinto Minsk Works — 2, MINT MINT", ("en",))
def test_words_and_aliases(text: str, languages: tuple[str, ...]) -> None:
    """Words and mentions are the same, whatever was met before, met again too."""
    index = scanner().index
    expected = words_of(text, index.knows)
    for _ in range(2):
        scan = scanner().scan(text)
        assert scan.words == expected
        assert scanner().find(scan, languages) == scanner().among(expected, languages)


@given(TEXT, LANGUAGES, st.sets(st.integers(0, 20)))
@example("Ivan van Minsk. de Minsk of the Works. Mr Ivan I. Minski", ("en",), set())
@example("THE MINSK WORKS OF MINSK\nIvan and Minsk", ("en",), {0, 6})
@example("Minsk the works 2. Minsk in minsk 24 hours", ("en",), {2})
def test_runs_of_capitals(text: str, languages: tuple[str, ...], passed: set[int]) -> None:
    """Runs, headlines, heads and capitals are the same, whatever was met before, met again too."""
    knows = scanner().index.knows
    plain = PlainScan(words_of(text, knows))
    expected = Runs(plain.words, languages)
    for _ in range(2):
        scan = scanner().scan(text)
        found = scanner().runs(scan, languages)
        assert found.outside(passed) == expected.outside(passed)
        assert found.headlines() == expected.headlines()
        assert found.heads(passed, knows) == expected.heads(passed, knows)
        assert scan.capitals == plain.capitals
        for small in ("minsk", "the", "works"):
            assert scan.has_small(small) == plain.has_small(small)


def test_raw_tokens_of_all_letters() -> None:
    """Each letter and sign of Unicode parts words just where the expression of Python does."""
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for at in range(0, len(signs), 4_096):
        text = " ".join(f"a{sign}b" for sign in signs[at : at + 4_096])
        scan = Scanner(MemoryIndex(MemoryStore([], []))).scan(text)
        spans = [(a, b) for a, b in raw_spans(text) if words_of(text[a:b], str.isspace)]
        assert [(word.start, word.end) for word in scan.words] == spans


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanner that has kept too much begins anew, and answers the same."""
    found = scanner().find(scanner().scan("Minsk Works 2 in Minsk"), ("en",))
    monkeypatch.setattr(scanning, "_KEPT_LETTERS", 0)
    monkeypatch.setattr(scanning, "_KEPT_STEPS", 0)
    again = scanner().find(scanner().scan("Minsk Works 2 in Minsk"), ("en",))
    assert again == found
    assert len(found) == 2


def test_reading_can_be_given_up() -> None:
    """A text full of new words is given up where it is no longer wanted."""
    with giving_up_when(lambda: True), pytest.raises(GivenUp):
        scanner().scan("a new text")


def test_what_python_must_not_say_is_refused() -> None:
    """Answers of wrong types, and spans outside a text, are errors and no crash."""
    assert native is not None

    def read(parts: object, gap: object = ("", 0)) -> object:
        tuple_type = type("W", (tuple,), {})
        reader = native.Reader(tuple_type, lambda raw: parts, lambda raw: gap, "", "'", "\xad")
        return reader.read("abc def", [])

    good = (0, 3, 0, 3, "abc", 0, 0)
    assert len(read((good,)).words) == 2  # type: ignore[attr-defined]
    for bad in (None, (None,), ((1, 2),), ((*good[:4], 1, 0, 0),)):
        with pytest.raises(TypeError):
            read(bad)
    with pytest.raises(ValueError, match="overlap"):
        read(((0, 99, 0, 99, "abc", 0, 0),))
    with pytest.raises(TypeError):
        read((good,), None)
    with pytest.raises(TypeError):
        native.Reader(int, None, None, "", "", "")
    own, other = scanner().scan("a"), Scanner(scanner().index).scan("a")
    trails = scanner()._trails_of(own, ())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="own reader"):
        trails.find(other)  # type: ignore[arg-type]
    runs = native.Runs(own.reader, Span, lambda text, capital: None, None, None)  # type: ignore[union-attr]
    with pytest.raises(TypeError, match="own reader"):
        runs.outside(other, set())
    for bad in (runs.headlines, lambda scan: runs.outside(scan, {"a"})):
        with pytest.raises(TypeError):
            bad(scanner().scan("A b\nA"))
