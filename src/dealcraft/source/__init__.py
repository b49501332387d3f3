"""Text to data: a term sheet's YAML with every position kept; knows nothing of deals."""

from __future__ import annotations

from dealcraft.source.document import Document, parse
from dealcraft.source.extends import read_sheet
from dealcraft.source.files import find, read
from dealcraft.source.limits import LIMITS, Limits
from dealcraft.source.pin import pin

__all__ = ["LIMITS", "Document", "Limits", "find", "parse", "pin", "read", "read_sheet"]
