"""What the partners of two aligned names still differ in, and how much their likeness tells.

- `surname_gap`, `given_gap`: 1 − likeness of the least alike pair of surnames, of given names;
- `plain_gap`: `surname_gap` where both names are of one script, and no transcription explains it;
- `spelling_gap`: how much less alike the partners' letters are than their sounds, in [0, 1];
- `misspelt`: `spelling_gap` where both names are of one script;
- `starts`: how many partners open with different sounds, of two;
- `other_bones`: how many partners share no skeleton of consonants, of two: spellings of one name
  differ in vowels, marks and voice, seldom in what they are built of;
- `bones_by_ear`: the same of partners that are alike by ear alone, for Western names lose
  consonants in Cyrillic (Жискар is Giscard); these are no `other_bones`;
- `known_apart`: how many partners are not the same although the table knows the query's token
  for another name's, of two: who is known by this name is hardly a misspelling of that one;
- `left_known`: how many names of the query that found no partner the table knows, of two;
- `replaced`: how many names of each found no partner in the other, of two: what stands in the
  place of another name contradicts it, what is only left out does not;
- `crossed`: 1 when the partners stand in another order;
- `initials`: how many partners are an initial and its name, of two; none where two names or
  more have found partners, since the initial then only adds to them;
- `letters`: how many letters the alike partners have together, of 24; those of a given name
  count half, here and in what follows;
- `telling`: how many rare letters they have together, each token counting for up to nine, as far
  as the names cover each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from normalizer.align import Alignment, How, Pair, by_ear, starts_apart
from normalizer.distance import plain_similarity
from normalizer.keys import VOICELESS, deep_key, fold, sounds
from normalizer.names.known import are_variants
from normalizer.names.roles import Role
from normalizer.readings.spellings import spellings
from normalizer.readings.table import has_readings
from normalizer.sides import Side

GAP_FEATURES = (
    "surname_gap",
    "plain_gap",
    "given_gap",
    "spelling_gap",
    "misspelt",
    "starts",
    "other_bones",
    "bones_by_ear",
    "known_apart",
    "left_known",
    "replaced",
    "crossed",
    "initials",
    "letters",
    "telling",
)
Knows = Callable[[str], bool]
"""Whether the table has a token."""

_MOST_LETTERS = 24
_TOKEN_LETTERS, _COMMON_LETTERS = 9, 6
_MOST_TELLING = 4.0
_GIVEN_SHARE = 0.5  # many share a given name, however few of them the table has
_HALF_ALIKE = 0.6
_ENOUGH_NAMES = 2
_ALIKE = 0.97
_SPELLINGS = 4
_EXPLAINED = frozenset({How.SAME, How.FOLDED, How.INFLECTED, How.GIVEN})


@dataclass(frozen=True, slots=True)
class Met:
    """Two names, their alignment, and the pairs of names in it, initials left out."""

    left: Side
    right: Side
    found: Alignment
    names: tuple[Pair, ...]

    def texts(self, pair: Pair) -> tuple[str, str]:
        """Return the two tokens of a pair."""
        return self.left.tokens[pair.left], self.right.tokens[pair.right]

    def is_given(self, pair: Pair) -> bool:
        """Return whether either token of a pair is a given name that we know."""
        return self.left.shape.given[pair.left] or self.right.shape.given[pair.right]


@dataclass(frozen=True, slots=True)
class Whole:
    """What two names have in common as wholes.

    `least` is the likeness of the least alike partners, `joined` how alike the names are once
    written as one word.
    """

    coverage: float
    least: float
    joined: float
    one_script: bool
    of_person: bool


def met(left: Side, right: Side, found: Alignment) -> Met:
    """Return two names with their alignment."""
    names = tuple(
        pair
        for pair in found.pairs
        if pair.how is not How.INITIAL
        and left.shape.telling[pair.left]
        and right.shape.telling[pair.right]
    )
    return Met(left, right, found, names)


def gap_features(both: Met, whole: Whole, knows: Knows) -> dict[str, float]:
    """Return what partners differ in, and how much they tell."""
    surnames = [1.0 - p.likeness for p in both.names if not both.is_given(p)]
    given = [1.0 - p.likeness for p in both.names if both.is_given(p)]
    order = [pair.right for pair in sorted(both.names, key=lambda pair: pair.left)]
    initials = sum(pair.how is How.INITIAL for pair in both.found.pairs)
    if len(both.names) >= _ENOUGH_NAMES:
        initials = 0
    joined, plain = whole.joined, float(whole.one_script)
    apart = 0.0 if joined else 1.0
    partners = [(pair.right, pair.likeness) for pair in both.names]
    if joined:
        partners = [(place, joined) for place in range(len(both.right.tokens))]
    bones = _other_bones(both)
    heard = sum(by_ear(*both.texts(pair)) >= pair.likeness for pair in bones)
    surname_gap = apart * max(surnames, default=0.0)
    spelling_gap = max(0.0, whole.least - max(_spelling(both, whole.of_person), joined))
    return {
        "surname_gap": surname_gap,
        "plain_gap": surname_gap * plain,
        "given_gap": apart * max(given, default=0.0),
        "spelling_gap": spelling_gap,
        "misspelt": spelling_gap * plain,
        "starts": 0.0 if _is_read(both) else _of_two(_starts(both)),
        "other_bones": _of_two(len(bones) - heard),
        "bones_by_ear": _of_two(heard),
        "known_apart": _of_two(_known_apart(both, knows)),
        "left_known": apart * _of_two(_left_known(both, knows)),
        "replaced": apart * _of_two(_replaced(both)),
        "crossed": float(order != sorted(order)),
        "initials": _of_two(initials),
        "letters": _joined_letters(both) * joined if joined else _letters(both),
        "telling": whole.coverage * _telling(partners, both.right),
    }


def _is_read(both: Met) -> bool:
    return has_readings(both.left.tokens[0]) != has_readings(both.right.tokens[0])


def _of_two(count: int) -> float:
    return min(count, 2) / 2


def _spelling(both: Met, of_person: bool) -> float:
    """Return how alike the partners' letters are, each pair by its weight; 0 without a pair.

    The ending of a person's declined name counts for nothing; many a place is called like the
    case of another.
    """
    alike = total = 0.0
    for pair in both.found.pairs:
        if pair.how is not How.INITIAL:
            weight = both.left.weights[pair.left] + both.right.weights[pair.right]
            declined = of_person and pair.how is How.INFLECTED
            alike += weight * (pair.likeness if declined else letters_alike(*both.texts(pair)))
            total += weight
    return alike / total if total else 0.0


@lru_cache(maxsize=32_768)
def letters_alike(left: str, right: str) -> float:
    """Return how alike the letters of two tokens are once in Latin script, in [0, 1]; symmetric."""
    if has_readings(left) != has_readings(right):
        foreign, other = (left, right) if has_readings(left) else (right, left)
        latin = fold(other)
        spelt = spellings(foreign)[:_SPELLINGS]
        return max((plain_similarity(form, latin) for form in spelt), default=0.0)
    return plain_similarity(fold(left), fold(right))


def _starts(both: Met) -> int:
    return sum(
        pair.likeness < _ALIKE and pair.how is not How.GIVEN and starts_apart(*both.texts(pair))
        for pair in both.names
    )


def _other_bones(both: Met) -> list[Pair]:
    """Return the partners that share no skeleton."""
    return [
        pair
        for pair in both.names
        if pair.how not in _EXPLAINED
        and pair.likeness < _ALIKE
        and not any(map(has_readings, both.texts(pair)))
        and _bones(both.left.tokens[pair.left]).isdisjoint(_bones(both.right.tokens[pair.right]))
    ]


@lru_cache(maxsize=32_768)
def _bones(token: str) -> frozenset[str]:
    """Return the consonants that a token may be built of, voiced and voiceless ones as one.

    Schemes and speakers part them (Mehmed, Mehmet; Sübhi, Suphi), and languages that decline
    foreign names add an s of their own (Gordons, Eduardus).
    """
    found = {deep_key(sound).translate(VOICELESS) for sound in sounds(token)}
    return frozenset(found | {bones[:-1] for bones in found if bones.endswith("s")})


def _known_apart(both: Met, knows: Knows) -> int:
    return sum(
        pair.how not in _EXPLAINED
        and pair.likeness < _ALIKE
        and knows(both.left.tokens[pair.left])
        and not are_variants(*map(fold, both.texts(pair)))
        for pair in both.names
    )


def _left_known(both: Met, knows: Knows) -> int:
    left = both.left
    return sum(
        left.roles[place] is Role.NAME and knows(left.tokens[place])
        for place in both.found.left_alone
    )


def _letters(both: Met) -> float:
    alike = 0.0
    for pair in both.names:
        sizes = [len(fold(text)) for text in both.texts(pair)]
        share = _GIVEN_SHARE if both.is_given(pair) else 1.0
        alike += share * min(sizes) * pair.likeness
    return min(1.0, alike / _MOST_LETTERS)


def _replaced(both: Met) -> int:
    ours = sum(both.left.roles[place] is Role.NAME for place in both.found.left_alone)
    theirs = sum(both.right.roles[place] is Role.NAME for place in both.found.right_alone)
    return min(ours, theirs)


def _joined_letters(both: Met) -> float:
    return min(1.0, len(fold("".join(both.right.tokens))) / _MOST_LETTERS)


def _telling(partners: Iterable[tuple[int, float]], stored: Side) -> float:
    """Return what stored tokens tell, by place and likeness: rare, long and like ones most."""
    told = 0.0
    for place, likeness in partners:
        sure = max(0.0, likeness - _HALF_ALIKE) / (1.0 - _HALF_ALIKE)
        size = min(len(fold(stored.tokens[place])), _TOKEN_LETTERS) / _COMMON_LETTERS
        share = _GIVEN_SHARE if stored.shape.given[place] else 1.0
        told += share * stored.rarities[place] * size * sure
    return min(1.0, told / _MOST_TELLING)
