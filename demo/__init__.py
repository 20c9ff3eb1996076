"""Demonstration exports: made-up appeals and messages of Askiz district in the four layouts that are really received.

Everything is drawn from seeded generators: the same (until, seed, records, years) gives the same cell contents. Names,
telephones and texts are invented; places, topics and recipients come from the reference tables.
"""

from demo.write import MARKER, PREFIX, write

__all__ = ["MARKER", "PREFIX", "write"]
