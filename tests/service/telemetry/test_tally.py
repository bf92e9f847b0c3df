from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram

from normalizer.service.telemetry.metrics import Metrics
from normalizer.service.telemetry.tally import SECONDS


@given(st.lists(st.one_of(st.floats(0, 20), st.sampled_from(SECONDS)), max_size=20))
def test_amounts_are_counted_as_a_histogram_does(amounts: list[float]) -> None:
    """Added up before they are written, or observed one by one: bounds belong to what is below."""
    registry = CollectorRegistry()
    one_by_one = Histogram("namenorm_call_seconds", "", buckets=SECONDS, registry=registry)
    metrics = Metrics()
    for amount in amounts:
        one_by_one.observe(amount)
        metrics.ended("/s/m", "OK", amount)
    metrics.write()
    for bound in (*map(str, SECONDS), "+Inf") if amounts else ():
        name, label = "namenorm_call_seconds_bucket", {"le": bound}
        wanted = registry.get_sample_value(name, label)
        assert metrics.registry.get_sample_value(name, {**label, "method": "/s/m"}) == wanted


def test_what_was_written_is_not_written_again() -> None:
    """Each call counts once, however often it is looked."""
    metrics = Metrics()
    metrics.ended("/s/m", "OK", 0.1)
    metrics.write()
    metrics.write()
    labels = {"method": "/s/m", "code": "OK"}
    assert metrics.registry.get_sample_value("namenorm_calls_total", labels) == 1
