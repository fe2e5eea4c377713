"""Programs behind `make build`, `make template` and `make docs`."""
