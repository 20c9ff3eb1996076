"""Measurements: `make bench`. Never a test: a figure means something only beside the machine it was taken on."""
