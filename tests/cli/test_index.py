from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from normalizer.cli.exits import Exit
from normalizer.cli.main import cli
from normalizer.index.snapshot.build import build_snapshot
from normalizer.store.opening import open_store
from tests import world


def _run(*arguments: str | Path, **env: str) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], env=env)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the index file of the small world."""
    build_snapshot(world.WORLD, tmp_path / "world.idx")
    return tmp_path / "world.idx"


def test_build_of_a_store_is_the_index_of_its_table(tmp_path: Path) -> None:
    """A store is indexed as it stands, under its revision."""
    store = open_store(str(tmp_path / "table.db"), world.WORLD)
    with store.reading() as table:
        build_snapshot(table, tmp_path / "expected.idx")
    store.close()
    done = _run("index", "build", "--store", tmp_path / "table.db", "-o", tmp_path / "built.idx")
    assert done.exit_code == Exit.OK, done.output
    assert (tmp_path / "built.idx").read_bytes() == (tmp_path / "expected.idx").read_bytes()


def test_build_lends_the_names_that_we_ship(tmp_path: Path) -> None:
    """With --lend-names a table in one language is met in another; without, it is not."""
    folder = tmp_path / "seeds/own"
    folder.mkdir(parents=True)
    head = "id\tkind\tname\tcountry\tgender\twikidata\tdescription\n"
    (folder / "entities.tsv").write_text(head + "nn900001\tplace\tWęgry\t\t\t\tKraj\n")
    (folder / "aliases.tsv").write_text(
        "alias\tentity_id\tkind\tlang\tscript\tscheme\tsource\tnote\n"
    )
    for options, linked in (([], False), (["--lend-names"], True)):
        file = tmp_path / f"table{linked}.idx"
        done = _run("index", "build", "--seeds", tmp_path / "seeds", *options, "-o", file)
        assert done.exit_code == Exit.OK, done.output
        found = _run("resolve", "--index", file, "--format", "jsonl", "Угорщина")
        assert ('"decision": "match"' in found.output) is linked


def test_info_says_what_a_file_holds(file: Path) -> None:
    """Revision, counts, size and whether it fits are told, a line each."""
    told = dict(line.split("\t") for line in _run("index", "info", file).output.splitlines())
    assert told["revision"] == world.WORLD.revision
    assert told["entities"] == "18"
    assert told["bytes"] == str(file.stat().st_size)
    assert told["fits this engine"] == "yes"


def test_verify_passes_a_sound_file_and_names_a_fault(file: Path) -> None:
    """A flipped bit is exit 4 and a sentence that names the section."""
    assert _run("index", "verify", file).exit_code == Exit.OK
    content = bytearray(file.read_bytes())
    content[-1_000] ^= 4
    file.write_bytes(content)
    done = _run("index", "verify", file)
    assert done.exit_code == Exit.DATA
    assert "damaged" in done.output


def test_resolve_and_annotate_answer_from_an_index(file: Path, tmp_path: Path) -> None:
    """No seeds are read: the small world's IDs come back."""
    done = _run("resolve", "--index", file, "--format", "jsonl", "Lukashenko")
    assert world.PRESIDENT.id in done.output
    (tmp_path / "a.txt").write_text("Minsk is a city.", "utf-8")
    done = _run("annotate", "--format", "jsonl", tmp_path / "a.txt", NAMENORM_INDEX=str(file))
    assert world.MINSK.id in done.output


def test_sources_exclude_each_other(file: Path, tmp_path: Path) -> None:
    """Two tables at once are a usage error; a flag wins over the environment."""
    arguments = ("resolve", "--index", file, "--server", "localhost:1", "Minsk")
    done = _run(*arguments)
    assert done.exit_code == Exit.USAGE
    assert "--index and --server exclude each other" in done.output
    done = _run("resolve", "--index", file, "Minsk", NAMENORM_SERVER="localhost:1")
    assert done.exit_code == Exit.OK
    assert _run("serve", "--index", file, "--seeds", tmp_path).exit_code == Exit.USAGE
