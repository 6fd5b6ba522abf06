"""A matching declared in a file: read, and proposed from the columns of two tables."""
