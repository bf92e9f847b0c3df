"""What is in `docs/deploy/` and the Dockerfile fits the program: options, metrics, graces."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from normalizer.cli.serve import serve
from normalizer.service.telemetry.metrics import Metrics

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "docs" / "deploy"
_METRIC = re.compile(r"\bnamenorm_[a-z_]+")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_SUFFIXES = ("_bucket", "_count", "_sum", "_total")


def yaml_of(name: str) -> list[Any]:
    """Return the documents of a YAML file."""
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed (extra deploy-lint)")
    return list(yaml.safe_load_all((DEPLOY / name).read_text("utf-8")))


def tool(name: str) -> str:
    """Return the path of a program; skip without it."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (extra deploy-lint)")
    return found


def serve_words() -> dict[str, str]:
    """Return file → the part of it that starts a server."""
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    unit = (DEPLOY / "namenorm.service").read_text("utf-8")
    manifest = (DEPLOY / "kubernetes.yaml").read_text("utf-8")
    return {
        "Dockerfile": docker[docker.index('CMD ["serve"') :],
        "namenorm.service": unit[unit.index("ExecStart=") : unit.index("ExecReload=")],
        "kubernetes.yaml": manifest[manifest.index("- serve") : manifest.index("ports:")],
    }


@pytest.mark.parametrize("name", serve_words())
def test_options_are_those_of_the_command(name: str) -> None:
    """No file asks for an option that there is not."""
    with click.Context(serve) as context:
        known = {option for each in serve.get_params(context) for option in each.opts}
    used = set(_OPTION.findall(serve_words()[name]))
    assert {"--listen", "--tls-cert", "--tokens"} <= used
    assert used <= known


@pytest.mark.parametrize("name", ["alerts.yaml", "grafana.json"])
def test_metrics_are_those_of_the_server(name: str) -> None:
    """No alert waits for, and no panel shows, what is never measured."""
    families = {family.name for family in Metrics().registry.collect()}
    used = set(_METRIC.findall((DEPLOY / name).read_text("utf-8")))
    stems = {next((m.removesuffix(s) for s in _SUFFIXES if m.endswith(s)), m) for m in used}
    assert len(stems) > 5
    assert stems <= families


def test_dashboard_shows_every_metric() -> None:
    """What is measured can be seen; no two panels share a place."""
    board = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
    text = json.dumps(board["panels"])
    families = {family.name for family in Metrics().registry.collect()}
    assert {name for name in families if name not in text} == set()
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in board["panels"]]
    assert len(set(places)) == len(places)


def test_nobody_kills_a_server_that_drains() -> None:
    """Whoever stops it waits longer than the grace."""
    grace = {name: float(_after("--grace", words)) for name, words in serve_words().items()}
    unit = (DEPLOY / "namenorm.service").read_text("utf-8")
    assert float(_after("TimeoutStopSec", unit)) > grace["namenorm.service"] + 5
    compose = yaml_of("compose.yaml")[0]["services"]["namenorm"]["stop_grace_period"]
    assert float(compose.removesuffix("s")) > grace["Dockerfile"] + 5
    pod = yaml_of("kubernetes.yaml")[0]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    pause = float(container["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] > grace["kubernetes.yaml"] + pause + 5


def _after(word: str, text: str) -> str:
    found = re.search(rf"{word}[\s=\",]+(\d+)", text)
    assert found
    return found[1]


def test_yaml_is_clean() -> None:
    """By yamllint's default rules, but for line length and flow braces."""
    rules = "{document-start: disable, braces: disable, line-length: {max: 120}}"
    command = [tool("yamllint"), "-s", "-d", f"{{extends: default, rules: {rules}}}", str(DEPLOY)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")


def test_manifests_fit_kubernetes() -> None:
    """Each by the schema of its kind, with no field that there is not."""
    path = DEPLOY / "kubernetes.yaml"
    command = [tool("kubernetes-validate"), "--strict", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_dockerfile_is_clean() -> None:
    """By hadolint."""
    command = [tool("hadolint"), str(ROOT / "Dockerfile")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")


def test_unit_is_understood_by_systemd(tmp_path: Path) -> None:
    """Every line, were the program where the unit expects it."""
    text = (DEPLOY / "namenorm.service").read_text("utf-8")
    unit = tmp_path / "namenorm.service"
    unit.write_text(text.replace("/opt/namenorm/bin/namenorm", "/bin/true"), "utf-8")
    command = [tool("systemd-analyze"), "verify", "--man=no", str(unit)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    complaints = [line for line in run.stderr.splitlines() if "namenorm.service" in line]
    assert complaints == []
