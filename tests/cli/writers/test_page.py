from __future__ import annotations

import base64
import hashlib
import io
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from normalizer.cli.writers.page import PageAnnotations
from normalizer.errors import UnknownEntityError
from normalizer.types import AnnotatedDocument, Document, Entity, OffsetUnit
from tests.cli.samples import ENTITIES, annotated

ENGLISH = (
    "[Lukashenko|nn1] is in [Minsk|nn3]; [Wagner|nn6,nn7] and [Nobody|] too. [Lukashenko|nn1]!"
)


def _page(*documents: tuple[str, str]) -> str:
    out = io.StringIO()
    writer = PageAnnotations(out, ENTITIES.__getitem__)
    writer.begin()
    for identifier, marked in documents:
        writer.document(*annotated(identifier, marked, "en"))
    writer.end()
    return out.getvalue()


@pytest.fixture(scope="module")
def page() -> LexborHTMLParser:
    """Return the tree of a page of two documents."""
    return LexborHTMLParser(_page(("in/a.txt", ENGLISH), ("in/b.txt", "У [Мінску|nn3].")))


def test_text_is_whole(page: LexborHTMLParser) -> None:
    """The text of a document stands on the page as it was."""
    texts = [node.text() for node in page.css(".text")]
    assert texts == [annotated("", ENGLISH)[0].text, "У Мінску."]


def test_mentions_are_marked_by_kind(page: LexborHTMLParser) -> None:
    """Each mention has the class of its kind, or of its decision."""
    marks = [node.attributes["class"] for node in page.css(".text a")]
    assert marks == ["m person", "m place", "m ambiguous", "m nil", "m person", "m place"]


def test_every_link_has_its_target(page: LexborHTMLParser) -> None:
    """Every link has a target on the page, and no ID is given twice."""
    identifiers = [node.attributes["id"] for node in page.css("[id]")]
    targets = {(node.attributes["href"] or "")[1:] for node in page.css("a")}
    assert targets <= set(identifiers)
    assert len(identifiers) == len(set(identifiers))


def test_spellings_are_gathered_by_entity(page: LexborHTMLParser) -> None:
    """An entity lists its spellings over all documents, each linked to its mentions."""
    entry = page.css_first(".group.place .entity")
    assert [node.text() for node in entry.css(".spellings a")] == ["Minsk", "Мінску"]
    assert entry.css_first(".name").text() == "Minsk"
    assert entry.css_first(".about").text() == "Capital of Belarus"


def test_many_mentions_of_a_spelling_are_folded() -> None:
    """A spelling shows its first mentions, and the others when asked."""
    page = LexborHTMLParser(_page(("a", "[Minsk|nn3] " * 12)))
    assert page.css_first(".spellings summary").text() == "+3"
    assert len(page.css(".spellings a")) == 12


def test_counts(page: LexborHTMLParser) -> None:
    """The legend counts mentions and entities of each kind."""
    tiles = [tile.text().split() for tile in page.css(".tile")]
    assert tiles[0] == ["People2mentions", "of", "1", "person"]
    assert page.css_first(".sum").text().startswith("6 mentions · 2 entities")


def test_evidence_is_at_hand(page: LexborHTMLParser) -> None:
    """A mention carries its score and evidence for the tooltip."""
    mention = page.css_first(".text a.place")
    assert mention.attributes["data-score"] == "0.98"
    assert (mention.attributes["data-why"] or "").startswith("“Minsk” is “Minsk” once script")


def test_nothing_is_loaded_from_outside(page: LexborHTMLParser) -> None:
    """The page holds all that it needs, and forbids the browser to fetch more."""
    assert not page.css("link, img, iframe, [src]")
    policy = page.css_first("meta[http-equiv]").attributes["content"] or ""
    assert policy.startswith("default-src 'none'")
    assert "url(" not in page.css_first("style").text()


@pytest.mark.parametrize("tag", ["style", "script"])
def test_policy_knows_the_page_s_own_code(tag: str) -> None:
    """The hashes of the policy are those of the one style and the one script."""
    source = re.findall(f"<{tag}>(.*?)</{tag}>", _page(("a", "")), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(source[0].encode()).digest()).decode()
    assert len(source) == 1
    assert f"{tag}-src 'sha256-{digest}'" in _page(("a", ""))


def test_documents_cannot_inject() -> None:
    """Markup and quotes in texts, names and IDs are text."""
    evil = '"><script>alert(1)</script><b x="'
    page = LexborHTMLParser(_page((evil, f"{evil} [{evil}|nn3]")))
    assert len(page.css("script")) == 1
    assert not page.css("b[x]")
    assert page.css_first(".text").text() == f"{evil} {evil}"


def test_characters_that_html_cannot_hold() -> None:
    """They are shown as replacement characters, one for one."""
    page = LexborHTMLParser(_page(("\udcff", "a\x00\x1bb\ud800")))
    assert page.css_first(".text").text() == "a\ufffd\ufffdb\ufffd"


def test_empty_document_and_no_document() -> None:
    """Nothing to show is said in words."""
    assert "This document is empty." in _page(("a", " \n"))
    assert "No document could be read." in _page()


def test_other_offsets_are_refused() -> None:
    """Marks are cut in code points; other units would cut words apart."""
    writer = PageAnnotations(io.StringIO(), ENTITIES.__getitem__)
    writer.begin()
    with pytest.raises(ValueError, match="code points"):
        writer.document(Document("a", ""), AnnotatedDocument("a", (), OffsetUnit.UTF16, "r"))


def test_entity_that_is_gone_has_no_description() -> None:
    """A server's table may change during a long run."""

    def gone(entity_id: str) -> Entity:
        raise UnknownEntityError(entity_id)

    out = io.StringIO()
    writer = PageAnnotations(out, gone)
    writer.begin()
    writer.document(*annotated("a", "[Minsk|nn3]"))
    writer.end()
    assert LexborHTMLParser(out.getvalue()).css_first(".about") is None
