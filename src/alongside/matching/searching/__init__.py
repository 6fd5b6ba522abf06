"""Searching the guides of a programme: by words, by what the words mean, and in an order that one chooses."""
