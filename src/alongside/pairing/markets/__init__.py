"""Who may be paired with whom, how well they fit and how many places each has; dense, sparse or as vectors."""
