"""Files that leave the screen: XLSX of any question to the door, XLSX of the register, the map as one file, map layers.

    /export/table.xlsx?metrics=…&by=…&title=…&<filters>
    /export/register.xlsx?sort=…&behind=…&<filters>
    /export/burning.xlsx?sort=…&<filters>
    /export/heat-map.xlsx?<look of the heat map>&<filters>
    /export/recipients.xlsx?view=…&peers=…&only=…&<filters>
    /export/surveys.xlsx?by=…&<filters>
    /export/map.html?measure=…&<filters>
    /geo/<version>/<layer>.geojson                         cached for ever: the version changes with the content

Numbers come through `data.metrics` with the asker's scope, as on the screens. A file leaves only for who may export,
after the log of actions has written down who took what. A refusal is a Russian page with a 4xx status.
"""

from dataclasses import replace
from typing import Any

import pandas as pd
from flask import Blueprint, Response, request, send_file

from access import scope
from answers import deadlines, map_layers, surveys
from answers.filter_words import counted_by, describe
from answers.heat_map import measures, numbers, territories, topics
from answers.rating import ask, sheet
from answers.table import columns_of
from data.errors import QueryError
from data.filters import Filters
from data.metrics import Stamp, members, metric, query, record_order, register
from data.order import parse as parse_order
from data.settings import current
from geo.layers import LAYERS
from reports import xlsx
from reports.asked_file import XLSX_TYPE, answered, attachment, book, request_of_file
from reports.record_columns import BURNING_COLUMNS, REGISTER_COLUMNS
from words import texts

blueprint = Blueprint("downloads", __name__)
MAP_MEASURES = ("records", "per_1000", "overdue_share", "resolution_median_days", "satisfied_share")
_ONE_YEAR = 31_536_000
_LONGEST_TITLE = 120


@blueprint.get("/export/table.xlsx")
@answered
def table() -> Response:
    """The answer of the door to `metrics` and `by`, with intervals."""
    asked = request_of_file()
    metrics, by = _list_of("metrics"), _list_of("by")
    if not metrics:
        raise QueryError("Не сказано, какие показатели выгрузить. Откройте выгрузку кнопкой на графике.")
    frame = query(metrics, by, asked.filters, scope.current(), intervals=True)
    if len(by) == 1 and by[0] in territories.LEVELS:
        frame = territories.complete(frame, metrics, by[0], asked.filters, scope.current())
    title = request.args.get("title", "")[:_LONGEST_TITLE].strip() or metric(metrics[0]).label
    return book(asked, frame, columns_of(metrics, by, as_of=asked.stamp.as_of, intervals=True), title, asked.in_words)


@blueprint.get("/export/register.xlsx")
@answered
def register_table() -> Response:
    """Single records without personal data, at most `register.MOST_ROWS`, which the file says when it cuts."""
    asked = request_of_file()
    order = parse_order(request.args.get("sort", "received"), record_order.SORTS, record_order.DOWN_AT_FIRST)
    behind = request.args.get("behind", "")
    more: dict[str, Any] = {"sort": order.name, "descending": order.is_down, "behind": behind}
    found = register.page(asked.filters, scope.current(), size=register.MOST_ROWS, texts=False, **more)
    frame = found.frame.assign(outcome_label=[texts.OUTCOMES.get(code, code) for code in found.frame["outcome"]])
    limit = _limit(found.total)
    words = " · ".join(filter(None, (asked.in_words, counted_by(behind))))
    body = xlsx.workbook(frame, REGISTER_COLUMNS, "Реестр записей", words, asked.stamp, limit)
    return attachment(body, asked.file_name("Реестр записей", "xlsx"), XLSX_TYPE)


@blueprint.get("/export/burning.xlsx")
@answered
def burning() -> Response:
    """All records that burn, without personal data, with the chance to miss their day."""
    asked = request_of_file()
    order = parse_order(request.args.get("sort") or deadlines.URGENCY, deadlines.SORTS)
    urgent = deadlines.most_urgent(asked.filters, scope.current())
    found = deadlines.burning(urgent, asked.filters, scope.current(), order)
    said = {deadlines.SOON: "срок в ближайшие три рабочих дня", deadlines.OVERDUE: "просрочено"}
    frame = found.assign(
        outcome_label=[texts.OUTCOMES.get(code, code) for code in found["outcome"]],
        group_label=found["group"].map(said),
    )
    words = describe(replace(asked.filters, period="all", date_from=None, date_to=None), asked.stamp)
    return book(asked, frame, BURNING_COLUMNS, "Горит", words)


def _limit(total: int) -> str:
    if total <= register.MOST_ROWS:
        return ""
    return f"Показаны первые {register.MOST_ROWS} записей из {total}. Чтобы выгрузить остальные, сузьте фильтры."


@blueprint.get("/export/heat-map.xlsx")
@answered
def map_table() -> Response:
    """The numbers of the heat map as it is looked at, derived ones too; with time, every step of the period. With
    `of=topics` those of the matrix beside it.
    """
    asked = request_of_file()
    look, who, as_of = measures.map_view(request.args.to_dict()), scope.current(), asked.stamp.as_of
    if request.args.get("of") == topics.FILE_OF:
        cells = topics.table(look, asked.filters, as_of, who)
        found, title = cells.cells, topics.title(look, cells, as_of, who)
    else:
        found = numbers.answer(look, asked.filters, as_of, who)
        title = numbers.title(look, found, asked.filters, as_of, who)
    body = xlsx.workbook(
        numbers.with_words(found), numbers.columns(found), title, asked.in_words, asked.stamp, found.reason
    )
    return attachment(body, asked.file_name(title, "xlsx"), XLSX_TYPE)


@blueprint.get("/export/surveys.xlsx")
@answered
def survey_answers() -> Response:
    """What applicants answered when asked, by one dimension; no record is named."""
    asked = request_of_file()
    by = request.args.get("by", surveys.BY[0])
    if by not in surveys.BY:
        raise QueryError("Такого разреза у опросов нет. Вернитесь на экран и выгрузите таблицу ещё раз.")
    frame = surveys.table(by, asked.filters, scope.current(), current())
    return book(asked, frame, surveys.columns(by), "Опросы и обзвоны", asked.in_words)


@blueprint.get("/export/recipients.xlsx")
@answered
def recipients() -> Response:
    """The league of recipients, a funnel of a share, or two profiles, as on their screens."""
    asked = request_of_file()
    before = ask.period_before(asked.filters, scope.current(), asked.stamp.as_of)
    who = ask.Asked(asked.filters, before, scope.current(), asked.stamp.as_of, request.args.get("peers", ""))
    found = sheet.of(request.args.to_dict(), who, current())
    return book(asked, found.frame, found.columns, found.title, asked.in_words)


@blueprint.get("/export/map.html")
@answered
def map_file() -> Response:
    """The map as one HTML file that opens without a network."""
    from reports import standalone_map  # folium: dear to import, and few ask

    asked = request_of_file()
    measure = request.args.get("measure", MAP_MEASURES[0])
    if measure not in MAP_MEASURES:
        raise QueryError(f"Показателя «{measure[:60]}» на карте нет. Есть: {', '.join(MAP_MEASURES)}.")
    title = f"Карта района: {metric(measure).label}"
    caption = standalone_map.Caption(title, asked.in_words, _source(asked.stamp))
    areas, places = _areas(measure, asked.filters)
    land = map_layers.layers(current())
    found = standalone_map.html(areas, places, members("place", asked.filters), measure, land, caption)
    return attachment(found.encode(), asked.file_name(title, "html"), "text/html")


def _areas(measure: str, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    who = scope.current()
    areas = query([measure], ["municipality"], filters, who, intervals=True)
    areas = territories.complete(areas, [measure], "municipality", filters, who)
    return areas, query(["records", measure], ["place"], filters, who, intervals=True)


def _source(found: Stamp) -> str:
    demo = f" · {texts.DEMO_LONG}" if found.is_demo else ""
    return f"Данные на {found.as_of:%d.%m.%Y}, срез № {found.snapshot} ({found.address}){demo}"


@blueprint.get("/geo/<version>/<layer>.geojson")
@answered
def layer(version: str, layer: str) -> Response:
    """One map layer; an address of an earlier build is gone."""
    found = map_layers.layers(current())
    if layer not in LAYERS or version != found.version:
        return Response("Такого слоя карты нет.", 404, content_type="text/plain; charset=utf-8")
    response = send_file(found.files[layer], mimetype="application/geo+json", max_age=_ONE_YEAR)
    response.cache_control.public, response.cache_control.immutable = True, True
    return response


def _list_of(name: str) -> list[str]:
    return [part.strip() for part in request.args.get(name, "").split(",") if part.strip()]
