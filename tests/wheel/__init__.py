"""The wheel, installed as by its users. `make check-wheel` runs these tests."""
