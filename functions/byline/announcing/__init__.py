"""Notifies hubs and the CDN of changed feeds."""
