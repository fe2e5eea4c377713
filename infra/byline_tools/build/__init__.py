"""What `make build`, `make template` and `make docs` do."""
