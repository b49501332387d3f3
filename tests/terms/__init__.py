"""Tests of the language: events, territories, the sheet, and what is said of one that is none."""
