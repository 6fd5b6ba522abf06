"""Asking the programme team about a suggested match before one answers."""
