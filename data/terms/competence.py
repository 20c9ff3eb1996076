"""«Не наше»: whether the body a record counts against is competent for its topic, and who is the better addressee.

A topic says whose duty it is (`topics.competence`), a body what it is (`recipients.kind`). The better addressee is the
one the topic names, or the administration of the settlement the record is from. Where there is no better one, nothing
is said; bodies that receive everything in order to send it on are always right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.store.tables import corrections, recipients, records, topics

COMPETENT = {
    "own": ("district_department", "institution"),
    "settlement": ("settlement",),
    "utility": ("utility",),
    "republic": ("republic",),
    "federal": ("republic",),
}
"""Kinds of bodies that a competence of a topic names."""
ROUTERS = ("mcu", "public_relations")
_DUTIES = {
    "own": "полномочие района",
    "settlement": "полномочие поселения",
    "utility": "дело ресурсоснабжающей организации",
    "republic": "полномочие республики",
    "federal": "полномочие федерального органа",
}
_BODIES = {
    "district_department": "орган района",
    "institution": "учреждение",
    "settlement": "администрация поселения",
    "utility": "организация",
    "republic": "орган республики или федерации",
}
REASON = "Не наше"
"""What the reason of a correction begins with that sends a record to its better addressee."""


@dataclass(frozen=True)
class Duties:
    """Whose duty each topic is and what each body is, by their ids.

    topics: competence, default_recipient_id; bodies: code, name, kind, municipality_id; seats: the settlement's
    administration by municipality.
    """

    topics: pd.DataFrame
    bodies: pd.DataFrame
    seats: pd.Series

    def as_text(self) -> str:
        """All of it as text: equal texts mean that no record has another better addressee."""
        return self.topics.to_csv() + self.bodies.to_csv()


def read_duties(connection: sa.Connection) -> Duties:
    """The duties as the store knows them now."""
    t, b = topics.c, recipients.c
    known = _frame(connection, sa.select(t.topic_id, t.name, t.competence, t.default_recipient_id), "topic_id")
    asked = sa.select(b.recipient_id, b.code, b.name, b.kind, b.municipality_id, b.valid_to)
    bodies = _frame(connection, asked, "recipient_id")
    seated = bodies[(bodies["kind"] == "settlement") & bodies["municipality_id"].notna() & bodies["valid_to"].isna()]
    seats = pd.Series(seated.index.to_numpy(dtype=float), index=seated["municipality_id"].to_numpy(dtype=float))
    return Duties(known, bodies, seats[~seats.index.duplicated()])


def _frame(connection: sa.Connection, query: sa.Select[Any], key: str) -> pd.DataFrame:
    found = connection.execute(query.order_by(sa.text(key)))
    return pd.DataFrame(found.all(), columns=list(found.keys())).set_index(key)


def better(frame: pd.DataFrame, duties: Duties) -> npt.NDArray[np.float64]:
    """The better addressee of each question, NaN where the present one is right or nothing better is known.

    frame: topic_id, recipient_id, municipality_id as floats, NaN when missing.
    """
    competence = frame["topic_id"].map(duties.topics["competence"])
    named = frame["topic_id"].map(duties.topics["default_recipient_id"]).astype(float)
    seat = frame["municipality_id"].map(duties.seats).astype(float)
    proposed = named.where((competence != "settlement") | seat.isna(), seat)
    kind, code = (frame["recipient_id"].map(duties.bodies[name]) for name in ("kind", "code"))
    proposed_kind = proposed.map(duties.bodies["kind"])
    fits, better_fits = (_is_competent(competence, one) for one in (kind, proposed_kind))
    is_elsewhere = (kind == "settlement") & (proposed_kind == "settlement") & (proposed != frame["recipient_id"])
    is_wrong = kind.notna() & ~code.isin(ROUTERS) & better_fits & (~fits | is_elsewhere)
    is_named = (named == frame["recipient_id"]) | (proposed == frame["recipient_id"])
    return np.where(is_wrong & ~is_named, proposed, np.nan)


def corrected_addressees(
    connection: sa.Connection, month: int, ids: Sequence[int] | None = None
) -> set[tuple[int, int]]:
    """Questions (record_id, question_no) of a month of receipt that people have sent to a better addressee; ids: of
    these records only.
    """
    c, r = corrections.c, records.c
    on = sa.and_(r.source_id == c.source_id, r.external_id == c.external_id)
    query = sa.select(r.record_id, c.question_no).join(records, on).where(r.received_month == month)
    if ids is not None:
        query = query.where(r.record_id.in_(ids))
    found = connection.execute(query.where(c.field == "recipient", c.reason.like(f"{REASON}:%")))
    return {(record_id, question_no) for record_id, question_no in found}


def _is_competent(competence: pd.Series, kind: pd.Series) -> pd.Series:
    pairs = {(one, other) for one, kinds in COMPETENT.items() for other in kinds}
    found = [pair in pairs for pair in zip(competence.tolist(), kind.tolist(), strict=True)]
    return pd.Series(found, index=competence.index, dtype=bool)


def why(topic: str, competence: str, kind: str) -> str:
    """Why a body of this kind is not the one for the topic; kind: a key of COMPETENT's kinds."""
    if kind in COMPETENT[competence]:
        return f"тема «{topic}» — {_DUTIES[competence]}, но запись из другого поселения"
    return f"тема «{topic}» — {_DUTIES[competence]}, а адресат — {_BODIES[kind]}"
