"""A frame of records → proposals of problems. Repeats of one applicant are told from messages of other people."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.errors import InputError
from etl.structure.problems.clusters import clusters
from etl.structure.problems.evidence import Pairs, Progress, Terms, comparable_records, pairs

COLUMNS = (
    "record_id",
    "received_at",
    "municipality_id",
    "place_id",
    "topic_group_id",
    "topic_id",
    "street",
    "address_key",
    "applicant_key",
    "text",
)
"""What a record is judged by: one row a record, texts masked, keys pseudonymous, missing where unknown."""


@dataclass(frozen=True)
class Proposals:
    """What was found.

    members: one row a record of a proposed problem: record_id, first_record_id (the problem's earliest record),
        is_repeat (the same applicant wrote earlier about this problem; never so when the applicant is unknown).
    problems: one row a problem: first_record_id, messages, applicants (different known ones), unnamed (messages whose
        applicant is unknown), repeats, opened_at, last_at, municipality_id, place_id (missing unless a record names
        it), topic_group_id, topic_id (the commonest). messages = applicants + unnamed + repeats.
    compared: pairs looked at. skipped: pairs the bound of neighbours left out. left_out: records without
        municipality, group of topics or date, which cannot be compared.
    """

    members: pd.DataFrame
    problems: pd.DataFrame
    compared: int
    skipped: int
    left_out: int


def propose(
    records: pd.DataFrame,
    terms: Terms | None = None,
    apart: Iterable[tuple[int, int]] = (),
    progress: Progress | None = None,
) -> Proposals:
    """Proposals for records (`COLUMNS`), the same whatever the order of rows.

    apart: pairs of record numbers a person has called different problems; they are never proposed together again.
    Raises InputError when a column is missing or a record comes twice.
    """
    _check(records)
    chosen = terms or Terms()
    frame = comparable_records(records)
    found = _without(pairs(frame, chosen, progress), frame, apart)
    leader = clusters(found, len(frame), chosen.joins)
    numbers = frame["record_id"].to_numpy()
    grouped = frame.assign(first_record_id=numbers[leader] if len(frame) else numbers)
    several = grouped[grouped.groupby("first_record_id")["record_id"].transform("size") > 1]
    members = several.assign(is_repeat=_repeats(several))
    shown = members[["record_id", "first_record_id", "is_repeat"]].sort_values("record_id").reset_index(drop=True)
    return Proposals(shown, _summed(members), found.compared, found.skipped, len(records) - len(frame))


def _check(records: pd.DataFrame) -> None:
    missing = [name for name in COLUMNS if name not in records.columns]
    if missing:
        raise InputError(f"Для поиска проблем не хватает столбцов: {', '.join(missing)}. Добавьте их и повторите.")
    twice = records.loc[records["record_id"].duplicated(), "record_id"]
    if len(twice):
        raise InputError(f"Запись № {twice.iloc[0]} передана дважды. Оставьте одну строку на запись.")


def _without(found: Pairs, frame: pd.DataFrame, apart: Iterable[tuple[int, int]]) -> Pairs:
    """Pairs without those a person has told apart."""
    position = pd.Series(frame.index, index=frame["record_id"])
    told = pd.DataFrame(list(apart), columns=["one", "other"])
    told = told[told["one"].isin(position.index) & told["other"].isin(position.index)]
    if told.empty:
        return found
    ends = np.sort(np.column_stack([position[told["one"]].to_numpy(), position[told["other"]].to_numpy()]), axis=1)
    is_kept = ~np.isin(found.first * len(frame) + found.second, ends[:, 0] * len(frame) + ends[:, 1])
    first, second, evidence = found.first[is_kept], found.second[is_kept], found.evidence[is_kept]
    return Pairs(first, second, evidence, found.compared, found.skipped)


def _repeats(members: pd.DataFrame) -> pd.Series:
    """Whether the same known applicant stands earlier in the same problem. members: in the order of receipt."""
    return members.duplicated(["first_record_id", "applicant_key"]) & members["applicant_key"].notna()


def _summed(members: pd.DataFrame) -> pd.DataFrame:
    grouped = members.groupby("first_record_id", sort=True)
    made = grouped.agg(
        messages=("record_id", "size"),
        applicants=("applicant_key", "nunique"),
        repeats=("is_repeat", "sum"),
        opened_at=("received_at", "min"),
        last_at=("received_at", "max"),
        municipality_id=("municipality_id", "first"),
        place_id=("place_id", "first"),
        topic_group_id=("topic_group_id", "first"),
    )
    made["unnamed"] = made["messages"] - made["applicants"] - made["repeats"].astype(int)
    # mode() per group is thousands of calls; the commonest topic is the first of the sorted counts.
    counted = members.groupby(["first_record_id", "topic_id"], sort=True).size().rename("times").reset_index()
    counted = counted.sort_values(["first_record_id", "times", "topic_id"], ascending=[True, False, True])
    made["topic_id"] = counted.drop_duplicates("first_record_id").set_index("first_record_id")["topic_id"]
    return made.astype({"repeats": int}).reset_index()
