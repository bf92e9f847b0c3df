"""A small alias table as files, for tests that run the real command."""

from __future__ import annotations

from pathlib import Path

ENTITIES = """\
id\tkind\tname\tcountry\tgender\twikidata\tdescription
nn100001\tperson\tAlexander Lukashenko\tBY\tm\t\tPresident of Belarus
nn100002\torganisation\tNational Guard of Russia\tRU\t\t\tInterior force
nn200001\tplace\tMinsk\tBY\t\t\tCapital of Belarus
nn200002\tplace\tBelarus\tBY\t\t\tCountry
"""

ALIASES = """\
alias\tentity_id\tkind\tlang\tscript\tscheme\tsource\tnote
Lukashenko\tnn100001\tshort\ten\tLatn\t\tpress usage\t
Александр Лукашенко\tnn100001\tofficial\tru\tCyrl\t\tpress usage\t
Росгвардия\tnn100002\tshort\tru\tCyrl\t\tpress usage\t
Минск\tnn200001\tofficial\tru\tCyrl\t\tgeneral knowledge\t
Беларусь\tnn200002\tofficial\tbe\tCyrl\t\tgeneral knowledge\t
"""


def write_seeds(folder: Path, aliases: str = ALIASES) -> Path:
    """Return the folder, with one set of seeds in it."""
    (folder / "small").mkdir(parents=True)
    (folder / "small/entities.tsv").write_text(ENTITIES, encoding="utf-8")
    (folder / "small/aliases.tsv").write_text(aliases, encoding="utf-8")
    return folder
