"""Documents of what people keep, over the demonstration's own roadmaps, polls and meetings, read back."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import docx
import pypdf
import pytest

from data.decisions.polls import read as poll_read
from data.decisions.roadmaps import read as roadmap_read
from data.decisions.roadmaps import write as roadmap_write
from data.decisions.roadmaps.forms import CauseForm, CheckForm, MapForm, MeasureForm
from data.errors import FilterError
from data.filters import parse
from data.metrics import register
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from demo import meetings as demo_meetings
from demo import polls as demo_polls
from reports import __main__ as command
from reports import papers
from reports.documents import docx as docx_file
from reports.documents import pdf
from reports.documents.blocks import Box, Document, Paragraph, Scheme, Table, text_of
from tests.data.records import published
from tests.reports.documents.archival import faults

UNTIL = date(2026, 5, 17)


def rows() -> Iterator[dict[str, Any]]:
    for number in range(70):
        day = date.fromordinal(date(2025, 1, 6).toordinal() + 7 * number)
        for place in ("95608405101", "95608410111"):
            yield {"received": f"{day} 10:00", "topic": "roads.potholes", "place": place, "channel": "pos_message"}
    yield {"received": f"{UNTIL} 10:00", "topic": "roads.potholes"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("papers")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}", public_url="http://mcu.local")
    with use(made):
        published(made, *rows())
        demo_polls.hold(made, UNTIL)
        demo_meetings.write(made, UNTIL)
        _roadmap(made)
    return made


def _roadmap(settings: Settings) -> None:
    start = date(2025, 10, 6)
    form = MapForm("Ямы <у школы> & рынка", "roads.potholes", "95608410", starts_on=start)
    code = roadmap_write.save(settings, "кто-то", "", 0, form)
    for cause in (CauseForm("Нет водоотвода"), CauseForm("Канавы засыпаны", parent=1)):
        roadmap_write.save_part(settings, "кто-то", code, cause)
    measures = (
        MeasureForm("Прочистить канавы", cause=2, starts_on=start, due_on=date(2026, 4, 1), resource="трактор"),
        MeasureForm("Подсыпать щебень", due_on=date(2026, 9, 1), document="План № 5"),
    )
    for step in measures:
        roadmap_write.save_part(settings, "кто-то", code, step)
    roadmap_write.save_part(settings, "кто-то", code, CheckForm("Объехать весной", on=date(2026, 5, 1)))


@pytest.fixture(autouse=True)
def settings(installed: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("MCU_VAR", str(installed.var))
    monkeypatch.setenv("MCU_PUBLIC_URL", "http://mcu.local")
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    with use(installed):
        yield installed


def made(kind: str, code: str, settings: Settings, scope: Scope = EVERYTHING) -> Document:
    return papers.document(kind, code, None, scope, settings)[1]


def code_of_roadmap(settings: Settings) -> str:
    return roadmap_read.listed(settings, EVERYTHING)[0].code


def said(document: Document) -> str:
    cells = [text_of(c) for b in document.blocks if isinstance(b, Table) for row in b.rows for c in row]
    return " ".join([*(text_of(b.runs) for b in document.blocks if isinstance(b, Paragraph)), *cells])


def boxes(found: tuple[Box, ...]) -> list[tuple[int, str, bool]]:
    """Depth, text and whether late, in the order of reading."""
    listed = []
    for one in found:
        listed.append((0, one.text, one.is_late))
        listed += [(depth + 1, text, late) for depth, text, late in boxes(one.under)]
    return listed


def test_a_scheme_goes_from_the_problem_to_causes_and_what_removes_them(settings: Settings) -> None:
    document = made("roadmap", code_of_roadmap(settings), settings)
    (scheme,) = [one for one in document.blocks if isinstance(one, Scheme)]

    # On 17 May 2026 the ditches were due on 1 April; the gravel is due in September.
    assert boxes(scheme.boxes) == [
        (0, "Ямы <у школы> & рынка", False), (1, "Нет водоотвода", False), (2, "Канавы засыпаны", False),
        (3, "Прочистить канавы", True), (1, "Подсыпать щебень", False),
    ]  # fmt: skip
    assert "просрочено мероприятий: 1" in said(document)
    assert "трактор" in said(document)
    assert "ещё не смотрели" in said(document)


def test_numbers_of_a_roadmap_open_their_records(settings: Settings) -> None:
    leading = [one for one in made("roadmap", code_of_roadmap(settings), settings).numbers() if one.href]
    assert len(leading) > 3
    for one in leading:
        params = dict(parse_qsl(urlsplit(one.href).query))
        assert register.count(parse(params), EVERYTHING, params.get("behind", "")) == one.value, one


@pytest.mark.parametrize("kind", ["roadmap", "poll", "minutes"])
def test_both_files_are_written_alike_and_say_all_of_it(
    kind: str, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = {"roadmap": code_of_roadmap(settings), "poll": "ОП-2026-001", "minutes": "С-2026-01"}[kind]
    for folder in ("one", "two"):
        assert command.main([kind, code, "--out", str(tmp_path / folder)]) == 0
    first, second = (sorted((tmp_path / folder).iterdir()) for folder in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert [path.suffix for path in first] == [".docx", ".pdf"]
    assert code in first[0].name
    read = pypdf.PdfReader(first[1])
    text = _plain(" ".join(page.extract_text() for page in read.pages))
    word = docx.Document(str(first[0]))
    written = " ".join([*(p.text for p in word.paragraphs), *(c.text for t in word.tables for c in t._cells)])
    document = made(kind, code, settings)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert _plain(text_of(block.runs)) in text
            assert _plain(text_of(block.runs)) in _plain(written)
    assert len(read.pages) <= 4
    assert faults(first[1].read_bytes()) == []


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_scheme_is_text_in_the_pdf_and_a_picture_with_words_in_the_docx(settings: Settings) -> None:
    document = made("roadmap", code_of_roadmap(settings), settings)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages)
    for words in ("Канавы засыпаны", "Прочистить канавы", "просрочено"):
        assert words in text
    shapes = docx.Document(io.BytesIO(docx_file.render(document))).inline_shapes
    assert any("каждое мероприятие — под своей причиной" in shape._inline.docPr.get("descr") for shape in shapes)


def test_a_card_of_a_poll_holds_what_was_asked_answered_and_decided(settings: Settings) -> None:
    polls = {one.code: one for one in poll_read.listed(settings, EVERYTHING)}
    done = next(one for one in polls.values() if one.said["participants"] is not None and one.said["decision"])
    told = said(made("poll", done.code, settings))
    for part in (done.said["question"], done.said["decision"], *done.options):
        assert part in told
    waiting = next(one for one in polls.values() if one.said["participants"] is None)
    assert "Решение по итогам ещё не записано." in said(made("poll", waiting.code, settings))


def test_minutes_hold_decisions_and_orders(settings: Settings) -> None:
    document = made("minutes", "С-2026-01", settings)
    assert document.title == "Протокол совещания № С-2026-01"
    assert "Решили: " in said(document)
    assert "П-2026-001" in said(document)
    assert made("minutes", "С-2026-02", settings).title == "Повестка совещания № С-2026-02"


def test_what_is_closed_or_not_there_is_refused_in_words(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, told in (("roadmap", "Дорожной карты"), ("poll", "Опроса"), ("minutes", "Совещания")):
        assert command.main([kind, "Х-1", "--out", str(tmp_path / "out")]) == 2
        assert f"{told} «Х-1» нет" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    elsewhere = Scope((Grant(municipalities=("95608151",)),))
    for kind, code in (("roadmap", code_of_roadmap(settings)), ("minutes", "С-2026-01")):
        with pytest.raises(FilterError):
            made(kind, code, settings, elsewhere)
    with pytest.raises(FilterError):
        made("poll", "ОП-2026-001", settings, Scope((Grant(detail="totals"),)))
