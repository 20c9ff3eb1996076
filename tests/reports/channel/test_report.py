"""Reports of a channel over a small store: counted by hand, every number opens its records, files read back."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import docx
import pytest

from data.errors import AccessError, FilterError
from data.filters import parse
from data.metrics import METRICS, query, register
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from reports import __main__ as command
from reports import channel
from reports.channel.span import Span, latest
from reports.documents.blocks import Bars, Document, Paragraph, Table, text_of
from tests.data.records import published
from tests.reports.documents.archival import faults
from words.format import NBSP

MONDAY = date(2026, 5, 11)


def rows() -> Iterator[dict[str, object]]:
    """Two messages of a social network a week for 70 weeks, seven more in May, and letters that are none of it."""
    for ago in range(1, 70):
        for number in range(2):
            day = MONDAY - timedelta(weeks=ago) + timedelta(days=number)
            yield row(day) | {"first_reply": f"{day + timedelta(days=number * 4)} 15:00", "status": "closed_solved"}
    for number in range(7):
        yield row(MONDAY + timedelta(days=number)) | {"topic": "energy.outages"}
    for day in (date(2026, 5, 4), date(2026, 6, 10)):
        yield row(day) | {"channel": "letter", "registered": f"{day}"}
    yield row(date(2026, 6, 9))


def row(day: date) -> dict[str, object]:
    return {
        "received": f"{day} 10:00", "topic": "roads.snow_ice", "place": "95608410111", "recipient": "road_department",
        "channel": "im_vk", "source": "incident_management",
    }  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("channel")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}", public_url="http://mcu.local")
    with use(made):
        published(made, *rows())
    return made


@pytest.fixture
def settings(installed: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("MCU_VAR", str(installed.var))
    monkeypatch.setenv("MCU_PUBLIC_URL", "http://mcu.local")
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    with use(installed):
        yield installed


def asked(span: Span, scope: Scope = EVERYTHING) -> channel.Question:
    return channel.open_report("im", span, None, scope)


MAY = Span("month", date(2026, 5, 1))


def said(document: Document) -> str:
    return " ".join(text_of(one.runs) for one in document.blocks if isinstance(one, Paragraph)).replace(NBSP, " ")


def table(document: Document, title: str) -> dict[str, list[str]]:
    (found,) = [one for one in document.blocks if isinstance(one, Table) and one.title.startswith(title)]
    return {text_of(row[0]): [text_of(cell).replace(NBSP, " ") for cell in row[1:]] for row in found.rows}


def test_a_month_is_counted_by_hand_beside_what_it_is_compared_with(settings: Settings) -> None:
    made = channel.report(asked(MAY))

    # Nine in May: two of the week of 4 May, seven of that of 11 May. In the 31 days before (31.03–30.04) nine of the
    # weeks of 30 March (its Tuesday), 6, 13, 20 and 27 April; in May 2025 the weeks of 5, 12, 19 and 26 May.
    assert (
        "За май 2026 поступило 9 записей: столько же, сколько за столько же дней до этого, и на 1 запись больше, чем "
        in said(made)
    )
    assert "за то же время год назад (8)" in said(made)
    rows = table(made, "Период рядом")
    assert rows["Записи"] == ["9", "9", "8"]
    (bars,) = [one for one in made.blocks if isinstance(one, Bars)]
    assert [(bar.label, bar.value) for bar in bars.bars] == [
        ("01–03.05.2026", 0), ("04–10.05.2026", 2), ("11–17.05.2026", 7), ("18–24.05.2026", 0), ("25–31.05.2026", 0),
    ]  # fmt: skip


def test_the_own_clock_is_that_of_the_door(settings: Settings) -> None:
    of = asked(MAY)
    rows = table(channel.report(of), "Период рядом")
    share = query(["reply_on_time_share"], [], of.filters(), EVERYTHING, intervals=True).iloc[0]

    # Seven without a reply are late, of the two of 4 May the one of Tuesday was answered four days later.
    assert share["reply_on_time_share_n"] == 9
    assert rows["Доля первых ответов в норматив"][0] == "11,1 % из 9"
    assert rows["Нет первого ответа"][0] == "7"


def test_causes_of_growth_sum_to_the_change(settings: Settings) -> None:
    of = asked(Span("week", MONDAY))
    made = channel.report(of)

    # Seven of outages against two of ice the week before.
    causes = table(made, "Из чего сложилось")
    whole = causes.pop("Всё изменение")[0]
    assert whole == "+5"
    assert sum(int(cells[0].replace("−", "-")) for cells in causes.values()) == 5
    topics = table(made, "Темы: что изменилось")
    assert sorted(topics.values()) == [["0", "7", "+7"], ["2", "0", "−2"]]


@pytest.mark.parametrize("span", [MAY, Span("week", MONDAY), Span("quarter", date(2026, 1, 1))])
def test_every_number_opens_as_many_records_as_it_says(settings: Settings, span: Span) -> None:
    leading = [one for one in channel.report(asked(span)).numbers() if one.href]

    assert len(leading) > 8
    for one in leading:
        assert METRICS[one.metric].kind == "count"
        params = dict(parse_qsl(urlsplit(one.href).query))
        assert register.count(parse(params), EVERYTHING, params.get("behind", "")) == one.value, one


@pytest.mark.whole
def test_both_files_say_the_same_and_are_the_same_bytes_again(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pypdf

    first, second = (tmp_path / name for name in ("one", "two"))
    for folder in (first, second):
        assert command.main(["channel", "im", "--month", "2026-05", "--out", str(folder)]) == 0
    names = sorted(path.name for path in first.iterdir())

    assert names == ["отчёт-im-2026-05.docx", "отчёт-im-2026-05.pdf"]
    assert [(first / name).read_bytes() for name in names] == [(second / name).read_bytes() for name in names]
    assert capsys.readouterr().out.splitlines()[0] == str(first / names[0])
    paper = pypdf.PdfReader(first / names[1])
    text = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    word = docx.Document(str(first / names[0]))
    cells = [cell.text for one in word.tables for line in one.rows for cell in line.cells]
    assert 1 <= len(paper.pages) <= 4
    assert faults((first / names[1]).read_bytes()) == []
    for document in (text, " ".join(cells)):
        assert "Доля первых ответов в норматив" in document
    assert any("поступило 9" in one.text.replace(NBSP, " ") for one in word.paragraphs)
    links = {a.get_object()["/A"]["/URI"] for page in paper.pages for a in page.get("/Annots", [])}
    assert any(one.startswith("http://mcu.local/register?") for one in links)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["--month", "2026-13"], "Месяц пишется так: 2026-10"),
        (["--quarter", "2026-Q5"], "Квартал пишется так: 2026-Q3"),
        (["--week", "2026-W99"], "Недели «2026-W99» нет"),
        (["--month", "2026-06"], "ещё не кончился"),
        (["--month", "2019-06"], "ещё не было"),
        (["--snapshot", "99"], "Среза № 99 нет"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], keys: list[str], told: str
) -> None:
    assert command.main(["channel", "im", "--out", str(tmp_path / "out"), *keys]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "keys", [["im", "--week", "2026-W20", "--month", "2026-05"], ["vk"], ["im", "--format", "odt"]]
)
def test_a_wrong_key_is_one_russian_line(keys: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        command.main(["channel", *keys, "--out", str(tmp_path / "out")])
    assert refused.value.code == 2
    assert capsys.readouterr().err.startswith("Ошибка: ")


def test_a_source_of_the_channel_that_is_stale_is_refused_and_one_of_another_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    var = tmp_path / "var"
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    monkeypatch.setenv("MCU_VAR", str(var))
    message = row(date(2026, 4, 1)) | {"channel": "pos_message", "source": "pos"}
    with use(made):
        published(made, row(date(2026, 4, 1)), message, *(row(date(2026, 4, day)) for day in (8, 15, 30)))
        assert command.main(["channel", "pos", "--month", "2026-04", "--out", str(tmp_path / "out")]) == 3
        assert "источник устарел (Платформа обратной связи — данные по 01.04.2026)" in capsys.readouterr().err
        assert not (tmp_path / "out").exists()
        assert command.main(["channel", "im", "--month", "2026-04", "--format", "docx", "--out", str(tmp_path)]) == 0


def test_a_part_of_the_channel_is_said_to_be_one_and_a_closed_channel_is_refused(settings: Settings) -> None:
    own = Scope((Grant(channels=("im_vk", "im_ok", "im_telegram"), municipalities=("95608410",)),))
    assert "по той части канала, которая открыта" in said(channel.report(asked(MAY, own)))
    assert "по той части канала" not in said(channel.report(asked(MAY)))
    with pytest.raises(AccessError, match="не открыт"):
        asked(MAY, Scope((Grant(channels=("pos_message",)),)))
    with pytest.raises(AccessError, match="сводные показатели"):
        asked(MAY, Scope((Grant(detail="totals"),)))
    with pytest.raises(FilterError, match="Канала «letter» нет"):
        channel.open_report("letter", MAY, None, EVERYTHING)


@pytest.mark.parametrize(
    ("step", "code", "first", "last", "year"),
    [
        ("month", "2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-01"),
        ("quarter", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2025-Q4"),
        ("week", "2026-W01", date(2025, 12, 29), date(2026, 1, 4), "2025-W01"),
    ],
)
def test_periods_know_their_ends_and_the_year_before(step, code: str, first: date, last: date, year: str) -> None:
    span = Span.parse(step, code)
    assert (span.first, span.last, span.code, span.year_ago.code) == (first, last, code, year)
    assert latest(step, last) == span
    assert latest(step, last - timedelta(days=1)) == span.moved(-1)
    assert (span.parts[0][0], span.parts[-1][1]) == (first, last)
    assert sum((end - start).days + 1 for start, end in span.parts) == (last - first).days + 1


@pytest.mark.whole
def test_sheets_of_all_recipients_are_one_archive_and_the_same_bytes_again(settings: Settings, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        keys = ["--week", "2026-W20", "--recipient", "all", "--format", "docx", "--out", str(tmp_path / folder)]
        assert command.main(["weekly", *keys]) == 0
    first, second = ((tmp_path / folder / "листы-2026-W20.zip").read_bytes() for folder in ("one", "two"))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == ["road_department-2026-W20.docx", "road_department-2026-W20.xlsx"]
        sheet = docx.Document(io.BytesIO(packed.read("road_department-2026-W20.docx")))
    assert any("Отдела дорожной" in one.text for one in sheet.paragraphs)
