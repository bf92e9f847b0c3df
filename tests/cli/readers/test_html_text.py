from __future__ import annotations

import pytest

from normalizer.cli.readers.html_text import html_text
from normalizer.errors import InputError


def text(markup: str) -> str:
    """Return the visible text of a page."""
    return html_text(markup.encode(), "f")[0]


def test_markup_is_dropped_and_entities_decoded() -> None:
    """What is left is what a reader sees."""
    assert (
        text("<p>&Lstrok;uka<b>szenk</b>a &amp; Co &#x2014; caf&eacute;")
        == "Łukaszenka & Co — café"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>Minsk</script>",
        "<style>Minsk</style>",
        "<template>Minsk</template>",
        "<noscript>Minsk</noscript>",
        "<!-- Minsk -->",
        "<p hidden>Minsk</p>",
        "<svg><text>Minsk</text></svg>",
    ],
)
def test_what_is_not_shown_is_not_text(hidden: str) -> None:
    """Scripts, styles, comments and hidden elements are passed over."""
    assert text(f"<title>Minsk</title><p>a</p>{hidden}<p>b</p>") == "a\n\nb"


def test_blocks_part_words() -> None:
    """Blocks are parted, so that names of neighbours do not run together."""
    assert text("<h1>Minsk</h1><div>Putin</div><div>Merkel</div>") == "Minsk\n\nPutin\nMerkel"


def test_inline_elements_do_not_part_words() -> None:
    """Inline elements leave a word whole."""
    assert text("<p>Luka<i>sh</i>enko") == "Lukashenko"


def test_line_break_and_cells() -> None:
    """A line break is one, and cells of a row are parted by a space."""
    assert text("a<br>b<table><tr><td>c<td>d<tr><td>e</table>") == "a\nb\n\nc d\ne"


def test_white_space_is_collapsed_as_on_the_page() -> None:
    """Runs of white space are one space, no-break spaces stay."""
    assert text("<p> a \n\t b<b> c </b> d&nbsp;e </p>") == "a b c d\N{NO-BREAK SPACE}e"


def test_preformatted_text_is_kept() -> None:
    """White space in `pre` stays as it is."""
    assert text("<pre>a\n  b\n</pre><p>c") == "a\n  b\n\nc"


def test_language_is_read() -> None:
    """The language that the page declares is a hint for the annotator."""
    assert html_text(b'<html lang=" be "><p>x', "f")[:2] == ("x", "be")


def test_declared_encoding_is_honoured() -> None:
    """Many older pages are in Windows code pages and say so."""
    page = '<meta charset="windows-1251"><p>Минск'.encode("cp1251")
    assert html_text(page, "f")[0] == "Минск"


def test_undeclared_encoding_is_a_fault() -> None:
    """Bytes that are not UTF-8 in a page that declares nothing are a fault."""
    with pytest.raises(InputError, match="not UTF-8 at byte 3"):
        html_text(b"<p>\xcc", "f")


@pytest.mark.parametrize("page", [b"", b"   ", b"<html>", b"<!doctype html><body></body>"])
def test_empty_page(page: bytes) -> None:
    """A page without text is an empty document."""
    assert html_text(page, "f")[:2] == ("", "")


def test_deep_nesting() -> None:
    """Pages nest deeper than Python's stack."""
    assert text("<div>" * 20_000 + "Minsk") == "Minsk"
