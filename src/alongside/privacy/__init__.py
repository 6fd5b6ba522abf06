"""Who reads what, as a table that tests hold the rest to."""
