"""The laws that the engine obeys on any sheet, one file for each."""
