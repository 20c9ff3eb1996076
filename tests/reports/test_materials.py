"""Materials for the regional centre: exact where they may leave, hidden where not, one content in both files."""

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest

from answers import materials
from answers.materials import HIDDEN, TOTAL, Made
from data.decisions.materials import table, write
from data.decisions.materials.profile import Asked, Profile, checked, shipped
from data.errors import AccessError, FilterError, MCUError
from data.filters import Filters
from data.metrics import DIMENSIONS, query
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from reports import __main__ as command
from reports.channel.span import Span
from reports.materials import open_package
from reports.materials.package import _sheet_name
from tests.data.records import published

# Received in May 2026 by topic; a topic of three makes another go with it.
COUNTS = {"roads.potholes": 9, "roads.snow_ice": 7, "waste.bulky": 3, "energy.outages": 12}
PLACES = ("95608405101", "95608410111")


def rows() -> Iterator[dict[str, object]]:
    for topic, count in COUNTS.items():
        for number in range(count):
            yield row(topic, number)
    for number in range(6):  # a topic of which no territory is told
        yield row("health.ambulance", number)
    yield row("roads.potholes", 0) | {"received": "2026-04-01 10:00"}
    yield row("roads.potholes", 0) | {"received": "2026-06-01 10:00"}


def row(topic: str, number: int) -> dict[str, object]:
    return {
        "received": f"2026-05-{1 + number:02d} 10:00", "topic": topic, "place": PLACES[number % 2],
        "recipient": "road_department", "channel": "pos_message",
    }  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("materials")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        published(made, *rows())
    return made


@pytest.fixture(autouse=True)
def settings(installed: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("MCU_VAR", str(installed.var))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    with use(installed):
        yield installed


MAY = Span.parse("month", "2026-05")
FILTERS = Filters(date_from=MAY.first, date_to=MAY.last, as_of=MAY.last)


def made_of(*asked: Asked) -> list[Made]:
    return materials.tables(checked(Profile("own", "Свой", "month", asked)), FILTERS, EVERYTHING)


def shown(made: Made, at: int = 0) -> dict[str, object]:
    return {row.labels[0]: HIDDEN if row.cells[at].is_hidden else row.cells[at].value for row in made.rows}


def test_a_small_count_is_hidden_with_the_next_one_and_others_are_those_of_the_door() -> None:
    (made,) = made_of(Asked("Темы", ("records",), ("topic",)))
    found = shown(made)
    door = query(["records"], ["topic"], FILTERS, EVERYTHING)

    assert sorted(str(value) for value in found.values()) == sorted(["9", "7", HIDDEN, "12", HIDDEN, "37"])
    assert found[TOTAL] == 37
    for label, count in zip(door["topic_label"], door["records"], strict=True):
        assert found[label] in (HIDDEN, count)


def test_a_share_that_would_tell_a_small_count_is_hidden() -> None:
    (made,) = made_of(Asked("Темы", ("records", "satisfied_share", "on_time_share"), ("channel",)))
    # Nobody has rated, and of 37 records of ПОС the due ones are told by the door.
    assert shown(made, 1)[TOTAL] is None or shown(made, 1)[TOTAL] != shown(made, 1)[TOTAL]
    share = query(["on_time_share"], [], FILTERS, EVERYTHING, intervals=True).iloc[0]
    hits = round(share["on_time_share"] * share["on_time_share_n"]) if share["on_time_share_n"] else 0
    is_small = 0 < hits < 5 or 0 < share["on_time_share_n"] - hits < 5
    assert (shown(made, 2)[TOTAL] == HIDDEN) == bool(is_small or 0 < share["on_time_share_n"] < 5)


def test_what_subtraction_would_tell_of_a_share_or_of_a_part_is_hidden_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two channels one has 2 of 20 in time; the other and the whole would tell it."""

    def door(names: object, dims: object, *_scope: object, **_asked: object) -> pd.DataFrame:
        due, on_time = ([20, 20], [10, 2]) if dims else ([40], [12])
        frame = pd.DataFrame({"due": due, "on_time": on_time, "on_time_share_n": due})
        frame["on_time_share"] = frame["on_time"] / frame["due"]
        return frame.assign(channel=["a", "b"], channel_label=["А", "Б"]) if dims else frame

    monkeypatch.setattr(materials, "query", door)
    (shares,) = made_of(Asked("Каналы", ("due", "on_time_share"), ("channel",)))
    (parts,) = made_of(Asked("Каналы", ("due", "on_time"), ("channel",)))

    assert shown(shares) == shown(parts) == {"А": 20, "Б": 20, TOTAL: 40}
    assert shown(shares, 1) == {"А": HIDDEN, "Б": HIDDEN, TOTAL: 12 / 40}
    assert shown(parts, 1) == {"А": HIDDEN, "Б": HIDDEN, TOTAL: 12}


def test_what_is_left_of_a_whole_is_no_small_count_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20 due 18 were in time: the 2 that were not must not follow."""

    def door(names: object, dims: object, *_scope: object, **_asked: object) -> pd.DataFrame:
        if not dims:
            return pd.DataFrame({"due": [60], "on_time": [38]})
        return pd.DataFrame({"due": [20, 40], "on_time": [18, 20], "channel": ["a", "b"], "channel_label": ["А", "Б"]})

    monkeypatch.setattr(materials, "query", door)
    (made,) = made_of(Asked("Каналы", ("due", "on_time"), ("channel",)))

    assert shown(made, 1) == {"А": HIDDEN, "Б": HIDDEN, TOTAL: 38}


def test_parts_of_a_whole_are_hidden_in_the_same_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 due = 15 in time + 3 late + 2 not answered: each of the three would tell another one."""

    def door(names: object, dims: object, *_scope: object, **_asked: object) -> pd.DataFrame:
        if not dims:
            return pd.DataFrame({"due": [60], "on_time": [38], "late": [12], "overdue_open": [10]})
        frame = pd.DataFrame({"due": [20, 40], "on_time": [15, 23], "late": [3, 9], "overdue_open": [2, 8]})
        return frame.assign(channel=["a", "b"], channel_label=["А", "Б"])

    monkeypatch.setattr(materials, "query", door)
    (made,) = made_of(Asked("Каналы", ("due", "on_time", "late", "overdue_open"), ("channel",)))

    for at in (1, 2, 3):
        assert [shown(made, at)[name] for name in "АБ"] == [HIDDEN, HIDDEN]


def test_a_sensitive_topic_is_told_of_no_territory() -> None:
    of_topics, of_places = made_of(
        Asked("Темы", ("records",), ("topic",)), Asked("Темы по поселениям", ("records",), ("topic", "municipality"))
    )
    name = "Скорая медицинская помощь"
    told = {row.labels[1]: row.cells[0] for row in of_places.rows if row.labels[0] == name}
    assert len(told) == 2
    assert all(one.is_hidden for one in told.values())
    # The topic as a whole is told, or its own smallness hides it; the road beside it is told of both territories.
    assert shown(of_topics)[name] in (6, HIDDEN)


def test_both_files_hold_the_same_and_are_the_same_bytes_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    own = Profile("own", "Свой набор", "month", (Asked("Темы: [все]", ("records", "answered"), ("topic",)),))
    write.save(settings, "кто-то", [own])
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        assert command.main(["package", "own", "--month", "2026-05", "--out", str(folder)]) == 0
    names = sorted(path.name for path in first.iterdir())
    assert names == ["материалы-own-2026-05.docx", "материалы-own-2026-05.xlsx"]
    assert [(first / name).read_bytes() for name in names] == [(second / name).read_bytes() for name in names]
    assert capsys.readouterr().out.splitlines()[0].endswith(names[0])

    book = openpyxl.load_workbook(first / names[1])
    assert book.sheetnames == ["1 Тема", "О данных"]
    sheet = book["1 Тема"]
    assert sheet["A1"].value == "Темы: [все]", "the whole title, that a name has no room or no sign for"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", f"A2:D{sheet.max_row}")
    assert [cell.value for cell in sheet[2]] == ["Тема", "Записи", "Дано ответов", "Скрыто"]
    cells = list(sheet.iter_rows(min_row=3, values_only=True))
    told = [cell.text for cell in docx.Document(str(first / names[0])).tables[1]._cells]
    assert cells[-1][:2] == (TOTAL, 37)
    for label, records, _, shut in cells:
        at = told.index(str(label))
        assert told[at + 1] == (HIDDEN if "Записи" in (shut or "") else str(records))
    about = {row[0]: row[1] for row in book["О данных"].iter_rows(values_only=True) if row[0]}
    assert about["Период"] == "01–31.05.2026"
    made = open_package(own, MAY, None, EVERYTHING)
    assert about["Сумма содержания, SHA-256"] == made.document().hash


def test_sheets_of_any_tables_have_names_that_a_spreadsheet_takes_and_no_two_are_one() -> None:
    names = [*DIMENSIONS]
    by = [(), *((one,) for one in names), *pairwise(names), tuple(names)]
    told = [_sheet_name(number, Made(Asked("Заголовок", ("records",), one), ())) for number, one in enumerate(by, 1)]

    assert all(len(one) <= 31 and not set("[]:*?/\\'") & set(one) for one in told), told
    assert len({one.lower() for one in told}) == len(told)
    assert not [one for one in told if one.endswith((" ", ","))]


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.code)
def test_sets_that_come_with_the_program_are_answered_and_survive_a_spreadsheet(one: Profile) -> None:
    made = materials.tables(one, FILTERS, EVERYTHING)
    assert [each.asked.title for each in made] == [each.title for each in one.tables]
    lines = [list(table.HEADINGS.values()), *([*row.values()] for row in table.rows([one]))]
    assert table.from_cells(lines) == [one]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            [Asked("Темы", ("records",), ("topic",)), Asked("Группы", ("records",), ("topic_group",))],
            "выдали бы скрытое",
        ),
        ([Asked("Темы", ("records",), ("age",))], "по признаку «Возраст записи» не делят"),
        ([Asked("Темы", ("recrds",), ("topic",))], "records"),
        ([Asked("Темы", ("per_1000",), ("municipality",))], "число жителей"),
        ([Asked("Темы", ("overdue_now",), ("week",))], "считается на день"),
        ([Asked("", ("records",), ("topic",))], "Назовите каждую таблицу"),
        ([Asked("Темы", (), ("topic",))], "от одного до"),
        ([Asked("Темы", ("records",), ())], "по одному или двум"),
        ([Asked("Темы", ("records",), ("topic",))] * 2, "названы одинаково"),
        ([], "от одной до"),
    ],
)
def test_a_set_that_can_t_be_is_refused_in_words(asked: list[Asked], told: str) -> None:
    with pytest.raises(MCUError, match=told):
        checked(Profile("own", "Свой", "month", tuple(asked)))


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["nobody"], "Набора материалов «nobody» нет"),
        (["month", "--week", "2026-W20"], "за другой период: месяц"),
        (["month", "--month", "2026-06"], "ещё не кончился"),
        (["month", "--month", "2016-06"], "составлять не из чего"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], keys: list[str], told: str
) -> None:
    assert command.main(["package", *keys, "--out", str(tmp_path / "out")]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_who_sees_a_part_or_totals_makes_no_materials() -> None:
    for scope in (Scope((Grant(channels=("pos_message",)),)), Scope((Grant(detail="totals"),)), Scope(())):
        with pytest.raises(AccessError):
            open_package(shipped()[0], MAY, None, scope)


def test_a_broken_spreadsheet_is_refused() -> None:
    with pytest.raises(FilterError, match="нет столбца"):
        table.from_cells([["Код набора"], ["x"]])
    with pytest.raises(FilterError, match="ни одной строки"):
        table.from_cells([list(table.HEADINGS.values())])


def test_everything_of_the_workbook_is_of_the_catalogue_and_names_nobody(settings: Settings) -> None:
    body = open_package(shipped()[0], MAY, None, EVERYTHING).workbook()
    book = openpyxl.load_workbook(io.BytesIO(body))
    everything = " ".join(str(cell) for page in book for line in page.iter_rows(values_only=True) for cell in line)
    assert "Текст" not in everything
    assert "r1" not in everything.split()


def test_a_stale_source_is_refused_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    var = tmp_path / "var"
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    monkeypatch.setenv("MCU_VAR", str(var))
    with use(made):
        # Letters come until 31 May; ПОС has been silent for a month.
        late = row("roads.potholes", 30) | {"source": "register_59fz", "channel": "letter"}
        published(made, row("roads.potholes", 0), late)
        assert command.main(["package", "month", "--month", "2026-05", "--out", str(tmp_path / "out")]) == 3
    assert "источник устарел (Платформа обратной связи — данные по 01.05.2026)" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
