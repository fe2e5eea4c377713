"""Counts what a function does, as metrics in its log: CloudWatch's embedded metric format."""

from collections.abc import Mapping

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit


class Counts:
    """The counts of `service`, in the namespace that `environment` names: each stack has one of its own.

    AWS bills every metric by the hour in which it is written. So failures are written when there are any, and activity only if
    `environment` asks for it. Counts are written by `flush`.
    """

    def __init__(self, service: str, environment: Mapping[str, str]) -> None:
        self._service = service
        self._environment = environment
        self._counted: dict[str, int] = {}

    def failure(self, name: str, count: int = 1) -> None:
        """Add `count` failures; none are not written. Alarms watch failures."""
        if count:
            self._counted[name] = self._counted.get(name, 0) + count

    def activity(self, name: str, count: int = 1) -> None:
        """Add `count` of something that went as it should, including 0. Only the dashboard shows activity."""
        if self._environment.get("ACTIVITY_METRICS") == "true":
            self._counted[name] = self._counted.get(name, 0) + count

    def flush(self, **dimensions: str) -> None:
        """Write what was counted, with `dimensions` besides the service, in one line of the log; nothing if it is nothing."""
        counted, self._counted = self._counted, {}
        if not counted:
            return
        metrics = Metrics(namespace=self._environment.get("POWERTOOLS_METRICS_NAMESPACE", "Byline"), service=self._service)
        for dimension, value in dimensions.items():
            metrics.add_dimension(dimension, value)
        for name, count in counted.items():
            metrics.add_metric(name, MetricUnit.Count, count)
        metrics.flush_metrics()
        metrics.clear_metrics()  # if metrics are disabled, Powertools keeps them instead of writing them
