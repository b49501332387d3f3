"""From a sheet to its value: plain numbers and arrays over scenarios."""
