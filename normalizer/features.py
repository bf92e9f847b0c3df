"""Two sides, aligned → the features that the score is made of, and the stage of the match.

- `coverage`: 2 × matched weight × likeness / weight of both names, in [0, 1];
- `worst`: the likeness of the least alike pair of telling tokens, in [0, 1];
- `alike`: 1 when every telling token has a partner that is the same, or sounds the same;
- `unlike`: how far `worst` is below 0.9, in tenths, at most 1;
- `query_left`, `alias_left`: share of the query's or alias's weight that found no partner;
- `query_more`, `alias_more`: the same, but a fifth of the weight counts for all of it;
- `rarity`: how telling the matched tokens are together, in [0, 1];
- `lone_gap`: 1 − coverage when the query is one token without a legal form, else 0;
- `lone_alias`: `query_left` when the alias is one token: it cannot say whether the rest agrees;
- `conflict`: 1 when both names have a given name or patronymic that the other contradicts;
- `fathers`: 1 when both have a patronymic and these are not alike;
- `father_left`: 1 when the query alone has a patronymic;
- `no_surname`: 1 when no surname of the alias has a partner of more than an initial;
- `number`: 1 when the names differ in a number, a half when one alone has an ordinal;
- `gender`: 1 when the query has a surname of the other gender than the alias, or both have given
  names and surnames that as they stand are a woman's and a man's;
- `designator`: 1 when one name alone says that it is of an area, a street, a mountain …;
- `other_script`: 1 when the names are of different scripts;
- `acronym`: how well the query fits as the acronym of a body's name; then it is all there is;
- whether one has a forename too many (`forenames.py`);
- what partners still differ in (`gaps.py`), and of places and bodies what `bodies.py` adds.

Of places and bodies words are told apart, translated and credited as `bodies.py` has it, and an
alias as it stands is all there is. How much a token weighs is told by `sides.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from normalizer.align import Alignment, How, align
from normalizer.bodies import BODY_FEATURES, Credit, body_features, way_of
from normalizer.distance import plain_similarity
from normalizer.forenames import FORENAME_FEATURES, forename_features
from normalizer.gaps import GAP_FEATURES, Knows, Met, Whole, gap_features, letters_alike, met
from normalizer.keys import fold, sounds
from normalizer.names.acronym import acronym_fit
from normalizer.names.gender import surname_gender
from normalizer.names.given import given_name_gender
from normalizer.names.legal_forms import form_apart, form_gap
from normalizer.names.ordinals import ordinal
from normalizer.names.roles import Role
from normalizer.readings.likeness import reading_likeness
from normalizer.readings.table import has_readings
from normalizer.scripts import script_of
from normalizer.sides import Shape, Side, is_settlement
from normalizer.types import Kind, Stage

ALIGNMENT_FEATURES = (
    "coverage",
    "worst",
    "alike",
    "unlike",
    "query_left",
    "alias_left",
    "query_more",
    "alias_more",
    "rarity",
    "lone_gap",
    "lone_alias",
    "conflict",
    "fathers",
    "father_left",
    "no_surname",
    "number",
    "gender",
    "designator",
    "other_script",
    "acronym",
    *FORENAME_FEATURES,
    *GAP_FEATURES,
    *BODY_FEATURES,
)
_RARE_ENOUGH = 1.5
_ALIKE = 0.97
_UNLIKE = 0.9
_BUT_FOR_MARKS = 0.95
_BUT_FOR_FORM, _SHORT = 0.9, 6
_MUCH = 5
_MAX_JOINED_TOKENS = 3
_MOST_WITH_FORM = 5
_JOINED_ALIKE = 0.8
_LONG, _HARDLY_DIFFER = 9, 0.93
_WORTH_READING = 0.3
_NEVER_HIS = ("ová", "ая")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two names have in common: tokens without titles, the stage, and the features.

    `features` are those of `ALIGNMENT_FEATURES`, in their order. `stored` is None for the tokens of
    an entry as they stand, which need not be read.
    """

    query: tuple[str, ...]
    stored: tuple[str, ...] | None
    stage: Stage
    features: tuple[float, ...]

    @property
    def values(self) -> dict[str, float]:
        """Return the features by name."""
        return dict(zip(ALIGNMENT_FEATURES, self.features, strict=True))


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of two names as wholes.

    `joined` is what `joined_likeness` has of them, `legal_form` what `form_gap` has; `with_form`
    says that the query has a legal form, which is no word of it.
    """

    joined: float = 0.0
    legal_form: float = 0.0
    with_form: bool = False


def compare_sides(left: Side, right: Side, kind: Kind, told: Told, knows: Knows) -> Comparison:
    """Return the comparison of two names of a `kind`; `knows` whether the table has a token.

    The kernel's oracle.
    """
    way = way_of(kind)
    found = align(left.tokens, left.roles, right.tokens, right.roles, way.alike)
    both = met(left, right, found)
    values = _features(both, told, way.credit)
    values["designator"] = float(_other_sort(left, right, found, way.sorts))
    values.update(forename_features(left, right, found))
    one_script = not values["other_script"]
    of_person = kind is Kind.PERSON
    whole = Whole(values["coverage"], values["worst"], told.joined, one_script, of_person)
    values.update(gap_features(both, whole, knows))
    values.update(body_features(both, values["coverage"], kind, told.legal_form))
    features = tuple([values[name] for name in ALIGNMENT_FEATURES])
    return Comparison(left.tokens, right.tokens, _stage(left, right, found), features)


def one_feature(query: tuple[str, ...], stored: tuple[str, ...], kind: Kind) -> Comparison | None:
    """Return the comparison of a body or place with its very alias or acronym, else None.

    Nothing else counts then, so that a place and a body of one name are equally likely.
    """
    if query == stored:
        return Comparison(query, stored, Stage.EXACT, _alone("exact", 1.0))
    if _differ_in_marks(query, stored):
        return Comparison(query, stored, Stage.FOLDED, _alone("exact", _BUT_FOR_MARKS))
    if kind is not Kind.ORGANISATION:
        return None
    if found := _but_for_form(query, stored):
        return found
    if fit := _acronym_fit(query, stored):
        return Comparison(query, stored, Stage.ACRONYM, _alone("acronym", fit))
    return None


def _but_for_form(query: tuple[str, ...], stored: tuple[str, ...]) -> Comparison | None:
    """Return the comparison of short names of bodies that differ in their legal forms alone.

    A longer name tells more by its letters than that it is the same.
    """
    ours, theirs = form_apart(query), form_apart(stored)
    if not (ours.has_form or theirs.has_form) or sum(map(len, ours.words)) > _SHORT:
        return None
    same = ours.words == theirs.words or _differ_in_marks(ours.words, theirs.words)
    gap = form_gap(ours, theirs)
    if not same or gap == 1.0:
        return None
    alone = _alone("exact", _BUT_FOR_FORM - gap / 5)
    return Comparison(ours.words, theirs.words, Stage.FOLDED, alone)


def _acronym_fit(query: tuple[str, ...], stored: tuple[str, ...]) -> float:
    """Return how well a word alone, or beside a legal form, fits a body's name as its acronym."""
    bare = form_apart(query).words if 1 < len(query) <= _MOST_WITH_FORM else query
    return acronym_fit(bare[0], stored) if len(bare) == 1 else 0.0


def _alone(feature: str, value: float) -> tuple[float, ...]:
    return tuple([value if name == feature else 0.0 for name in ALIGNMENT_FEATURES])


def _differ_in_marks(query: tuple[str, ...], stored: tuple[str, ...]) -> bool:
    """Return whether names of one script are the same but for marks, which are often left out."""
    same = len(query) == len(stored) and all(map(_is_folded_same, query, stored))
    return same and script_of(query[0][0]) == script_of(stored[0][0])


def _is_folded_same(left: str, right: str) -> bool:
    return fold(left) == fold(right)


def _stage(left: Side, right: Side, found: Alignment) -> Stage:
    if left.tokens == right.tokens:
        return Stage.EXACT
    hows = {pair.how for pair in found.pairs}
    whole = not found.left_alone and not found.right_alone
    if whole and hows <= {How.SAME, How.FOLDED}:
        return Stage.FOLDED
    if whole and hows <= {How.SAME, How.FOLDED, How.INFLECTED}:
        return Stage.INFLECTED
    heard = [pair for pair in found.pairs if pair.how is How.SOUND]
    return Stage.FUZZY if any(pair.likeness < 1.0 for pair in heard) else Stage.KEY


def _features(both: Met, told: Told, credit: Credit) -> dict[str, float]:
    left, right, found, joined = both.left, both.right, both.found, told.joined
    matched = sum(
        (left.weights[p.left] + right.weights[p.right]) * credit(p.likeness) for p in found.pairs
    )
    coverage = max(matched / (left.total + right.total), joined)
    telling = [
        pair
        for pair in found.pairs
        if left.shape.telling[pair.left] and right.shape.telling[pair.right]
    ]
    least = max(min((pair.likeness for pair in telling or found.pairs), default=0.0), joined)
    rare = sum(right.rarities[p.right] * right.weights[p.right] for p in telling)
    apart = 0.0 if joined else 1.0
    query_left = apart * sum([left.weights[i] for i in found.left_alone]) / left.total
    alias_left = apart * sum([right.weights[j] for j in found.right_alone]) / right.total
    return {
        "coverage": coverage,
        "worst": least,
        "alike": float(least >= _ALIKE),
        "unlike": min(1.0, 10 * max(0.0, _UNLIKE - least)),
        "query_left": query_left,
        "alias_left": alias_left,
        "query_more": min(1.0, _MUCH * query_left),
        "alias_more": min(1.0, _MUCH * alias_left),
        "rarity": min(1.0, rare / _RARE_ENOUGH),
        "lone_gap": 1.0 - coverage if len(left.tokens) == 1 and not told.with_form else 0.0,
        "lone_alias": query_left if len(right.tokens) == 1 else 0.0,
        **_conflicts(both),
        "no_surname": float(_no_surname(right, found)),
        "number": other_number(left.shape, right.shape),
        "gender": float(_other_gender(both)),
        "other_script": float(script_of(left.tokens[0][0]) != script_of(right.tokens[0][0])),
        "acronym": 0.0,
    }


def joined_likeness(query: Sequence[str], stored: Sequence[str]) -> float:
    """Return how alike two names are once written as one word: 1 when they sound alike.

    Else, where they are long and hardly differ, how alike their letters are, or 0.
    Where one of them is of a script with readings, at least 0.8, or 0. Its family name may
    come first, whatever the order of the other.
    """
    if len(query) == len(stored) or max(len(query), len(stored)) > _MAX_JOINED_TOKENS:
        return 0.0
    left, right = "".join(query), "".join(stored)
    if has_readings(left) != has_readings(right):
        foreign, other = (left, stored) if has_readings(left) else (right, query)
        orders = {"".join(other), "".join((*other[-1:], *other[:-1]))}
        if max(letters_alike(foreign, order) for order in orders) < _WORTH_READING:
            return 0.0
        alike = max(reading_likeness(foreign, fold(order)) for order in orders)
        return alike if alike >= _JOINED_ALIKE else 0.0
    ours, theirs = fold(left), fold(right)
    if ours == theirs or not set(sounds(left)).isdisjoint(sounds(right)):
        return 1.0
    alike = plain_similarity(ours, theirs)
    return alike if min(len(ours), len(theirs)) >= _LONG and alike >= _HARDLY_DIFFER else 0.0


def _other_gender(both: Met) -> bool:
    """Return whether a surname is of the other gender, or the names are a woman's and a man's.

    Александра Иванова may be the genitive of Александр Иванов, but is first of all a woman.
    """
    if any(pair.how is How.GENDER for pair in both.found.pairs):
        return True
    texts = [both.texts(pair) for pair in both.names]
    return any(
        _is_woman_of(*given, her) and surname_gender(her) == "f" != surname_gender(his)
        for ordered in (texts, [(b, a) for a, b in texts])
        for given, (her, his) in permutations(ordered, 2)
    )


def _is_woman_of(left: str, right: str, surname: str) -> bool:
    """Return whether two given names are a woman's and a man's.

    Behind a surname that no case of a man's has, one that is his but for her ending is hers.
    """
    genders = given_name_gender(left), given_name_gender(right)
    hers = surname.endswith(_NEVER_HIS) and fold(left) == fold(right) + "a"
    return hers or genders == ("f", "m")


def other_number(left: Shape, right: Shape) -> float:
    """Return 1 when two names differ in a number, a half when one alone has an ordinal, else 0."""
    ours, theirs = left.numbers, right.numbers
    if bool(ours) != bool(theirs):  # a lone I, V or X beside an ordinal is one too
        ours, theirs = ours or _lone_numeral(left), theirs or _lone_numeral(right)
    if ours == theirs:
        return 0.0
    return 1.0 if ours and theirs else number_alone(left if ours else right)


def number_alone(shape: Shape) -> float:
    """Return 1 for a name with a number, a half when it has an ordinal, 0 for one without.

    It is what `other_number` has of it beside a name of plain words.
    """
    if not shape.numbers:
        return 0.0
    return 0.5 if Role.ORDINAL in shape.roles else 1.0


def _lone_numeral(shape: Shape) -> frozenset[str]:
    """Return the lone I, V or X behind the first name or at the end, as a number."""
    for token in (shape.tokens[-1], *shape.tokens[1:2]):
        if len(token) == 1 and ordinal(token):
            return frozenset({str(ordinal(token))})
    return frozenset()


def _conflicts(both: Met) -> dict[str, float]:
    """Return whether both names carry a given name, or both a patronymic, with no partner.

    An initial stands for a given name.
    """
    ours = {_sort(both.left, place) for place in both.found.left_alone}
    theirs = {_sort(both.right, place) for place in both.found.right_alone}
    fathers = "patronymic" in ours and "patronymic" in theirs
    return {
        "conflict": float(bool((ours & theirs) - {""})),
        "fathers": float(fathers),
        "father_left": float("patronymic" in ours),
    }


def _sort(side: Side, place: int) -> str:
    if side.roles[place] is Role.PATRONYMIC:
        return "patronymic"
    return "given" if side.shape.given[place] or side.roles[place] is Role.INITIAL else ""


def _no_surname(right: Side, found: Alignment) -> bool:
    """Return whether names that are no given names exist, and none is matched in full."""
    surnames = {
        place
        for place, role in enumerate(right.roles)
        if role is Role.NAME and not right.shape.given[place]
    }
    met_in_full = {pair.right for pair in found.pairs if pair.how is not How.INITIAL}
    return bool(surnames) and not surnames & met_in_full


def _other_sort(left: Side, right: Side, found: Alignment, sorts: frozenset[Role]) -> bool:
    """Return whether one name has a word of a sort, other than of a settlement, with no partner."""
    alone = [(left, place) for place in found.left_alone]
    alone += [(right, place) for place in found.right_alone]
    return any(
        side.roles[place] in sorts and not is_settlement(side.tokens[place])
        for side, place in alone
    )
