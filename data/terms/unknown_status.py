"""Records whose status nobody knows: with a date of answer their outcome follows the dates, without one they are
outside both parts of every share until the word is mapped.
"""

import pandas as pd

from data.terms.gaps import STATUS_UNKNOWN

_ENDS = ("due_day", "reply_due_day", "promised_day", "registration_due_day")


def outside(frame: pd.DataFrame) -> pd.DataFrame:
    """Facts of a month, the terms of such records taken out. A receipt that is only assumed has no registration term.

    frame: is_status_unknown, is_receipt_assumed (0 and 1), resolved_day, the days of terms and their gaps.
    """
    unknown = frame["is_status_unknown"].to_numpy(dtype=bool) & frame["resolved_day"].isna().to_numpy()
    ends = {name: frame[name].where(~unknown) for name in _ENDS if name in frame}
    gaps = {name: frame[name].where(~unknown, STATUS_UNKNOWN) for name in ("gap", "reply_gap")}
    made = frame.assign(**ends, **gaps)
    assumed = frame["is_receipt_assumed"].to_numpy(dtype=bool)
    return made.assign(registration_due_day=made["registration_due_day"].where(~assumed))
