"""Checks and cleans what people and programs send, and turns it into values of the model."""
