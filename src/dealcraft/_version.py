"""The version, a constant so that printing it imports nothing."""

__version__ = "0.1.0"
