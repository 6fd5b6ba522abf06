"""What changes programmes and who takes part in them."""
