"""Where a file is dropped. The browser's half is assets/80-intake.js: it sends the file and names its job."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import html_attributes
from components.loading import ids


def drop(most_megabytes: int, kept_hours: int) -> Component:
    """The zone, its button, the line that says how far the sending has come."""
    limits = (
        f"Таблица .xlsx или .csv до {most_megabytes} МБ. Файл удаляется, как только он записан или отменён, и не позже "
        f"чем через {kept_hours} ч."
    )
    return html.Div(
        [
            html.Span(className="icon icon--upload"),
            html.Div(
                [
                    html.Strong("Перетащите выгрузку сюда"),
                    html.Span(" или "),
                    html.Button("выберите файл", id="intake-choose", className="link-button", type="button"),
                ]
            ),
            html.P(limits, className="card__note"),
            html.P(["Чего нет ни в одном файле — ", dcc.Link("внесите вручную", href="/entry"), "."]),
            html.Div(id=ids.AGAIN),
            html.Div(
                id="intake-sending", className="intake-sending", role="status", **html_attributes(aria_live="polite")
            ),
        ],
        id="intake-drop",
        className="intake-drop",
    )


def repeating(import_id: int, file_name: str) -> Component:
    """What the zone says while it waits for the file of an import that is to be repeated."""
    words = f"Повтор загрузки № {import_id}: перетащите сюда тот же файл «{file_name}»."
    stop = html.Button("не повторять", id=ids.button("again", ""), className="link-button", type="button")
    attributes: Any = {"data-again": str(import_id)}
    return html.Div([words, " ", stop], className="intake-note", **attributes)


def stores(job: str | None) -> list[Component]:
    """What the screen remembers in the browser: which job it shows; and the clock that asks how far it has come."""
    shown = {"key": job, "n": 0} if job else None
    return [dcc.Store(id=ids.JOB, data=shown), dcc.Interval(id=ids.TICK, interval=700, disabled=True)]
