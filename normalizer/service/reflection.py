"""Server reflection under both of its names: `grpcurl` and its like ask for v1 first."""

from __future__ import annotations

from collections.abc import Sequence

import grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2

SERVICE_NAME = reflection.SERVICE_NAME
_V1 = "grpc.reflection.v1.ServerReflection"


def add_reflection(services: Sequence[str], server: grpc.aio.Server) -> None:
    """Let the server describe these services. The messages of v1 and v1alpha are the same."""
    reflection.enable_server_reflection(services, server)
    describe = grpc.stream_stream_rpc_method_handler(
        reflection.aio.ReflectionServicer(services).ServerReflectionInfo,
        reflection_pb2.ServerReflectionRequest.FromString,
        reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    handlers = {"ServerReflectionInfo": describe}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(_V1, handlers),))
