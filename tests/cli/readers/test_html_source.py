from __future__ import annotations

import re

import pytest

from normalizer.cli.readers.html_text import html_text

PAGE = """<!doctype html><html lang=ru><head><title>Minsk &amp; Brest</title>
<script>if (a<b) "Minsk"</script><style>p > a {}</style></head><body>
<!-- Minsk --><p title="a>b">In <b>Min</b>sk&nbsp;&amp; &#x1d504; Бр&eacute;ст</p>
<p hidden>Minsk</p><pre>
  Gomel
 x</pre><textarea><p>Minsk</textarea><ul><li>Vitebsk<li>Grodno</ul>
"""


def _places(markup: str) -> dict[str, str | None]:
    """Return each word of the visible text → what stands at its place in the markup."""
    page = html_text(markup.encode(), "f", with_source=True)
    assert page.source is not None
    found: dict[str, str | None] = {}
    for word in re.finditer(r"\S+", page.text):
        start, end = page.source.starts[word.start()], page.source.ends[word.end() - 1]
        known = start >= 0 and end >= 0
        found[word[0]] = page.source.source[start:end] if known else None
    return found


def test_words_are_found_in_the_source() -> None:
    """Each word is where it stands in the markup, not in what is hidden or within a tag."""
    assert _places(PAGE) == {
        "In": "In",
        "Minsk": "Min</b>sk",
        "&": "&amp;",
        "\N{MATHEMATICAL FRAKTUR CAPITAL A}": "&#x1d504;",
        "Брéст": "Бр&eacute;ст",
        "Gomel": "Gomel",
        "x": "x",
        "Vitebsk": "Vitebsk",
        "Grodno": "Grodno",
    }


def test_place_is_the_right_one() -> None:
    """Of several equal words in the source, it is the one that is shown."""
    page = html_text(PAGE.encode(), "f", with_source=True)
    assert page.source is not None
    start = page.source.starts[page.text.index("Minsk")]
    assert start == PAGE.index("Min</b>sk")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>one <template>Minsk</template> two three four five</p>",
        "<table>Minsk<tr><td>Brest and more of it</table>",
        "<p>a < b and c > d &lt;Minsk&gt; &unknown; &amp</p>",
        "<p title='it\"s'>Minsk</p><!--> <p>Brest</p>",
        "<p>Minsk<br/>Brest</p></p></div><!-- never closed",
        "<svg><title>x</title></svg><p>Minsk <![CDATA[x]]> Brest",
        "<title>a<b>c</title><body>Minsk",
        "<p =Minsk>Brest <a href=x>y</a>",
    ],
)
def test_odd_markup_gives_no_wrong_place(markup: str) -> None:
    """Where the source is odd, a place is right or not known."""
    for word, place in _places(markup).items():
        if place is not None:
            bare = re.sub(r"<[^>]*>", "", place)
            assert bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp", "&") == word


def test_reading_goes_on_after_a_gap() -> None:
    """After what the tree does not have, places are known again."""
    places = _places("<p>one<template>Minsk</template>two three four five</p><p>Brest</p>")
    assert places["Brest"] == "Brest"


def test_source_is_not_sought_unasked() -> None:
    """Nobody pays for what was not asked for."""
    assert html_text(PAGE.encode(), "f").source is None
