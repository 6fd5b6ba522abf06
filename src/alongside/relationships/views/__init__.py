"""The pages where people work together."""
