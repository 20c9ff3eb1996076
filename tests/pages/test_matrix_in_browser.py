"""The matrix of the heat map as drawn and used: cells, words, clicks, pictures, the dark theme, narrow screens."""

import re

import pytest
from PIL import Image

from tests import serving
from tests.components.test_theme import contrast
from tests.pages.test_heat_map_in_browser import MATRIX, opened

CARD = f".chart-card:has({MATRIX})"
CELLS = f"""() => {{
  const {{ rows, trace }} = document.querySelector('{MATRIX} .matrix').mcuMatrix;
  return rows.slice(0, trace.rows.length).map((row) => row.cells.slice(0, trace.columns.length).map((cell) =>
    ({{ text: cell.letters.textContent, fill: cell.fill.getAttribute("fill"), ink: cell.letters.getAttribute("fill"),
       isThere: cell.letters.isConnected && cell.fill.isConnected }})));
}}"""
MIDDLE = f"""([i, j]) => {{
  const node = document.querySelector('{MATRIX} .matrix'), cell = node.mcuMatrix.rows[i].cells[j].fill;
  cell.scrollIntoView({{ block: "center" }});
  const box = cell.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}}"""


def cells(page) -> list[list[dict]]:
    return list(page.evaluate(CELLS))


def texts(page) -> list[list[str]]:
    return [[cell["text"] for cell in line] for line in cells(page)]


def in_the_dark(page) -> None:
    page.click(".theme-switch__button--dark")
    page.wait_for_function(f"() => document.querySelector('{MATRIX} .drawing').data[0].ground === '#0e141b'")
    serving.until_at_rest(page)


@pytest.mark.parametrize("query", ["period=all", "period=52w&mode=compare&measure=growth&shade=row"])
def test_letters_in_every_cell_have_the_contrast_of_text_in_both_themes(address, page, query: str) -> None:
    opened(page, address, query)
    light = cells(page)
    in_the_dark(page)
    dark = cells(page)

    assert [[c["text"] for c in line] for line in light] == [[c["text"] for c in line] for line in dark]
    assert {c["fill"] for line in light for c in line}.isdisjoint({c["fill"] for line in dark for c in line})
    assert min(contrast(cell["ink"], cell["fill"]) for line in [*light, *dark] for cell in line) >= 4.5


def test_the_pointer_is_told_names_and_value_and_nothing_beside_the_cells(address, page) -> None:
    opened(page, address)
    page.mouse.move(*page.evaluate(MIDDLE, [0, 1]))
    page.wait_for_selector(".matrix-words:not([hidden])")
    names, value = page.inner_text(".matrix-words").split("\n")
    group, _, municipality = names.partition(" · ")

    assert group == page.evaluate(f"() => document.querySelector('{MATRIX} .drawing').data[0].rows[0][1]")
    assert municipality == page.evaluate(f"() => document.querySelector('{MATRIX} .drawing').data[0].columns[1][1]")
    assert re.sub(r"\D", "", value) == re.sub(r"\D", "", texts(page)[0][1])
    page.mouse.move(5, 5)
    page.wait_for_selector(".matrix-words[hidden]", state="attached")


def test_a_cell_is_chosen_by_a_click_and_given_back_by_another(address, page) -> None:
    opened(page, address)
    before = texts(page)
    page.mouse.click(*page.evaluate(MIDDLE, [0, 2]))
    page.wait_for_function("() => location.search.includes('municipality=') && location.search.includes('group=')")
    serving.until_at_rest(page)
    chosen = cells(page)

    assert len(chosen[0]) == 2
    assert all(cell["isThere"] for line in chosen for cell in line)
    assert page.locator(f"{MATRIX} .main-svg rect").count() == sum(map(len, chosen)) + 1  # and the colours' own
    page.click("#heat-map-back")
    page.wait_for_function("() => !location.search.includes('group=')")
    serving.until_at_rest(page)
    assert texts(page) == before


def test_what_has_not_changed_is_not_drawn_again(address, page) -> None:
    opened(page, address)
    page.evaluate(
        f"""() => {{
          window.changes = 0;
          const node = document.querySelector('{MATRIX} .main-svg');
          const all = {{ subtree: true, childList: true, attributes: true, characterData: true }};
          new MutationObserver((seen) => {{ window.changes += seen.length; }}).observe(node, all);
          const drawing = document.querySelector('{MATRIX} .drawing');
          return window.mcu.matrix.react(drawing, structuredClone({{ data: drawing.data, layout: drawing.layout }}));
        }}"""
    )
    assert page.evaluate("() => window.changes") == 0


def test_the_picture_is_the_same_on_white_in_both_themes(address, page, tmp_path) -> None:
    opened(page, address)

    def saved(kind: str, name: str):
        with page.expect_download() as download:
            page.locator(f"{CARD} [data-chart-action={kind}]").click()
        download.value.save_as(tmp_path / name)
        return tmp_path / name

    light = saved("svg", "light.svg").read_text(encoding="utf-8")
    with Image.open(saved("png", "light.png")) as image:
        assert image.size == (2800, 1600)
        assert len(set(image.convert("RGB").resize((140, 80)).tobytes())) > 20
    words = [word for line in texts(page) for word in line]
    in_the_dark(page)
    dark = saved("svg", "dark.svg").read_text(encoding="utf-8")

    fills = re.compile(r'<rect[^>]* fill="(#[0-9a-f]{6})"')
    assert fills.findall(light) == fills.findall(dark)
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", light)
    assert set(words) <= set(drawn)
    assert len(drawn) > len(words)


@pytest.mark.parametrize("width", [1366, 1920])
def test_letters_keep_inside_their_cells_and_names_inside_the_card(address, page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, address)
    far = page.evaluate(
        f"""() => {{
          const node = document.querySelector('{MATRIX} .matrix'), card = node.getBoundingClientRect();
          const cells = [...node.querySelectorAll("rect[y='1']")].map((rect) => [rect, rect.nextElementSibling]);
          const wider = cells.map(([rect, text]) =>
            text.getBoundingClientRect().width - rect.getBoundingClientRect().width);
          const names = [...node.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
          const out = names.map((box) => Math.max(card.left - box.left, box.right - card.right, card.top - box.top));
          return [Math.max(...wider), Math.max(...out)];
        }}"""
    )
    assert far[0] <= 1
    assert far[1] <= 1


def test_a_window_made_narrower_gets_narrower_columns(address, page) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    opened(page, address)
    column = f"() => document.querySelector('{MATRIX} .matrix').mcuMatrix.room.column"
    wide = page.evaluate(column)

    page.set_viewport_size({"width": 1200, "height": 900})
    page.wait_for_function(f"(was) => ({column})() < was - 3", arg=wide)
    svg, card = page.locator(f"{MATRIX} .main-svg").bounding_box(), page.locator(MATRIX).bounding_box()
    assert abs(svg["width"] - card["width"]) <= 1


def test_who_sees_nothing_there_is_told_why_in_its_place(address, page) -> None:
    opened(page, address, "period=all&mode=compare")

    assert "нет предыдущего" in page.inner_text(MATRIX)
    assert page.locator(f"{MATRIX} .matrix-cell").is_hidden()


def test_the_drawing_is_named_and_so_is_the_cell_of_the_keyboard(address, page) -> None:
    opened(page, address)

    assert page.get_attribute(f"{MATRIX} .main-svg", "aria-label") == page.inner_text(f"{CARD} .card__title")
    assert page.get_attribute(f"{MATRIX} .main-svg", "role") == "img"
    page.locator(".matrix-cell").focus()
    one, cell = page.locator(".matrix-cell").bounding_box(), page.evaluate(MIDDLE, [0, 0])
    one = page.locator(".matrix-cell").bounding_box()
    assert one["x"] < cell[0] < one["x"] + one["width"]
    assert one["y"] < cell[1] < one["y"] + one["height"]
