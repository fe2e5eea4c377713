"""Tests of the feed checker, one module for each of its modules."""
