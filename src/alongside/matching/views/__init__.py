"""Pages of the matching: the studio for the programme team, suggested matches for the two people."""
