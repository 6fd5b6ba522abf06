"""Profiles, skills, levels, and the directory brought in from files."""
