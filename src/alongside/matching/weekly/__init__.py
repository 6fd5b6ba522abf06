"""Matching whoever joins later, every week, by what counted in the run that the team published last."""
