"""Tests of quantities: what is read, what is refused, and with which mend."""
