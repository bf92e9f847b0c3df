"""Builds an index file from an alias table, in bounded memory.

1. The table is read once, entity by entity (`gathering.py`); entities and aliases are written.
2. Words are numbered in sorted order, folded forms among them; tokens and postings are written.
3. Keys of words, then the deletions of folded forms, then the token paths.

The same table, engine and linguistic tables give the same bytes.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from normalizer.index.derived import codes
from normalizer.index.rarity import level
from normalizer.index.snapshot import deletions
from normalizer.index.snapshot.bags import bags
from normalizer.index.snapshot.dictionary import NONE, add_dictionary, add_heap
from normalizer.index.snapshot.gathering import Gathered, Progress, gather_table
from normalizer.index.snapshot.keyed import KeyedMembers
from normalizer.index.snapshot.lists import add_lists, grouped
from normalizer.index.snapshot.paths import add_paths
from normalizer.index.snapshot.writer import SectionWriter, written
from normalizer.index.spelling import is_looked_for
from normalizer.index.state import engine_state
from normalizer.keys import fold, keys_of
from normalizer.names.plain import traits
from normalizer.store.protocol import AliasStore
from normalizer.version import ENGINE_VERSION

KEY_SECTIONS = ("fine", "deep", "code")
_TOLD_EVERY = 4_096
MOST_TOKENS = 0xFFFF


def build_snapshot(store: AliasStore, path: Path, progress: Progress = lambda *_: None) -> None:
    """Write the index file of an alias table at `path`; what was there stays until it is whole.

    Raises StoreError when the table does not come in the order of entity IDs, SnapshotError when
    it is too big for the format, OSError when the file cannot be written.
    """
    state = engine_state()  # before anything is derived: what comes after must not count
    with written(path) as writer:
        found = gather_table(store, progress)
        facts = {"entities": len(found.entity_ids), "aliases": found.entries}
        _add_entities(writer, found)
        _add_texts(writer, found)
        words = _number_words(found)
        facts["words"] = len(words)
        _add_acronyms(writer, found)
        folds = _add_words(writer, words)
        owners = _add_postings(writer, found, len(words))
        _add_forms(writer, found, folds)
        writer.add("entry.bags", bags(words, folds, found.token_starts, found.tokens))
        spelt = sorted({folds[word] for word in set(found.tokens)})
        add_paths(writer, found, folds, "" in words[:1])
        del found
        held = [number for number, owning in enumerate(owners) if owning]
        _add_keys(writer, words, held, progress)
        _add_plain(writer, words, held, progress)
        _add_deletions(writer, words, spelt)
        add_lists(writer, "fold", *grouped([folds[w] for w in held], held, len(words)))
        writer.end(store.revision, ENGINE_VERSION, state, facts)


def _add_entities(writer: SectionWriter, found: Gathered) -> None:
    add_heap(writer, "entity.ids", found.entity_ids)
    add_heap(writer, "entity.records", found.entity_records)
    writer.add("entity.firsts", found.entity_firsts)
    writer.add("entity.states", found.states)
    found.entity_records = []


def _add_texts(writer: SectionWriter, found: Gathered) -> None:
    writer.add("alias.starts", found.text_starts)
    writer.add("alias.heap", found.texts)
    add_heap(writer, "alias.rows", list(found.rows))
    writer.add("entry.rows", found.entry_rows)
    writer.add("entry.entities", found.entry_entities)
    found.texts = bytearray()


def _number_words(found: Gathered) -> list[str]:
    """Return the words in sorted order, folded forms among them; renumber what was gathered."""
    folded = {fold(word) for word in found.words}
    words = sorted(folded | found.words.keys())
    new = array("I", bytes(4 * len(found.words)))
    for number, word in enumerate(words):
        old = found.words.get(word)
        if old is not None:
            new[old] = number
    found.words = {}
    found.tokens = array("I", map(new.__getitem__, found.tokens))
    found.joined = array("I", map(new.__getitem__, found.joined))
    return words


def _add_words(writer: SectionWriter, words: Sequence[str]) -> array[int]:
    """Write the words; return the number of the folded form of each.

    A folded form need not fold to itself: `NONE` stands for a form that is no word.
    """
    add_dictionary(writer, "words", words)
    numbers = {word: number for number, word in enumerate(words)}
    folds = array("I", (numbers.get(fold(word), NONE) for word in words))
    writer.add("word.folds", folds)
    return folds


def _add_postings(writer: SectionWriter, found: Gathered, words: int) -> array[int]:
    """Write which entries have a word, joined names among them; return how many entities do."""
    owners, entries = array("I"), array("I")
    starts = found.token_starts
    joined = zip([*found.joined_entries, NONE], [*found.joined, NONE], strict=True)
    joined_entry, joined_word = next(joined)
    for entry in range(found.entries):
        own = dict.fromkeys(found.tokens[starts[entry] : starts[entry + 1]])
        if entry == joined_entry:
            own[joined_word] = None
            joined_entry, joined_word = next(joined)
        owners.extend(own)
        entries.extend([entry] * len(own))
    first, members = grouped(owners, entries, words)
    add_lists(writer, "postings", first, members)
    counts = array("I", bytes(4 * words))
    for word in range(words):
        counts[word] = _distinct(found.entry_entities, members[first[word] : first[word + 1]])
    writer.add("word.owners", counts)
    _add_sizes(writer, found, counts)
    return counts


def _distinct(entities: Sequence[int], entries: Iterable[int]) -> int:
    """Return how many entities entries in their order belong to."""
    number, last = 0, -1
    for entry in entries:
        if entities[entry] != last:
            number, last = number + 1, entities[entry]
    return number


def _add_sizes(writer: SectionWriter, found: Gathered, owners: Sequence[int]) -> None:
    """Write the number of each entry's tokens, and the sum of their levels, in one number."""
    starts, sizes = found.token_starts, array("I")
    for entry in range(found.entries):
        own = found.tokens[starts[entry] : starts[entry + 1]]
        levels = sum(level(owners[word]) for word in own)
        sizes.append(min(len(own), MOST_TOKENS) << 16 | min(levels, MOST_TOKENS))
    writer.add("entry.sizes", sizes)


def _add_forms(writer: SectionWriter, found: Gathered, folds: Sequence[int]) -> None:
    """Write the tokens of entries, and buckets of entries by normal and by folded form."""
    add_lists(writer, "tokens", found.token_starts, found.tokens)
    starts = found.token_starts
    buckets = 1 << max(1, (found.entries - 1).bit_length())
    folded = array("I", map(folds.__getitem__, found.tokens))
    for name, numbers in (("exact", found.tokens), ("folded", folded)):
        spans = map(slice, starts[:-1], starts[1:])
        owners = array("I", (bucket_of(numbers[span], buckets) for span in spans))
        add_lists(writer, name, *grouped(owners, range(found.entries), buckets))


def bucket_of(numbers: array[int], buckets: int) -> int:
    """Return the bucket of a form, given as the numbers of its words."""
    return zlib.crc32(numbers.tobytes()) & (buckets - 1)


def _add_acronyms(writer: SectionWriter, found: Gathered) -> None:
    """Write the entries that can have an acronym; acronyms are numbered in the order of meeting."""
    strings = sorted(found.acronyms)
    new = array("I", bytes(4 * len(strings)))
    for number, string in enumerate(strings):
        new[found.acronyms[string]] = number
    add_dictionary(writer, "acronyms", strings)
    owners = array("I", map(new.__getitem__, found.acronym_owners))
    add_lists(writer, "acronyms.lists", *grouped(owners, found.acronym_entries, len(strings)))
    found.acronyms = {}


def _add_keys(
    writer: SectionWriter, words: Sequence[str], held: Sequence[int], progress: Progress
) -> None:
    """Write the words that have a sound key or code.

    No word comes twice, so that remembering what was heard of one would only take memory.
    """
    hear = keys_of.__wrapped__
    found = [KeyedMembers() for _ in KEY_SECTIONS]
    for done, word in enumerate(held):
        string = words[word]
        for members, keys in zip(found, (*hear(string), codes(string)), strict=True):
            for key in keys:
                members.add(key, word)
        if done % _TOLD_EVERY == 0:
            progress("derive keys", done)
    for section in KEY_SECTIONS:
        found.pop(0).write(writer, section)


def _add_plain(
    writer: SectionWriter, words: Sequence[str], held: Sequence[int], progress: Progress
) -> None:
    """Write of each word where it is plain, and what else tables say; nothing of other forms."""
    told = array("H", bytes(2 * len(words)))
    for done, word in enumerate(held):
        told[word] = traits(words[word])
        if done % _TOLD_EVERY == 0:
            progress("tell plain words", done)
    writer.add("word.traits", told)


def _add_deletions(writer: SectionWriter, words: Sequence[str], spelt: Sequence[int]) -> None:
    """Write the folded forms of tokens by their rests; names written as one word are no tokens."""
    numbers = [number for number in spelt if is_looked_for(words[number])]
    forms = [words[number] for number in numbers]
    buckets = deletions.bucket_count(forms)
    low = deletions.number_bits(len(words), buckets)
    add_lists(writer, "deletions", *deletions.listed(forms, numbers, buckets, low))
