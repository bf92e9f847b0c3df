"""`namenorm table check`: the proof-reading of an alias table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain
from normalizer.cli.options import OutputChoice, output_options
from normalizer.cli.output import OutputFormat, choose_format, open_output

if TYPE_CHECKING:
    from normalizer.store.findings import Finding

FINDING_COLUMNS = ("path", "line", "severity", "code", "reason")
_FORMATS = (OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@output_options(*_FORMATS)
def check(folder: Path | None, strict: bool, output: OutputChoice) -> Exit:
    """Check the files of an alias table (the built-in one, or FOLDER): errors and warnings.

    Errors are what the loader would refuse; the exit code is then 4. Warnings are for a
    curator to judge.
    """
    from normalizer.cli.writers.rows import row_writer
    from normalizer.resources import seeds_dir
    from normalizer.schemes import scheme_ids
    from normalizer.store.check import check_seeds

    findings = list(check_seeds(folder or seeds_dir(), scheme_ids()))
    form = choose_format(output.format, output.output)
    with open_output(output.output) as out:
        if form is OutputFormat.TEXT:
            _write_findings(out, findings)
        else:
            writer = row_writer(form, out, FINDING_COLUMNS)
            for finding in findings:
                writer.row(_finding_cells(finding))
            writer.end()
    errors = sum(finding.severity == "error" for finding in findings)
    complain(f"{errors} errors, {len(findings) - errors} warnings")
    return Exit.DATA if errors or (strict and findings) else Exit.OK


def _write_findings(out: TextIO, findings: list[Finding]) -> None:
    """Write findings the way compilers do, so that editors can jump to them."""
    for finding in findings:
        where = f"{finding.path}:{finding.line}" if finding.line else str(finding.path)
        out.write(f"{where}: {finding.severity}: {finding.reason} [{finding.code}]\n")


def _finding_cells(finding: Finding) -> tuple[str | int, ...]:
    return str(finding.path), finding.line, finding.severity.value, finding.code, finding.reason
