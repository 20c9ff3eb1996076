"""Polls of residents: their cards, results and decisions, as people keep them."""
