"""What an annotator linked, judged against gold mentions: figures by group, and sorts of misses.

Two measures: *keys* compares the sets of (document, casefolded surface form, entity), *spans*
the sets of (document, start, end, entity).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.annotation_sets import OURS, AnnotationSet, Mention
from tests.bench.measures import harmonic, share

Key = tuple[str, str, str]
Spot = tuple[str, int, int, str]
EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Link:
    """A linked mention: `entity` is the set's own identifier, `rule` the stage that linked it."""

    doc: str
    start: int
    end: int
    surface: str
    entity: str
    rule: str = EXACT


def key_of(one: Link | Mention) -> Key:
    """Return what a mention is compared by, wherever it stands in its document."""
    return one.doc, one.surface.casefold(), one.entity


def spot_of(one: Link | Mention) -> Spot:
    """Return what a mention is compared by where it stands."""
    return one.doc, one.start, one.end, one.entity


def figures(links: Sequence[Link], found: AnnotationSet) -> dict[str, Any]:
    """Return every figure of one system on one set, as JSON."""
    types = found.table.types
    lang = {document.id: document.lang for document in found.documents}
    sort = {mention.entity: mention.type for mention in found.gold} | dict(types)
    groups: dict[str, Callable[[Link | Mention], bool]] = {"all": lambda one: True}
    groups["ours"] = lambda one: sort[one.entity] in OURS
    for name in sorted(set(lang.values())):
        groups[f"lang {name}"] = lambda one, name=name: lang[one.doc] == name  # type: ignore[misc]
    for name in sorted(set(sort.values())):
        groups[f"type {name}"] = lambda one, name=name: sort[one.entity] == name  # type: ignore[misc]
    return {
        "groups": {name: _group(links, found.gold, chosen) for name, chosen in groups.items()},
        "rules": _rules(links, found.gold),
        "unseen": unseen(links, found),
        "misses": dict(Counter(reason for reason, _ in misses(links, found))),
    }


def _group(
    links: Iterable[Link], gold: Iterable[Mention], chosen: Callable[[Link | Mention], bool]
) -> dict[str, Any]:
    ours, theirs = [one for one in links if chosen(one)], [one for one in gold if chosen(one)]
    keys = _scores(set(map(key_of, ours)), set(map(key_of, theirs)))
    spots = _scores(set(map(spot_of, ours)), set(map(spot_of, theirs)))
    return {**keys, **{f"span_{name}": value for name, value in spots.items()}}


def _scores(ours: Collection[Any], gold: Collection[Any]) -> dict[str, Any]:
    right = len(set(ours) & set(gold))
    precision, recall = share(right, len(ours)), share(right, len(gold))
    return {
        "n": len(gold),
        "precision": _rounded(precision),
        "recall": _rounded(recall),
        "f1": _rounded(harmonic(precision, recall)),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _rules(links: Sequence[Link], gold: Sequence[Mention]) -> dict[str, Any]:
    """Return for each rule, and for all but exact, how many links it made and which part is right.

    `overlap` counts a link too whose entity is right where gold has the mention in another span:
    annotators take quotation marks, titles and countries in or leave them out as they please.
    """
    keys = set(map(key_of, gold))
    spots: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for one in gold:
        spots[one.doc, one.entity].append(one)
    right: defaultdict[str, list[bool]] = defaultdict(list)
    near: defaultdict[str, list[bool]] = defaultdict(list)
    for link in links:
        exact = key_of(link) in keys
        overlaps = exact or any(_overlap(link, one) for one in spots[link.doc, link.entity])
        for rule in (link.rule,) if link.rule == EXACT else (link.rule, "other than exact"):
            right[rule].append(exact)
            near[rule].append(overlaps)
    return {
        rule: {
            "links": len(marks),
            "precision": _rounded(share(sum(marks), len(marks))),
            "overlap": _rounded(share(sum(near[rule]), len(marks))),
        }
        for rule, marks in sorted(right.items())
    }


def unseen(links: Sequence[Link], found: AnnotationSet) -> dict[str, Any]:
    """Return how the forms fare that known entities have in gold and the table has not verbatim.

    A form is a casefolded surface form of an entity; it counts by what befell most of its
    mentions: linked right, linked wrong (another entity at its very span), or not linked.
    """
    at = {(link.doc, link.start, link.end): link.entity for link in links}
    forms: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in found.gold:
        surface = one.surface.casefold()
        if one.entity in found.table.types and surface not in found.table.owners:
            linked = at.get((one.doc, one.start, one.end))
            fate = "none" if linked is None else "right" if linked == one.entity else "wrong"
            forms[surface, one.entity][fate] += 1
    fates = Counter(fate.most_common(1)[0][0] for fate in forms.values())
    mentions = sum((fate for fate in forms.values()), Counter())
    return {
        "forms": len(forms),
        "right": _rounded(share(fates["right"], len(forms))),
        "wrong": _rounded(share(fates["wrong"], len(forms))),
        "mentions": mentions.total(),
        "mentions_right": _rounded(share(mentions["right"], mentions.total())),
        "mentions_wrong": _rounded(share(mentions["wrong"], mentions.total())),
    }


def misses(links: Sequence[Link], found: AnnotationSet) -> Iterator[tuple[str, Mention]]:
    """Yield each gold mention that no link has by key, once a key, with the reason."""
    have = set(map(key_of, links))
    by_doc: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_doc[link.doc].append(link)
    for one in found.gold:
        if key_of(one) not in have:
            have.add(key_of(one))
            over = [link for link in by_doc[one.doc] if _overlap(link, one)]
            yield _reason(one, over, found.table.types, found.table.owners), one


def _overlap(link: Link, one: Mention) -> bool:
    return link.start < one.end and one.start < link.end


def _reason(
    one: Mention,
    over: Sequence[Link],
    types: Mapping[str, str],
    owners: Mapping[str, Mapping[str, int]],
) -> str:
    if one.entity not in types:
        return "entity not in the table"
    if any(link.entity == one.entity for link in over):
        return "other span"
    if over:
        return "other entity"
    seen = one.entity in owners.get(one.surface.casefold(), ())
    return "form in the table, not linked" if seen else "form not in the table"


def false_links(links: Sequence[Link], gold: Sequence[Mention]) -> Iterator[Link]:
    """Yield each link that gold has not by key, once a key."""
    keys = set(map(key_of, gold))
    for link in links:
        if key_of(link) not in keys:
            keys.add(key_of(link))
            yield link
