"""OpenTelemetry traces, with the caller's context (extra `otel`).

Where spans go is set by OpenTelemetry's own variables, such as OTEL_EXPORTER_OTLP_ENDPOINT and
OTEL_TRACES_SAMPLER. Health checks are not traced.
"""

from __future__ import annotations

from typing import Any

from normalizer.errors import InvalidOptionError
from normalizer.version import ENGINE_VERSION

SERVICE_NAME = "namenorm"


def server_interceptors(provider: Any = None) -> tuple[Any, ...]:
    """Return what a server needs to trace its calls, with `provider` or one that exports by OTLP.

    Raises InvalidOptionError when the extra is not installed. To be called in the process that
    serves: exporters have threads, which do not survive a fork.
    """
    try:
        from opentelemetry.instrumentation.grpc import (
            aio_server_interceptor,
            filters,
        )
    except ImportError as failure:
        raise InvalidOptionError("traces", "needs `pip install namenorm[otel]`") from failure
    wanted = filters.negate(filters.health_check())
    return (aio_server_interceptor(tracer_provider=provider or _exporting(), filter_=wanted),)


def _exporting() -> Any:
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    about = {"service.name": SERVICE_NAME, "service.version": ENGINE_VERSION}
    # What OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME say wins over ours.
    provider = TracerProvider(resource=Resource(about).merge(Resource.create()))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider
