from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.annotate.repair import repaired
from normalizer.engine import Engine
from normalizer.types import Document
from tests import world
from tests.annotate.reading import links, read

P = world.PRESIDENT.id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("said &quot;Lukashenko&quot; here", [("Lukashenko", P)]),
        ("in&nbsp;Minsk&#44; they said", [("Minsk", world.MINSK.id)]),
        ("said Lukas&#104;enko here", [("Lukas&#104;enko", P)]),
        ("said Luka-\nshenko here", [("Luka-\nshenko", P)]),
        ("в слова Лука-\nшенком и", [("Лука-\nшенком", P)]),
        ("the Minsk Tractor\nWorks went", [("Minsk Tractor\nWorks", world.TRACTORS.id)]),
        ("the anti-\nLukashenko rally", [("Lukashenko", P)]),
        ("AT&T; and Minsk", [("Minsk", world.MINSK.id)]),
    ],
)
def test_repaired_text_keeps_original_spans(
    small_engine: Engine, text: str, found: list[tuple[str, str]]
) -> None:
    """References and line ends inside words hide no name, and spans are of the original."""
    assert links(small_engine, text) == found


def test_unknown_word_with_a_line_end_stays_parted(small_engine: Engine) -> None:
    """A hyphen at the line's end is kept where the whole is no word of the table."""
    text = "a well-\nknown Minsk"
    assert repaired(text, {"minsk"}.__contains__).text == text


def test_what_needs_no_repair_is_read_as_it_is() -> None:
    """A text without references and parted words is the text itself."""
    text = "Minsk & Brest - both"
    assert repaired(text, lambda word: True).text is text


@given(
    st.lists(
        st.sampled_from(["&amp;", "&#39;", "Luka-\nshenko", "Minsk", " ", "&", "x", "&bogus;"]),
        max_size=12,
    )
)
def test_every_span_leads_back(pieces: list[str]) -> None:
    """The spans of neighbours in the read text are neighbours in the original, to its very end."""
    text = "".join(pieces)
    found = repaired(text, {"lukashenko"}.__contains__)
    spans = [found.original(at, at + 1) for at in range(len(found.text))]
    edges = [0, *(end for _, end in spans)]
    assert all(start >= edge for (start, _), edge in zip(spans, edges, strict=False))
    assert all(end > start for start, end in spans)
    if found.text:
        whole = found.original(0, len(found.text))
        assert text[: whole[0]] == ""
        assert whole[1] == len(text)


def test_nil_mentions_lead_back_too(small_engine: Engine) -> None:
    """A mention of nobody known is cut from the original as well."""
    text = "&quot;Pavel&#32;Sapelka&quot; was there"
    found = read(small_engine, text, include_nil=True)
    assert [a.surface for a in found] == ["Pavel&#32;Sapelka"]
    assert small_engine.annotate(Document("d", text)).annotations == ()
