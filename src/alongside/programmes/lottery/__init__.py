"""Drawing scarce places by lot: declared before, drawn once, and open to be checked by anybody."""
