"""What belongs to the person and outlasts every programme: goals."""
