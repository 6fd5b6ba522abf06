"""The best for whoever is worst off, by stages upward."""
