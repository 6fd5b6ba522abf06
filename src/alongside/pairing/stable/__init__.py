"""Nobody who would rather swap: deferred acceptance."""
