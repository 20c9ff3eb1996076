"""Recommendations: the rules they come from, kept as data, and what people have decided of them."""
