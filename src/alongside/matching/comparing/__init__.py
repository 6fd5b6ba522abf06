"""Two or three runs beside each other: figures, settings, groups, and who gains, loses or meets somebody else."""
