"""Runs longer than any word, shortened before the rules look at a text: many of these try a word from each of its
letters, so that one unbroken run would cost the square of its length.
"""

import re

LONGEST_RUN = 60
"""Letters, digits, underscores and hyphens that may stand together; signs and blanks as well."""
_LONG_WORD = re.compile(rf"(?<![\w-])[\w-]{{{LONGEST_RUN + 1},}}")
_LONG_SIGNS = re.compile(rf"\W{{{LONGEST_RUN + 1},}}")
_LONG_LINE = re.compile("_{21,}")
_LINE = "_" * 20
_DIGIT = re.compile(r"\d")


def without_long_runs(text: str) -> str:
    """The text with no run of word letters, or of other signs, above LONGEST_RUN; one without such runs as it is.

    The digits of a shortened word become noughts: a part of a telephone or an account would no longer be masked.
    """
    if any(len(one) > LONGEST_RUN for one in text.split()):
        text = _LONG_WORD.sub(_shortened, _LONG_LINE.sub(_LINE, text))
    return _LONG_SIGNS.sub(_both_ends, text)


def _shortened(match: re.Match[str]) -> str:
    return _DIGIT.sub("0", match[0][:LONGEST_RUN])


def _both_ends(match: re.Match[str]) -> str:
    """What ends a sentence before the signs, and what opens one behind them, stays."""
    half = LONGEST_RUN // 2
    return match[0][:half] + match[0][-half:]
