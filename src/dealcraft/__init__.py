"""dealcraft: structure IP deals.

A term sheet in YAML is checked, valued, and compared across licence, assignment and collaboration.
"""

from __future__ import annotations

from dealcraft._version import __version__

__all__ = ["__version__"]
