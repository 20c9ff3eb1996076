"""Files over HTTP: the same numbers as the door, Russian names, refusals a person can read."""

import io
from urllib.parse import unquote

import flask
import openpyxl
import pytest

from access import audit
from access.roles import Limits
from answers import deadlines
from data.filters import parse
from data.metrics import query, register, stamp
from data.order import Order
from data.scope import EVERYTHING
from data.settings import current
from reports import download, hotspot_download
from tests import signing
from tests.pages.conftest import RECORDS, application, filled, settings  # noqa: F401 fixtures of the served program


@pytest.fixture
def client(application, filled):  # noqa: F811
    return signing.client(application, signing.sign_in(filled))


def sheet(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.data))["Данные"]


def test_a_table_holds_the_numbers_of_the_door(client, settings) -> None:  # noqa: F811
    answer = client.get("/export/table.xlsx?metrics=records,on_time_share&by=municipality&period=all&title=Поселения")

    rows = list(sheet(answer).iter_rows(min_row=2, values_only=True))
    frame = query(["records"], ["municipality"], parse({"period": "all"}), EVERYTHING)
    assert [row[0] for row in rows] == frame["municipality_label"].tolist()
    assert [row[1] for row in rows] == frame["records"].tolist()


def test_a_file_has_a_russian_name_with_day_and_snapshot(client) -> None:
    answer = client.get('/export/table.xlsx?metrics=records&title=А/Б"В%0d%0aX')

    name = unquote(answer.headers["Content-Disposition"].split("UTF-8''")[1])
    assert name == "А Б В X 2026-06-30 срез 1.xlsx"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.whole
def test_the_register_file_holds_every_record_and_no_texts(client, settings) -> None:  # noqa: F811
    answer = client.get("/export/register.xlsx?period=all")

    found = sheet(answer)
    assert found.max_row == RECORDS + 1
    everything = " ".join(str(cell) for row in found.iter_rows(values_only=True) for cell in row)
    assert "Заявитель" not in everything
    assert "колонка не работает" not in everything


def test_a_cut_register_says_so(client, monkeypatch) -> None:
    monkeypatch.setattr(register, "MOST_ROWS", 10)

    book = openpyxl.load_workbook(io.BytesIO(client.get("/export/register.xlsx?period=all").data))

    assert book["Данные"].max_row == 11
    told = {row[0].value: row[1].value for row in book["О данных"].iter_rows() if row[0].value}
    assert "первые 10" in told["Ограничение"]


def test_the_file_of_what_burns_holds_all_of_it_in_the_order_of_the_screen(client, settings) -> None:  # noqa: F811
    ever = parse({"period": "all"})
    overdue = query(["overdue_open"], (), ever, EVERYTHING)["overdue_open"].iloc[0]

    flt = parse({})
    burning = (deadlines.most_urgent(flt, EVERYTHING), flt, EVERYTHING, Order("due"))

    rows = list(sheet(client.get("/export/burning.xlsx?sort=due.asc")).iter_rows(values_only=True))
    column = {name: i for i, name in enumerate(rows[0])}
    due = [row[column["Срок"]] for row in rows[1:]]

    assert sum(row[column["Почему в списке"]] == "просрочено" for row in rows[1:]) == overdue > 0
    assert len(rows) - 1 == len(deadlines.burning(*burning))
    assert due == sorted(due)
    assert client.get("/export/burning.xlsx?sort=dues").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/export/table.xlsx",
        "/export/table.xlsx?metrics=recrds",
        "/export/table.xlsx?metrics=records&by=plaze",
        "/export/table.xlsx?metrics=records&period=zz",
        "/export/table.xlsx?metrics=records&topic=<script>",
        "/export/register.xlsx?sort=drop",
        "/export/map.html?measure=happiness",
    ],
)
def test_a_wrong_address_is_refused_with_a_russian_page(client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    text = answer.get_data(as_text=True)
    assert "Не получилось" in text
    assert "<script>" not in text


def test_who_may_not_export_takes_no_file(application, filled) -> None:  # noqa: F811
    auditor = signing.client(application, signing.sign_in(filled, "auditor"))
    for address in ("/export/table.xlsx?metrics=records", "/export/register.xlsx", "/export/map.html"):
        assert auditor.get(address).status_code == 403, address


def test_the_scope_of_the_asker_limits_exports(application, filled) -> None:  # noqa: F811
    narrow = signing.sign_in(filled, "curator", limits=Limits(municipalities=("95608151",)))
    answer = signing.client(application, narrow).get("/export/table.xlsx?metrics=records&by=municipality&period=all")
    assert [row[0].value for row in sheet(answer).iter_rows(min_row=2)] == ["Аскизский поссовет"]


def test_every_file_that_leaves_is_written_down_with_who_took_it(client, settings) -> None:  # noqa: F811
    client.get("/export/register.xlsx?period=all&channel=pos_message")
    last = audit.page(size=1, settings=current()).entries[0]
    assert (last.action, last.actor, last.object_kind) == ("export", "curator", "file")
    assert last.details == {"period": "all", "channel": "pos_message"}


def test_words_that_narrow_a_file_stand_in_it_and_stay_out_of_the_log(client, settings) -> None:  # noqa: F811
    answer = client.get("/export/register.xlsx?period=all&text=колонку")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert "«колонку»" in " ".join(str(c) for page in book for row in page.iter_rows(values_only=True) for c in row)
    assert sheet(answer).max_row == register.page(parse({"text": "колонку", "period": "all"}), EVERYTHING).total + 1
    details = audit.page(size=1, settings=current()).entries[0].details
    assert details == {"period": "all", "text": "слова не записаны"}


def test_map_layers_are_cached_for_ever_under_their_version(client, settings) -> None:  # noqa: F811
    version = download.map_layers.layers(current()).version

    answer = client.get(f"/geo/{version}/municipalities.geojson")

    assert answer.status_code == 200
    assert len(answer.get_json()["features"]) == 14
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/geo/old/municipalities.geojson").status_code == 404
    assert client.get(f"/geo/{version}/secrets.geojson").status_code == 404


def test_the_map_file_is_one_document_with_the_stamp(client, settings) -> None:  # noqa: F811
    answer = client.get("/export/map.html?measure=overdue_share&period=all")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = answer.get_data(as_text=True)
    assert f"срез № 1 ({stamp().address})" in text
    assert "Доля нарушений срока" in text


FILES = (
    "/export/table.xlsx?metrics=records,on_time_share&by=week,channel&period=all",
    "/export/register.xlsx?period=all",
    "/export/burning.xlsx",
    "/export/heat-map.xlsx?period=all",
    "/export/recipients.xlsx?period=all",
    "/export/surveys.xlsx?period=all",
    "/export/hotspots.xlsx?period=all",
    "/export/silence.xlsx?period=all",
    "/export/polls.xlsx?period=all",
)
"""One address of every kind of table that leaves."""


def test_every_kind_of_table_is_named_above() -> None:
    rules = [str(rule) for one in (download, hotspot_download) for rule in one_rules(one.blueprint)]
    named = {address.partition("?")[0] for address in FILES}

    assert {rule for rule in rules if rule.endswith(".xlsx")} - named == {"/export/growth.xlsx"}, "needs years of data"


def one_rules(blueprint) -> list[str]:
    probe = flask.Flask(__name__)
    probe.register_blueprint(blueprint)
    return [str(rule) for rule in probe.url_map.iter_rules()]


@pytest.mark.whole
@pytest.mark.parametrize("address", FILES)
def test_every_table_is_typed_can_be_filtered_says_what_it_is_and_is_made_equal_twice(client, address) -> None:
    answer = client.get(address)
    assert client.get(address).data == answer.data

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    page, about = book.worksheets
    head = [cell.value for cell in page[1]]
    assert (page.title, about.title) == ("Данные", "О данных")
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == f"A1:{page.cell(page.max_row, len(head)).coordinate}"
    assert all(page.column_dimensions[cell.column_letter].width > 9 for cell in page[1])
    shown = [cell for row in page.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" for cell in shown)
    assert all(cell.is_date for cell in shown if cell.number_format == "DD.MM.YYYY")
    assert all(cell.value >= -1 for cell in shown if cell.number_format == "0.0%")
    told = {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}
    known = {"Таблица", "Фильтры", "Данные на", "Срез №", "Адрес среза", "Круг данных", "Составлено", "Пробелы"}
    assert known <= set(told)
    assert told["Строк"] == str(page.max_row - 1)


def test_the_sheet_about_the_data_says_whose_they_are_and_how_they_are_counted(application, filled) -> None:  # noqa: F811
    narrow = signing.sign_in(filled, limits=Limits(channels=("phone",)))
    answer = signing.client(application, narrow).get("/export/table.xlsx?metrics=on_time_share,open_now&period=all")
    about = openpyxl.load_workbook(io.BytesIO(answer.data))["О данных"]
    told = {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}

    assert told["Круг данных"] == "часть записей: каналы — Телефон"
    assert "по дате окончания срока" in told["Доля ответов в срок"]
    assert "на дату данных" in next(text for name, text in told.items() if name.startswith("В работе"))
    assert any(name.startswith("Источник: ") for name in told)
