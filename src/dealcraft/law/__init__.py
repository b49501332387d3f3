"""Dated, cited facts of law and of the world, read from the tables of the package."""
