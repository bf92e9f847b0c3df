"""Write `normalizer/v1/` from `protos/`, or check that it is fresh, or lint the contract.

    python -m tests.generate.stubs            write the stubs
    python -m tests.generate.stubs --check    exit 1 when the committed stubs differ
    python -m tests.generate.stubs --lint     exit 1 when `buf lint` complains

The compiler is grpcio-tools 1.76, whose stubs load beside protobuf 6 and 7. Nothing is
fetched: google/rpc/*.proto is read from the package googleapis-common-protos.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import google.rpc.status_pb2
import grpc_tools

ROOT = Path(__file__).resolve().parents[2]
PROTOS = ROOT / "protos"
STUBS = ROOT / "normalizer" / "v1"
GOOGLE_PROTOS = Path(google.rpc.status_pb2.__file__).parents[2]
WELL_KNOWN_PROTOS = Path(grpc_tools.__file__).parent / "_proto"


def sources() -> list[str]:
    """Return the contract's files as import paths, sorted."""
    return sorted(path.relative_to(PROTOS).as_posix() for path in PROTOS.rglob("*.proto"))


def tool(name: str) -> str | None:
    """Return the path of a program that lies beside this Python or on the PATH, else None."""
    beside = str(Path(sys.executable).parent)
    return shutil.which(name, path=beside) or shutil.which(name)


def compile_protos(*outputs: str) -> None:
    """Run the compiler over the contract with the given output options; raise when it fails."""
    includes = [f"-I{folder}" for folder in (PROTOS, GOOGLE_PROTOS, WELL_KNOWN_PROTOS)]
    command = [sys.executable, "-m", "grpc_tools.protoc", *includes, *outputs, *sources()]
    subprocess.run(command, check=True)


def generate(folder: Path) -> dict[str, str]:
    """Return the generated files as name → text, made in `folder`."""
    plugins = [
        f"--plugin={name}={tool(name)}" for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")
    ]
    kinds = ("python_out=", "grpc_python_out=", "mypy_out=quiet:", "mypy_grpc_out=quiet:")
    compile_protos(*plugins, *(f"--{kind}{folder}" for kind in kinds))
    made = (folder / "normalizer" / "v1").iterdir()
    return {path.name: path.read_text("utf-8") for path in made}


def committed() -> dict[str, str]:
    """Return the stubs that stand in the package as name → text."""
    found = (path for path in STUBS.glob("*_pb2*") if path.suffix in (".py", ".pyi"))
    return {path.name: path.read_text("utf-8") for path in found}


def write() -> None:
    """Replace the stubs in the package by fresh ones."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = generate(Path(folder))
    for name in committed().keys() - fresh.keys():
        (STUBS / name).unlink()
    for name, text in fresh.items():
        (STUBS / name).write_text(text, "utf-8", newline="\n")


def stale() -> list[str]:
    """Return the names of stubs that are missing, too many, or differ from fresh ones; sorted."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = generate(Path(folder))
    old = committed()
    return sorted(name for name in fresh.keys() | old.keys() if fresh.get(name) != old.get(name))


def lint() -> list[str]:
    """Return what `buf lint` says, a line each; raise FileNotFoundError without buf."""
    buf = tool("buf")
    if buf is None:
        raise FileNotFoundError("buf (install the extra dev)")
    with tempfile.TemporaryDirectory() as folder:
        image = f"{folder}/contract.binpb"
        compile_protos(
            "--include_imports", "--include_source_info", f"--descriptor_set_out={image}"
        )
        config = ["--config", str(ROOT / "buf.yaml"), "--path", "normalizer"]
        run = subprocess.run(
            [buf, "lint", image, *config], capture_output=True, text=True, check=False
        )
    complaints = (run.stdout + run.stderr).splitlines()
    return complaints or ([f"buf ended with {run.returncode}"] if run.returncode else [])


def main() -> int:
    """Return the exit code: 0 when all is well."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--lint", action="store_true", help="run buf lint instead of writing")
    options = parser.parse_args()
    if not (options.check or options.lint):
        write()
        return 0
    complaints = lint() if options.lint else []
    if options.check:
        complaints += [f"normalizer/v1/{name}: not what protos/ makes" for name in stale()]
    sys.stderr.write("".join(f"{line}\n" for line in complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
