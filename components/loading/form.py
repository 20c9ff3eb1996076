"""How a received file is understood: its source, what each column is, and the button that tries it so."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from answers.filter_words import choices
from components.loading import ids
from components.loading import reading as intake_reading
from data.errors import SnapshotError
from data.settings import district
from words import texts

MAPPING = "mapping"
_MOSCOW = "Europe/Moscow"
_SKIPPED = "не загружать"


def form(
    key: str,
    head: Mapping[str, Any],
    sources: Mapping[str, str],
    rows: Component,
    *,
    is_open: bool,
) -> Component:
    """The editor of a job. head: as in `deeds.files.Job`; rows: `columns`; is_open: unfolded at once."""
    choice = head.get("choice", {})
    source = choice.get("source") or MAPPING
    body = [
        html.Div([_source(key, source, sources), _day(key, head.get("received_on"))], className="intake-form__line"),
        html.Div(_other(key, choice), id=ids.other(key), hidden=source != MAPPING),
        html.Div(rows, id=ids.rows(key)),
        html.Div(_buttons(key, head), className="toolbar"),
    ]
    title = _title(source, sources, choice, len(head.get("header", ())), head.get("by", ""))
    return html.Details(
        [html.Summary(title), html.Div(body, className="intake-form__body")], open=is_open, className="intake-form"
    )


def _title(source: str, sources: Mapping[str, str], choice: Mapping[str, Any], columns: int, by: str) -> list[Any]:
    used = len(set(choice.get("columns", {}).values()))
    if not used:
        return [html.Strong("Что это за файл"), html.Span(f"столбцов: {columns}", className="card__note")]
    whose = f", так выбрал(а) {by}" if by else ", узнано по заголовкам"
    name = sources.get(source, source) if source != MAPPING else f"таблица «{choice.get('code', '')}»"
    return [
        html.Strong(f"Источник: {name}"),
        html.Span(f"используется столбцов: {used} из {columns}{whose}. Изменить", className="card__note"),
    ]


def _source(key: str, source: str, sources: Mapping[str, str]) -> Component:
    options = [{"value": code, "label": name} for code, name in sources.items()]
    return _labelled("Источник", dbc.Select(id=ids.setting("source", key), options=options, value=source))


def _day(key: str, day: str | None) -> Component:
    picker = dcc.DatePickerSingle(
        id=ids.setting("day", key),
        date=day,
        display_format="DD.MM.YYYY",
        month_format="MMMM YYYY",
        first_day_of_week=1,
        placeholder="не нужна",
        clearable=True,
    )
    return _labelled("Дата поступления для строк без даты", picker)


def _other(key: str, choice: Mapping[str, Any]) -> Component:
    """What only a table of another system must be told."""
    code = dcc.Input(
        id=ids.setting("code", key),
        value=choice.get("code", ""),
        type="text",
        maxLength=40,
        placeholder="например, edds_2026",
        className="field__input",
    )
    channel = dbc.Select(id=ids.setting("channel", key), options=_channels(), value=choice.get("channel") or "other")
    zones = _zones()
    value = choice.get("time_zone") or zones[0]["value"]
    zone = dbc.Select(id=ids.setting("zone", key), options=zones, value=value)
    return html.Div(
        [
            _labelled("Код источника (латиницей) *", code),
            _labelled("Канал всех записей", channel),
            _labelled("Время в файле", zone),
        ],
        className="intake-form__line",
    )


def _zones() -> list[dict[str, str]]:
    """The district's zone first, then Moscow's, in which federal systems write."""
    own = district().time_zone
    local = [{"value": own, "label": f"Местное ({own})"}] if own != _MOSCOW else []
    return [*local, {"value": _MOSCOW, "label": "Московское"}]


def _channels() -> list[dict[str, str]]:
    try:
        found = [{"value": member.code, "label": member.label} for member in choices("channel")]
    except SnapshotError:  # nothing has been published: names come with the first snapshot
        found = []
    return found or [{"value": "other", "label": "Другой канал"}]


def columns(head: Mapping[str, Any], fields: Sequence[Any], chosen: Mapping[str, str], source: str) -> Component:
    """One row per column of the file. head: as in `etl.desk.job.Job`; fields: `etl.desk.job.Field`; chosen: field →
    header.
    """
    header, samples = head.get("header", ()), head.get("samples", {})
    known = {one.name: one for one in fields}
    by_header: dict[str, str] = {}
    for name, title in chosen.items():
        by_header.setdefault(title, name)
    options = [{"value": "", "label": _SKIPPED}]
    options += [{"value": one.name, "label": f"{one.label} *" if one.is_required else one.label} for one in fields]
    rows = [
        html.Tr(
            [
                html.Th(title, scope="row"),
                html.Td(
                    [
                        _kind(title, options, by_header.get(title, "")),
                        html.Div(
                            intake_reading.column_questions(head, title, known.get(by_header.get(title, "")), source),
                            id=ids.reading(title),
                        ),
                    ]
                ),
                html.Td("; ".join(samples.get(title, ())) or texts.NO_DATA, className="intake-form__sample"),
            ]
        )
        for title in dict.fromkeys(header)
    ]
    titles = html.Thead(
        html.Tr([html.Th(words, scope="col") for words in ("Столбец файла", "Что это", "Примеры (имена скрыты)")])
    )
    table = html.Table([titles, html.Tbody(rows)], className="data-table intake-form__table")
    note = html.P("Звёздочкой отмечено то, без чего источник не загрузить.", className="card__note")
    return html.Div([note, html.Div(table, className="table-scroll", style={"maxHeight": "420px"})])


def _kind(title: str, options: list[dict[str, str]], value: str) -> Component:
    """The list that says what one column is."""
    chosen = dbc.Select(id=ids.column(title), options=options, value=value, name=title, placeholder=_SKIPPED)
    return html.Label([html.Span(f"Столбец «{title}»", className="visually-hidden"), chosen])


def chosen_headers(values: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Field → headers it was chosen for; a field chosen twice is the caller's to refuse."""
    made: dict[str, list[str]] = {}
    for value, identity in zip(values, identities, strict=True):
        if value:
            made.setdefault(str(value), []).append(identity["header"])
    return made


def _buttons(key: str, head: Mapping[str, Any]) -> list[Component]:
    apply = html.Button("Проверить с этими столбцами", id=ids.button("choose", key), className="button", type="button")
    note = html.Span("Выбор запомнится для файлов с такими же заголовками.", className="card__note intake-form__note")
    if not head.get("by"):
        return [apply, note]
    forget = html.Button(
        "Забыть выбор и узнать заново", id=ids.button("forget", key), className="link-button", type="button"
    )
    return [apply, note, forget]


def _labelled(label: str, control: Component) -> Component:
    return html.Label([html.Span(label, className="field__label"), control], className="field")
