from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.errors import SeedError
from normalizer.exchange.fix import fix_folder, fixed
from normalizer.store.check import check_seeds
from tests.store.seed_set import BREST, MINSK, alias, write, write_towns

HEADER = "alias\tentity_id\tkind\tlang\tscript\tscheme\tsource\tnote\n"


def test_what_needs_no_judgement_is_put_right(tmp_path: Path) -> None:
    """Order, line ends, NFC, outer white space and rows that stand twice."""
    path = write(tmp_path, "entities.tsv", BREST, MINSK)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    write(
        tmp_path,
        "aliases.tsv",
        alias("Мінск "),
        alias("Андреи\u0306"),
        alias("Менск"),
        alias("Менск"),
    )
    assert len(list(fix_folder(tmp_path))) == 2
    assert list(check_seeds(tmp_path)) == []
    assert list(fix_folder(tmp_path)) == []


def test_what_needs_judgement_stays(tmp_path: Path) -> None:
    """A collision and a duplicate that differs are left for a person."""
    write_towns(tmp_path)
    write(
        tmp_path,
        "aliases.tsv",
        alias("Горад"),
        alias("Горад", note="x"),
        alias("Горад", "nn200002"),
    )
    assert list(fix_folder(tmp_path)) == []


def test_generated_sets_are_left_alone(tmp_path: Path) -> None:
    """What a script writes, a script puts right."""
    write(tmp_path, "entities.tsv", BREST, MINSK, set_name="generated-towns")
    assert list(fix_folder(tmp_path)) == []


@pytest.mark.parametrize(
    "text",
    [
        HEADER + alias("Мінск") + "\n# of the old town\n" + alias("Менск") + "\n",
        HEADER + alias("Мінск") + "\nodd row\n" + alias("Менск") + "\n",
        "other\theader\n" + alias("Мінск") + "\n" + alias("Менск") + "\n",
    ],
)
def test_rows_keep_their_order_where_it_may_mean_something(text: str) -> None:
    """Between comments, among odd rows and under another header nothing is moved."""
    assert fixed(text, "aliases.tsv") == text


def test_comments_at_the_head_stay() -> None:
    """The head of a file is not among its rows."""
    text = "# Head.\n" + HEADER + alias("Мінск") + "\n" + alias("Менск") + "\n"
    lines = fixed(text, "aliases.tsv").splitlines()
    assert lines[0] == "# Head."
    assert [line.split("\t")[0] for line in lines[2:]] == ["Менск", "Мінск"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The wrong folder is told."""
    with pytest.raises(SeedError):
        list(fix_folder(tmp_path / "nowhere"))
