"""The same question gives the same number on every surface, and no number is contradicted by the list it leads to."""

import importlib
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import openpyxl
import pytest

import app as wiring
from access import scope
from answers import deadlines
from data.filters import STATES, Filters, parse
from data.metrics import METRICS, query, register
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests import signing, stores
from tests.data import mixture
from tests.data.records import published
from tests.pages import walking

ASKED: tuple[dict[str, str], ...] = (
    {},
    {"period": "4w"},
    {"period": "12w", "channel": "letter"},
    {"period": "all", "group": "roads"},
    {"from": "2025-06-01", "to": "2026-05-31", "municipality": "95608151,none"},
    {"period": "52w", "as_of": "2026-06-30"},
    {"state": "overdue", "period": "26w"},
    {"state": "open", "snapshot": "1"},
)
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("summary", {}),
    ("deadlines", {"view": "kept"}),
    ("deadlines", {"view": "kept", "split": "channel"}),
    ("deadlines", {"view": "burning"}),
    ("deadlines", {"view": "replies"}),
    ("recipients", {}),
    ("recipients", {"view": "funnel"}),
    ("channels", {}),
    ("channels", {"of": "im", "step": "quarter"}),
    ("satisfaction", {}),
    ("satisfaction", {"by": "recipient"}),
    ("hotspots", {"view": "list"}),
    ("hotspots", {"view": "silence"}),
    ("hotspots", {"view": "polls"}),
    ("quality", {}),
)


OPENING = (*VIEWS[:4], VIEWS[5])
"""Views whose numbers are counts, with something to count in the store of these tests."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with the records of `tests.data.mixture`, published."""
    var = tmp_path_factory.mktemp("one-answer")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        published(made, *mixture.rows())
    stores.add_screens(made)
    return made


@pytest.fixture
def settings(installed: Settings) -> Iterator[Settings]:
    """The same, in force during the test."""
    with use(installed):
        yield installed


@pytest.fixture(scope="module", autouse=True)
def application(installed: Settings) -> Any:
    """Pages register themselves with an application."""
    return wiring.create_app(installed)


def drawn(name: str, params: dict[str, str]) -> Any:
    answer = importlib.import_module(f"pages.{name}").answer
    return answer(params, 0) if name == "quality" else answer(params)


def body() -> Scope:
    """Whoever reads the appeals of one body only."""
    frame = query(["records"], ["recipient"], Filters(period="all"), EVERYTHING).dropna(subset=["recipient"])
    return Scope((Grant(recipients=(str(frame.nlargest(1, "records")["recipient"].iloc[0]),)),))


@pytest.mark.parametrize("params", [*ASKED[1:3], *ASKED[4:]], ids=str)
@pytest.mark.parametrize(("name", "view"), VIEWS, ids=str)
def test_what_a_number_leads_to_holds_as_many_records(
    name: str, view: dict[str, str], params: dict[str, str], settings: Settings
) -> None:
    for who in (EVERYTHING, body()):
        with scope.use(who):
            found = list(walking.leading(drawn(name, params | view)))
        lists = [one for one in found if one.href.startswith(walking.REGISTER) and one.number is not None]
        wrong = [one for one in lists if walking.count(one.href, who) != one.number]
        assert not wrong
        if who is EVERYTHING and params == ASKED[1] and (name, view) in OPENING:
            assert len(lists) > 4, "numbers lead to their records"


@pytest.mark.parametrize("params", ASKED[:6], ids=str)
def test_how_many_are_overdue_now_has_one_answer(params: dict[str, str], settings: Settings, application: Any) -> None:
    asked = params | {"period": "4w"} if "from" not in params else params
    for state in STATES:
        ever, short = (answer(f"{state}_now", parse(one)) for one in (params | {"period": "all"}, asked))
        if state == "queue" and "as_of" in params:
            assert np.isnan(ever), "nobody has told the statuses of that day"
            continue
        number = int(ever)
        told = {
            "under a shorter period": int(short),
            "the register": register.count(parse(only(params) | {"state": state}), EVERYTHING),
            "the card of the summary": card("summary", asked, f"{state}_now"),
            "the card of the terms": card("deadlines", asked | {"view": "burning"}, f"{state}_now"),
        }
        assert {name: n for name, n in told.items() if n not in (number, None)} == {}, state


def test_files_and_the_api_answer_the_same(settings: Settings, application: Any) -> None:
    client = signing.client(application, signing.sign_in(settings))
    overdue = int(answer("overdue_now", Filters()))
    assert overdue > answer("overdue_open", Filters(period="4w"))
    listed = sheet(client, "/export/register.xlsx?period=4w&state=overdue")
    assert len(listed) - 1 == overdue
    head, row = sheet(client, "/export/table.xlsx?period=4w&metrics=overdue_now,records")[:2]
    assert row[0] == overdue
    assert head[0].startswith("Просрочено на ")
    said = client.get("/api/v1/query?period=4w&metrics=overdue_now").get_json()
    assert said["rows"] == [{"overdue_now": overdue}]


def test_the_list_of_what_burns_holds_what_the_metrics_count(settings: Settings) -> None:
    for params in ASKED[:6]:
        filters = parse(params)
        groups = deadlines.most_urgent(filters, EVERYTHING)["group"].value_counts()
        told = query(["overdue_now", "burning_now"], (), filters, EVERYTHING).iloc[0]
        assert [groups.get(deadlines.OVERDUE, 0), groups.get(deadlines.SOON, 0)] == told.tolist(), params


@pytest.mark.parametrize("params", ASKED, ids=str)
def test_a_click_on_a_cell_of_the_heat_map_leaves_the_records_it_counts(
    params: dict[str, str], settings: Settings
) -> None:
    (matrix,) = importlib.import_module("pages.heat_map").topics_by_municipality(params)[0]["data"]
    cells = [
        (row[0], column[0], text)
        for row, line in zip(matrix.get("rows", ()), matrix.get("cells", ()), strict=True)
        for column, (text, *_) in zip(matrix["columns"], line, strict=True)
    ]
    assert cells or "state" in params
    for row, column, text in cells:
        if row is not None and column is not None:  # a name without a code cannot be clicked
            click = {matrix["key"]: str(row), "municipality": str(column)}
            assert register.count(parse(params | click), EVERYTHING) == walking.whole(text), (click, text)


@pytest.mark.parametrize("params", ASKED, ids=str)
def test_a_click_on_the_map_leaves_the_records_it_counts(params: dict[str, str], settings: Settings) -> None:
    figure = importlib.import_module("pages.heat_map").answer(params, None, 900)[0]
    shown = {str(row[0]): walking.whole(str(row[5])) for row in land(figure) if row[0] and walking.whole(str(row[5]))}
    for code, number in shown.items():
        assert register.count(parse(params | {"municipality": code}), EVERYTHING) == number


def land(figure: Any) -> list[Any]:
    """What the areas of a map carry: code, …, name, words."""
    traces = [trace for trace in figure.data if trace.type == "choropleth" and trace.customdata is not None]
    return [row for trace in traces for row in trace.customdata]


def answer(metric_id: str, filters: Filters) -> float:
    """One number of the door."""
    return float(query([metric_id], (), filters, EVERYTHING)[metric_id].iloc[0])


def only(params: dict[str, str]) -> dict[str, str]:
    """Without the period, which a state does not ask for."""
    return {key: value for key, value in params.items() if key not in ("period", "from", "to")}


def card(name: str, params: dict[str, str], metric_id: str) -> int | None:
    """The number on the card of a metric; missing where the screen has no such card."""
    label = f"{METRICS[metric_id].label} на"
    found = [
        one for one in walking.inside(drawn(name, params)) if getattr(one, "className", "") in ("kpi", "kpi kpi--link")
    ]
    values = [one.children[1] for one in found if walking.text(one.children[0]).startswith(label)]
    return walking.whole(walking.text(values[0])) if values else None


def sheet(client: Any, address: str) -> list[tuple[Any, ...]]:
    """The rows of the first sheet of a workbook, its heading first."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    rows = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True).worksheets[0].iter_rows(values_only=True)
    return list(rows)


@pytest.mark.parametrize("view", ({}, {"map": "place"}), ids=str)
def test_a_map_of_records_without_a_place_is_drawn(view: dict[str, str], settings: Settings) -> None:
    with scope.use(EVERYTHING):
        assert drawn("heat_map", {"period": "all", "place": "none"} | view)
