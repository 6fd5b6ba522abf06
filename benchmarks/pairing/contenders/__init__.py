"""Programs that solve an instance, each run in its own process, and a peer's in its own environment."""
