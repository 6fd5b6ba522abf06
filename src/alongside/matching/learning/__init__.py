"""Learning from the past, with care: how each criterion's fit related to how pairs went, as advice to a person."""
