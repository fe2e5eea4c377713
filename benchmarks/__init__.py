"""What a poll costs, measured against what an engineer would otherwise write: `make bench`, `make cost`."""
