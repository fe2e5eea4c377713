"""Checks and cleans input from people and programs, and converts it to values of the model."""
