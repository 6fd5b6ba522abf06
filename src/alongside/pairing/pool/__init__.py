"""One pool of people without sides, paired with each other."""
