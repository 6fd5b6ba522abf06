"""The pages of people: profiles, the directory, levels, and files brought in."""
