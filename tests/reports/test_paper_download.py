"""Documents over HTTP: by right, within what is open, written down before they leave."""

import io
import zipfile
from urllib.parse import unquote

import docx
import pytest

from access import audit
from data.settings import current
from tests import signing
from tests.pages.conftest import application, filled, settings  # noqa: F401 fixtures of the served program

ADDRESS = "/export/channel.docx?of=pos&month=2026-05"


@pytest.fixture
def client(application, filled):  # noqa: F811
    return signing.client(application, signing.sign_in(filled))


def name_of(answer) -> str:
    return unquote(answer.headers["Content-Disposition"].split("UTF-8''")[1])


def test_a_report_of_a_channel_leaves_as_a_document_and_is_written_down(client, settings) -> None:  # noqa: F811
    answer = client.get(ADDRESS)

    assert (answer.status_code, name_of(answer)) == (200, "отчёт-pos-2026-05.docx")
    assert "no-store" in answer.headers["Cache-Control"]
    told = [one.text for one in docx.Document(io.BytesIO(answer.data)).paragraphs]
    assert "Отчёт по каналу «ПОС»" in told
    newest = audit.page(size=1, settings=current()).entries[0]
    assert (newest.action, newest.object_id) == ("export", "отчёт-pos-2026-05.docx")


def test_sheets_come_as_an_archive_that_opens(client, settings) -> None:  # noqa: F811
    answer = client.get("/export/sheets.zip")

    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.testzip() is None
        kinds = [name.rpartition(".")[2] for name in packed.namelist()]
    assert kinds == ["docx", "xlsx"] * (len(kinds) // 2)
    assert kinds
    assert audit.page(size=1, settings=current()).entries[0].object_id == name_of(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/export/channel.docx",
        "/export/channel.docx?of=pos",
        "/export/channel.docx?of=pos&month=2026-05&week=2026-W20",
        "/export/channel.docx?of=vk&month=2026-05",
        "/export/channel.docx?of=pos&month=<b>",
        "/export/channel.odt?of=pos&month=2026-05",
        "/export/sheets.zip?week=2026-W60",
    ],
)
def test_a_wrong_address_is_refused_with_a_russian_page(client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 400
    assert "Не получилось" in answer.get_data(as_text=True)
    assert "<b>" not in answer.get_data(as_text=True)


def test_who_may_not_gets_nothing(application, filled) -> None:  # noqa: F811
    auditor = signing.client(application, signing.sign_in(filled, "auditor"))
    officer = signing.client(application, signing.sign_in(filled, "incident_officer"))
    for address in (ADDRESS, "/export/sheets.zip"):
        assert auditor.get(address).status_code == 403, address
    assert officer.get(ADDRESS).status_code == 403
