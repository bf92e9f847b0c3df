from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from normalizer.types import Kind
from tests.bench import answers, measures, pair_sets, peers, quality, report
from tests.bench.answers import Answer
from tests.bench.misses import sort_of
from tests.bench.retrieval_sets import Query
from tests.bench.runs import Outcome, made_peers, sample
from tests.bench_sets import write_sets

SCORED = [(0.9, True), (0.8, False), (0.7, True), (0.7, False), (0.1, False)]


def query(*gold: str, easy: bool = False, mono: bool = False) -> Query:
    """Return a query with its right entities."""
    return Query("q", frozenset(gold), "ru", "Cyrl", easy, mono, "label")


ANSWERS = [
    Answer(query("a"), (("a", 0.9),), "a", place=0),
    Answer(query("b"), (("c", 0.8), ("b", 0.2)), "c", place=60),
    Answer(query("d"), (("e", 0.4), ("d", 0.4)), named=frozenset("ed"), place=1),
    Answer(query("f", easy=True), (), place=-1),
    Answer(query(), (("a", 0.95),), "a", place=-1),
    Answer(query(), (), place=-1),
]


def test_auc_counts_ties_half() -> None:
    """Of six (true, false) couples four are in order, one is reversed and one is tied."""
    assert measures.auc(SCORED) == pytest.approx(4.5 / 6)


def test_figures_of_nothing_are_not_known() -> None:
    """A share of nothing is None, never 0 or an error."""
    assert measures.auc([(0.5, True)]) is None
    assert measures.calibration_error([]) is None
    assert measures.recall_at_precision([(0.5, False)], 0.99) is None
    assert measures.harmonic(None, 0.5) is None


def test_recall_at_precision_takes_whole_ties() -> None:
    """Scores that are equal stand or fall together."""
    assert measures.recall_at_precision(SCORED, 0.99) == 0.5
    assert measures.recall_at_precision(SCORED, 0.5) == 1.0


def test_best_threshold_is_that_of_the_best_f1() -> None:
    """Of thresholds that are as good the highest; true ones that no score has count too."""
    assert measures.best_threshold(SCORED, 2) == 0.9
    assert measures.best_threshold([(0.9, True), (0.5, True), (0.4, False)], 2) == 0.5


def test_calibration_weighs_the_bins() -> None:
    """Four answers that say 0.75 and hold in half, one that says 0 and does not."""
    marked = [(0.75, True), (0.75, True), (0.75, False), (0.75, False), (0.0, False)]
    assert measures.calibration_error(marked) == pytest.approx(0.2)
    assert [row["n"] for row in measures.reliability(marked)] == [1, 4]


def test_a_certain_answer_falls_into_the_last_bin() -> None:
    """A probability of 1 has no bin of its own."""
    assert measures.reliability([(1.0, True), (0.95, True)])[0]["from"] == 0.9


def test_figures_tell_candidates_ranking_and_decision_apart() -> None:
    """Of four known, three are candidates, two of them early; one is first; two are linked."""
    found = answers.figures(ANSWERS, calibrated=True)
    wanted = {
        "n": 4,
        "nil": 2,
        "candidates_50": 0.5,
        "candidates_all": 0.75,
        "recall_1": 0.25,
        "recall_5": 0.75,
        "precision": 0.3333,
        "recall": 0.25,
        "false_nil": 0.5,
        "ambiguous": 0.25,
        "ambiguous_right": 0.25,
    }
    assert {name: found[name] for name in wanted} == wanted


def test_slices_hold_what_they_say() -> None:
    """Easy rows are in no slice by script, NIL rows are."""
    found = answers.sliced(ANSWERS, calibrated=False)
    assert {name: (each["n"], each["nil"]) for name, each in found.items()} == {
        "all": (4, 2),
        "hard": (3, 2),
        "hard_multi": (3, 2),
        "easy": (1, 0),
        "script Cyrl": (3, 2),
        "language ru": (3, 2),
        "kind label": (3, 2),
    }
    assert "ece" not in found["all"]


def test_peers_are_linked_at_their_best_threshold() -> None:
    """At 0.9 one is right of two linked; lower thresholds only add wrong ones."""
    unlinked = [Answer(a.query, a.ranked) for a in ANSWERS]
    threshold, linked = answers.best_linking(unlinked)
    assert threshold == 0.9
    assert [a.linked for a in linked] == ["a", "", "", "", "a", ""]


def test_misses_are_sorted() -> None:
    """Each wrong answer has the reason that comes first on its way."""
    expected = ["", "wrong link", "ranked lower", "no candidate", "false on nobody", ""]
    assert [sort_of(answer) for answer in ANSWERS] == expected


def test_samples_are_drawn_alike_and_in_order() -> None:
    """Every system and every run asks the same rows."""
    rows = [Query(str(n), frozenset(), "", "", False, False) for n in range(50)]
    drawn = sample(rows, 10)
    assert drawn == sample(rows, 10)
    assert drawn == sorted(drawn, key=lambda row: int(row.text))
    assert len(drawn) == 10
    assert sample(rows, 0) == sample(rows, 99) == rows


NAMES = ["Alexander Lukashenko", "Valery Tsepkalo", "Svetlana Tikhanovskaya"]


@pytest.mark.parametrize("name", ["ratio", "token_sort_ratio", "WRatio", "jaro_winkler"])
@pytest.mark.parametrize("asked", ["Валерий Цепкало", "Valery Tsepkala"])
def test_string_recipes_find_a_near_name(name: str, asked: str) -> None:
    """Across scripts too, with the score of the pair alone, in [0, 1]."""
    peer = peers.MAKERS[name]()
    position, score = peer.over(NAMES, Kind.PERSON)(asked)[0]
    assert NAMES[position] == "Valery Tsepkalo"
    assert score == pytest.approx(peer.score(asked, NAMES[position], Kind.PERSON))
    assert 0.6 < score <= 1.0


def test_keys_find_what_sounds_alike() -> None:
    """Words of one key count as shared, others do not."""
    peer = peers.MAKERS["metaphone"]()
    position, score = peer.over(NAMES, Kind.PERSON)("Alexandr Lukaschenco")[0]
    assert position == 0
    assert score > peer.score("Viktor Babariko", NAMES[0], Kind.PERSON)


def test_peer_without_its_library_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run goes on, and says why the peer is missing."""

    def missing() -> peers.Peer:
        raise ImportError("no such library")

    monkeypatch.setitem(peers.MAKERS, "rigour", missing)
    outcome = Outcome()
    assert made_peers(("rigour",), outcome) == []
    assert "no such library" in outcome.skipped[0]["reason"]


@pytest.mark.skipif(not importlib.util.find_spec("rigour"), reason="extra bench-peers is missing")
def test_rigour_compares_names() -> None:
    """The same words score 1, in any order; others less."""
    peer = peers.MAKERS["rigour"]()
    assert peer.score("Valery Tsepkalo", "Tsepkalo, Valery", Kind.PERSON) == pytest.approx(1.0)
    assert peer.score("Valery Tsepkalo", "Anna Smith", Kind.PERSON) < 0.5


def run(tmp_path: Path, *options: str) -> dict[str, Any]:
    """Run the command over the tiny folder and return what it wrote."""
    target = tmp_path / "result.json"
    data = tmp_path / "data"
    if not data.is_dir():
        data.mkdir()
        write_sets(data)
    arguments = ["--data", str(data), "--json", str(target), *options]
    assert quality.main(arguments) == 0
    return json.loads(target.read_text("utf-8"))


def test_command_writes_every_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ours and a peer, by slice, with times, calibration and the tables to read."""
    result = run(tmp_path, "--peers", "token_sort_ratio")
    systems = result["sets"]["people/A"]["systems"]
    ours = systems["ours"]["groups"]
    assert list(systems) == ["ours", "token_sort_ratio"]
    assert (ours["all"]["n"], ours["all"]["nil"], ours["mono"]["n"]) == (5, 1, 1)
    assert ours["script Cyrl"]["recall_1"] == 1.0
    assert ours["script Latn"]["recall"] == 0.0
    assert ours["all"]["false_nil"] == 0.0
    assert systems["ours"]["microseconds"] > 0
    assert sum(row["n"] for row in systems["ours"]["reliability"]) <= 6
    assert "people/A" in capsys.readouterr().out


def test_pairs_leave_contested_rows_out(tmp_path: Path) -> None:
    """Four rows count, two of them matches, and the threshold is ours."""
    found = run(tmp_path, "--sets", "pairs", "--peers", "none")["sets"]["pairs/tiny"]
    ours = found["systems"]["ours"]
    assert (found["pairs"], ours["groups"]["all"]["matches"]) == (4, 2)
    assert ours["groups"]["all"]["auc"] == 1.0
    assert 0.0 < ours["default"]["threshold"] < 1.0


def test_missing_sets_are_skipped_with_a_reason(tmp_path: Path) -> None:
    """A folder need not hold every set."""
    skipped = run(tmp_path, "--peers", "none")["skipped"]
    assert {each["what"] for each in skipped} == {
        "places/A",
        "orgs/A",
        "sanctions_people/A",
        "sanctions_orgs/A",
    }
    assert "places/ has no table.jsonl.gz" in skipped[0]["reason"]


def test_nothing_to_run_is_a_failure(tmp_path: Path) -> None:
    """An empty folder is no result."""
    assert quality.main(["--data", str(tmp_path), "--peers", "none"]) == 1


def test_protocol_b_knows_the_seed_rows(tmp_path: Path) -> None:
    """Rows marked seed are aliases and are not asked."""
    options = ("--sets", "people", "--peers", "none", "--protocol", "A,B")
    groups = {k: v["systems"]["ours"]["groups"] for k, v in run(tmp_path, *options)["sets"].items()}
    assert "mono" in groups["people/A"]
    assert "mono" not in groups["people/B"]
    assert groups["people/B"]["all"]["n"] == 4


def test_misses_are_written_to_be_read(tmp_path: Path) -> None:
    """One line for each query that is not answered rightly, with what was wanted."""
    target = tmp_path / "misses.tsv"
    run(tmp_path, "--sets", "people", "--peers", "none", "--misses", str(target))
    lines = target.read_text("utf-8").splitlines()
    assert [line.split("\t")[5] for line in lines] == ["query", "Batka Syguła", "Syguła"]
    assert lines[1].split("\t")[6] == "Alexander Lukashenko"


def test_dated_results_are_compared_with_the_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first run has nothing older; a later one prints what changed, times apart."""
    folder = tmp_path / "results"
    options = ("--sets", "people", "--peers", "none", "--results", str(folder), "--compare", "last")
    run(tmp_path, *options)
    assert "nothing older" in capsys.readouterr().out
    (file,) = folder.iterdir()
    result = json.loads(file.read_text("utf-8"))
    result["sets"]["people/A"]["systems"]["ours"]["groups"]["all"]["recall_1"] = 0.25
    file.rename(folder / "quality-2020-01-01T000000Z.json").write_text(json.dumps(result), "utf-8")
    run(tmp_path, *options)
    changed = capsys.readouterr().out.partition("changes since")[2].splitlines()[1:]
    assert changed == ["people/A / systems / ours / groups / all / recall_1: 0.25 → 0.6 (+0.3500)"]


def test_changes_name_what_is_new_and_gone() -> None:
    """A figure of one result alone is shown, one that did not change is not."""
    old = {"sets": {"s": {"a": 1.0, "b": 0.5}}}
    new = {"sets": {"s": {"a": 1.0, "c": 0.25}}}
    assert list(report.changes(old, new)) == ["s / b: 0.5000 → –", "s / c: – → 0.2500"]


@pytest.mark.parametrize("option", [("--sets", "peoples"), ("--peers", "x"), ("--protocol", "C")])
def test_strange_words_are_refused(option: tuple[str, str], tmp_path: Path) -> None:
    """A typing error does not run less than was asked for."""
    with pytest.raises(SystemExit):
        quality.main(["--data", str(tmp_path), *option])


def test_pairs_have_groups_with_both_labels(tmp_path: Path) -> None:
    """A group whose pairs all match has no figures of its own."""
    pairs = pair_sets.load_pairs(write_sets(tmp_path) / "pairs" / "tiny.jsonl")
    found = pair_sets.by_group(pairs, [0.9, 0.8, 0.1, 0.4])
    assert set(found) == {"group g", "kind person"}
