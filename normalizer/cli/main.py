"""The entry of `namenorm`: the group of commands, and one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from normalizer.cli.exits import Exit, exit_code
from normalizer.cli.lazy import LazyCommand, LazyGroup
from normalizer.cli.messages import PROGRAM, complain, use_utf8
from normalizer.cli.settings import read_settings
from normalizer.errors import NormalizerError
from normalizer.garbage import collect_seldom
from normalizer.version import ENGINE_VERSION

COMMANDS = {
    "resolve": LazyCommand(
        "normalizer.cli.resolve:resolve", "Resolve spellings of names to canonical IDs."
    ),
    "annotate": LazyCommand(
        "normalizer.cli.annotate:annotate", "Find and identify the names in documents."
    ),
    "diff": LazyCommand("normalizer.cli.diff:diff", "Compare two annotation runs."),
    "romanise": LazyCommand(
        "normalizer.cli.romanise:romanise", "Write text in Latin letters by a named scheme."
    ),
    "serve": LazyCommand("normalizer.cli.serve:serve", "Answer over gRPC until told to stop."),
    "doctor": LazyCommand(
        "normalizer.cli.doctor:doctor", "Look over an installation, and say what is wrong."
    ),
    "token": LazyCommand("normalizer.cli.token:token", "Make and revoke tokens of callers."),
    "index": LazyCommand("normalizer.cli.index:index", "Make, describe or verify an index file."),
    "table": LazyCommand(
        "normalizer.cli.table.group:table", "Look into the alias table, check, import, export it."
    ),
    "config": LazyCommand(
        "normalizer.cli.config:config", "Show the settings that commands start from."
    ),
    "db": LazyCommand(
        "normalizer.cli.db:db", "Make, back up, restore or verify the database of a store."
    ),
}


class Namenorm(LazyGroup):
    """The group of commands; a command returns its exit code, None for 0."""

    def invoke(self, ctx: click.Context) -> Any:
        """Return the command's exit code; a reader that went away is no fault of ours."""
        ctx.obj = read_settings(ctx.params["config"])
        ctx.obj.check_top(self.list_commands(ctx))
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _discard_stdout()
            return Exit.OK
        return code

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run one command; leave the process with its exit code when `standalone_mode`."""
        use_utf8()
        extra["standalone_mode"] = False
        code = self._run(*args, **extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _run(self, *args: Any, **extra: Any) -> int:
        try:
            return int(super().main(*args, **extra) or Exit.OK)
        except click.ClickException as failure:
            failure.show()
            return failure.exit_code
        except click.Abort:
            complain("interrupted")
            return Exit.INTERRUPTED
        except NormalizerError as failure:
            complain(failure)
            return exit_code(failure)
        except OSError as failure:
            complain(f"{failure.filename or 'output'}: {failure.strerror or failure}")
            return Exit.SOME_FAILED


def _discard_stdout() -> None:
    """Point standard output at nothing, so that the flush at exit meets no broken pipe."""
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - kept open
    finally:
        os.close(null)


@click.group(
    cls=Namenorm,
    lazy=COMMANDS,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
        # Every option has a variable: NAMENORM_ANNOTATE_OFFSETS.
        "auto_envvar_prefix": "NAMENORM",
    },
    epilog="Data goes to standard output, everything else to standard error. Exit codes: 0 all "
    "is well, 1 some documents or names failed, 2 usage, 3 server or index unavailable, "
    "4 faulty tables, 130 interrupted.",
)
@click.option(
    "--config",
    metavar="FILE",
    help="Take defaults of options from this TOML file, off for none; else from "
    "~/.config/namenorm/config.toml.  [env var: NAMENORM_CONFIG]",
)
@click.version_option(ENGINE_VERSION, prog_name=PROGRAM)
def cli(config: str | None) -> None:
    """Resolve spellings of people, places and organisations to canonical IDs."""


def main() -> None:
    """Run `namenorm` and leave the process with its exit code."""
    collect_seldom()
    cli(prog_name=PROGRAM)
