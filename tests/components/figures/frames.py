"""Small hand-made answers of the door."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from geo import layers, reference
from geo.settings import SHIPPED

MONDAY = date(2026, 3, 2)


def week(number: int) -> date:
    """The Monday of a week."""
    return MONDAY + timedelta(weeks=number)


def measured(metric: str, rows: list[tuple[Any, ...]], *dims: str) -> pd.DataFrame:
    """Rows (code, … , value, low, high, n) as the door gives them; a label is the code in words."""
    made = []
    for row in rows:
        codes, (value, low, high, n) = row[: len(dims)], row[len(dims) :]
        named = {
            d: v
            for dim, code in zip(dims, codes, strict=True)
            for d, v in ((dim, code), (f"{dim}_label", code or "не определено"))
        }
        made.append(named | {metric: value, f"{metric}_low": low, f"{metric}_high": high, f"{metric}_n": n})
    return pd.DataFrame(made)


def built_layers(folder: Path) -> layers.Layers:
    """The district's real layers."""
    places = reference.read_places(SHIPPED)
    return layers.build(places, reference.read_municipalities(SHIPPED), folder)


def place_members() -> pd.DataFrame:
    """Places as `data.metrics.members` lists them."""
    known = reference.read_places(SHIPPED)
    return pd.DataFrame(
        {
            "code": known["oktmo"],
            "label": known["name"],
            "name": known["name"],
            "kind": known["kind"],
            "latitude": known["lat"],
            "longitude": known["lon"],
        }
    )


def answered(rows: list[tuple[Any, ...]], *dims: str) -> pd.DataFrame:
    """Rows (code, … , value, low, high, n) as the heat map's answers have them."""
    frame = measured("value", rows, *dims)
    return frame.rename(columns={"value_low": "low", "value_high": "high", "value_n": "n"})
