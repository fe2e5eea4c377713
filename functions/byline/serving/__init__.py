"""Requests for documents and the responses to them."""
