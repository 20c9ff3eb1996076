"""Places: of an address, of a text, of a point."""
