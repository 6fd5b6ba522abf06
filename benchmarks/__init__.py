"""Benchmarks that a stranger can run: python -m benchmarks.NAME."""
