"""The configuration file: defaults for options, below the environment and the flags.

A TOML file has what several commands share at its top, and a table for each command:

    seeds = "/srv/names"
    [annotate]
    offsets = "utf8"
    [table.search]
    limit = 5

It is the file that `--config` or `NAMENORM_CONFIG` names (`off` for none), else
`namenorm/config.toml` in the user's folder of configuration, where that exists.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from normalizer.errors import InputError

OFF = "off"
SHARED = ("index", "progress", "seeds", "server", "store")
"""The options that may stand at the top, for every command that has them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a configuration file says; `path` is `""` when there is none."""

    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def defaults(self, name: str, children: Sequence[str] = ()) -> dict[str, Any]:
        """Return click's map of defaults for a command, or for a group of `children`."""
        shared = {key: value for key, value in self.values.items() if key in SHARED}
        own = self.section((name,))
        if not children:
            return {name: {**shared, **_by_parameter(own)}}
        sections = {child: self.section((name, child)) for child in children}
        return {name: {child: {**shared, **_by_parameter(sections[child])} for child in children}}

    def check(self, path: Sequence[str], command: click.Command) -> None:
        """Raise InputError naming the first key that a command has no option for."""
        known = {each.name for each in command.params if isinstance(each, click.Option)}
        for key in self.section(path):
            if key.replace("-", "_") not in known:
                reason = f"[{'.'.join(path)}] has no option {key!r}"
                raise InputError(self.path, 0, reason)

    def check_top(self, commands: Sequence[str]) -> None:
        """Raise InputError naming the first key at the top that nobody reads."""
        for key, value in self.values.items():
            if isinstance(value, dict):
                if key not in commands:
                    raise InputError(self.path, 0, f"[{key}] is no command")
            elif key not in SHARED:
                reason = f"{key!r} cannot stand at the top; what can: {', '.join(SHARED)}"
                raise InputError(self.path, 0, reason)

    def section(self, path: Sequence[str]) -> dict[str, Any]:
        """Return the table of a command, empty when there is none; raise InputError."""
        section: Any = self.values
        for name in path:
            section = section.get(name, {})
            if not isinstance(section, dict):
                raise InputError(self.path, 0, f"{'.'.join(path)!r} must be a table")
        return dict(section)


def read_settings(named: str | None) -> Settings:
    """Return what the configuration file says; raise InputError when it cannot be read.

    `named` is the file that was asked for, `off` for none, None for the user's own.
    """
    if named == OFF:
        return Settings()
    path = Path(named) if named else _own_file()
    if path is None or (not named and not path.is_file()):
        return Settings()
    import tomllib  # only where there is a file

    try:
        return Settings(str(path), tomllib.loads(path.read_bytes().decode("utf-8")))
    except OSError as failure:
        raise InputError(str(path), 0, failure.strerror or "cannot be read") from None
    except UnicodeDecodeError as failure:
        raise InputError(str(path), 0, f"not UTF-8 at byte {failure.start}") from None
    except tomllib.TOMLDecodeError as failure:
        raise InputError(str(path), 0, f"malformed TOML: {failure}") from None


def _own_file() -> Path | None:
    base = os.environ.get("XDG_CONFIG_HOME", "")
    try:
        folder = Path(base) if base else Path.home() / ".config"
    except RuntimeError:  # no home folder
        return None
    return folder / "namenorm" / "config.toml"


def _by_parameter(section: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in section.items()}
