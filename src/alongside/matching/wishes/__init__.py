"""Ranked wishes: each side orders a short list of the other, and the matching follows. Nobody else reads them."""
