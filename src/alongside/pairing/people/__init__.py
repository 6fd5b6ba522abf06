"""What people answered: tables of answers, and how each kind of answer is read."""
