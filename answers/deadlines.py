"""What is ahead: open records that burn, with the chance to miss their day; curves of how fast records are closed.

The model learns from all the district's closings known on the day of the report and is kept for the snapshot; what is
shown of it is only the asker's own records.
"""

from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import forecast
from analysis.survival import kaplan_meier
from answers.frames import with_short_names
from data.filters import Filters
from data.metrics import durations, members, open_records, register, stamp
from data.metrics.enough import SURE
from data.metrics.lifetimes import lifetimes
from data.order import Order
from data.scope import EVERYTHING, Scope
from words.order import ranks

SOON_WORKING_DAYS = 3
LEAST_IN_CURVE = SURE
"""Records below which a curve says nothing that its band does not take back."""
MOST_CURVES = 6
OVERDUE, SOON, LATER = "overdue", "soon", "later"
EPOCH = date(1970, 1, 1)
URGENCY = "urgency"
_SORTED_BY = {
    "number": "external_id",
    "received": "received_on",
    "due": "due_on",
    "chance": "chance",
    "topic": "topic_label",
    "place": "place_label",
    "recipient": "recipient_label",
    "status": "status_label",
}
SORTS = (URGENCY, *_SORTED_BY)
"""Orders of what burns; the first is that of `most_urgent`."""
_FORECAST = ("probability", "low", "high", "shared", "n_closed")


def most_urgent(filters: Filters, scope: Scope) -> pd.DataFrame:
    """Open records with a term, in the order in which acting today saves most.

    Columns of `data.metrics.open_records`, and: group (`SOON`: ends within 3 working days, `OVERDUE`, `LATER`),
    probability, low, high (chance to miss the day if nothing changes, 0–1, missing when there is too little history; 1
    once it is missed), shared (the part of its standard error common to all), n_closed (closings behind it). First come
    those that can still be saved, the likeliest to fail first; then the overdue, the longest first; then the rest.
    """
    frame = open_records(filters, scope)
    if frame.empty:
        return frame.assign(group="", probability=np.nan, low=np.nan, high=np.nan, shared=np.nan, n_closed=0)
    said = stamp(filters)
    told = _model(said.address, said.as_of).miss_probability(frame)
    frame = frame.assign(**{name: told[name].to_numpy() for name in _FORECAST})
    overdue = frame["days_left"] < 0
    frame.loc[overdue, ["probability", "low", "high"]] = 1.0
    soon = ~overdue & (frame["working_days_left"] <= SOON_WORKING_DAYS)
    frame["group"] = np.select([overdue, soon], [OVERDUE, SOON], LATER)
    # A record whose chance is unknown stands in the middle: neither safe nor lost.
    first = np.select([soon, overdue], [-frame["probability"].fillna(0.5), frame["days_left"]], 0)
    place = frame["group"].map({SOON: 0, OVERDUE: 1, LATER: 2})
    keys = (frame["record_id"], frame["days_left"], first, place)
    order = np.lexsort([np.asarray(key) for key in keys])
    return frame.iloc[order].reset_index(drop=True)


def burning(urgent: pd.DataFrame, filters: Filters, scope: Scope, order: Order) -> pd.DataFrame:
    """All that burns, one row per record, in an order of `SORTS`: what ends within 3 working days, and the overdue.

    urgent: of `most_urgent` for the same filters and asker. Its columns and those of `data.metrics.register.rows_of`
    without texts.
    """
    near = urgent[urgent["group"] != LATER].drop(columns=["channel", "topic_group", "recipient"])
    rows = register.rows_of([int(i) for i in near["record_id"]], filters, scope, texts=False)
    frame = rows.merge(near, on="record_id", validate="one_to_one")
    if order.name == URGENCY or frame.empty:
        return frame
    # A day that is lost stands above any chance to lose one, the longest overdue highest.
    frame = frame.assign(chance=frame["probability"].where(frame["days_left"] >= 0, 1.0 - frame["days_left"]))
    place = pd.Series(ranks(frame[_SORTED_BY[order.name]]), index=frame.index, dtype="Int64")
    in_order = place.sort_values(ascending=not order.is_down, kind="stable", na_position="last").index
    return frame.loc[in_order].reset_index(drop=True)


def expected_misses(frame: pd.DataFrame) -> tuple[float, float, float, int, int] | None:
    """How many of the records not yet due will miss their day if nothing changes: number, 90 % low and high, of how
    many, and how many more have too little history. Nothing where no chance is known.
    """
    ahead = frame[frame["days_left"] >= 0]
    known = ahead[ahead["probability"].notna()]
    p = known["probability"].to_numpy(dtype=float)
    if not len(p):
        return None
    spread = 1.645 * float(np.sqrt((p * (1 - p)).sum() + _doubt(known)))
    total = float(p.sum())
    return total, max(0.0, total - spread), min(float(len(p)), total + spread), len(p), len(ahead) - len(p)


def _doubt(known: pd.DataFrame) -> float:
    """Variance of the sum because the chances themselves are not known: what is wrong of a recipient is wrong of all
    its records, what is wrong of the weeks ahead of everybody's.
    """
    own = (((known["high"] - known["low"]) / (2 * 1.645)) ** 2 - known["shared"] ** 2).clip(lower=0.0)
    of_recipient = (own**0.5).groupby(known["recipient"], dropna=False).sum()
    return float((of_recipient**2).sum() + known["shared"].sum() ** 2)


@lru_cache(maxsize=4)
def _model(address: str, as_of: date) -> forecast.Model:
    """Learnt from everything known on the day. The snapshot's address (number and hash; the hash covers the identity of
    its store) tells two installations apart: a moment of publication does not.
    """
    number, snapshot_hash = address.split("-")
    filters = Filters(period="all", as_of=as_of, snapshot=int(number), snapshot_hash=snapshot_hash)
    known = lifetimes(filters, EVERYTHING)
    return forecast.learn(known, (as_of - EPOCH).days)


def curves(by: str, filters: Filters, scope: Scope) -> pd.DataFrame:
    """Curves of the biggest members of a dimension, the biggest first; small ones are left out.

    One row per step: code, name, days, still_open, low, high (share not closed after that day and its 90 % band), n.
    """
    frame = durations([by], filters, scope)
    named = frame[frame[by].notna()].assign(**{f"{by}_short": lambda f: f[f"{by}_label"]})
    if by == "recipient":  # full names of bodies fill a legend
        named = with_short_names(named, by, members(by, filters))
    sizes = named.groupby([by, f"{by}_short"], sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    shown = sizes[sizes >= LEAST_IN_CURVE].head(MOST_CURVES).reset_index()
    pairs = zip(shown[by], shown[f"{by}_short"], strict=True)
    found = [_curve(str(code), str(name), named[named[by] == code]) for code, name in pairs]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _curve(code: str, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    each = rows.loc[rows.index.repeat(rows["n"])]
    curve = kaplan_meier(each["duration"].to_numpy(), each["is_ended"].to_numpy())
    steps = {"days": curve.times, "still_open": curve.survival, "low": curve.low, "high": curve.high}
    return pd.DataFrame({"code": code, "name": name, **steps, "n": curve.n})
