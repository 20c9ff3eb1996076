"""Frames that are kept for long."""

import pandas as pd


def apart(made: pd.DataFrame) -> pd.DataFrame:
    """A copy with an index and names of its own: those of a frame list all that was ever made of it, which takes more
    memory than a short answer itself.
    """
    kept = made.copy()
    kept.columns = pd.Index(made.columns.tolist())
    if isinstance(made.index, pd.RangeIndex):
        kept.index = pd.RangeIndex(made.index.start, made.index.stop, made.index.step)
    return kept
