"""Tables of «Качество данных»: queues of unknown names, flaws of records, how topics were told, contradictions."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import cards, freshness, tables
from components.columns import as_is, dimension_column, link_column, metric_column, opening_column
from components.quality import ids
from components.question import Question, Screen
from components.tables import Column
from words import format

QUEUES = {
    "topic": ("Темы без соответствия", "Название темы в источнике, которого нет в справочнике тем."),
    "place": (
        "Неизвестные места",
        "Название, по которому место не нашлось. Где указан только район или республика, решать нечего: их здесь нет.",
    ),
    "recipient": ("Неизвестные получатели", "Исполнитель в источнике, которого нет среди получателей."),
    "status": (
        "Неизвестные статусы",
        "Слово источника, которого нет среди статусов. До сопоставления итог следует датам ответа и закрытия; запись "
        "без них не входит ни в одну долю.",
    ),
}
FLAWS = {
    "undated": ("Закрыто, но даты ответа нет", "Срок и длительность не считаются."),
    "date_conflict": ("Ответ или закрытие раньше поступления", "Срок и длительность не считаются."),
    "due_conflict": ("Срок в файле раньше поступления", "Такой срок не считается, действует правило."),
    "future_date": ("Дата в будущем", "Событие позже дня загрузки: дата не принята, исправьте её в источнике."),
    "ambiguous": ("Место неоднозначно", "Так называются несколько мест, и другие поля их не различили."),
    "point_conflict": ("Координаты спорят с адресом", "Действует адрес."),
}
METHODS = {
    "label": "По справочнику названий",
    "rule": "По правилам",
    "model": "Обученной моделью",
    "person": "Человеком",
    None: "Не определена",
}
_NOT_ALL_OPEN = "Стоит и в записях, которые вам не открыты: решает руководитель МЦУ."
_FIELDS = {"topic": "тема", "place": "место", "status": "статус"}
_NAME_COLUMNS = (
    Column("name", "Название в источнике", as_is, width="34%"),
    Column("records", "Записей", as_is, "right", "10%", order="records_count"),
    Column("when", "Поступали", as_is, width="21%", order="last_on"),
    Column("options", "Что это может быть", as_is, order=None),
)


def blocks(
    queues: Mapping[str, tuple[int, Sequence[Any]]],
    counts: Mapping[str, int],
    told_by: Mapping[str | None, int],
    pairs: tuple[int, Sequence[Mapping[str, Any]]],
) -> list[Component]:
    """Everything about single records: queues of names, flaws, methods, contradictions."""
    made = [
        cards.card(QUEUES[k][0], queue(k, *found), note=f"{QUEUES[k][1]} За всё время.") for k, found in queues.items()
    ]
    told = [
        cards.card("Изъяны записей", flaws(counts), note="Число открывает записи. За всё время."),
        cards.card("Как определены темы", methods(told_by), note="Число открывает записи. За всё время."),
    ]
    same = "Один заявитель или адрес, соседние дни, тема или место совпадают, а остальное в двух источниках разное."
    last = cards.card("Противоречия между источниками", conflicts(*pairs), note=same, wide=True)
    return [*made, cards.grid([*told, last])]


def by_source(
    screen: Screen, found: pd.DataFrame, question: Question, late: Sequence[str], *, opens: bool
) -> Component:
    """Figures by source, those of stale sources grey. late: codes of these; opens: numbers open records."""
    shown = screen.with_link_column(
        screen.with_records_link(found, question[0], "source"), "source", "source", "/register"
    )
    first, column = (link_column, opening_column) if opens else (dimension_column, metric_column)
    columns = [first("source"), *map(column, question[0])]
    table = freshness.with_grey_rows(shown, columns, [code in late for code in found["source"]])
    return screen.table("По источникам", *table, question, note="Число открывает записи." if opens else "", wide=True)


def queue(kind: str, total: int, waiting: Sequence[Any]) -> Component:
    """Names of one kind that wait, the most frequent first. waiting: `data.decisions.waiting_names.UnknownName`."""
    if not total:
        return html.P("Всё известно: ждать нечему.", className="card__note")
    rows = [
        {
            "name": _name(kind, one),
            "records": _count("named", _key_of(kind, one), one.records),
            "when": format.period(one.first_on, one.last_on),
            "options": [_option(found) for found in one.options] or "подсказать нечего",
            "records_count": one.records,
            "last_on": one.last_on,
        }
        for one in waiting
    ]
    more_of_it: Any = {"max_height": 420, "key": f"names-{kind}", "is_whole": total <= len(rows)}
    table = tables.data_table(pd.DataFrame(rows), _NAME_COLUMNS, QUEUES[kind][0], row_header="name", **more_of_it)
    more = f"Названий: {format.number(total)}" + (f", показаны первые {len(rows)}." if total > len(rows) else ".")
    return html.Div([html.P(more, className="card__note"), table], className="quality-queue")


def _option(found: Any) -> Component:
    return html.Div([html.Div(found.name), html.Div(why(found), className="second-line")], className="quality-option")


def why(found: Any) -> str:
    """What a suggestion rests on. found: `data.decisions.waiting_names.Suggestion`."""
    by_texts = f"по текстам: {found.texts} из {found.read}" if found.texts else ""
    return ", ".join(reason for reason in ("по названию" if found.likeness else "", by_texts) if reason)


def _key_of(kind: str, one: Any) -> str:
    return ids.name_key(kind, one.source_code, one.group, one.label)


def _name(kind: str, one: Any) -> Component:
    does = ids.does("name", _key_of(kind, one))
    source = f"источник «{one.source_name}»"
    above = f"{one.group} · {source}" if one.group and one.group != one.label else source
    opener = html.Button(one.label, className="link-button", type="button", **does)
    closed = None if one.may_map else html.Div(_NOT_ALL_OPEN, className="second-line")
    return html.Div([html.Div(opener), html.Div(above, className="second-line"), closed])


def flaws(found: Mapping[str, int]) -> Component:
    """Flaws of records; each number opens its records."""
    rows = [
        {
            "label": html.Div([html.Div(FLAWS[name][0]), html.Div(FLAWS[name][1], className="second-line")]),
            "n": _count("flaw", name, n),
            "count": n,
        }
        for name, n in found.items()
    ]
    columns = (Column("label", "Что не так", as_is), Column("n", "Записей", as_is, "right", "20%", order="count"))
    return tables.data_table(pd.DataFrame(rows), columns, "Изъяны записей", row_header="label", key="flaws")


def _count(what: str, of: str, n: int) -> Component:
    """A number that opens its records; zero opens nothing."""
    if not n:
        return html.Span("0")
    return html.Button(format.number(n), className="link-button", type="button", **ids.does(what, of))


def methods(found: Mapping[str | None, int]) -> Component:
    """How topics were told: questions and their share."""
    total = sum(found.values())
    rows = [
        {
            "label": label,
            "n": _count("method", name or "", found.get(name, 0)),
            "count": found.get(name, 0),
            "share": found.get(name, 0) / total if total else None,
        }
        for name, label in METHODS.items()
    ]
    columns = (
        Column("label", "Как определена тема"),
        Column("n", "Вопросов", as_is, "right", "20%", order="count"),
        Column("share", "Доля", format.percent, "right", "20%"),
    )
    return tables.data_table(pd.DataFrame(rows), columns, "Как определены темы", row_header="label", key="methods")


def conflicts(total: int, found: Sequence[Mapping[str, Any]]) -> Component:
    """Pairs of records of two sources that say different things of what seems one appeal; total: of all pairs."""
    if not total:
        return html.P("Противоречий между источниками не найдено.", className="card__note")
    rows = [
        {
            "first": _side(pair["first"]),
            "second": _side(pair["second"]),
            "what": [
                html.Div(f"{_FIELDS[name]}: {pair['first'][name]} — {pair['second'][name]}") for name in pair["fields"]
            ],
        }
        for pair in found
    ]
    columns = (
        Column("first", "Поступила раньше", as_is, width="24%"),
        Column("second", "Поступила позже", as_is, width="24%"),
        Column("what", "Что расходится", as_is),
    )
    is_whole = total <= len(rows)
    table = tables.data_table(
        pd.DataFrame(rows), columns, "Противоречия источников", max_height=420, key="conflicts", is_whole=is_whole
    )
    more = f"Пар: {format.number(total)}" + (f", показаны последние {len(rows)}." if total > len(rows) else ".")
    return html.Div([html.P(more, className="card__note"), table])


def _side(one: Mapping[str, Any]) -> Component:
    return html.Div(
        [html.Div(opener(one["record_id"], one["external_id"])), html.Div(one["source"], className="second-line")]
    )


def opener(record_id: int, words: str) -> Component:
    """A button that opens the record in the panel, to be looked at and corrected."""
    does = ids.does("record", str(record_id))
    return html.Button(words or f"№ {record_id}", className="link-button", type="button", **does)


def records(found: pd.DataFrame, total: int, note: str = "") -> Component:
    """A list of records in the panel. found: of `data.metrics.register.rows_of`; total: of all such records."""
    rows = [
        {
            "opener": html.Div(
                [opener(one["record_id"], one["external_id"]), html.Div(one["channel_label"], className="second-line")]
            ),
            "received_on": one["received_on"],
            "matter": html.Div([html.Div(one["topic_label"]), html.Div(one["place_label"], className="second-line")]),
        }
        for one in found.to_dict("records")
    ]
    columns = (
        Column("opener", "Запись", as_is, width="36%"),
        Column("received_on", "Поступило", format.day, width="26%"),
        Column("matter", "Тема и место", as_is),
    )
    shown = f"Записей: {format.number(total)}" + (f", показаны последние {len(rows)}." if total > len(rows) else ".")
    words = [html.P(text, className="card__note") for text in (note, shown) if text]
    table = tables.data_table(pd.DataFrame(rows), columns, "Записи", key="records", is_whole=total <= len(rows))
    return html.Section([*words, table])
