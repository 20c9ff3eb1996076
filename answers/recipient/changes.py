"""What changed for a recipient against the period before: the topics that moved most."""

import pandas as pd

from answers.frames import with_change
from data.filters import Filters
from data.metrics import query
from data.scope import Scope


def topics(filters: Filters, earlier: Filters | None, scope: Scope, most: int = 6) -> pd.DataFrame:
    """Topics by how far their number of records moved: topic, topic_label, records, change_text, moved (records more or
    fewer). Empty without a period before.
    """
    now = query(["records"], ["topic"], filters, scope)
    if earlier is None or now.empty:
        return now.iloc[:0].assign(change_text="", moved=0)
    before = query(["records"], ["topic"], earlier, scope)
    gone = before[~before["topic"].isin(set(now["topic"]))].assign(records=0)
    frame = with_change(pd.concat([now, gone], ignore_index=True), before, "topic", "records")
    was = frame["topic"].map(dict(zip(before["topic"], before["records"], strict=True))).fillna(0)
    frame = frame.assign(moved=frame["records"] - was)
    frame = frame[frame["moved"] != 0]
    return frame.reindex(frame["moved"].abs().sort_values(ascending=False, kind="stable").index).head(most)
