"""Responds to requests for documents. The only wing that implements HTTP caching."""
