"""What monitoring reads: requests as they are answered, how the ledger stands, and how old the background's work is."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bridgehead.primitives.moment import by_machine, now
from bridgehead.queries.jobs import jobs
from bridgehead.queries.standing import standing


class Ledger(Collector):
    """How the ledger stands, looked up when it is asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        stands = standing(now())
        yield GaugeMetricFamily("bridgehead_events_unsealed", "Events that no seal closes yet", stands.unsealed)
        yield GaugeMetricFamily("bridgehead_records_overdue", "Records whose deadline is over", stands.overdue)
        at = by_machine()
        behind = GaugeMetricFamily(
            "bridgehead_job_age_seconds", "Since a job of the background was done", labels=["job"]
        )
        for job in jobs(at):
            behind.add_metric([job.name], (at - (job.done_at or job.since)).total_seconds())
        yield behind

    def describe(self) -> Iterator[GaugeMetricFamily]:
        return iter(())


REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
REGISTRY.register(Ledger())
REQUESTS = Counter("bridgehead_requests", "Requests answered", ("method", "route", "status"), registry=REGISTRY)
SECONDS = Histogram("bridgehead_request_seconds", "Time to answer", ("method", "route"), registry=REGISTRY)
