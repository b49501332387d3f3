"""Shows answers; computes nothing."""
