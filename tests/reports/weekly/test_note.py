"""The weekly note over a small store: counted by hand, every number opens as many records as it says."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import docx
import openpyxl
import pytest

from components.note import listed
from data.decisions.events import write as events
from data.decisions.events.write import Form
from data.errors import FilterError
from data.filters import parse
from data.metrics import METRICS, register
from data.scope import EVERYTHING
from data.settings import Settings, use
from reports import __main__ as command
from reports import weekly
from reports.commands import require_folder
from reports.documents.blocks import Document, Paragraph, Table, text_of
from reports.weekly import drafts
from tests.data.records import published
from words.format import NBSP

WEEK = "2026-W20"
"""11–17.05.2026."""
MONDAY = date(2026, 5, 11)


def rows() -> Iterator[dict[str, object]]:
    """Two records a week for 70 weeks, seven in the week of the note; all of the road department and one place."""
    for ago in range(1, 70):
        for number in range(2):
            day = MONDAY - timedelta(weeks=ago) + timedelta(days=number)
            yield row(day) | {"answered": f"{day + timedelta(days=10)} 12:00", "status": "closed_solved"}
    for number in range(7):
        yield row(MONDAY + timedelta(days=number)) | {"status": "in_work"}
    yield row(date(2026, 3, 2)) | {"status": "in_work", "channel": "letter", "registered": "2026-03-02"}
    yield row(MONDAY + timedelta(days=9))


def row(day: date) -> dict[str, object]:
    return {
        "received": f"{day} 10:00", "topic": "roads.snow_ice", "place": "95608410111", "recipient": "road_department",
        "channel": "im_vk",
    }  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("note")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}", public_url="http://mcu.local")
    with use(made):
        published(made, *rows())
    return made


@pytest.fixture
def settings(installed: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("MCU_VAR", str(installed.var))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    with use(installed):
        yield installed


def note_of(settings: Settings, week: str | None = WEEK) -> Document:
    return weekly.note(weekly.open_week(week, None, EVERYTHING, settings))


def said(document: Document) -> str:
    return " ".join(text_of(one.runs) for one in document.blocks if isinstance(one, Paragraph)).replace(NBSP, " ")


def table(document: Document, title: str) -> dict[str, list[str]]:
    (found,) = [one for one in document.blocks if isinstance(one, Table) and one.title.startswith(title)]
    return {text_of(row[0]): [text_of(cell).replace(NBSP, " ") for cell in row[1:]] for row in found.rows}


def test_the_main_thing_is_counted_by_hand(settings: Settings) -> None:
    text = said(note_of(settings))

    # Seven in the week, two in each of the eight before and in the week a year ago.
    assert "За неделю 11–17.05.2026 поступило 7 записей (обращения и сообщения)" in text
    assert "на 5 записей больше нормы восьми недель (2) и на 5 записей больше, чем в ту же неделю год назад (2)" in text
    assert "Это больше обычного" in text
    # The letter of 2 March was due on 1 April.
    assert "На конец недели просрочена 1 запись" in text


def test_the_table_stands_beside_its_norm_and_a_year_ago(settings: Settings) -> None:
    rows = table(note_of(settings), "Неделя рядом")

    assert rows["Записи"] == ["7", "2,0", "2,0"]
    assert rows["Дано ответов"] == ["2", "2,0", "2,0"]
    assert rows["Просрочено"][0] == "1"
    assert rows["Доля довольных"] == ["нет данных"] * 3


def test_an_event_that_leaves_the_norm_is_named_where_the_numbers_are_explained(settings: Settings) -> None:
    assert "событий" not in said(note_of(settings))
    days = MONDAY - timedelta(weeks=3), MONDAY - timedelta(weeks=2)
    code = events.save(settings, "kurator", "", 0, Form("repair", "Ремонт моста", "", "", *days, leaves_norm=True))
    try:
        document = note_of(settings)
        assert "В норму восьми недель не входят недели событий: «Ремонт моста»." in said(document)
        assert table(document, "Неделя рядом")["Записи"] == ["7", "2,0", "2,0"], "others had two as well"
    finally:
        events.remove(settings, "kurator", code, 1)


def test_every_number_opens_as_many_records_as_it_says(settings: Settings) -> None:
    leading = [one for one in note_of(settings).numbers() if one.href and one.metric]

    assert len(leading) > 8
    for one in leading:
        assert METRICS[one.metric].kind == "count"
        params = dict(parse_qsl(urlsplit(one.href).query))
        assert register.count(parse(params), EVERYTHING, params.get("behind", "")) == one.value, one


def test_without_a_week_it_is_the_last_whole_one(settings: Settings) -> None:
    of = weekly.open_week(None, None, EVERYTHING, settings)

    # Data end on Wednesday 20 May.
    assert (of.week.code, of.week.first, of.week.last) == (WEEK, MONDAY, date(2026, 5, 17))


@pytest.mark.whole
def test_drafts_are_written_by_name_and_are_the_same_bytes_again(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (tmp_path / name for name in ("one", "two"))
    for folder in (first, second):
        asked = ["weekly", "--week", WEEK, "--out", str(folder), "--recipient", "road_department"]
        assert command.main(asked) == 0
    names = sorted(path.name for path in first.iterdir())

    assert names == [
        f"road_department-{WEEK}.docx", f"road_department-{WEEK}.xlsx", f"записка-{WEEK}.docx", f"записка-{WEEK}.pdf",
    ]  # fmt: skip
    assert [(first / name).read_bytes() for name in names] == [(second / name).read_bytes() for name in names]
    assert capsys.readouterr().out.count(f"записка-{WEEK}.pdf") == 2
    sheet = docx.Document(str(first / f"road_department-{WEEK}.docx"))
    assert any("Для Отдела дорожной деятельности" in p.text for p in sheet.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO((first / f"road_department-{WEEK}.xlsx").read_bytes()))
    assert [cell.value for cell in book["Данные"]["D"]][1:] == [-46], "due on 1 April, 46 days before 17 May"


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        (["--week", "2026-W99"], 2, "Недели «2026-W99» нет"),
        (["--week", ""], 2, "Недели «» нет"),
        (["--week", "20.05.2026"], 2, "пишется так: 2026-W47"),
        (["--week", "2026-W21"], 2, "ещё не кончилась"),
        (["--week", "2024-W01"], 2, "ещё не было"),
        (["--recipient", "nobody"], 2, "Получателя с кодом «nobody» нет"),
        (["--snapshot", "99"], 2, "Среза № 99 нет"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is(
    asked: list[str], code: int, told: str, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["weekly", "--out", str(tmp_path / "out"), *asked]) == code
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("asked", [["--format", "odt"], ["--week"], []])
def test_a_wrong_key_is_one_russian_line(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        command.main(["weekly", *asked])
    assert refused.value.code == 2
    assert capsys.readouterr().err.startswith("Ошибка: ")


def test_a_folder_that_cannot_be_is_told_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SystemExit) as refused:
        command.main(["weekly", "--out", ""])
    assert refused.value.code == 2
    assert "назовите папку" in capsys.readouterr().err
    with pytest.raises(FilterError, match="а нужна папка"):
        require_folder(tmp_path / "file" / "in" / "it")


def test_all_files_are_written_or_none(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"записка-{WEEK}.pdf").mkdir()

    assert command.main(["weekly", "--week", WEEK, "--out", str(tmp_path)]) == 1

    assert "это папка, а нужен файл" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == [f"записка-{WEEK}.pdf"]


def test_a_week_without_records_says_so(tmp_path: Path) -> None:
    var = tmp_path
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        published(
            made,
            row(date(2026, 4, 1)) | {"answered": "2026-04-02"},
            row(date(2026, 4, 22)) | {"answered": "2026-04-23"},
        )
        told = said(note_of(made, "2026-W15"))
        assert "За неделю 06–12.04.2026 не поступило ни одной записи." in told
        assert "Просроченных записей на конец недели нет." in told
        assert "нет данных" in table(note_of(made, "2026-W15"), "Неделя рядом")["Доля ответов в срок"]


def test_a_stale_source_is_refused_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    var = tmp_path / "var"
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    monkeypatch.setenv("MCU_VAR", str(var))
    with use(made):
        # Letters come until 19 April; the register's own limit is seven days, that of ПОС three.
        published(made, row(date(2026, 4, 1)), row(date(2026, 4, 19)) | {"source": "register_59fz"})
        assert command.main(["weekly", "--out", str(tmp_path / "out")]) == 3
    assert "источник устарел (Платформа обратной связи — данные по 01.04.2026)" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_orders_name_a_day_that_lies_ahead_of_the_day_the_note_is_written(settings: Settings) -> None:
    of = weekly.open_week(WEEK, None, EVERYTHING, settings)
    late = weekly.open_week(WEEK, None, EVERYTHING, settings, date(2026, 7, 1))
    early = weekly.open_week(WEEK, None, EVERYTHING, settings, date(2026, 5, 12))
    assert [one.answer_by for one in (of, early, late)] == [date(2026, 5, 22), date(2026, 5, 22), date(2026, 7, 6)]
    assert "до 06.07.2026" in said(weekly.note(late)) and "до 22.05.2026" not in said(weekly.note(late))
    drafts.require_time(late, date(2026, 7, 6))
    with pytest.raises(FilterError, match=r"до 06\.07\.2026: этот день прошёл"):
        drafts.require_time(late, date(2026, 7, 7))


def test_only_the_last_whole_week_is_proposed_by_itself() -> None:
    free = [("2026-W20", "11–17.05.2026"), ("2026-W18", "27.04–03.05.2026")]
    values = [listed._begin(weeks, "2026-W20").children[1].value for weeks in (free, free[1:])]
    assert values == ["2026-W20", None]
