"""The script that fits the model, on tiny cases and a tiny folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="extra bench is not installed")
pytest.importorskip("scipy", reason="extra bench is not installed")

from normalizer.resources import data_dir  # noqa: E402  what is imported needs numpy
from normalizer.types import Kind  # noqa: E402
from tests.bench import fit, fit_model  # noqa: E402
from tests.bench.fit_model import EVERY, Case  # noqa: E402
from tests.bench.fit_rules import EXACT_LOG_ODDS, RULES, SIGNS  # noqa: E402
from tests.bench_sets import QUERIES, write_lines, write_sets  # noqa: E402

COVERAGE = EVERY.index("coverage")
PLACES = RULES[Kind.PLACE]
NO_WEIGHTS = dict.fromkeys(("bias", *EVERY), 0.0)


def rivals(*coverages: float, right: int) -> Case:
    """Return a case of candidates that differ in their coverage alone."""
    rows = np.zeros((len(coverages), len(EVERY)))
    rows[:, COVERAGE] = coverages
    return Case(rows, right, right >= 0)


CASES = [rivals(0.95, 0.3, 0.2, right=0), rivals(0.2, 0.9, right=1), rivals(0.3, 0.1, right=-1)]


def test_what_parts_the_right_from_the_wrong_gets_weight() -> None:
    """Coverage tells in all cases, so that it is weighed, and more than nothing is needed."""
    weights = fit_model.fit(CASES * 20, PLACES, NO_WEIGHTS)
    assert weights[0] < 0.0 < weights[1 + COVERAGE]


@pytest.mark.parametrize("kind", list(Kind))
def test_no_weight_has_the_wrong_sign_or_breaks_a_rule(kind: Kind) -> None:
    """Whatever the cases, more agreement never scores less, and rules hold."""
    upside_down, rules = [rivals(0.1, 0.9, right=0)] * 20, RULES[kind]
    bias, *fitted = fit_model.fit(upside_down, rules, NO_WEIGHTS)
    weights = dict(zip(EVERY, fitted, strict=True))
    assert weights.pop("exact") == pytest.approx(EXACT_LOG_ODDS - bias)
    assert all(weights[name] * SIGNS[name] >= 0.0 for name in weights)
    assert all(weights[name] == 0.0 for name in rules.held - {"exact"})
    assert all(weights[name] <= most for name, most in rules.at_most.items())
    assert all(weights[name] >= least for name, least in rules.at_least.items())


def test_the_threshold_is_as_sure_as_asked_for() -> None:
    """Below a wrong answer that is too many, nothing is linked."""
    weights = np.zeros(1 + len(EVERY))
    weights[0], weights[1 + COVERAGE] = -10.0, 20.0
    sure, wrong = rivals(0.9, right=0), rivals(0.7, right=-1)
    chosen = fit_model.choose([sure] * 9 + [wrong], weights, PLACES)
    assert chosen.threshold > 0.99
    assert chosen.figures["precision"] == 1.0
    assert chosen.figures["recall"] == 1.0
    assert chosen.figures["false_nil"] == 0.0


def test_a_folder_is_fitted_and_nothing_written_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Queries of train and dev go through the resolver; the table stays as it is."""
    before = (data_dir() / "score" / "weights.json").read_bytes()
    folder = write_sets(tmp_path)
    for split in ("train", "dev"):
        write_lines(folder / "people" / f"{split}.jsonl.gz", QUERIES)
    assert fit.main(["--data", str(folder), "--kinds", "person"]) == 0
    assert "person: threshold=" in capsys.readouterr().out
    assert (data_dir() / "score" / "weights.json").read_bytes() == before


def test_every_feature_has_weights_for_each_kind() -> None:
    """What is fitted is what the model weighs, hints and rules apart."""
    table = json.loads((data_dir() / "score" / "weights.json").read_text(encoding="utf-8"))
    assert all({"bias", *EVERY} == weights.keys() for weights in table["kinds"].values())
