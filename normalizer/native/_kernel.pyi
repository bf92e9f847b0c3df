from collections.abc import Callable, Mapping, Set
from typing import Any, Protocol

from normalizer.annotate.aliases import AliasMention
from normalizer.annotate.words import Span, Word
from normalizer.types import Feature

INTERFACE: int

class _Buffer(Protocol):
    def __buffer__(self, flags: int, /) -> memoryview: ...

class Costs:
    def __init__(
        self, substitutions: Mapping[tuple[str, str], float], indels: Mapping[str, float], /
    ) -> None: ...
    def distance(self, left: str, right: str, /) -> float: ...
    def best(self, lefts: tuple[str, ...], rights: tuple[str, ...], /) -> float | None: ...

class Graphemes:
    def __init__(self, readings: Mapping[str, tuple[str, ...]], /) -> None: ...
    def readings(self, folded: str, /) -> tuple[str, ...]: ...
    def heard(self, spellings: tuple[str, ...], /) -> tuple[str, ...]: ...
    def sounds(self, token: str, /) -> tuple[str, ...]: ...
    def keys(self, token: str, /) -> tuple[frozenset[str], frozenset[str]]: ...

class Endings:
    def __init__(
        self,
        rules: Mapping[str, list[tuple[str, frozenset[str] | None]]],
        least_stem: int,
        /,
    ) -> None: ...
    def forms(self, token: str, /) -> dict[str, None]: ...

class Alphabet:
    def __init__(
        self,
        rows: Mapping[str, tuple[str, str, bool]],
        graphemes: Graphemes,
        base: Endings,
        masculine: Endings,
        estimates: tuple[float, float, float, float, float],
        /,
    ) -> None: ...
    def keys(
        self,
        forms: tuple[str | tuple[str, tuple[str, ...], tuple[str, ...]], ...],
        is_known: bool,
        codes: tuple[str, ...],
        /,
    ) -> bytes | None: ...

class Pieces:
    def __init__(self, costs: Mapping[str, float], passing: float, /) -> None: ...
    @staticmethod
    def spellings(
        units: tuple[Pieces, ...], classes: bytes, width: int, kept: int, /
    ) -> tuple[str, ...]: ...
    @staticmethod
    def cost(units: tuple[Pieces, ...], latin: str, most: float, /) -> float: ...

class Reader:
    def __init__(
        self,
        word_type: type[Word],
        parts_of: Callable[[str], tuple[tuple[int, int, int, int, str, int, int], ...]],
        gap_of: Callable[[str], tuple[str, int]],
        marks: str,
        apostrophes: str,
        invisible: str,
        /,
    ) -> None: ...
    def read(self, text: str, masked: list[tuple[int, int]], /) -> Reading: ...
    def kept(self) -> int: ...

class Reading:
    @property
    def words(self) -> list[Word]: ...
    @property
    def capitals(self) -> list[int]: ...
    @property
    def signs(self) -> int: ...
    @property
    def reader(self) -> Reader: ...
    def has_small(self, text: str, /) -> bool: ...

class Runs:
    def __init__(
        self,
        reader: Reader,
        span_type: type[Span],
        traits_of: Callable[[str, bool], int],
        goes_on: Callable[[list[Word], int, int], bool],
        trimmed: Callable[[list[Word], int, int], list[Span]],
        /,
    ) -> None: ...
    @property
    def reader(self) -> Reader: ...
    def outside(self, reading: Reading, passed: Set[int], /) -> list[Span]: ...
    def headlines(self, reading: Reading, /) -> frozenset[int]: ...
    def heads(
        self, reading: Reading, passed: Set[int], is_familiar: Callable[[str], bool], /
    ) -> list[int]: ...
    def kept(self) -> int: ...

class Trails:
    def __init__(
        self,
        reader: Reader,
        begin: Callable[[str, bool, bool], tuple[tuple[Any, ...], bool]],
        go_on: Callable[[tuple[Any, ...], str, bool, bool], tuple[tuple[Any, ...], bool]],
        said: Callable[[list[Word], int, int, tuple[Any, ...]], AliasMention | None],
        longest: Callable[[list[Word], int], AliasMention | None],
        span_type: type[Span],
        mention_type: type[AliasMention],
        /,
    ) -> None: ...
    @property
    def reader(self) -> Reader: ...
    def find(self, reading: Reading, /) -> list[AliasMention]: ...
    def kept(self) -> int: ...

class Token:
    def __init__(
        self,
        text: str,
        fold: str,
        heard: str,
        plain: str,
        sounds: tuple[str, ...],
        script: int,
        traits: int,
        /,
    ) -> None: ...
    def resembles(self, other: Token, /) -> bool: ...

class Shape:
    def __init__(
        self, words: tuple[Token, ...], roles: bytes, facts: bytes, worth: tuple[float, ...], /
    ) -> None: ...

class Filed:
    def __init__(
        self,
        kernel: Kernel,
        comparer: Comparer,
        letters: Alphabet,
        latin: int,
        make_word: Callable[[str, str], Token | None],
        telling: Callable[[str], float],
        log_entities: float,
        /,
    ) -> None: ...
    def compare(
        self,
        position: int,
        kind: int,
        left: Shape,
        rarities: tuple[float, ...],
        known: bytes,
        recorded: bytes,
        number: float,
        stays: Callable[[tuple[str, ...]], bool],
        /,
    ) -> tuple[int, tuple[float, ...]] | None: ...

class Comparer:
    def __init__(self, costs: Costs, questions: tuple[Callable[..., object], ...], /) -> None: ...
    def compare(
        self,
        kind: int,
        left: Shape,
        left_rarities: tuple[float, ...],
        left_known: bytes,
        right: Shape,
        right_rarities: tuple[float, ...],
        joined: float,
        joined_letters: float,
        number: float,
        legal_form: float,
        with_form: bool,
        /,
    ) -> tuple[int, tuple[float, ...]]: ...
    def likeness(self, left: Token, right: Token, /) -> tuple[float, int]: ...

class Kernel:
    def __init__(self, buffer: _Buffer, sections: Mapping[str, tuple[int, int]], /) -> None: ...
    def reach(
        self, keys: bytes, spelt: tuple[str, ...], limit: int, log_entities: float, /
    ) -> bytes: ...
    def tokens(self, position: int, /) -> tuple[str, ...]: ...
    def reach_word(
        self,
        alphabet: Alphabet,
        word: str,
        is_token: bool,
        codes: tuple[str, ...],
        limit: int,
        log_entities: float,
        /,
    ) -> bytes | None: ...
    def find(self, word: str, /) -> int: ...
    def misspelt(self, folded: str, limit: int, /) -> list[tuple[int, float]]: ...
    def matching(self, form: str, is_folded: bool, /) -> list[int] | None: ...
    def near(
        self,
        reaches: tuple[bytes, ...],
        outlines: tuple[str, ...],
        length: int,
        pool: int,
        limit: int,
        log_entities: float,
        least: float,
        /,
    ) -> list[tuple[float, int, str]]: ...

def met(
    kernel: Kernel, slots: tuple[tuple[bytes, bytes], ...], wholes: bytes, limit: int, /
) -> list[int] | None: ...
def fine_key(sound: str, /) -> str: ...
def deep_key(sound: str, /) -> str: ...
def told(
    feature_type: type[Feature],
    names: tuple[str, ...],
    model: tuple[float, ...],
    values: tuple[float, ...],
    /,
) -> tuple[Feature, ...]: ...
def weighed(model: tuple[float, ...], values: tuple[float, ...], /) -> float: ...
def bags(
    strings: bytes, starts: _Buffer, folds: _Buffer, token_starts: _Buffer, tokens: _Buffer, /
) -> bytearray: ...
def slots(hashes: _Buffer, size: int, /) -> bytearray: ...
def grouped(owners: _Buffer, members: _Buffer, lists: int, /) -> tuple[bytearray, bytearray]: ...
def all_listings(
    forms: bytes, numbers: _Buffer, buckets: int, low: int, /
) -> tuple[bytearray, bytearray]: ...
