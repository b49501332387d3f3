"""Worked examples published by others, as term sheets, against the figures their authors printed."""
