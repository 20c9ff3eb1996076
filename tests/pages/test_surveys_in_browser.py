"""«Опрос заявителей» in Chromium: a file whose column a person names is taken in, seen beside ratings, taken back."""

from pathlib import Path

from tests import serving

FILE = "Исполнитель;Как вам ответ;Дата\nmcu;5;01.11.2026\nmcu;скорее доволен;02.11.2026\n"


def test_a_survey_is_loaded_by_its_columns_and_taken_back(address, page, tmp_path: Path) -> None:
    file = tmp_path / "осень.csv"
    file.write_text(FILE, encoding="utf-8")
    page.goto(f"{address}/surveys")
    serving.until_at_rest(page)
    page.set_input_files("#surveys-upload input[type=file]", str(file))
    page.wait_for_selector("#surveys-columns button.dash-dropdown")
    page.locator("#surveys-columns button.dash-dropdown").first.click()
    page.locator(".dash-dropdown-content .dash-dropdown-option", has_text="Как вам ответ").first.click()
    page.keyboard.press("Escape")
    page.locator("#surveys-columns .button--main").click()
    page.wait_for_selector("text=Внесено: 2")
    page.goto(f"{address}/satisfaction?period=all")
    page.wait_for_selector("text=Опросы и обзвоны")
    page.goto(f"{address}/surveys")
    page.locator("#surveys-body tr", has_text="осень.csv").locator("button").click()
    page.wait_for_selector("text=Отменено вместе")
    assert "осень.csv" not in page.inner_text("#surveys-body")
