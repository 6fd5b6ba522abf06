"""Session credits of coachees, and what the sessions of external coaches cost."""
