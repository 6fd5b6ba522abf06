"""What somebody who looks again would weigh more this time, known to the matching alone."""
