"""Saved views: the menu beside the filters, the list of them."""
