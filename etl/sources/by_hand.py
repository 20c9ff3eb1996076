"""What comes in no file: letters, calls, receptions, gatherings, press, typed into the form or into the template.

The headers are those of the template the program itself makes, so there are no synonyms: no other table is taken for
it. A row without a number gets a stable one from its content; rows with one number are questions of one record.
"""

import re

import pandas as pd

from data.store.reference import label_key, table
from etl.sources import address, cells, labels
from etl.sources.declaration import LOCAL, Source
from etl.sources.frame import Context, Draft, Tidy
from etl.sources.heat_map import stable_identifiers

CODE = "by_hand"
COLUMNS = {
    "channel": ("Канал обращения",),
    "number": ("Номер (если есть)",),
    "received_at": ("Когда поступило",),
    "applicant": ("Имя заявителя",),
    "contact": ("Телефон или почта заявителя",),
    "address": ("Адрес заявителя",),
    "text": ("О чём обращение",),
    "topic": ("Тема по справочнику",),
    "place": ("Место события",),
    "recipient": ("Кому направлено",),
    "kind": ("Вид записи",),
    "promised_at": ("Обещано ответить до",),
    "answered_at": ("Когда дан ответ",),
    "result": ("Итог",),
}
KEYS = (("channel",), ("received_at",), ("text",))
LONG = frozenset(("text",))
SHEET = "Внести вручную"
"""Sheet of the template with the rows; `ASIDE` hold what helps to fill it in."""
ASIDE = frozenset(("Как заполнять", "Списки"))
OWN_NUMBER = "ВР-"
"""What numbers given by the program begin with."""
ELSEWHERE = ("im_", "pos_")
"""Beginnings of codes of channels whose records come in files of their own."""
_OWN = re.compile(r"ВР-[0-9a-f]+(?:-\d+)?")
_PLACE = re.compile(r"(.+?)\s*\((.+)\)")
_LASTING = ("channel", "received_at", "applicant", "text")


def tidy(raw: pd.DataFrame, context: Context) -> Tidy:
    """Canonical rows of a chunk, one per question; question numbers go on from chunk to chunk in `context.memory`."""
    draft = Draft(raw, context)
    draft.receive()
    channel = _codes_of_names(draft.text("channel"), "channels", "channel")
    channel = channel.where(channel != "", labels.channels(draft.text("channel"), CODE))
    promised = draft.moment("promised_at")
    draft.put(
        channel_code=channel,
        promised_at=promised,
        file_due_at=promised,
        answered_at=draft.moment("answered_at"),
        observes_answer=True,
        **_words(draft),
        **_place(draft),
    )
    draft.put(external_id=_identifiers(draft, channel))
    made = draft.tidy_rows()
    return Tidy(_by_question(made.frame, context), made.rejections, made.rows_in)


def _words(draft: Draft) -> dict[str, pd.Series]:
    kind, result, is_answered = draft.text("kind"), draft.text("result"), draft.text("answered_at") != ""
    return {
        "kind_raw": kind,
        "kind_code": _coded(kind, "kinds", "kind"),
        "status_raw": result,
        "status_code": _coded(result, "statuses", "status").where((result != "") | is_answered, "new"),
        "text": cells.long_text(draft.text("text")),
        "topic_raw": draft.text("topic"),
        "recipient_raw": draft.text("recipient"),
        "applicant_name": draft.text("applicant"),
        "applicant_contact": draft.text("contact"),
    }


def _place(draft: Draft) -> dict[str, pd.Series]:
    """The applicant's address, and where it happened: «Камышта (Пуланкольский сельсовет)» is a place and its
    settlement. The street is the applicant's, so it says nothing of a place that is named apart.
    """
    line, place = draft.text("address"), draft.text("place")
    told = place.str.extract(_PLACE).fillna("").astype("str")
    parts = address.split(line.where(place == "", ""))
    return {
        "place_raw": told[0].where(told[0] != "", place),
        "municipality_raw": told[1],
        "address_raw": line,
        "street": parts["street"],
        "house": parts["house"],
        "postal_code": parts["postal_code"],
    }


def _coded(values: pd.Series, name: str, column: str) -> pd.Series:
    """Codes by the names of a reference table, else by the labels of every source."""
    found = _codes_of_names(values, name, column)
    return found.where(found != "", labels.codes(values, f"{column}_labels", CODE))


def _codes_of_names(values: pd.Series, name: str, column: str) -> pd.Series:
    known = table(name)
    codes = {label_key(said): code for said, code in zip(known["name"], known[f"{column}_code"], strict=True)}
    return values.map({value: codes.get(label_key(value), "") for value in values.unique()}).astype("str")


def _identifiers(draft: Draft, channel: pd.Series) -> pd.Series:
    """A number with its year and channel, because every journal begins again from 1; numbers of the program alone."""
    number = draft.text("number")
    year = draft.moment("received_at").dt.tz_convert(draft.context.zone).dt.strftime("%Y").fillna("")
    given = [identifier(*row) for row in zip(number, year, channel, strict=True)]
    own = OWN_NUMBER + stable_identifiers([draft.text(name) for name in _LASTING], draft.context)
    return pd.Series(given, index=number.index, dtype="str").where(number != "", own)


def identifier(number: str, year: str, channel_code: str) -> str:
    """The identifier of a record by its number, the year of its receipt and its channel: «15 (2026, Телефон)»."""
    if _OWN.fullmatch(number):
        return number
    known = table("channels").set_index("channel_code")["short_name"]
    return f"{number} ({', '.join(filter(None, (year, known.get(channel_code, ''))))})"


def _by_question(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Rows of one record together, its questions numbered as they are met; the same question keeps its number."""
    met: dict[str, list[tuple[str, str]]] = context.memory.setdefault("questions", {})
    numbers = []
    for external_id, *question in zip(frame["external_id"], frame["text"], frame["topic_raw"], strict=True):
        known = met.setdefault(external_id, [])
        if tuple(question) not in known:
            known.append((question[0], question[1]))
        numbers.append(known.index((question[0], question[1])) + 1)
    records = pd.factorize(frame["external_id"])[0].tolist()
    order = sorted(range(len(frame)), key=lambda i: (records[i], numbers[i]))
    return frame.assign(question_no=numbers).iloc[order].reset_index(drop=True)


# Written in the district by local time.
SOURCE = Source(
    code=CODE,
    name="Внесено вручную",
    called="шаблон ручного ввода",
    time_zone=LOCAL,
    columns=COLUMNS,
    keys=KEYS,
    layouts=(),
    numbers=("number",),
    content={},
    long=LONG,
    tidy=tidy,
    stale_days=30,
    aside=ASIDE,
)
