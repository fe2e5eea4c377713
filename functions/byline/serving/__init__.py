"""A request for a document becomes a response. The only wing that knows HTTP caching."""
