"""A shell that runs what a page shows, as a reader would: on a terminal, one step after another.

The folder is a temporary one that looks like the root of the repository, so that files which a
step writes do not stay. A server stays up until the next one or the end of the page.
"""

from __future__ import annotations

import doctest
import io
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.doc_blocks import SHELL, Block, Page, Step, steps_of
from tests.patience import PATIENCE, quiet_port

ROOT = Path(__file__).resolve().parents[1]
SHOWN_PORT = "50051"
COLUMNS = 120
# Programs that a reader may not have; without them, their steps are left out.
OPTIONAL = {"grpcurl", "jq"}
_SERVE = re.compile(r"namenorm serve\b[^|;&]*")
# What installs, runs the tests from within the tests, or writes into the repository.
_UNRUN = re.compile(
    r"\. |pip |make |\.ci/run|python3? -m (?:venv|pytest)\b|python -m tests\.generate\.\w+$"
)
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_DOCTEST_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def is_unrun(command: str) -> bool:
    """Return whether a command is one that is compared with what is known, and not run."""
    return bool(_UNRUN.match(command))


def agrees(said: str, seen: str) -> bool:
    """Return whether an output is as said, word by word; `…` stands for anything."""
    parts = [part.strip() for part in " ".join(said.split()).split("…")]
    rest = " ".join(seen.split())
    if len(parts) == 1:
        return rest == parts[0]
    first, *middle, last = parts
    if not rest.startswith(first):
        return False
    rest = rest[len(first) :]
    for part in middle:
        at = rest.find(part)
        if at < 0:
            return False
        rest = rest[at + len(part) :]
    return rest.endswith(last)


class Shell:
    """Runs the blocks of one page in order. To be closed."""

    def __init__(self, folder: Path, cache: str = "off") -> None:
        self._folder = folder
        for path in ROOT.iterdir():
            if path.name not in (".git", ".venv", "build"):
                (folder / path.name).symlink_to(path)
        self._port = quiet_port()
        self._names: dict[str, Any] = {"__name__": "__main__"}
        self._server: subprocess.Popen[bytes] | None = None
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        own = {"PATH": programs, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm"}
        own |= {"NAMENORM_CACHE": cache, "NAMENORM_CONFIG": "off"}
        unset = ("COLUMNS", "LINES")
        inherited = {
            key: value
            for key, value in os.environ.items()
            if key not in unset and not key.startswith("NAMENORM")
        }
        self._env: dict[str, str] = {**inherited, **own}

    def run_page(self, page: Page) -> list[str]:
        """Return what went otherwise than the page says, a paragraph each."""
        return [fault for block in page.blocks for fault in self.run_block(block)]

    def run_block(self, block: Block) -> list[str]:
        """Return what went otherwise than one block says."""
        if block.language == "python":
            fault = self._run_python(block)
            return [f"line {block.line}: {fault}"] if fault else []
        if block.language not in ("console", *SHELL):
            return []
        found = []
        for step in steps_of(block):
            if fault := self._run_step(step):
                found.append(f"line {step.line}: $ {step.command}\n{fault}")
        return found

    def close(self) -> str:
        """Stop the server; return what was wrong with its end, "" when it ended well."""
        if self._server is None:
            return ""
        self._server.send_signal(signal.SIGTERM)
        try:
            code = self._server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._server.kill()
            return "the server did not stop"
        finally:
            self._server = None
        return f"the server ended with {code}" if code else ""

    def _here(self, text: str) -> str:
        return re.sub(rf"\b{SHOWN_PORT}\b", str(self._port), text)

    def _run_step(self, step: Step) -> str:
        command = self._here(step.command)
        if is_unrun(command) or self._lacks_program(command):
            return ""
        code, seen = self._serve(command) if _SERVE.fullmatch(command) else self._run(command)
        if code:
            return f"ended with {code}:\n{seen}"
        if step.output is not None and not agrees(self._here(step.output), seen):
            return f"printed:\n{seen}"
        return ""

    def _lacks_program(self, command: str) -> bool:
        words = set(re.findall(r"(?:^|[|;&]\s*)([\w.-]+)", command))
        return any(not shutil.which(word, path=self._env["PATH"]) for word in words & OPTIONAL)

    def _run(self, command: str) -> tuple[int, str]:
        """Return the exit code of a command and all that it wrote, to its terminal first."""
        errors = self._folder / "stderr"
        terminal, inner = pty.openpty()
        termios.tcsetwinsize(inner, (24, COLUMNS))
        with errors.open("wb") as stderr:
            process = subprocess.Popen(
                ["bash", "-c", f"set -eo pipefail\n{command}"],
                cwd=self._folder,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=inner,
                stderr=stderr,
            )
        os.close(inner)
        try:
            seen = _read_all(terminal)
            return process.wait(PATIENCE), seen + errors.read_text("utf-8")
        finally:
            os.close(terminal)
            process.kill()
            process.wait()

    def _serve(self, command: str) -> tuple[int, str]:
        if fault := self.close():
            return 1, fault
        errors = self._folder / "stderr"
        with errors.open("wb") as stderr:
            self._server = subprocess.Popen(
                ["bash", "-c", f"exec {command}"], cwd=self._folder, env=self._env, stderr=stderr
            )
        deadline = time.monotonic() + PATIENCE
        while "listening on" not in errors.read_text("utf-8"):
            if self._server.poll() is not None or time.monotonic() > deadline:
                return 1, errors.read_text("utf-8")
            time.sleep(0.05)
        return 0, errors.read_text("utf-8")

    def _run_python(self, block: Block) -> str:
        """Run a block in the page's namespace; return what went wrong, "" when nothing did."""
        source = self._here("\n".join(block.lines) + "\n")
        before = Path.cwd()
        os.chdir(self._folder)
        try:
            if ">>> " not in source:
                exec(compile(source, "<page>", "exec"), self._names)
                return ""
            return self._run_doctest(source)
        except Exception as failure:  # whatever the page's code raises is the finding
            return f"{type(failure).__name__}: {failure}"
        finally:
            os.chdir(before)

    def _run_doctest(self, source: str) -> str:
        test = doctest.DocTestParser().get_doctest(source, self._names, "page", None, 0)
        said = io.StringIO()
        doctest.DocTestRunner(optionflags=_DOCTEST_FLAGS).run(
            test, out=said.write, clear_globs=False
        )
        self._names = test.globs
        return said.getvalue()


def _read_all(terminal: int) -> str:
    data = b""
    deadline = time.monotonic() + PATIENCE
    # The kernel answers EIO once the last writer has closed its end.
    with suppress(OSError):
        while select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
            chunk = os.read(terminal, 65_536)
            if not chunk:
                break
            data += chunk
    return _STYLE.sub("", data.decode("utf-8").replace("\r\n", "\n"))
