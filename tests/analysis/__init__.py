"""Tests of the questions asked of values."""
