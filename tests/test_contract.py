"""The contract in `protos/` and the stubs made from it."""

from __future__ import annotations

import pytest
from google.protobuf import descriptor_pb2

from normalizer.v1 import annotator_pb2, entities_pb2, resolver_pb2, romaniser_pb2, types_pb2

stubs = pytest.importorskip("tests.generate.stubs", reason="grpcio-tools is not installed")

MODULES = (annotator_pb2, entities_pb2, resolver_pb2, romaniser_pb2, types_pb2)


def test_committed_stubs_are_what_the_contract_makes() -> None:
    """A change of a .proto file without its stubs fails."""
    if stubs.tool("protoc-gen-mypy") is None:
        pytest.skip("mypy-protobuf is not installed")
    assert stubs.stale() == []


def test_stale_stub_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of freshness can fail: a stub that differs and one too many are both named."""
    if stubs.tool("protoc-gen-mypy") is None:
        pytest.skip("mypy-protobuf is not installed")
    old = stubs.committed()
    changed = {**old, "types_pb2.py": old["types_pb2.py"] + "#", "gone_pb2.py": ""}
    monkeypatch.setattr(stubs, "committed", lambda: changed)
    assert stubs.stale() == ["gone_pb2.py", "types_pb2.py"]


def test_contract_is_clean_under_buf_lint() -> None:
    """Every rule of STANDARD holds, and every message, field and method has a comment."""
    if stubs.tool("buf") is None:
        pytest.skip("buf is not installed")
    assert stubs.lint() == []


def test_lint_is_not_blind(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A contract with a badly named field is complained of."""
    if stubs.tool("buf") is None:
        pytest.skip("buf is not installed")
    folder = tmp_path / "normalizer" / "v1"
    folder.mkdir(parents=True)
    message = "// A.\nmessage A {\n// B.\nstring Bad = 1;\n}\n"
    text = f'syntax = "proto3";\npackage normalizer.v1;\n{message}'
    (folder / "bad.proto").write_text(text, "utf-8")
    monkeypatch.setattr(stubs, "PROTOS", tmp_path)
    assert any("Bad" in line for line in stubs.lint())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_import_path_is_the_package(module) -> None:
    """A stub registers its file under the path that other contracts would import."""
    name = module.__name__.replace(".", "/").removesuffix("_pb2") + ".proto"
    file = descriptor_pb2.FileDescriptorProto.FromString(module.DESCRIPTOR.serialized_pb)
    assert file.name == name
    assert file.package == "normalizer.v1"


@pytest.fixture
def contract():
    """Give the module that compares contracts, where buf is installed."""
    if stubs.tool("buf") is None:
        pytest.skip("buf is not installed")
    from tests.generate import contract

    return contract


def test_clients_of_the_released_contract_do_not_break(contract) -> None:
    """Fields, methods and numbers of the last release are all there and mean the same."""
    assert contract.broken() == []


def test_breaking_change_is_noticed(contract, tmp_path) -> None:
    """A release that had one field more than the contract has now is complained of."""
    released = descriptor_pb2.FileDescriptorSet.FromString(contract.RELEASED.read_bytes())
    [types] = [file for file in released.file if file.name == "normalizer/v1/types.proto"]
    types.message_type[0].field.add(
        name="gone", number=99, type="TYPE_STRING", label="LABEL_OPTIONAL", json_name="gone"
    )
    (tmp_path / "released.binpb").write_bytes(released.SerializeToString())
    complaints = contract.broken(tmp_path / "released.binpb")
    assert len(complaints) == 1
    assert "99" in complaints[0]
