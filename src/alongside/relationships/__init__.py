"""The place where a pair or a circle works together."""
