"""Tests of rules: fixtures by family, one test that runs them all."""
