"""Draft matchings, computed, adjusted, published; and the proposals that come of them."""
