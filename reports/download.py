"""Files that leave the screen: XLSX of any question to the door, XLSX of the register, the map as one file, map layers.

    /export/table.xlsx?metrics=…&by=…&title=…&<filters>
    /export/register.xlsx?sort=…&behind=…&<filters>
    /export/burning.xlsx?sort=…&<filters>
    /export/heat-map.xlsx?<look of the heat map>&<filters>
    /export/hotspots.xlsx?weeks=…&<filters>
    /export/growth.xlsx?against=…&<filters>
    /export/silence.xlsx?<filters>
    /export/polls.xlsx?w_people=…&<filters>
    /export/recipients.xlsx?view=…&peers=…&<filters>
    /export/surveys.xlsx?by=…&<filters>
    /export/map.html?measure=…&<filters>
    /geo/<version>/<layer>.geojson                         cached for ever: the version changes with the content

Numbers come through `data.metrics` with the asker's scope, as on the screens. A file leaves only for who may export,
after the log of actions has written down who took what. A refusal is a Russian page with a 4xx status.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from html import escape
from typing import Any

import pandas as pd
from flask import Blueprint, Response, request, send_file

from access import person, scope
from access.roles import Right
from answers import deadlines, map_layers, surveys
from answers.filter_words import counted_by, describe
from answers.heat_map import measures, numbers, territories
from answers.hotspots import growth as hotspot_growth
from answers.hotspots import list as hotspot_list
from answers.hotspots import polls as hotspot_polls
from answers.hotspots import silence as hotspot_silence
from answers.hotspots import weeks
from answers.rating import ask, sheet
from answers.table import Column, columns_of
from data.errors import MCUError, QueryError
from data.filters import Filters, parse
from data.metrics import Stamp, members, metric, query, record_order, register, stamp
from data.order import parse as parse_order
from data.settings import current
from deeds.deed import deed
from geo.errors import BoundaryError
from geo.layers import LAYERS
from reports import standalone_map, xlsx
from reports.record_columns import BURNING_COLUMNS, REGISTER_COLUMNS
from words import format, texts

blueprint = Blueprint("downloads", __name__)
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAP_MEASURES = ("records", "per_1000", "overdue_share", "resolution_median_days", "satisfied_share")
_ONE_YEAR = 31_536_000
_LONGEST_TITLE = 120


@dataclass(frozen=True)
class _Asked:
    filters: Filters
    stamp: Stamp

    @property
    def in_words(self) -> str:
        return describe(self.filters, self.stamp)

    def file_name(self, title: str, ending: str) -> str:
        # Unprintable characters too: one of them turns the order of letters round, and with it the ending of the name.
        clean = "".join(" " if c in '\\/:*?"<>|' or not c.isprintable() else c for c in title)
        return (
            f"{' '.join(clean.split()).strip(' .')} {self.stamp.as_of.isoformat()} срез {self.stamp.snapshot}.{ending}"
        )


def _request_of_file() -> _Asked:
    person.require(Right.EXPORT)
    filters = parse(request.args.to_dict())
    return _Asked(filters, stamp(filters))


def _answered(view: Callable[..., Response]) -> Callable[..., Response]:
    """An error of the program becomes a page a person can read, with an honest status."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Response:
        try:
            return view(*args, **kwargs)
        except (MCUError, BoundaryError) as error:
            return _refused(error)

    return answer


def _refused(error: MCUError | BoundaryError) -> Response:
    body = (
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{texts.ERROR_TITLE}</title></head>'
        f"<body><h1>{texts.ERROR_TITLE}</h1><p>{escape(str(error))}</p>"
        '<p><a href="/">Вернуться в программу</a></p></body></html>'
    )
    return Response(body, error.status, content_type="text/html; charset=utf-8")


def _book(asked: _Asked, frame: pd.DataFrame, columns: Sequence[Column], title: str, words: str) -> Response:
    """The frame as a workbook named by its title; words: filters and stamp as the file says them."""
    body = xlsx.workbook(frame, columns, title, words, asked.stamp)
    return _file(body, asked.file_name(title, "xlsx"), XLSX_TYPE)


@blueprint.get("/export/table.xlsx")
@_answered
def table() -> Response:
    """The answer of the door to `metrics` and `by`, with intervals."""
    asked = _request_of_file()
    metrics, by = _list_of("metrics"), _list_of("by")
    if not metrics:
        raise QueryError("Не сказано, какие показатели выгрузить. Откройте выгрузку кнопкой на графике.")
    frame = query(metrics, by, asked.filters, scope.current(), intervals=True)
    if len(by) == 1 and by[0] in territories.LEVELS:
        frame = territories.complete(frame, metrics, by[0], asked.filters, scope.current())
    title = request.args.get("title", "")[:_LONGEST_TITLE].strip() or metric(metrics[0]).label
    return _book(asked, frame, columns_of(metrics, by, as_of=asked.stamp.as_of, intervals=True), title, asked.in_words)


@blueprint.get("/export/register.xlsx")
@_answered
def register_table() -> Response:
    """Single records without personal data, at most `register.MOST_ROWS`, which the file says when it cuts."""
    asked = _request_of_file()
    order = parse_order(request.args.get("sort", "received"), record_order.SORTS, record_order.DOWN_AT_FIRST)
    behind = request.args.get("behind", "")
    more: dict[str, Any] = {"sort": order.name, "descending": order.is_down, "behind": behind}
    found = register.page(asked.filters, scope.current(), size=register.MOST_ROWS, texts=False, **more)
    frame = found.frame.assign(outcome_label=[texts.OUTCOMES.get(code, code) for code in found.frame["outcome"]])
    limit = _limit(found.total)
    words = " · ".join(filter(None, (asked.in_words, counted_by(behind))))
    body = xlsx.workbook(frame, REGISTER_COLUMNS, "Реестр обращений", words, asked.stamp, limit)
    return _file(body, asked.file_name("Реестр обращений", "xlsx"), XLSX_TYPE)


@blueprint.get("/export/burning.xlsx")
@_answered
def burning() -> Response:
    """All records that burn, without personal data, with the chance to miss their day."""
    asked = _request_of_file()
    order = parse_order(request.args.get("sort") or deadlines.URGENCY, deadlines.SORTS)
    urgent = deadlines.most_urgent(asked.filters, scope.current())
    found = deadlines.burning(urgent, asked.filters, scope.current(), order)
    said = {deadlines.SOON: "срок в ближайшие три рабочих дня", deadlines.OVERDUE: "просрочено"}
    frame = found.assign(
        outcome_label=[texts.OUTCOMES.get(code, code) for code in found["outcome"]],
        group_label=found["group"].map(said),
    )
    words = describe(replace(asked.filters, period="all", date_from=None, date_to=None), asked.stamp)
    return _book(asked, frame, BURNING_COLUMNS, "Горит", words)


def _limit(total: int) -> str:
    if total <= register.MOST_ROWS:
        return ""
    return f"Показаны первые {register.MOST_ROWS} записей из {total}. Чтобы выгрузить остальные, сузьте фильтры."


@blueprint.get("/export/heat-map.xlsx")
@_answered
def map_table() -> Response:
    """The numbers of the heat map as it is looked at, derived ones too; with time, every step of the period."""
    asked = _request_of_file()
    look = measures.map_view(request.args.to_dict())
    found = numbers.answer(look, asked.filters, asked.stamp.as_of, scope.current())
    title = numbers.title(look, found, asked.filters, asked.stamp.as_of)
    body = xlsx.workbook(
        numbers.with_words(found), numbers.columns(found), title, asked.in_words, asked.stamp, found.reason
    )
    return _file(body, asked.file_name(title, "xlsx"), XLSX_TYPE)


@blueprint.get("/export/hotspots.xlsx")
@_answered
def hotspots() -> Response:
    """The list of hotspots with what is not proved, as on the screen."""
    asked = _request_of_file()
    window = hotspot_list.window(asked.filters, asked.stamp.as_of, request.args.get("weeks", ""))
    found = hotspot_list.hotspots(asked.filters, scope.current(), window)
    title = "Проблемные точки"
    words = describe(found.ground.window.of(asked.filters), asked.stamp)
    return _book(asked, found.frame, hotspot_list.COLUMNS, title, words)


@blueprint.get("/export/growth.xlsx")
@_answered
def growth() -> Response:
    """The parts of a change, topic × place × channel; a refusal when there is nothing to compare with."""
    asked = _request_of_file()
    against = request.args.get("against", "")
    found = hotspot_growth.change(asked.filters, scope.current(), asked.stamp.as_of, against)
    if isinstance(found, str):
        raise QueryError(found)
    title = f"Что дало рост: {format.period(*found.before)} и {format.period(*found.now)}"
    frame = hotspot_growth.table(found)
    body = xlsx.workbook(frame, hotspot_growth.COLUMNS, title, asked.in_words, asked.stamp)
    return _file(body, asked.file_name("Что дало рост", "xlsx"), XLSX_TYPE)


@blueprint.get("/export/surveys.xlsx")
@_answered
def survey_answers() -> Response:
    """What applicants answered when asked, by one dimension; no record is named."""
    asked = _request_of_file()
    by = request.args.get("by", surveys.BY[0])
    if by not in surveys.BY:
        raise QueryError("Такого разреза у опросов нет. Вернитесь на экран и выгрузите таблицу ещё раз.")
    frame = surveys.table(by, asked.filters, scope.current())
    return _book(asked, frame, surveys.columns(by), "Опросы и обзвоны", asked.in_words)


@blueprint.get("/export/silence.xlsx")
@_answered
def silence() -> Response:
    """Places that write less than expected, as on the screen."""
    asked = _request_of_file()
    window = weeks.window(asked.filters, asked.stamp.as_of)
    frame = hotspot_silence.places(asked.filters, scope.current(), window)
    title, words = "Кто молчит", describe(window.of(asked.filters), asked.stamp)
    return _book(asked, frame, hotspot_silence.COLUMNS, title, words)


@blueprint.get("/export/polls.xlsx")
@_answered
def polls() -> Response:
    """Candidates for a poll by the weights of the screen, the excluded ones with the reason."""
    asked = _request_of_file()
    window = weeks.window(asked.filters, asked.stamp.as_of)
    weights = hotspot_polls.weights(request.args.to_dict())
    frame = hotspot_polls.candidates(asked.filters, scope.current(), window, weights)
    title = "Кандидаты в опрос"
    words = describe(window.of(asked.filters), asked.stamp)
    return _book(asked, frame, hotspot_polls.COLUMNS, title, words)


@blueprint.get("/export/recipients.xlsx")
@_answered
def recipients() -> Response:
    """The league of recipients, a funnel of a share, or two profiles, as on their screens."""
    asked = _request_of_file()
    before = ask.period_before(asked.filters, scope.current(), asked.stamp.as_of)
    who = ask.Asked(asked.filters, before, scope.current(), asked.stamp.as_of, request.args.get("peers", ""))
    found = sheet.of(request.args.to_dict(), who, current())
    return _book(asked, found.frame, found.columns, found.title, asked.in_words)


@blueprint.get("/export/map.html")
@_answered
def map_file() -> Response:
    """The map as one HTML file that opens without a network."""
    asked = _request_of_file()
    measure = request.args.get("measure", MAP_MEASURES[0])
    if measure not in MAP_MEASURES:
        raise QueryError(f"Показателя «{measure[:60]}» на карте нет. Есть: {', '.join(MAP_MEASURES)}.")
    title = f"Карта района: {metric(measure).label}"
    caption = standalone_map.Caption(title, asked.in_words, _source(asked.stamp))
    areas, places = _areas(measure, asked.filters)
    land = map_layers.layers(current())
    found = standalone_map.html(areas, places, members("place", asked.filters), measure, land, caption)
    return _file(found.encode(), asked.file_name(title, "html"), "text/html")


def _areas(measure: str, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    who = scope.current()
    areas = query([measure], ["municipality"], filters, who, intervals=True)
    areas = territories.complete(areas, [measure], "municipality", filters, who)
    return areas, query(["records", measure], ["place"], filters, who, intervals=True)


def _source(found: Stamp) -> str:
    demo = f" · {texts.DEMO_LONG}" if found.is_demo else ""
    return f"Данные на {found.as_of:%d.%m.%Y}, срез № {found.snapshot} ({found.address}){demo}"


@blueprint.get("/geo/<version>/<layer>.geojson")
@_answered
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


def _noted() -> dict[str, str]:
    """What the log of actions keeps of the address: that words narrowed the file, not which."""
    return request.args.to_dict() | ({"text": "слова не записаны"} if "text" in request.args else {})


def _file(body: bytes, name: str, mimetype: str) -> Response:
    """An attachment, written down before it leaves. Werkzeug writes the Russian name by RFC 5987; never cached: scope
    and data change.
    """
    with deed(Right.EXPORT, "export", "file", name, details=_noted(), publishes=False):
        response = send_file(io.BytesIO(body), mimetype=mimetype, as_attachment=True, download_name=name)
    response.cache_control.no_store = True
    return response
