"""Writes feeds as documents. Nothing else in the domain imports feedgen or lxml."""
