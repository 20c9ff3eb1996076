"""Spellings that follow from the names themselves, for a district that has written none of its own."""

from collections import Counter
from collections.abc import Iterable, Iterator

from data.new_district.checks import topics_of
from data.new_district.reading import Row
from data.store import reference

_SHORT = {
    "село": ("с.", "с"),
    "деревня": ("д.", "д", "дер."),
    "посёлок": ("п.", "п", "пос.", "поселок"),
    "посёлок при станции": ("ст.", "станция", "п."),
    "станция": ("ст.", "ст"),
    "рабочий посёлок": ("рп", "р.п.", "пгт", "п.г.т."),
    "аал": ("а.",),
    "город": ("г.", "г"),
    "хутор": ("х.", "х"),
    "станица": ("ст-ца",),
}
_DERIVED = "Не указан: по получателям по умолчанию"


def of_places(rows: Iterable[Row]) -> list[dict[str, str]]:
    """«с. Верхнее», «село Верхнее» … of each place now; a spelling that two places share is nobody's."""
    told = [
        {"label": f"{word} {row['name']}", "place_oktmo": row["oktmo"]}
        for row in rows
        if not row["valid_to"]
        for word in (row["kind"], *_SHORT.get(row["kind"], ()))
    ]
    return _unambiguous(told)


def of_municipalities(rows: Iterable[Row]) -> list[dict[str, str]]:
    """The name of each municipality now."""
    return [{"label": row["name"], "municipality_oktmo": row["oktmo"]} for row in rows if not row["valid_to"]]


def of_recipients(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Name and short name of each body now."""
    told = [
        {"source_code": "", "label": label, "recipient_code": row["recipient_code"]}
        for row in rows
        if not row["valid_to"]
        for label in dict.fromkeys((row["name"], row["short_name"]))
        if label
    ]
    return _unambiguous(told)


def _unambiguous(told: list[dict[str, str]]) -> list[dict[str, str]]:
    counted = Counter(reference.label_key(row["label"]) for row in told)
    return [row for row in told if counted[reference.label_key(row["label"])] == 1]


def duties(rows: Iterable[Row]) -> Iterator[dict[str, str]]:
    """A duty for each body and group of the topics that come to it by default, to be named by a document later."""
    topics = reference.table("topics")
    group_of = dict(topics[["topic_code", "group_code"]].fillna("").to_numpy(dtype=object).tolist())
    names = dict(topics[["topic_code", "name"]].to_numpy(dtype=object).tolist())
    for row in rows:
        groups: dict[str, list[str]] = {}
        for code in topics_of(row):
            groups.setdefault(group_of[code] or code, []).append(code)
        for group, codes in groups.items():
            yield {
                "duty_code": f"{row['recipient_code']}.{group}",
                "recipient_code": row["recipient_code"],
                "name": names[group],
                "document": _DERIVED,
                "topic_codes": "; ".join(codes),
                "valid_from": "",
                "valid_to": "",
                "confidence": "L",
            }
