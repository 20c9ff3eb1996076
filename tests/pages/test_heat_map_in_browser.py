"""The heat map as a curator uses it: modes, player, clicks, a box, the keyboard, the address."""

import re
from itertools import combinations

import pytest

from tests import serving
from tests.pages import walking
from tests.pages.test_browser_screens import spot

MAP = "#heat-map-map .js-plotly-plot"
MATRIX = "#heat-map-matrix"
SWITCHES = {
    "mode": "Во времени",
    "measure": "На 1000, сглаж.",
    "scale": "Шкала поровну мест",
    "cells": "Населённые пункты",
}
FAR_PX = 0.5


def opened(page, address: str, query: str = "period=all"):
    """The screen with its map drawn; charts of a hidden player need not be ready."""
    page.goto(f"{address}/heat-map?{query}")
    page.wait_for_selector("#flt-chips .chip")
    until_title(page, "")
    serving.until_at_rest(page)
    return page


def until_title(page, words: str) -> None:
    page.wait_for_function(
        f"(words) => (document.querySelector('{MAP}')?.layout?.meta?.title || '').includes(words || 'а')", arg=words
    )


def title(page) -> str:
    return str(page.evaluate(f"() => document.querySelector('{MAP}').layout.meta.title"))


def pressed(page, key: str) -> str:
    chosen = ".dash-options-list-option.selected" if key == "mode" else ".dash-dropdown-value"
    return str(page.inner_text(f".map-switch--{key} {chosen}"))


def switch(page, key: str, words: str) -> None:
    """Choose as a person does: the mode is a row of buttons, the rest are lists."""
    if key == "mode":
        page.click(f".map-switch--mode >> text={words}")
        return
    page.click(f".map-switch--{key} button.dash-dropdown")
    page.locator(".dash-dropdown-content .dash-dropdown-option", has_text=words).first.click()


def name_boxes(page) -> list[tuple[str, list[float]]]:
    page.wait_for_selector(f"{MAP} .scattergeo text", state="attached")
    return page.evaluate(
        f"""() => [...document.querySelectorAll('{MAP} .scattergeo text')].map((node) => {{
          const box = node.getBoundingClientRect();
          return [node.textContent, [box.left, box.top, box.right, box.bottom]];
        }})"""
    )


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("query", ["period=all", "period=all&mode=compare&measure=records&period=52w"])
def test_no_two_names_on_the_map_overlap(address, page, width: int, query: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, address, query)

    names = name_boxes(page)
    assert len(names) >= 14
    crossing = [
        (one, other)
        for (one, a), (other, b) in combinations(names, 2)
        if a[0] < b[2] - FAR_PX and b[0] < a[2] - FAR_PX and a[1] < b[3] - FAR_PX and b[1] < a[3] - FAR_PX
    ]
    assert crossing == []


def test_a_resized_window_gets_names_of_its_own_size(address, page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    opened(page, address)
    wide = len(name_boxes(page))

    page.set_viewport_size({"width": 620, "height": 900})
    page.wait_for_function(f"(n) => document.querySelectorAll('{MAP} .scattergeo text').length < n", arg=wide)


def test_every_switch_stands_in_the_address_and_the_address_brings_the_screen_back(address, page) -> None:
    opened(page, address)
    for key, words in SWITCHES.items():
        switch(page, key, words)
        page.wait_for_function("(key) => location.search.includes(key + '=')", arg=key)
    until_title(page, "сглаженно")
    serving.until_at_rest(page)
    written, before = page.url, title(page)

    assert all(part in written for part in ("mode=time", "measure=per_1000_smoothed", "scale=quantile", "cells=place"))
    page.goto("about:blank")
    page.goto(written)
    until_title(page, "сглаженно")
    assert {key: pressed(page, key) for key in SWITCHES} == SWITCHES
    assert title(page) == before


def test_the_way_back_returns_to_the_mode_before(address, page) -> None:
    opened(page, address)
    page.click(".map-switch--mode >> text=По группам тем")
    until_title(page, "По группам тем")

    page.go_back()
    until_title(page, "Карта района")
    assert pressed(page, "mode") == "Карта"


def test_the_slider_moves_the_map_and_the_address_without_steps_of_history(address, page) -> None:
    opened(page, address, "period=26w&mode=time")
    before, length = title(page), page.evaluate("() => history.length")

    page.locator(".player input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => location.search.includes('at=')")
    page.wait_for_function(f"(t) => document.querySelector('{MAP}')?.layout?.meta?.title !== t", arg=before)

    assert re.search(r"at=\d{4}-\d\d-01", page.url)
    assert page.evaluate("() => history.length") == length


def test_the_player_shows_the_steps_one_after_another_and_stops_at_the_end(address, page) -> None:
    opened(page, address, "period=12w&mode=time")
    page.wait_for_function("() => Number(document.querySelector('.player input').max) > 1")
    page.evaluate(
        """() => {
          window.seen = [];
          const caption = document.querySelector('.player__caption');
          new MutationObserver(() => window.seen.push(caption.textContent)).observe(caption, {childList: true});
        }"""
    )
    page.click("#heat-map-play")
    assert page.get_attribute("#heat-map-play", "aria-pressed") == "true"
    page.wait_for_function("() => document.querySelector('#heat-map-play').getAttribute('aria-pressed') === 'false'")

    page.wait_for_function("() => { const i = document.querySelector('.player input'); return i.value === i.max; }")
    assert len(set(page.evaluate("() => window.seen"))) > 1


def test_a_bar_of_the_player_is_a_step_one_can_click(address, page) -> None:
    opened(page, address, "period=52w&mode=time")
    before = page.inner_text(".player__caption strong")
    page.locator("#heat-map-moments .bars path").nth(4).click(force=True)

    page.wait_for_function("(t) => document.querySelector('.player__caption strong').textContent !== t", arg=before)
    assert "at=" in page.url


def test_two_periods_are_compared_and_the_other_one_is_named(address, page) -> None:
    opened(page, address, "period=52w&mode=compare&measure=records")
    assert "сравнение с" in title(page)
    first = title(page)

    switch(page, "against", "С прошлым годом")
    page.wait_for_function(f"(t) => document.querySelector('{MAP}')?.layout?.meta?.title !== t", arg=first)
    assert "against=year" in page.url
    page.locator(".chart-card:has(#heat-map-map) [data-chart-action=table]").click()
    assert "В прошлом периоде" in page.inner_text(".chart-card:has(#heat-map-map) .chart-card__table thead")


def test_all_time_has_nothing_to_be_compared_with_and_says_so(address, page) -> None:
    opened(page, address, "period=all&mode=compare")

    assert "нет предыдущего" in page.inner_text(MAP)


def test_the_keyboard_walks_over_the_circles_and_chooses_one(address, page) -> None:
    opened(page, address)
    page.locator(f"{MAP} path.point[tabindex='0']").focus()
    first = page.inner_text("#heat-map-focus")
    page.keyboard.press("ArrowRight")
    second = page.inner_text("#heat-map-focus")
    assert first != second
    assert "Enter" in second

    page.keyboard.press("Enter")
    page.wait_for_selector("#heat-map-way-back:not([hidden])")
    assert second.split(" (")[0] in page.inner_text("#heat-map-way-back")
    assert "place=" in page.url


def test_tab_reaches_the_map_once(address, page) -> None:
    opened(page, address)
    page.wait_for_selector(f"{MAP} path.point[tabindex='0']", state="attached")

    assert page.locator(f"{MAP} path.point[tabindex='0']").count() == 1
    assert page.locator(f"{MAP} path.point[tabindex='-1']").count() > 10
    page.locator(".chart-card:has(#heat-map-map) [data-chart-action=xlsx]").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.matches('path.point')")


def test_a_box_chooses_the_places_inside_it(address, page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1100})
    opened(page, address)
    page.click("#heat-map-box")
    left, top = spot(page, "#heat-map-map", 90.2, 53.3)
    right, bottom = spot(page, "#heat-map-map", 90.75, 52.95)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=6)
    page.mouse.up()
    page.wait_for_selector("#heat-map-way-back:not([hidden])")

    chosen = re.search(r"place=([\d,]+)", page.url)
    assert chosen
    assert "95608151051" in chosen[1].split(",")
    assert len(chosen[1].split(",")) > 1
    assert page.get_attribute("#heat-map-box", "aria-pressed") == "false"


def test_a_click_on_a_small_map_chooses_its_group_and_its_municipality(address, page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    opened(page, address, "period=all&mode=topics")
    page.locator(f"{MAP} .geo .choroplethlayer .choropleth path").nth(3).click(force=True)
    page.wait_for_selector("#heat-map-way-back:not([hidden])")

    assert "group=" in page.url
    assert "municipality=" in page.url


def test_the_screen_is_drawn_in_every_mode_without_errors(address, page, console_errors) -> None:
    for mode in ("map", "time", "topics", "compare"):
        opened(page, address, f"period=52w&mode={mode}&measure=growth")
        page.wait_for_function(f"() => document.querySelectorAll('{MAP} path').length > 10")

    assert console_errors == []


def test_the_file_of_the_map_holds_the_numbers_of_its_table(address, page, tmp_path) -> None:
    import openpyxl

    opened(page, address, "period=all&measure=per_1000_smoothed")
    rows = page.evaluate(f"() => document.querySelector('{MAP}').layout.meta.table.rows")
    with page.expect_download() as download:
        page.locator(".chart-card:has(#heat-map-map) [data-chart-action=xlsx]").click()
    download.value.save_as(tmp_path / "map.xlsx")

    sheet = list(openpyxl.load_workbook(tmp_path / "map.xlsx")["Данные"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == [row[0] for row in sheet[1:]]
    told = [row[1].split("\u00a0")[0].split(" ")[0].replace(",", ".").replace("\u202f", "") for row in rows]
    assert [float(value) for value in told] == [pytest.approx(row[1], abs=0.051) for row in sheet[1:]]


def test_the_screen_fits_a_telephone(address, page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for mode in ("map", "time", "topics", "compare"):
        opened(page, address, f"period=52w&mode={mode}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_filters_and_switches_keep_a_row_each_and_the_map_is_in_sight_of_a_small_office_screen(address, page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    opened(page, address)
    middles = """(path) => [...document.querySelectorAll(path)].filter((node) => node.offsetParent).map((node) => {
      const box = node.getBoundingClientRect();
      return (box.top + box.bottom) / 2;
    })"""
    for path, least in ((".filters__grid .filters__item", 7), (".map-controls > .map-switch", 4)):
        found = page.evaluate(middles, path)
        assert len(found) >= least
        assert max(found) - min(found) < 4, path

    assert page.locator(MAP).bounding_box()["y"] < 768 - 300


def test_map_and_matrix_stand_side_by_side_on_a_big_screen(address, page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    opened(page, address)
    one, other = (page.locator(f".chart-card:has({graph})").bounding_box() for graph in ("#heat-map-map", MATRIX))

    assert one["x"] + one["width"] <= other["x"]
    assert abs(one["y"] - other["y"]) < 2


def test_the_list_follows_the_cells_of_the_map_and_what_is_nowhere_stands_last(address, page) -> None:
    opened(page, address, "period=all&cells=place")

    assert page.inner_text("#heat-map-list h2") == "По населённым пунктам"
    rows = page.locator("#heat-map-list tbody th").all_inner_texts()
    assert len(rows) > 20
    assert "не определено" not in rows[:-1]
    assert (
        max(page.evaluate(f"() => document.querySelector('{MAP}').data.find((t) => t.name === 'places').marker.size"))
        <= 5
    )


def matrix_title(page, words: str) -> str:
    found = f".chart-card:has({MATRIX}) .card__title"
    page.wait_for_function(
        "([path, words]) => document.querySelector(path).textContent.includes(words)", arg=[found, words]
    )
    return str(page.inner_text(found))


def test_the_matrix_follows_measure_mode_and_period_and_its_file_holds_the_same_numbers(
    address, page, tmp_path
) -> None:
    import openpyxl

    opened(page, address, "period=52w&mode=compare&measure=overdue_share")
    assert "сравнение с" in matrix_title(page, "изменение")
    switch(page, "mode", "Во времени")
    serving.until_at_rest(page)
    assert re.search(r"\d\d\.\d\d\.\d{4}", matrix_title(page, "нарушений срока ·"))

    serving.until_at_rest(page)
    rows = page.evaluate(f"() => document.querySelector('{MATRIX} .drawing').layout.meta.table.rows")
    with page.expect_download() as download:
        page.locator(f".chart-card:has({MATRIX}) [data-chart-action=xlsx]").click()
    download.value.save_as(tmp_path / "matrix.xlsx")
    sheet = list(openpyxl.load_workbook(tmp_path / "matrix.xlsx")["Данные"].iter_rows(values_only=True))
    assert [tuple(row[:2]) for row in rows] == [row[:2] for row in sheet[1:]]


def test_the_first_column_is_the_whole_district_only_when_it_is(address, page) -> None:
    def first() -> str:
        return str(page.locator(f"{MATRIX} .main-svg text[font-weight='700']").text_content())

    opened(page, address)
    assert first() == "Весь район"
    opened(page, address, "period=all&municipality=95608151")
    assert first() == "Всё выбранное"


def test_a_cell_of_the_matrix_is_reached_and_chosen_by_the_keyboard(address, page) -> None:
    opened(page, address)
    page.locator(".matrix-cell").focus()
    whole = page.get_attribute(".matrix-cell", "aria-label")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")

    assert "Весь район" in whole
    assert "Весь район" not in page.get_attribute(".matrix-cell", "aria-label")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('municipality=') && location.search.includes('group=')")


def test_who_chooses_by_the_keyboard_stands_at_the_same_place_when_the_map_is_drawn_anew(address, page) -> None:
    opened(page, address)
    page.locator(f"{MAP} path.point[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    name = page.evaluate("() => document.activeElement.getAttribute('aria-label')").split(".")[0]
    for asked in (True, False):  # the second Enter gives the district back
        page.keyboard.press("Enter")
        page.wait_for_function("(asked) => location.search.includes('place=') === asked", arg=asked)
        serving.until_at_rest(page)
        page.wait_for_function("() => document.activeElement.matches('path.point')")
        assert page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith(name)
    page.keyboard.press("ArrowRight")
    assert not page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith(name)


def test_who_chooses_a_cell_by_the_keyboard_stays_at_the_matrix(address, page) -> None:
    opened(page, address)
    page.locator(".matrix-cell").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('municipality=')")
    serving.until_at_rest(page)
    page.wait_for_function("() => document.activeElement.matches('.matrix-cell')")
    before = page.get_attribute(".matrix-cell", "aria-label")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute(".matrix-cell", "aria-label") != before


def test_a_phone_shows_the_matrix_as_rows_from_much_to_little_that_lead_to_their_records(address, page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address)
    assert not page.is_visible(MATRIX)
    page.wait_for_selector("#heat-map-ranked tbody tr")
    told = [walking.whole(text) or 0 for text in page.locator("#heat-map-ranked tbody td").all_inner_texts()]
    assert len(told) > 5
    assert told == sorted(told, reverse=True)
    page.locator("#heat-map-ranked tbody th a").first.click()
    page.wait_for_url("**/register?**")
    page.wait_for_selector("#register-limit:has-text('Найдено')")
    found = page.inner_text("#register-limit").removeprefix("Найдено: ").partition(".")[0]
    assert walking.whole(found) == told[0]


def test_the_rows_of_a_phone_stay_away_from_a_wide_screen(address, page) -> None:
    opened(page, address)
    assert not page.is_visible("#heat-map-ranked")
    assert page.is_visible(MATRIX)


def test_a_phone_shows_a_record_as_a_card_that_opens_wherever_it_is_touched(address, page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/register?period=all")
    page.wait_for_selector(".record-rows tbody tr")
    serving.until_at_rest(page)
    first = page.locator(".record-rows tbody tr").first
    box = first.bounding_box()
    assert box["width"] <= 390
    assert page.locator(".record-rows .table-scroll").evaluate("(node) => node.scrollWidth <= node.clientWidth")
    parts = {"number": "th", "term": "td:nth-of-type(2)", "matter": "td:nth-of-type(3)", "status": "td:nth-of-type(6)"}
    tops = {part: first.locator(path).bounding_box() for part, path in parts.items()}
    assert tops["number"]["y"] == tops["term"]["y"] < tops["matter"]["y"] < tops["status"]["y"]
    assert tops["term"]["x"] > tops["number"]["x"]
    page.mouse.click(box["x"] + 40, tops["matter"]["y"] + 8)
    page.wait_for_selector("#record-card.show")
