"""Any table by a mapping file: its columns renamed, its values translated, its dates read by the given formats."""

import pandas as pd

from data.store.reference import label_key
from etl.sources import address, cells, labels, numbering
from etl.sources.frame import Context, Draft, Tidy
from etl.sources.mapping_file import Mapping
from etl.sources.stable import stable_identifiers

LONG = frozenset(("text", "answer"))
_MOMENTS = {
    "registered_at": "registered_at",
    "due_at": "file_due_at",
    "first_reply_at": "first_reply_at",
    "answered_at": "answered_at",
    "closed_at": "closed_at",
}


def tidy(raw: pd.DataFrame, context: Context, mapping: Mapping) -> Tidy:
    """Canonical rows of a chunk; pure. A table without identifiers gets stable ones from the content of its rows."""
    draft = Draft(raw, context)
    columns = mapping.columns
    draft.receive(columns["received_at"].format if "received_at" in columns else None)
    for name, canonical in _MOMENTS.items():
        if name in columns:
            draft.put(**{canonical: draft.moment(name, form=columns[name].format)})
    if "external_id" in columns:
        numbering.require(draft, "external_id", "нет идентификатора")
    status, kind, line = draft.text("status"), draft.text("kind"), _translated(draft, mapping, "address")
    parts = address.split(line)
    code = _codes(status, mapping, "status", "status_labels")
    draft.put(
        external_id=_record_numbers(draft) if "external_id" in columns else _identifiers(draft),
        channel_code=pd.Series(mapping.channel, index=raw.index, dtype="str"),
        status_raw=status,
        status_code=code,
        is_spam=code == "spam",
        kind_raw=kind,
        kind_code=_codes(kind, mapping, "kind", "kind_labels"),
        text=cells.long_text(_translated(draft, mapping, "text")),
        answer=cells.long_text(_translated(draft, mapping, "answer")),
        topic_group_raw=_translated(draft, mapping, "topic_group"),
        topic_raw=_translated(draft, mapping, "topic"),
        recipient_raw=_translated(draft, mapping, "recipient"),
        place_raw=_translated(draft, mapping, "place"),
        applicant_name=draft.text("applicant"),
        address_raw=line,
        street=parts["street"],
        house=parts["house"],
        postal_code=parts["postal_code"],
        **draft.point(),
        rating=_rating(draft, mapping),
        observes_first_reply="first_reply_at" in columns,
        observes_answer=bool({"answered_at", "closed_at"} & set(columns)),
    )
    return draft.tidy_rows()


def _translated(draft: Draft, mapping: Mapping, name: str) -> pd.Series:
    """A field with the `values` of its column applied."""
    values = draft.text(name)
    column = mapping.columns.get(name)
    if column is None or not column.words:
        return values
    said = {label_key(key): value for key, value in column.words.items()}
    return values.map({value: said.get(label_key(value), value) for value in values.unique()}).astype("str")


def _codes(values: pd.Series, mapping: Mapping, name: str, table: str) -> pd.Series:
    column = mapping.columns.get(name)
    said = {label_key(key): value for key, value in column.words.items()} if column else {}
    known = labels.codes_by_label(table, mapping.source)
    plain = {value: said.get(label_key(value), value) for value in values.unique()}
    return values.map({value: known.get(label_key(code), known.get(code, "")) for value, code in plain.items()}).astype(
        "str"
    )


def _rating(draft: Draft, mapping: Mapping) -> pd.Series:
    if "rating" not in draft.raw.columns:
        return draft.rating()
    draft.raw["rating"] = _translated(draft, mapping, "rating")
    return draft.rating()


def _record_numbers(draft: Draft) -> pd.Series:
    return numbering.identifiers(draft, "external_id", draft.text("text"), draft.text("applicant"))


def _identifiers(draft: Draft) -> pd.Series:
    """From what does not change: when, where, about what."""
    lasting = ("received_at", "address", "place", "topic_group", "topic", "text", "applicant")
    return stable_identifiers([draft.text(name) for name in lasting], draft.context)
