"""Baseline: a feed served as in a tutorial. It is correct, but every poll costs as much as the first.

It uses Powertools' Logger, Metrics and resolver, boto3's resource, one Query for the newest 50 complete articles, feedgen,
compression of every response, and an ETag computed from the body.
"""

import hashlib
import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.metrics import MetricUnit
from boto3.dynamodb.conditions import Key

from benchmarks.bare_feedgen import write_rss

logger = Logger(service="feeds")
metrics = Metrics(namespace="News", service="feeds")
app = APIGatewayHttpResolver()
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


@app.get("/sections/<slug>/rss.xml", compress=True)
def feed(slug: str) -> Response[str]:
    """The newest 50 articles of a section."""
    found = table.query(KeyConditionExpression=Key("pk").eq(f"SECTION#{slug}"), ScanIndexForward=False, Limit=50)
    articles: Any = found["Items"]
    logger.info("feed", section=slug, articles=len(articles))
    metrics.add_metric("FeedRequests", MetricUnit.Count, 1)
    body = write_rss(articles, articles[0]["updated"])
    return Response(200, "application/rss+xml; charset=utf-8", body.decode(), {"Cache-Control": "public, max-age=300"})


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Lambda's handler."""
    answer = app.resolve(event, context)
    etag = f'"{hashlib.sha256(answer["body"].encode()).hexdigest()}"'
    answer["headers"]["ETag"] = etag
    if event["headers"].get("if-none-match") == etag:
        return {"statusCode": 304, "headers": answer["headers"]}
    return answer
