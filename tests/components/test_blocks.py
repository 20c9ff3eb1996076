"""Cards, tables, charts and states: what a reader sees."""

from datetime import date

import pandas as pd
import pytest

from components import boundary, cards, chart_card, ids, shell, states, tables
from components.tables import Column
from data.errors import FilterError
from data.metrics import metric
from geo.errors import BoundaryError
from words import format

FRAME = pd.DataFrame({"label": ["Дороги", None], "n": [1234, None], "share": [0.875, None]})
COLUMNS = [
    Column("label", "Тема"),
    Column("n", "Записей", format.number, "right"),
    Column("share", "В срок", format.percent, "right"),
]


def words(component) -> str:
    """All text of a component, in order."""
    if component is None:
        return ""
    if isinstance(component, str):
        return component.replace("\u00a0", " ").replace("\u202f", " ")
    if isinstance(component, list | tuple):
        return " ".join(filter(None, (words(part) for part in component)))
    return words(getattr(component, "children", None))


def parts(component, name):
    return [part for part in [component, *component._traverse()] if type(part).__name__ == name]


def test_a_figure_shows_its_value_change_interval_and_count():
    row = {"on_time_share": 0.875, "on_time_share_low": 0.84, "on_time_share_high": 0.91, "on_time_share_n": 320}
    made = words(cards.kpi(metric("on_time_share"), row, {"on_time_share": 0.85}))
    for piece in ("Доля ответов в срок", "87,5 %", "+2,5 п.п.", "84–91 %", "из 320, у которых срок наступил", "59-ФЗ"):
        assert piece in made


@pytest.mark.parametrize(("now", "tone"), [(30, "good"), (50, "bad")])
def test_the_colour_of_a_change_follows_the_declared_good_direction(now, tone):
    made = cards.kpi(metric("overdue_open"), {"overdue_open": now}, {"overdue_open": 40})
    assert any(getattr(part, "className", "") == f"kpi__change kpi__change--{tone}" for part in made._traverse())


def test_a_card_of_few_records_tells_no_share_and_compares_with_none() -> None:
    one = {"on_time_share": 1.0, "on_time_share_low": 0.27, "on_time_share_high": 1.0, "on_time_share_n": 1}
    many = {"on_time_share": 0.9, "on_time_share_low": 0.8, "on_time_share_high": 0.95, "on_time_share_n": 60}
    made = words(cards.kpi(metric("on_time_share"), one, many))
    assert "мало данных" in made and "%" not in made
    assert "из 1, у которых срок наступил" in made
    assert "сравнить не с чем" in words(cards.kpi(metric("on_time_share"), many, one)).lower()
    assert "1" in words(cards.kpi(metric("records"), {"records": 1, "records_n": 1}))


def test_a_figure_without_a_value_says_so():
    made = words(cards.kpi(metric("rating_mean"), {"rating_mean": float("nan")}))
    assert "нет данных" in made
    assert "сравнить не с чем" in made
    assert " 0" not in made


def test_a_figure_with_an_address_is_a_link():
    assert parts(cards.kpi(metric("records"), {"records": 1}, href="/register"), "Link")[0].href == "/register"


def test_a_table_formats_its_cells_and_marks_what_is_missing():
    table = tables.data_table(FRAME, COLUMNS, "Темы", row_header="label")
    assert words(parts(table, "Tbody")[0]) == "Дороги 1 234 87,5 % нет данных нет данных нет данных"
    assert [cell.className for cell in parts(table, "Td")][:2] == ["is-right", "is-right"]
    assert words(parts(table, "Caption")[0]) == "Темы"


def test_an_empty_table_says_why_it_is_empty():
    assert "здесь ничего нет" in words(tables.data_table(FRAME.iloc[:0], COLUMNS, "Темы"))


@pytest.mark.parametrize(
    ("page", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 5, [1, 2, 3, None, 5]),
        (50, 181, [1, None, 48, 49, 50, 51, 52, None, 181]),
        (181, 181, [1, None, 179, 180, 181]),
    ],
)
def test_the_pager_shows_the_ends_and_the_neighbours(page, last, shown):
    assert tables.shown_pages(page, last) == shown


def test_the_pager_says_which_rows_of_how_many_and_never_repeats_an_id():
    made = tables.pager(9012, 181, 50)
    assert "9 001–9 012 из 9 012" in words(made)
    found = [str(part.id) for part in parts(made, "Button")]
    assert len(found) == len(set(found))
    first = parts(tables.pager(9012, 2, 50), "Button")
    assert ids.page_step("page", "") in [button.id for button in first], "the first page leaves no trace in the URL"


def test_every_chart_sends_nothing_anywhere_and_speaks_russian():
    graph = parts(chart_card.chart_card("flow", "Поток"), "Graph")[0]
    assert graph.config["showSendToCloud"] is False
    assert graph.config["plotlyServerURL"] == ""
    assert graph.config["locale"] == "ru"
    assert graph.config["displayModeBar"] is False


def test_a_chart_offers_the_buttons_it_was_asked_for():
    def offered(card):
        return [getattr(button, "data-chart-action") for button in parts(card, "Button")]

    assert offered(chart_card.chart_card("a", "А")) == ["table", "png", "svg", "xlsx"]
    assert offered(chart_card.chart_card("a", "А", table=False, xlsx=False)) == ["png", "svg"]


def test_the_table_of_a_chart_travels_as_the_text_that_the_screen_shows():
    table = chart_card.export_table(FRAME, COLUMNS)
    assert table["columns"][1] == {"id": "n", "label": "Записей", "align": "right"}
    assert table["orders"] == ["0,0,0,0", "1,,,"]
    assert table["rows"] == [["Дороги", "1\u202f234", "87,5\u00a0%"], ["нет данных"] * 3]


def test_a_file_is_named_by_its_chart_day_and_snapshot():
    assert chart_card.filename("Темы: все / поток?", date(2026, 11, 23), 12) == "Темы все поток 2026-11-23 срез 12"


def test_a_known_error_is_shown_in_its_own_words():
    assert "Проверьте год" in words(boundary.notice(FilterError("Дата вне пределов. Проверьте год.")))


def test_damaged_map_layers_are_told_in_words_too():
    assert "Перезапустите" in words(boundary.notice(BoundaryError("Слои карты повреждены. Перезапустите программу.")))


def test_an_unknown_error_is_shown_as_a_code_and_logged_without_its_words(caplog):
    try:
        raise KeyError("Иванов Иван, улица Ленина")
    except KeyError as error:
        shown = words(boundary.notice(error))
    assert "Иванов" not in shown
    assert "Иванов" not in caplog.text
    code = caplog.records[-1].args[0]
    assert code in shown
    assert "KeyError" in caplog.text


def test_a_page_that_fails_shows_the_failure_in_its_own_place():
    def broken(**query):
        raise FilterError("Период не существует.")

    assert "Период не существует." in words(boundary.catch_errors(broken)())


def test_states_speak_to_those_who_hear_the_screen():
    assert vars(states.error("Нет связи.", "ab12"))["role"] == "alert"
    assert "ab12" in words(states.error("Нет связи.", "ab12"))
    assert vars(states.empty())["role"] == "status"
    assert "Загружается" in words(states.skeleton(100))


def test_a_screen_has_one_heading_and_its_filters_even_before_any_data():
    made = shell.screen({}, "Сроки", "Где горит?", [states.empty()])
    assert [words(h) for h in parts(made, "H1")] == ["Сроки"]
    assert ids.FLT in [getattr(part, "id", None) for part in made._traverse()]
