"""Libraries that find many names in one text, each over the same folded names.

A peer is made of distinct names and answers with what it found, in a form of its own. Names have
a space on both sides where the library knows no words, and so has the text. One that is not
installed (extra `bench-speed-peers`) raises ImportError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Search = Callable[[str], object]


def pyahocorasick(names: Sequence[str]) -> Search:
    """Return the search of pyahocorasick, the longest names."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for number, name in enumerate(names):
        automaton.add_word(f" {name} ", number)
    automaton.make_automaton()
    return lambda text: list(automaton.iter_long(text))


def ahocorasick_rs(names: Sequence[str]) -> Search:
    """Return the search of ahocorasick_rs, the longest names."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick([f" {n} " for n in names], matchkind=MatchKind.LeftmostLongest)
    return lambda text: automaton.find_matches_as_indexes(text)


def daachorse(names: Sequence[str]) -> Search:
    """Return the search of daachorse by characters, the longest names."""
    from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

    automaton = CharwiseDoubleArrayAhoCorasick(
        [f" {n} " for n in names], MATCH_KIND_LEFTMOST_LONGEST
    )
    return lambda text: automaton.find(text)


def flashtext2(names: Sequence[str]) -> Search:
    """Return the search of flashtext2, which knows words itself."""
    from flashtext2 import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=True)
    for name in names:
        processor.add_keyword(name)
    return lambda text: processor.extract_keywords_with_span(text)


def spacy_matcher(names: Sequence[str]) -> Search:
    """Return the search of spaCy's PhraseMatcher over a blank pipeline."""
    import spacy
    from spacy.matcher import PhraseMatcher

    model = spacy.blank("xx")
    matcher = PhraseMatcher(model.vocab)
    matcher.add("name", [model.make_doc(name) for name in names])
    return lambda text: matcher(model.make_doc(text))


MAKERS: dict[str, Callable[[Sequence[str]], Search]] = {
    "pyahocorasick": pyahocorasick,
    "ahocorasick_rs": ahocorasick_rs,
    "daachorse": daachorse,
    "flashtext2": flashtext2,
    "spacy PhraseMatcher": spacy_matcher,
}
