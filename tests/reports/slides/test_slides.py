"""Slides: the note's own numbers in their order, nothing left out, one page each, equal bytes."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest

from data.scope import EVERYTHING
from data.settings import Settings, use
from reports import __main__ as command
from reports import slides, weekly
from reports.documents.blocks import Bar, Bars, Document, Heading, Number, Paragraph, Table, text_of
from reports.slides.deck import LINES, lines
from reports.slides.pdf import count
from tests.data.records import published
from tests.reports.documents.archival import faults

MONDAY = date(2026, 5, 11)


def rows() -> Iterator[dict[str, object]]:
    """Two records a week for eleven weeks, seven in the last; one place, one recipient."""
    for ago in range(11):
        for number in range(2 if ago else 7):
            day = MONDAY - timedelta(weeks=ago) + timedelta(days=number)
            yield {
                "received": f"{day} 10:00", "topic": "roads.snow_ice", "place": "95608410111", "channel": "im_vk",
                "recipient": "road_department",
            }  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    var = tmp_path_factory.mktemp("slides")
    with use(Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}", public_url="http://mcu.local")) as made:
        published(made, *rows(), {"received": "2026-05-20", "channel": "im_vk"})
        yield made


@pytest.fixture(scope="module")
def note(settings: Settings) -> Document:
    return weekly.note(weekly.open_week("2026-W20", None, EVERYTHING, settings))


def document(*blocks) -> Document:
    return Document(
        "МЦУ", "Главе", "Записка", "О проверке", "Проект", (), "данные", "1-0000", blocks, made_on="2026-05-17"
    )


def numbers(shown) -> list[Number]:
    return [one for slide in shown for one in document(*slide.blocks).numbers()]


def pages(made: bytes) -> list[str]:
    return [
        "".join(one.extract_text().replace("\u00ad", "").split()) for one in pypdf.PdfReader(io.BytesIO(made)).pages
    ]


def test_slides_say_the_numbers_of_the_note_in_their_order(note: Document) -> None:
    assert numbers(slides.slides(note)) == list(note.numbers())
    assert len(numbers(slides.slides(note))) > 10


def test_a_slide_is_one_page_and_the_same_document_gives_the_same_bytes(note: Document) -> None:
    shown, made = slides.slides(note), slides.render(note, "http://mcu.local")
    told = pages(made)

    assert slides.render(note, "http://mcu.local") == made
    assert len(told) == count(shown)
    assert faults(made) == []
    for slide, text in zip(shown, told[1:], strict=True):
        assert "".join(slide.heading.split()) in text
    box = pypdf.PdfReader(io.BytesIO(made)).pages[0].mediabox
    assert round(float(box.width) / float(box.height), 3) == 1.778


def test_what_does_not_fit_goes_on_under_the_same_heading_and_on_no_other_page() -> None:
    sentence = "Просрочено девять записей из двадцати, и так уже третью неделю подряд, решить кто отвечает. " * 3
    long = Table("Все", ("Кто", "Сколько"), tuple(((f"Отдел {n}",), (Number(str(n)),)) for n in range(60)), (3, 1))
    bars = Bars("По неделям", tuple(Bar(f"{n} неделя", n, str(n)) for n in range(9)), "Столбцы")
    told = document(Heading("Первое"), *[Paragraph((sentence,), "item")] * 14, Heading("Второе"), long, bars)

    shown = slides.slides(told)
    first = [one for one in shown if one.title == "Первое"]
    assert [one.part for one in first] == list(range(1, len(first) + 1))
    assert all(sum(map(lines, one.blocks)) <= LINES for one in shown)
    assert [
        text_of(row[0]) for one in shown for block in one.blocks if isinstance(block, Table) for row in block.rows
    ] == [f"Отдел {n}" for n in range(60)]
    assert len(pages(slides.render(told))) == count(shown)


def test_short_sections_share_a_slide_and_a_long_one_is_spread_evenly() -> None:
    short, long = [Paragraph(("Одна строка.",), "item")], [Paragraph(("Пункт на строку.",), "item")] * 12
    told = document(Heading("Первое"), *short, Heading("Второе"), *short, Heading("Третье"), *long)
    first, *rest = slides.slides(told)
    assert [text_of(one.runs) for one in first.blocks] == ["Одна строка.", "Второе", "Одна строка."]
    assert [(one.title, one.part, one.parts, len(one.blocks)) for one in rest] == [
        ("Третье", 1, 2, 6),
        ("Третье", 2, 2, 6),
    ]


def test_the_command_writes_a_file_for_the_week(settings: Settings, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("MCU_VAR", str(settings.var))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)

    assert command.main(["slides", "--week", "2026-W20", "--out", str(tmp_path / "out")]) == 0
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["слайды-2026-W20.pdf"]
    assert command.main(["slides", "--week", "2026-W99", "--out", str(tmp_path / "no")]) == 2
    assert not (tmp_path / "no").exists()
    assert "W99" in capsys.readouterr().err
