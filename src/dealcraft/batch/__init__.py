"""Many sheets at once: jobs that travel to workers, and the runners that do them."""
