"""Lists are sorted by their headings in real Chromium: by mouse and keyboard, over all rows, in the address."""

import openpyxl
import pytest

from answers import ranks
from data.filters import parse
from data.metrics import query, register
from data.order import alphabetical
from data.scope import EVERYTHING
from data.settings import use
from tests.pages.test_browser_screens import choose, shown

COUNTING = """
  document.addEventListener('click', () => { sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1; }, true);
"""
PLACES = 'table[data-key="place"]'
LISTED = "/heat-map?period=all&cells=place&measure=records"
"""The screen with a list of all settlements."""


def column(page, table: str, number: int) -> list[str]:
    """First lines of the cells of one column."""
    return page.evaluate(
        "([key, i]) => [...document.querySelector(key).tBodies[0].rows].map(r => r.cells[i].innerText.split('\\n')[0])",
        [table, number],
    )


def whole(cells: list[str]) -> list[int]:
    """Numbers of cells, thousands apart; what is told of few records by a word stays out."""
    bare = ("".join(cell.split()) for cell in cells)
    return [int(cell) for cell in bare if cell.isdigit()]


def ways(page) -> list[tuple[str, str]]:
    """Headings that are marked as those the list is sorted by."""
    marked = page.locator("[aria-sort]")
    return [(one.inner_text(), one.get_attribute("aria-sort")) for one in marked.all()]


def test_a_table_with_all_its_rows_is_sorted_both_ways_by_the_keyboard(address, page, filled, console_errors) -> None:
    shown(page, address, LISTED)
    came = column(page, PLACES, 0)
    with use(filled):
        frame = query(["records"], ["place"], parse({"period": "all"}), EVERYTHING)
    assert set(frame["place_label"]) <= set(came), "all places, not the first of them"
    page.locator(f"{PLACES} .sorts").first.focus()

    page.keyboard.press("Enter")
    known = [label for label in came if label != "не определено"]
    rising = sorted(known, key=alphabetical)
    assert column(page, PLACES, 0)[: len(known)] == rising
    assert ways(page) == [("Населённый пункт", "ascending")]
    page.keyboard.press("Space")
    assert column(page, PLACES, 0)[: len(known)] == rising[::-1]
    assert ways(page) == [("Населённый пункт", "descending")]
    page.keyboard.press("Enter")
    assert column(page, PLACES, 0) == came
    assert ways(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.sorts')].map(b => b.getBoundingClientRect().height).filter(h => h > 0)"
    )
    assert heights and min(heights) >= 24, "a finger hits a heading"
    assert console_errors == []


def test_the_order_stands_in_the_address_and_outlives_a_filter_and_a_reload(address, page) -> None:
    shown(page, address, LISTED)
    page.locator(f"{PLACES} .sorts").nth(1).click()
    first = column(page, PLACES, 1)
    assert whole(first) == sorted(whole(first))
    assert "order=place.cell.asc" in page.url

    choose(page, "municipality", "Аскизский поссовет")
    page.wait_for_function(
        "(n) => document.querySelector('table[data-key=place]').tBodies[0].rows.length !== n", arg=len(first)
    )
    for _ in range(2):
        counts = whole(column(page, PLACES, 1))
        assert counts == sorted(counts)
        assert "municipality=95608151" in page.url and "order=place.cell.asc" in page.url
        page.reload()
        page.wait_for_selector(f"{PLACES} [aria-sort=ascending]")


@pytest.mark.parametrize(
    ("heading", "name", "label"), [("Населённый пункт", "place", "place_label"), ("Поступило", "received", "")]
)
def test_the_register_is_sorted_over_all_its_pages(address, page, filled, heading, name, label) -> None:
    shown(page, address, "/register?period=all&page=2")
    at = [one.inner_text() for one in page.locator("table[data-control] thead th").all()].index(heading)

    page.locator("table[data-control] .sorts", has_text=heading).press("Enter")
    page.wait_for_selector("[aria-sort=ascending]")
    assert f"sort={name}.asc" in page.url and "page=" not in page.url
    first = column(page, "table[data-control]", at)
    page.locator("table[data-control] .sorts", has_text=heading).press("Enter")
    page.wait_for_selector("[aria-sort=descending]")
    last = column(page, "table[data-control]", at)

    with use(filled):
        every = register.page(parse({"period": "all"}), EVERYTHING, size=600, texts=False).frame
        known = sorted(every[label].loc[every["place"].notna()], key=alphabetical) if label else []
    if label:
        assert first == known[:50] and last == known[::-1][:50]
    else:
        ends = (min(every["received_on"]), max(every["received_on"]))
        assert (first[0], last[0]) == tuple(f"{day:%d.%m.%Y}" for day in ends)


def test_the_table_behind_a_chart_is_sorted_too(address, page) -> None:
    shown(page, address, "/recipients?period=all")
    page.click(".chart-card:has(#recipients-dots) [data-chart-action=table]")
    table = 'table[data-key="recipients-dots"]'
    page.locator(f"{table} .sorts").nth(1).click()
    counts = [int("".join(filter(str.isdigit, n))) for n in column(page, table, 1)]
    assert counts == sorted(counts)
    assert len(counts) > 5


def test_the_overdue_records_of_one_body_leave_as_a_file_within_four_clicks(address, page, filled, tmp_path) -> None:
    with use(filled):
        frame = query(["overdue_now"], ["recipient"], parse({}), EVERYTHING).sort_values("overdue_now")
        short = ranks.short_names(parse({}))[frame["recipient"].iloc[-1]]
    body, expected = frame["recipient_label"].iloc[-1], frame["overdue_now"].iloc[-1]
    shown(page, address, "/")
    page.add_init_script(COUNTING)
    page.evaluate(f"() => {{ {COUNTING} }}")

    page.locator(".nav-link-item", has_text="Получатели").click()
    page.wait_for_selector("#recipients-table table")
    heads = [one.inner_text() for one in page.locator("#recipients-table thead th").all()]
    at = next(i for i, text in enumerate(heads) if text.startswith("Просрочено"))
    row = page.locator("#recipients-table tbody tr", has_text=short)
    row.locator(":scope > *").nth(at).locator("a").click()
    page.wait_for_selector(".register table")
    with page.expect_download() as download:
        page.click("#register-file")
    download.value.save_as(tmp_path / "overdue.xlsx")

    rows = list(openpyxl.load_workbook(tmp_path / "overdue.xlsx")["Данные"].iter_rows(values_only=True))
    cells = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert int(page.evaluate("() => sessionStorage.clicks")) <= 4
    assert len(cells) == expected > 0
    assert {(one["Исполнение срока"], one["Получатель"]) for one in cells} == {("Просрочено, не закрыто", body)}
