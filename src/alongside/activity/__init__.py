"""What happened, who is told, and what is still being worked on."""
