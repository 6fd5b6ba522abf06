"""The pages of flash mentoring."""
