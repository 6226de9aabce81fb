"""A year of an invented business, lived through the real verbs, to show and to try."""
