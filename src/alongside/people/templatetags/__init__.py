"""How pages say what a profile holds."""
