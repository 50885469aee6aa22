"""A corpus in, a tidy table out: tone, frequencies, concordance."""
