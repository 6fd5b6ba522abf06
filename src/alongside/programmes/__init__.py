"""Programmes, who takes part, and what makes a good match in them."""
