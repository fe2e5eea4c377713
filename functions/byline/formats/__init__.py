"""Feeds as documents. The only wing that knows feedgen and lxml."""
