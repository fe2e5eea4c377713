"""Writes feeds as documents. No other wing imports feedgen or lxml."""
