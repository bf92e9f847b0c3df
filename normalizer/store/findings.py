"""What can be wrong with the seeds: the rules by code, and one finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """Whether a finding keeps the table from being loaded, wants a look, or only may have one."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ERRORS = {
    "alias-duplicate": "one alias of one entity in one language stands in one row only",
    "alias-kind": "an alias has one of the kinds that the format knows",
    "carriage-return": "lines end with LF alone",
    "columns": "a row has as many columns as the header",
    "country": "a country is an ISO 3166-1 alpha-2 code or empty",
    "dangling-id": "a row speaks of an entity that some entities.tsv has",
    "empty": "a column that must be filled is filled",
    "entity-kind": "an entity is a person, a place or an organisation",
    "gender": "a gender is f, m or empty, and belongs to persons",
    "header": "the first row names the columns of the format, in order",
    "id": "an ID is nn and six digits, or more of which the first is not 0",
    "id-duplicate": "an ID is given once, in one entities.tsv",
    "lang": "a language is a well-formed BCP 47 tag in its usual case, or empty",
    "not-nfc": "text is in Unicode normalisation form C",
    "outer-space": "a field neither begins nor ends with white space",
    "redirect": "a merged ID leads to an entity that is there, and is none itself",
    "scheme": "a scheme is lower-case letters, digits, hyphens and underscores, or empty",
    "script": "a script is an ISO 15924 code of data/text/scripts.tsv",
    "script-differs": "no other script has more letters in the alias than the declared one",
    "unprintable": "a field has no control, bidirectional or unassigned character",
    "unreadable": "a file can be read and is UTF-8",
    "wikidata": "a Wikidata ID is Q and a number, or empty",
    "xref-duplicate": "an entity has one value in one external scheme",
}

WARNINGS = {
    "collision": "an alias of several entities stands in ambiguous.tsv",
    "country-unknown": "a country is the iso3166 cross-reference of some place",
    "entity-duplicate": "no two entities have the same kind, name and country",
    "mixed-script": "the letters of a word are of one script; a misspelling says so in its note",
    "near-duplicate": "aliases of one entity in one language differ in more than punctuation",
    "not-ambiguous": "an alias in ambiguous.tsv belongs to several entities",
    "scheme-unknown": "a scheme of an alias is one of data/schemes",
    "unmatchable": "an alias has a letter or a digit and is not overlong",
    "unread-file": "every .tsv file of a set is one that the loader reads",
    "unsorted": "rows are sorted: entities by ID, aliases by entity ID, text and language",
    "xref-shared": "an external identifier belongs to one entity",
}

NOTES = {
    "homoglyph": "no word looks wholly like one of the alias's own script, and is of another",
    "joiner": "a joiner of zero width stands only in scripts that need it",
    "lang-script": "an alias is in a script that its language is usually written in",
    "proposed-merge": "no name of an entity resolves to another one of its kind",
    "redundant": "no rule reaches an alias from the other names of its entity",
    "unexplained": "an alias without a source is reached by some rule from another name",
}
"""What is looked for on request: the first three by letters, the others with the resolver."""

RULES = ERRORS | WARNINGS | NOTES


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A row that breaks a rule. `line` is 1-based, 0 for the whole file; `code` is in `RULES`.

    `entity_id` says whose row it is where that was looked up, else `""`.
    """

    path: Path
    line: int
    code: str
    reason: str
    entity_id: str = ""

    @property
    def severity(self) -> Severity:
        """Return ERROR when the loader refuses the table for this, else WARNING or NOTE."""
        if self.code in ERRORS:
            return Severity.ERROR
        return Severity.WARNING if self.code in WARNINGS else Severity.NOTE
