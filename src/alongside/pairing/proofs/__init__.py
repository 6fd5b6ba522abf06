"""What a matching is to reach, and the proof that it does, checked apart from whoever found it."""
