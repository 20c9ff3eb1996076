"""Reasons that people give for what they decide: points and figures in their place say nothing."""

SHORTEST, _LETTERS = 5, 3


def says_something(reason: str) -> bool:
    """Whether a reason without spaces around it is long enough and has letters: «. . . .» and «12345» are none."""
    return len(reason) >= SHORTEST and sum(map(str.isalpha, reason)) >= _LETTERS
