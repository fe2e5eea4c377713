"""Hubs and the CDN are told which feeds have changed."""
