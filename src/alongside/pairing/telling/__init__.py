"""Why: reasons, prices, alternatives, audits and comparisons of what was matched."""
