"""The matching library beside others, on the same instances in the same run: python -m benchmarks.pairing."""
