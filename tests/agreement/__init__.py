"""Two methods on the same sheets: the engine and the reference."""
