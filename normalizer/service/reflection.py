"""Server reflection under both of its names: `grpcurl` and its like ask for v1 first."""

from __future__ import annotations

from collections.abc import Sequence

import grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2

from normalizer.service.guard import Guard

SERVICE_NAME = reflection.SERVICE_NAME
_V1 = "grpc.reflection.v1.ServerReflection"


def add_reflection(services: Sequence[str], guard: Guard) -> None:
    """Let a server describe these services. The messages of v1 and v1alpha are the same."""
    describe = grpc.stream_stream_rpc_method_handler(
        reflection.aio.ReflectionServicer(services).ServerReflectionInfo,
        reflection_pb2.ServerReflectionRequest.FromString,
        reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    for name in (_V1, SERVICE_NAME):
        guard.add_registered_method_handlers(name, {"ServerReflectionInfo": describe})
