"""The tags that pages are composed with."""
