"""Answering suggested matches from a mail, without signing in."""
