"""The wheel, installed as its users install it. `make check-wheel` runs these tests."""
