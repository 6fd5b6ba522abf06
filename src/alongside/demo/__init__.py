"""A believable organisation, made the same every time."""
