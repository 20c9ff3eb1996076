"""A file asked for over HTTP: by whom and of what, refused in words, written down before it leaves."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd
from flask import Response, request, send_file

from access import person
from access.roles import Right
from answers.filter_words import describe
from answers.table import Column
from data.errors import MCUError
from data.filters import Filters, parse
from data.metrics import Stamp, stamp
from deeds.deed import deed
from geo.errors import BoundaryError
from reports import xlsx
from words import texts

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class AskedFile:
    """What a file is asked of. in_words: period and filters."""

    filters: Filters
    stamp: Stamp

    @property
    def in_words(self) -> str:
        """Period and filters."""
        return describe(self.filters, self.stamp)

    def file_name(self, title: str, ending: str) -> str:
        """«Заголовок 2026-11-29 срез 12.xlsx»."""
        # Unprintable characters too: one of them turns the order of letters round, and with it the ending of the name.
        clean = "".join(" " if c in '\\/:*?"<>|' or not c.isprintable() else c for c in title)
        return (
            f"{' '.join(clean.split()).strip(' .')} {self.stamp.as_of.isoformat()} срез {self.stamp.snapshot}.{ending}"
        )


def request_of_file() -> AskedFile:
    """Of whoever may export; AccessError for others, FilterError for parameters that make no sense."""
    person.require(Right.EXPORT)
    filters = parse(request.args.to_dict())
    return AskedFile(filters, stamp(filters))


def answered(view: Callable[..., Response]) -> Callable[..., Response]:
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


def book(asked: AskedFile, frame: pd.DataFrame, columns: Sequence[Column], title: str, words: str) -> Response:
    """The frame as a workbook named by its title; words: filters and stamp as the file says them."""
    body = xlsx.workbook(frame, columns, title, words, asked.stamp)
    return attachment(body, asked.file_name(title, "xlsx"), XLSX_TYPE)


def _noted() -> dict[str, str]:
    """What the log of actions keeps of the address: that words narrowed the file, not which."""
    return request.args.to_dict() | ({"text": "слова не записаны"} if "text" in request.args else {})


def attachment(body: bytes, name: str, mimetype: str) -> Response:
    """An attachment, written down before it leaves. Werkzeug writes the Russian name by RFC 5987; never cached: scope
    and data change.
    """
    with deed(Right.EXPORT, "export", "file", name, details=_noted(), publishes=False):
        response = send_file(io.BytesIO(body), mimetype=mimetype, as_attachment=True, download_name=name)
    response.cache_control.no_store = True
    return response


def streamed(pieces: Iterator[bytes], name: str, mimetype: str) -> Response:
    """An attachment that is sent while it is made. What is in force while it is asked for stays in force until its end;
    a failure on the way cuts it off, and an archive without its end opens nowhere.
    """
    with deed(Right.EXPORT, "export", "file", name, details=_noted(), publishes=False):
        response = Response(_in_force(pieces, copy_context()), mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.cache_control.no_store = True
    return response


def _in_force(pieces: Iterator[bytes], held: Context) -> Iterator[bytes]:
    while (piece := held.run(next, pieces, None)) is not None:
        yield piece
