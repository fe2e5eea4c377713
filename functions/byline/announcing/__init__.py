"""Hubs and the CDN are notified of changed feeds."""
