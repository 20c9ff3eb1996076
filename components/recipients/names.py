"""Names of recipients in tables: each leads to its card, who has none to its records."""

from typing import Any

import pandas as pd
from dash import dcc

from components.elements import element
from components.question import Screen
from data.filters import MISSING
from words import format

CARD = "/recipient"


def with_names(screen: Screen, frame: pd.DataFrame) -> pd.DataFrame:
    """Adds `recipient_link`: the label as a link; plain words for who may not open records, as the card is made of
    them. «не определено» leads to the records that nobody answers for.
    """
    pairs = zip(frame["recipient"], frame["recipient_label"], strict=True)
    if not screen.opens_records:
        return frame.assign(recipient_link=frame["recipient_label"])
    links: Any = [_link(screen, code, label) for code, label in pairs]
    return frame.assign(recipient_link=links)


def _link(screen: Screen, code: Any, label: str) -> dcc.Link:
    href = screen.href("/register", recipient=MISSING) if format.is_missing(code) else screen.href(CARD, code=str(code))
    return element(dcc.Link, label, href=href, refresh=True)
