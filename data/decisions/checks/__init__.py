"""Answers read by people: a weekly plan drawn at random, a checklist, some read twice by people who do not see each
other's marks.

plans   draw, look at and drop a plan
outside an answer that no plan has drawn
marks   the next answer to read, what was found in it, and taking that back
"""

MARKS = {
    "outcome": ("solved", "explained", "unsolved"),
    "is_complete": (True, False),
    "is_definite": (True, False),
    "has_proof": (True, False),
}
"""What a reader says of an answer, and what may be said."""
