"""Sheets with what they are worth, worked out apart from any engine, and the comparison with a result."""
