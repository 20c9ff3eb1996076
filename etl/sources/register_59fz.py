"""The register of letters under 59-ФЗ: a letter with several questions becomes several rows with one identifier.

Questions stand in one cell (one per line, numbered, or parted by semicolons with codes) or in rows of their own, whose
other cells are empty or repeat the letter's.
"""

from dataclasses import replace
from typing import Any

import pandas as pd

from etl.sources import address, cells, labels, moments, numbering, written_dates
from etl.sources.declaration import LOCAL, Source
from etl.sources.frame import Context, Draft, Tidy
from etl.sources.headers import COUNTERS
from etl.sources.register_questions import questions

CODE = "register_59fz"
COLUMNS = {
    "number": (
        "№",
        "Номер",
        "Рег. №",
        "Регистрационный номер",
        "Рег. номер",
        "№ обращения",
        "Номер обращения",
        "Входящий №",
        "Вх. №",
        "№ регистрации",
        "Вх. номер",
        "№ журнала",
        "Номер по журналу",
        "Регистрационный индекс",
        "Рег. индекс",
        "№ карточки",
        "Номер карточки",
        *COUNTERS,
    ),
    "received_at": ("Дата поступления", "Поступило", "Дата получения", "Дата"),
    "registered_at": ("Дата регистрации", "Зарегистрировано", "Дата рег."),
    "channel": (
        "Канал",
        "Канал поступления",
        "Источник поступления",
        "Способ поступления",
        "Откуда поступило",
        "Вид доставки",
    ),
    "author": ("Автор", "Заявитель", "ФИО", "ФИО заявителя", "Корреспондент"),
    "address": ("Адрес", "Адрес заявителя", "Адрес автора", "Место жительства"),
    "social_category": ("Социальная категория", "Соц. категория", "Социальное положение", "Льготный состав"),
    "kind": ("Вид", "Вид обращения", "Тип обращения"),
    "questions": (
        "Вопросы [код ССТУ]",
        "Вопросы",
        "Вопрос",
        "Вопросы (код ССТУ)",
        "Тематика",
        "Код ССТУ",
        "Код вопроса",
        "Тема",
    ),
    "content": ("Краткое содержание", "Содержание", "Текст", "Текст обращения", "Суть обращения"),
    "executor": ("Исполнитель", "Ответственный исполнитель", "Ответственный", "Кому поручено"),
    "due_at": ("Срок", "Срок исполнения", "Контрольный срок", "Срок ответа"),
    "extension": ("Продление", "Продлено до", "Срок продления", "Новый срок"),
    "result": ("Результат", "Результат рассмотрения", "Статус", "Решение"),
    "outgoing": ("Исходящий № и дата", "Исх. № и дата", "Исходящий номер и дата", "Исходящий", "Исх. №", "Ответ"),
    "answered_at": ("Дата ответа", "Дата отправки ответа", "Исх. дата", "Дата исходящего"),
    "is_repeat": ("Повторность", "Повторное", "Повтор"),
    "is_collective": ("Коллективность", "Коллективное"),
    "contact": ("Телефон", "E-mail", "Контакты", "Почта заявителя", "Электронная почта"),
    "place": ("Населенный пункт",),
    "municipality": ("Поселение", "Муниципальное образование", "Сельсовет"),
    "transfers": ("Количество переадресаций",),
}
KEYS = (
    ("number",),
    ("received_at", "registered_at"),
    ("questions", "author", "outgoing", "social_category", "is_collective"),
)
LAYOUTS = (tuple(name for name in list(COLUMNS)[:18] if name not in ("content", "answered_at")),)
CONTENT = {"received_at": "date"}
LONG = frozenset(("content", "questions"))


def tidy(raw: pd.DataFrame, context: Context) -> Tidy:
    """Canonical rows of a chunk, one per question; question numbers go on from chunk to chunk in `context.memory`."""
    draft = Draft(_with_merged_cells(raw, context), context)
    numbering.require(draft, "number", "нет номера обращения")
    draft.receive()
    _clock(draft)
    _letter(draft)
    made = draft.tidy_rows()
    frame = _by_question(made.frame, draft, context)
    return replace(made, frame=frame)


def continues(raw: pd.DataFrame) -> int:
    """How many last rows belong to one letter: a chunk must not end among them."""
    if "number" not in raw.columns or raw.empty:
        return len(raw)
    numbers = raw["number"].tolist()
    last = next((number for number in reversed(numbers) if number), "")
    count = 0
    for number in reversed(numbers):
        if number not in ("", last):
            break
        count += 1
    return count


def _with_merged_cells(raw: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Rows with neither number nor date but with a question go on with the letter above (merged cells)."""
    if not {"number", "received_at", "questions"} <= set(raw.columns):
        return raw
    goes_on = (raw["number"] == "") & (raw["received_at"] == "") & (raw["questions"] != "")
    if not goes_on.any():
        return raw
    filled = raw.copy()
    above: dict[str, Any] | None = None
    for row, is_more in goes_on.items():
        if is_more and above:
            for name, value in above.items():
                if name != "questions" and not filled.at[row, name]:
                    filled.at[row, name] = value
        above = {str(name): filled.at[row, name] for name in filled.columns}
    return filled


def _clock(draft: Draft) -> None:
    registered = draft.moment("registered_at")
    base = registered.fillna(draft.moment("received_at", draft.receipts())).dt.tz_convert(draft.context.zone)
    extension = draft.text("extension")
    told = moments.within(extension)
    for row in extension.index[(told == "") & ~extension.map(_is_no_extension)]:
        draft.empty(row, "extension", "не видно, до какого дня продлено")
    told_of_answer = draft.moment("answered_at")
    answered = told_of_answer.fillna(draft.moment("outgoing", moments.within(draft.text("outgoing"))))
    extended = draft.moment("extension", told)
    draft.formerly(
        answered_at=told_of_answer[told_of_answer.isna() & ~moments.has_plain_date(draft.text("outgoing"))],
        extended_to_at=extended.mask(extended.notna())[~moments.has_plain_date(extension)],
        channel_code=labels.former_channels(draft.text("channel"), CODE),
    )
    draft.put(
        registered_at=registered,
        file_due_at=draft.moment("due_at", moments.days_after(draft.text("due_at"), base)),
        extended_to_at=extended,
        answered_at=answered,
        observes_answer=draft.has("answered_at", "outgoing"),
    )


def _is_no_extension(cell: str) -> bool:
    return written_dates.is_nothing(cell) or cell.lower().startswith(("нет", "не прод", "без прод"))


def _letter(draft: Draft) -> None:
    result, kind, line = draft.text("result"), draft.text("kind"), draft.text("address")
    parts = address.split(line)
    draft.put(
        external_id=_identifiers(draft),
        channel_code=labels.channels(draft.text("channel"), CODE),
        kind_raw=kind,
        kind_code=labels.codes(kind, "kind_labels", CODE),
        status_raw=result,
        status_code=labels.codes(result, "status_labels", CODE),
        text=cells.long_text(draft.text("content")),
        topic_raw=draft.text("questions"),
        recipient_raw=draft.text("executor"),
        applicant_name=draft.text("author"),
        applicant_contact=draft.text("contact"),
        social_category=draft.text("social_category"),
        is_repeat=cells.flag(draft.text("is_repeat")),
        is_collective=cells.flag(draft.text("is_collective")),
        address_raw=line,
        street=parts["street"],
        house=parts["house"],
        postal_code=parts["postal_code"],
        place_raw=draft.text("place"),
        municipality_raw=draft.text("municipality"),
        transfers=draft.count("transfers"),
    )


def _identifiers(draft: Draft) -> pd.Series:
    """Number and year of receipt: registers start again from 1 every January."""
    if numbering.is_counted(draft, "number"):
        texts = draft.text("content").where(draft.text("content") != "", draft.text("questions"))
        return numbering.by_content(draft, "number", texts, draft.text("author"))
    received = draft.moment("received_at", draft.receipts()).dt.tz_convert(draft.context.zone)
    year = received.dt.year.astype("Int64").astype("str").replace("<NA>", "")
    return (draft.text("number") + " (" + year + ")").astype("str")


def _by_question(frame: pd.DataFrame, draft: Draft, context: Context) -> pd.DataFrame:
    """One row per question, rows of a letter together, questions numbered in the order they are met."""
    lists = frame["topic_raw"].map(questions)
    frame = frame.assign(_question=lists, _letter=_letters(frame, context))
    frame = frame.explode("_question", ignore_index=True)
    known: dict[str, list[tuple[str, str]]] = context.memory.setdefault("questions", {})
    numbers = [_number(known.setdefault(i, []), q) for i, q in zip(frame["_letter"], frame["_question"], strict=True)]
    labels_found = [label for label, _ in frame["_question"]]
    words = [" ".join(filter(None, pair)) for pair in frame["_question"]]
    is_many = frame["_letter"].duplicated(keep=False)
    text = frame["text"].where(~is_many & (frame["text"] != ""), _headed(words, frame["text"]))
    frame = frame.assign(question_no=numbers, topic_raw=labels_found, text=text).astype(
        {"topic_raw": "str", "text": "str"}
    )
    return _arranged(frame.drop(columns="_question")).drop(columns="_letter")


def _letters(frame: pd.DataFrame, context: Context) -> list[str]:
    """The letter of each row: its number, and which one under it, where day, author and text all differ."""
    met: dict[str, list[tuple[Any, str, str]]] = context.memory.setdefault("letters", {})
    texts = frame["text"].where(frame["text"] != "", frame["topic_raw"])
    said = zip(frame["received_at"].dt.floor("D"), frame["applicant_name"], texts, strict=True)
    made = []
    for number, one in zip(frame["external_id"], said, strict=True):
        others = met.setdefault(number, [])
        which = next((i for i, other in enumerate(others) if not _is_another(one, other)), len(others))
        if which == len(others):
            others.append(one)
        made.append(f"{number}\x1f{which}" if which else number)
    return made


def _is_another(one: tuple[Any, str, str], other: tuple[Any, str, str]) -> bool:
    """Whether two rows under one number are letters of different days, authors and texts."""
    authors = one[1] != other[1] or not one[1]
    return one[0] != other[0] and authors and one[2] != other[2]


def _arranged(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a letter together, in the order in which the last word about it stands last.

    A row that adds questions keeps only the new ones. Rows that repeat known questions follow when together they
    repeat the whole letter (a newer state of it), and go first when they repeat a part: a part must not replace the
    whole.
    """
    letters: dict[str, list[int]] = {}
    for i, letter in enumerate(frame["_letter"]):
        letters.setdefault(letter, []).append(i)
    numbers, rows = frame["question_no"].tolist(), list(zip(frame["sheet"], frame["row_number"], strict=True))
    order = [i for places in letters.values() for i in _order(places, numbers, rows)]
    return frame.iloc[order].reset_index(drop=True)


def _order(places: list[int], numbers: list[int], rows: list[tuple[str, int]]) -> list[int]:
    """Positions of one letter's questions in their new order; questions said again beside new ones are left out."""
    if len({rows[i] for i in places}) == 1:
        return places
    seen: set[int] = set()
    first: list[int] = []
    again: list[int] = []
    for row in dict.fromkeys(rows[i] for i in places):
        mine = [i for i in places if rows[i] == row]
        new = [i for i in mine if numbers[i] not in seen]
        (first if new else again).extend(new or mine)
        seen.update(numbers[i] for i in mine)
    return first + again if {numbers[i] for i in again} == seen else again + first


def _headed(words: list[str], texts: pd.Series) -> pd.Series:
    made = ["\n".join(filter(None, pair)) for pair in zip(words, texts, strict=True)]
    return pd.Series(made, index=texts.index, dtype="str")


def _number(met: list[tuple[str, str]], question: tuple[str, str]) -> int:
    """The number of a question inside its letter; the same question again keeps its number."""
    if question not in met:
        met.append(question)
    return met.index(question) + 1


# Kept in the district by local time; a first reply is no event of its own.
SOURCE = Source(
    code=CODE,
    name="Реестр 59-ФЗ (СЭД)",
    called="реестр обращений 59-ФЗ",
    time_zone=LOCAL,
    columns=COLUMNS,
    keys=KEYS,
    layouts=LAYOUTS,
    numbers=("number",),
    content=CONTENT,
    long=LONG,
    tidy=tidy,
    stale_days=7,
    observes_registration=True,
    restarts=True,
    held=continues,
)
