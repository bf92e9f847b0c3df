"""An import from its files to its differences, and to the changes of a store.

Order: a file is read once for its faults alone, so that a bad one changes nothing → it is read
again and compared with the table → what the policy lets through is applied in chunks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from normalizer.exchange.apply import Written, apply
from normalizer.exchange.diff import Likeness, Policy, differences
from normalizer.exchange.differences import Difference
from normalizer.exchange.formats import Format, read
from normalizer.exchange.records import Fault, Item, Record
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.view import TableView
from normalizer.rulings import NO_RULINGS, Rulings
from normalizer.store.changes import Author
from normalizer.store.curated import CuratedStore
from normalizer.store.protocol import AliasStore


@dataclass(frozen=True, slots=True)
class Plan:
    """What is imported and how; `languages` (primary subtags) leaves only aliases of these.

    Aliases of no language are always taken.
    """

    form: Format
    paths: tuple[str, ...]
    settings: ReadSettings = field(default_factory=ReadSettings)
    policy: Policy = field(default_factory=Policy)
    languages: frozenset[str] = frozenset()

    def items(self) -> Iterator[Item]:
        """Yield what the files say, in the order of the files."""
        found = read(self.form, self.paths, self.settings)
        return _of_languages(found, self.languages) if self.languages else found


def faults(plan: Plan) -> Iterator[Fault]:
    """Yield every line of the files that cannot be taken, without a look at any table."""
    return (item for item in plan.items() if isinstance(item, Fault))


def compared(
    plan: Plan, table: AliasStore, likeness: Likeness | None = None, rulings: Rulings = NO_RULINGS
) -> Iterator[Difference]:
    """Yield what the files would change of a table; nothing is written."""
    policy = replace(plan.policy, exact=plan.policy.exact or plan.form.is_own)
    yield from differences(plan.items(), TableView(table, rulings), policy, likeness)


def imported(
    plan: Plan, store: CuratedStore, by: Author, likeness: Likeness | None = None
) -> Iterator[Difference | Written]:
    """Yield what the files change of a store, and after each chunk the store's answer.

    The table is compared as it was at the beginning. Broken off and run again, what is there
    is there, and the rest is done. Raises what `CuratedStore.apply` raises.
    """
    with store.reading() as table:
        found = compared(plan, table, likeness, store.rulings())
        yield from apply(found, store, by)


def _of_languages(items: Iterable[Item], languages: frozenset[str]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Record):
            kept = tuple(
                each
                for each in item.spellings
                if not each.lang or each.lang.partition("-")[0] in languages
            )
            yield replace(item, spellings=kept) if kept != item.spellings else item
        else:
            yield item
