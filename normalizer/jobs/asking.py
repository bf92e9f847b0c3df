"""What is asked of the engine for each item, and answers for many items that never stop half way.

An item that the engine cannot answer for a reason that nobody foresaw becomes a fault in its
place: in a run over millions, one odd document must not cost the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from normalizer.errors import InputError, InvalidTextError, NormalizerError
from normalizer.jobs.items import SourcedDocument, SourcedName
from normalizer.jobs.pairing import answered
from normalizer.types import (
    AnnotatedDocument,
    AnnotateOptions,
    Document,
    Resolution,
    ResolveOptions,
)

if TYPE_CHECKING:
    from normalizer.engine import NameService


class Placed(Protocol):
    """An item with its place in the input."""

    @property
    def path(self) -> str:
        """Return the file, or `""`."""
        ...

    @property
    def line(self) -> int:
        """Return the line, or 0 for the whole file."""
        ...


Item = TypeVar("Item", bound=Placed)
Question = TypeVar("Question")
Answer = TypeVar("Answer")

Answered = tuple[Item | InputError, Answer | InvalidTextError | None]
"""An item and its answer; a fault in the place of an item has none."""


ItemIn = TypeVar("ItemIn", bound=Placed, contravariant=True)
AnswerOut = TypeVar("AnswerOut", covariant=True)


class Asking(Protocol[ItemIn, Question, AnswerOut]):
    """What one command asks of the engine. Travels to worker processes, so it holds no engine."""

    def question(self, item: ItemIn) -> Question:
        """Return what is asked for an item."""
        ...

    def ask(
        self, service: NameService, questions: Iterator[Question]
    ) -> Iterator[AnswerOut | NormalizerError]:
        """Return the answers in order."""
        ...


@dataclass(frozen=True, slots=True)
class Annotating:
    """Ask for the annotations of documents."""

    options: AnnotateOptions

    def question(self, item: SourcedDocument) -> Document:
        """Return the document."""
        return item.document

    def ask(
        self, service: NameService, questions: Iterator[Document]
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Return annotations or an error for each document."""
        return service.annotate_many(questions, self.options)


@dataclass(frozen=True, slots=True)
class Resolving:
    """Ask whom names mean."""

    options: ResolveOptions

    def question(self, item: SourcedName) -> str:
        """Return the name."""
        return item.text

    def ask(
        self, service: NameService, questions: Iterator[str]
    ) -> Iterator[Resolution | NormalizerError]:
        """Return the answer or an error for each name."""
        return service.resolve_many(questions, self.options)


@dataclass(frozen=True, slots=True)
class Answers(Generic[Item, Question, Answer]):
    """The answers of one engine."""

    service: NameService
    asking: Asking[Item, Question, Answer]

    def streamed(self, items: Iterable[Item | InputError]) -> Iterator[Answered[Item, Answer]]:
        """Yield each item with its answer, in order, as they come."""
        question: Callable[[Item], Question] = self.asking.question
        return answered(items, question, self._ask)

    def _ask(self, questions: Iterator[Question]) -> Iterator[Answer | NormalizerError]:
        return self.asking.ask(self.service, questions)

    def gathered(self, items: Iterable[Item | InputError]) -> list[Answered[Item, Answer]]:
        """Return each item with its answer, in order, a fault for what nobody foresaw.

        Raises NormalizerError for what concerns all items, as a server that is gone.
        """
        known = list(items)
        try:
            return list(self.streamed(known))
        except NormalizerError:
            raise
        except Exception:  # one by one, to see whose fault it is
            return [each for item in known for each in self._one(item)]

    def _one(self, item: Item | InputError) -> list[Answered[Item, Answer]]:
        try:
            return list(self.streamed([item]))
        except NormalizerError:
            raise
        except Exception as failure:
            assert not isinstance(item, InputError)
            reason = f"internal error: {type(failure).__name__}: {failure}"
            return [(InputError(item.path, item.line, reason), None)]
