from __future__ import annotations

import grpc
import pytest
from google.protobuf import descriptor_pb2
from grpc_reflection.v1alpha import reflection_pb2 as pb
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from normalizer.service.health import SERVICE_NAME as HEALTH
from normalizer.service.server import SERVICES


def test_services_are_listed(channel: grpc.Channel) -> None:
    """The client that comes with gRPC sees ours and health."""
    listed = ProtoReflectionDescriptorDatabase(channel).get_services()
    assert {*SERVICES, HEALTH} <= set(listed)


def test_contract_can_be_read(channel: grpc.Channel) -> None:
    """A file that the contract imports from elsewhere is served too."""
    database = ProtoReflectionDescriptorDatabase(channel)
    assert database.FindFileContainingSymbol(SERVICES[0]).name == "normalizer/v1/resolver.proto"
    assert database.FindFileByName("google/rpc/status.proto").package == "google.rpc"


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
def test_both_versions_answer(channel: grpc.Channel, version: str) -> None:
    """Newer tools ask for v1, older ones for v1alpha."""
    describe = channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        pb.ServerReflectionRequest.SerializeToString,
        pb.ServerReflectionResponse.FromString,
    )
    request = pb.ServerReflectionRequest(file_containing_symbol="normalizer.v1.Document")
    [answer] = list(describe(iter([request])))
    [data] = answer.file_descriptor_response.file_descriptor_proto[:1]
    file = descriptor_pb2.FileDescriptorProto.FromString(data)
    assert "Document" in [each.name for each in file.message_type]
