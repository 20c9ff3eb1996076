"""The league table: places with their ranges, the three axes, the index, what moved it, a line of the last steps."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from answers.frames import is_told, rows_of
from answers.rating.league import League
from answers.rating.standing import INDEX
from answers.table import when
from components import cards, states, tables
from components.columns import as_is, cell_column, link_column, opening_column, text_column, with_cells
from components.elements import element
from components.question import Screen
from components.recipients import sparkline
from components.recipients.names import with_names
from components.tables import Column
from data.metrics import METRICS
from data.metrics.enough import FEW_GENITIVE
from words import format, texts

AXES = ("on_time_share", "completeness")
"""Of the decree, beside the count: shown also where nobody has data."""
SHARES = ("on_time_share", "completeness", "satisfied_share", "repeat_share", "ping_pong_share")
COUNTS, SEEN = ("records", "due", "open_now", "overdue_now"), ("records", "overdue_now")
NOTE = (
    "Место — промежуток среди сверстников: в девяти таблицах из десяти верны все промежутки сразу; группа — те, кого "
    "по этим данным не различить. Стоящий выше — тот, про кого это известно увереннее, а не тот, у кого 5 из 5. "
    "Сдвиг индекса, довольные и повторы — под таблицей, в «Ещё столбцы»."
)
OF_ALL = (
    "Индекс и места видит куратор: они сравнивают со всеми получателями, а вам открыты не все. Доли ниже — ваши, "
    "такие же, как у куратора."
)
TITLE, MORE = "Таблица получателей", "Ещё столбцы"
_MOVED = "Против прошлого периода той же длины, и какие составляющие его дали."
_ADJUSTED = "on_time_share"
_OF_ROW = (
    *("alike", "weights_text", "rank_text", "peers_text", "moved_text", "reasons_text"),
    *(f"{INDEX.id}{end}" for end in ("", "_low", "_high", "_n")),
)
"""Columns of the league that cells are made of."""


DOTS_NOTE = (
    "Точка — значение, полоса — где оно лежит почти наверняка; виды сверстников идут друг за другом. Место — среди "
    "получателей того же вида; кого не различить, тем дан общий промежуток. Меньше "
    f"{FEW_GENITIVE} наблюдений — «мало данных», без места."
)


def drawn(axis: str) -> str:
    """Whose line is drawn for an axis: its own, where a step has enough of it, else the flow."""
    return axis if axis in METRICS and METRICS[axis].is_share else "records"


def index_columns() -> list[Column]:
    """Of the table behind the chart of the index."""
    return [Column(INDEX.id, INDEX.label, partial(format.number, digits=1), "right"), text_column("rank_text", "Место")]


def no_channel() -> Component:
    """Where the filter and the switch of channels leave nothing in common."""
    return states.empty("В фильтре нет каналов этой платформы.", "Выберите «Все каналы» или снимите фильтр по каналу.")


def card(screen: Screen, frame: pd.DataFrame, lines: pd.DataFrame, drawn: str, href: str) -> Component:
    """frame: rows of the league with the door's answers, in their order, with the short names of recipients; lines:
    `ask.steps` of the metric `drawn`; href: of the same table as XLSX.
    """
    known = with_cells(frame, *SHARES)
    opened = screen.with_records_link(known.assign(recipient_label=frame["recipient_short"]), COUNTS, "recipient")
    shown = with_names(screen, opened)
    rows = rows_of(frame, _OF_ROW)
    shown = shown.assign(
        place_cell=[_place(row) for row in rows],
        index_cell=[_index(row) for row in rows],
        moved_cell=[_two(row["moved_text"], row["reasons_text"]) for row in rows],
        line_cell=_lines(screen, frame, lines, drawn),
    )
    comparable = known.get(f"{_ADJUSTED}_adjusted", pd.Series(dtype=float)).reindex(known.index)
    shown[f"{_ADJUSTED}_cell"] = list(map(_adjusted, shown[f"{_ADJUSTED}_cell"], comparable))
    link = html.A(texts.XLSX, href=href, className="button")
    table = _table(shown, _columns(screen, drawn, _steps(lines)), TITLE)
    return cards.card(TITLE, [table, _more(screen, frame, shown)], [link], note=NOTE, wide=True)


def _table(shown: pd.DataFrame, columns: Sequence[Column], title: str, key: str = "") -> Component:
    return tables.data_table(shown, columns, title, row_header="recipient_link", max_height=620, key=key)


def _more(screen: Screen, frame: pd.DataFrame, shown: pd.DataFrame) -> Component:
    """The columns that a usual window has no room for, a click away instead of out of sight at the right."""
    counts = [_opening(screen, name) for name in COUNTS if name not in SEEN]
    shares = [cell_column(name) for name in SHARES if name not in AXES and frame[name].notna().any()]
    moved = Column("moved_cell", "Сдвиг индекса", as_is, "right", title=_MOVED, order="moved")
    table = _table(shown, [link_column("recipient"), moved, *shares, *counts], MORE, "more")
    return html.Details([html.Summary(MORE), table], className="more-columns")


def _columns(screen: Screen, drawn: str, steps: str) -> list[Column]:
    axes = [cell_column(name) for name in AXES]
    return [
        link_column("recipient"),
        Column("place_cell", "Место", as_is, "right", order="worst"),
        Column("index_cell", INDEX.short_label, as_is, "right", title=INDEX.note, order=INDEX.id),
        *(_opening(screen, name) for name in SEEN),
        *axes,
        Column("line_cell", f"{METRICS[drawn].short_label}, {steps}", as_is, order=None),
    ]


def _opening(screen: Screen, name: str) -> Column:
    return opening_column(name, when(name, (), screen.stamp.as_of))


def _steps(lines: pd.DataFrame) -> str:
    """«12 недель» or «12 месяцев»: what a point of a line is."""
    days = pd.to_datetime(lines.columns[:2]).to_series().diff().max().days
    return "12 недель" if days == 7 else "12 месяцев"


def _place(row: dict[Any, Any]) -> Any:
    """The range and among whom, the group not told apart and the places that other weights would give."""
    group = f"неразличимы: группа\N{NO-BREAK SPACE}{row['alike']}" if row["alike"] else ""
    weights = f"веса чуть иные: {row['weights_text']}" if row["weights_text"] else ""
    return _two(row["rank_text"] or "–", row["peers_text"], group, weights)


def _index(row: dict[Any, Any]) -> Any:
    if not is_told(INDEX, row):
        return html.Span(texts.NO_DATA if format.is_missing(row[INDEX.id]) else texts.FEW_DATA, className="no-data")
    ends = f"{format.number(row[f'{INDEX.id}_low'])}–{format.number(row[f'{INDEX.id}_high'])}"
    return _two(format.number(row[INDEX.id], 1), ends)


def _two(value: str, *rest: str) -> Any:
    tone = " no-data" if value in (texts.NO_DATA, texts.FEW_DATA) else ""
    return element(
        html.Span, [value, *(element(html.Small, words) for words in rest if words)], className=f"certain{tone}"
    )


def _adjusted(cell: Any, share: Any) -> Any:
    """The share as counted, under it the one for the common mix of topics."""
    if format.is_missing(share) or not isinstance(cell, html.Span) or not isinstance(cell.children, list):
        return cell
    said = f"с поправкой на темы {format.percent(share, 0)}"
    return element(html.Span, [cell, element(html.Small, said)], className="certain")


def _lines(screen: Screen, frame: pd.DataFrame, lines: pd.DataFrame, drawn: str) -> list[Any]:
    declared = METRICS[drawn]
    known = dict(zip(lines.index.tolist(), lines.to_numpy().tolist(), strict=True))
    values = [known.get(code, []) for code in frame["recipient"].tolist()]
    said = [f"{declared.label}: последний шаг {format.value(declared, one[-1] if one else None)}" for one in values]
    top = 1.0 if declared.is_share else None
    return [sparkline.line(one, words, top=top, dark=screen.is_dark) for one, words in zip(values, said, strict=True)]


def said(league: League, names: Mapping[str, str], doubts: Sequence[str]) -> Component | None:
    """What the index lacks and how its weights are shared out; who has left. None where there is nothing to say.
    names: short names of recipients by code; doubts: `ask.doubts`.
    """
    lines = [f"Нет в индексе: {'; '.join(league.missing)}. Вес разошёлся по остальным."] if league.missing else []
    shares: dict[str, list[str]] = {}
    for kind, words in league.weights.items() if league.missing else ():
        shares.setdefault(words, []).append(kind or "прочие")
    lines += [f"Вес в индексе — {', '.join(kinds)}: {words}." for words, kinds in shares.items() if words]
    gone = ", ".join(names.get(code, code) for code in league.gone)
    lines += [f"Были в прошлом периоде, в этом записей нет: {gone}."] if gone else []
    lines += doubts
    return html.Ul([html.Li(line) for line in lines], className="card__note rating-notes") if lines else None
