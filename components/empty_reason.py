"""Why a screen is empty: it is not open to the asker, or which filter, taken away, would give records."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from components import states
from components.question import Screen
from data.filters import LISTS, Filters
from data.metrics import metric, register, stamp
from words import format, texts


def why(screen: Screen, path: str, behind: str = "") -> Component:
    """The empty state of the screen at `path`. Asks the door once per active filter, so only when nothing is there.

    behind: the metric that narrows a list of records to those it counts; missing where none does.
    """
    closed = closed_to(screen, path)
    if closed is not None:
        return closed
    reset = html.A(texts.RESET, href=path, className="button")
    there = 0 if behind else _count(screen)
    if there:
        said = texts.NOT_MEASURED.format(records=format.records(there))
        return html.Div([states.empty(said), reset], className="nothing")
    found = [(name, _count(screen.over(other), behind)) for name, other in _relaxed(screen.filters)]
    found += [(metric(behind).label, _count(screen))] if behind else []
    helpful = [f"без условия «{name}» — {format.records(n)}" for name, n in found if n]
    hint = f"Нашлось бы: {'; '.join(helpful)}." if helpful else "Ни одно условие в отдельности этого не объясняет."
    return html.Div(
        [states.empty(f"{texts.EMPTY_FILTERS} Условия: {screen.subtitle}.", hint), reset], className="nothing"
    )


def closed_to(screen: Screen, path: str, *, needs: str = "data", of_period: bool = True) -> Component | None:
    """What stands instead of a screen that is not open to the asker, or with these filters is not, or has no data yet;
    None when it is.

    needs: «data» or «records», what the screen is made of; of_period: whether the period of the filters narrows it.
    """
    scope = screen.scope
    if not scope.grants:
        return html.Div(states.empty(texts.NO_GRANTS, texts.NO_GRANTS_HINT), className="nothing")
    if needs == "records" and not scope.may_open_records:
        return html.Div(states.empty(texts.ONLY_TOTALS, texts.ONLY_TOTALS_HINT), className="nothing")
    if scope.closes(screen.filters):
        reset = html.A(texts.RESET, href=path, className="button")
        return html.Div([states.empty(texts.CLOSED, texts.CLOSED_HINT), reset], className="nothing")
    return not_yet(screen, path) if of_period else None


def not_yet(screen: Screen, path: str) -> Component | None:
    """What stands instead of a period that begins after the last day of the data; None for any other."""
    last = stamp(replace(screen.filters, as_of=None)).as_of
    first, _ = screen.filters.span(screen.stamp.as_of)
    if first is None or first <= last:
        return None
    said = states.empty(texts.NOT_YET.format(day=format.day(last)), texts.NOT_YET_HINT)
    return html.Div([said, html.A(texts.RESET, href=path, className="button")], className="nothing")


def _count(screen: Screen, behind: str = "") -> int:
    if behind:
        return register.count(screen.filters, screen.scope, behind)
    found = screen.query(["records"])["records"].iloc[0]
    return 0 if format.is_missing(found) else int(found)


def _relaxed(filters: Filters) -> list[tuple[str, Filters]]:
    """The filters with one condition less, named; the period counts as one."""
    lists = [
        (texts.FILTER_LABELS[key], replace(filters, **{name: ()}))  # type: ignore[arg-type]
        for key, name in LISTS.items()
        if getattr(filters, name)
    ]
    if filters.state:
        lists.append((texts.FILTER_LABELS["state"], replace(filters, state="")))
    if filters.text:
        lists.append((texts.FILTER_LABELS["text"], replace(filters, text="")))
    if (filters.period == "all" or filters.state) and not (filters.date_from or filters.date_to):
        return lists
    return [*lists, (texts.PERIOD, replace(filters, period="all", date_from=None, date_to=None))]
