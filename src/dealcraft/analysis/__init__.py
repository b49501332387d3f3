"""Questions asked of values."""
