"""`GET /api/v1/query` and its OpenAPI document, both made from the declarations. The same door as screens and command
line.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from data import metrics
from data.errors import MCUError
from data.filters import LONGEST_TEXT, PERIODS, names, parse
from data.metrics import plain_values, register
from data.metrics.catalogue import DIMENSIONS, METRICS
from data.scope import Scope

_OWN = ("metrics", "by", "intervals", "fill", "format")
_CLOCKED = ("as_of", "snapshot")


def blueprint(scope: Callable[[], Scope]) -> Blueprint:
    """The API's routes; `scope` tells at each request what the asker may see."""
    made = Blueprint("api", __name__, url_prefix="/api/v1")

    @made.get("/query")
    def query() -> Response:
        return _query(scope())

    @made.get("/records/<int(max=2147483647):record_id>/clocks")
    def clocks(record_id: int) -> Response:
        return _clocks(record_id, scope())

    @made.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    @made.errorhandler(MCUError)
    def refuse(error: MCUError) -> tuple[Response, int]:
        return jsonify({"error": str(error)}), error.status

    return made


def _query(scope: Scope) -> Response:
    filters = parse({name: request.args[name] for name in names() if name in request.args})
    _refuse_unknown()
    frame = metrics.query(
        _list("metrics"), _list("by"), filters, scope, intervals=_flag("intervals"), fill=_flag("fill")
    )
    if request.args.get("format") == "csv":
        return Response(plain_values.as_csv(frame), content_type="text/csv; charset=utf-8")
    return jsonify(plain_values.as_json(frame, metrics.answerable(filters, scope)))


def _clocks(record_id: int, scope: Scope) -> Response:
    filters = parse({name: request.args[name] for name in _CLOCKED if name in request.args})
    _refuse_unknown(_CLOCKED)
    as_of, found = register.clocks(record_id, filters, scope)
    rows = [
        {
            "clock": one.code,
            "label": one.label,
            "explanation": one.sentence,
            "due_on": None if one.due_on is None else one.due_on.isoformat(),
            "done_on": None if one.done_on is None else one.done_on.isoformat(),
            "state": one.state,
        }
        for one in found
    ]
    return jsonify({"record_id": record_id, "as_of": as_of.isoformat(), "clocks": rows})


def _refuse_unknown(known: tuple[str, ...] = (*names(), *_OWN)) -> None:
    """A misspelt parameter must not silently widen the answer."""
    for name in request.args:
        if name not in known:
            raise metrics.closest("Параметр", name, known)


def _list(name: str) -> list[str]:
    return [part.strip() for part in request.args.get(name, "").split(",") if part.strip()]


def _flag(name: str) -> bool:
    return request.args.get(name, "") in ("1", "true", "yes")


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    catalogue = "\n".join(f"- `{m.id}` — {m.label}, {m.unit}. {m.note}" for m in METRICS.values())
    error = _json("Ошибка", "Error")
    good = {
        "description": "Строки ответа",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Answer"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Тепловая карта МЦУ", "version": "1", "description": f"Показатели:\n{catalogue}"},
        "paths": {
            "/api/v1/query": {
                "get": {
                    "operationId": "query",
                    "summary": "Показатели в разрезах с фильтрами",
                    "parameters": _parameters(),
                    "responses": {"200": good, "400": error, "403": error, "503": error},
                }
            },
            "/api/v1/records/{record_id}/clocks": {
                "get": {
                    "operationId": "clocks",
                    "summary": "Сроки одной записи с объяснением каждой даты",
                    "parameters": _clock_parameters(),
                    "responses": {"200": _json("Сроки", "Clocks"), "400": error, "403": error, "503": error},
                }
            },
        },
        "components": {"schemas": _schemas()},
    }


def _json(description: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def _clock_parameters() -> list[dict[str, Any]]:
    number = {"type": "integer", "minimum": 1, "maximum": 2147483647}
    own = {"name": "record_id", "in": "path", "required": True, "description": "Номер записи", "schema": number}
    return [own, *[one for one in _parameters() if one["name"] in _CLOCKED]]


def _parameters() -> list[dict[str, Any]]:
    def listed(name: str, ids: list[str], text: str, required: bool = False) -> dict[str, Any]:
        items = {"type": "string", "enum": ids}
        return {
            "name": name,
            "in": "query",
            "required": required,
            "description": text,
            "explode": False,
            "schema": {"type": "array", "items": items},
        }

    def plain(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
        return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}

    day = {"type": "string", "format": "date"}
    made = [
        listed("metrics", list(METRICS), "Показатели через запятую", required=True),
        listed("by", list(DIMENSIONS), "Разрезы через запятую, не больше трёх"),
        plain("intervals", {"type": "string", "enum": ["1", "0"]}, "Добавить 90 %-ные интервалы и число наблюдений"),
        plain("fill", {"type": "string", "enum": ["1", "0"]}, "Показать и пустые шаги времени"),
        plain("format", {"type": "string", "enum": ["json", "csv"]}, "Вид ответа"),
        plain("period", {"type": "string", "enum": list(PERIODS)}, "Период, если не заданы даты"),
        plain("text", {"type": "string", "maxLength": LONGEST_TEXT}, "Слова текста или номер записи"),
        plain("snapshot", {"type": "integer", "minimum": 1}, "Номер среза; без него — последний"),
    ]
    made += [plain(name, day, text) for name, text in (("from", "Начало"), ("to", "Конец"), ("as_of", "Дата отчёта"))]
    known = {p["name"] for p in made}
    return made + [plain(name, {"type": "string"}, "Коды через запятую") for name in names() if name not in known]


def _schemas() -> dict[str, Any]:
    return {
        "Error": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}},
        "Clocks": {
            "type": "object",
            "required": ["record_id", "as_of", "clocks"],
            "properties": {
                "record_id": {"type": "integer"},
                "as_of": {"type": "string", "format": "date"},
                "clocks": {"type": "array", "items": {"type": "object"}},
            },
        },
        "Answer": {
            "type": "object",
            "required": ["snapshot", "snapshot_address", "as_of", "is_demo", "filters", "rows"],
            "properties": {
                "snapshot": {"type": "integer"},
                "snapshot_address": {"type": "string", "description": "номер и отпечаток среза: 12-3fa9c1d2"},
                "as_of": {"type": "string", "format": "date"},
                "is_demo": {"type": "boolean"},
                "filters": {"type": "object"},
                "rows": {"type": "array", "items": {"type": "object"}},
            },
        },
    }
