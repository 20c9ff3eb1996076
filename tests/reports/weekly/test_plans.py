"""Roadmaps and polls in the note: what people keep of them, their stage, results and what waits."""

from datetime import date
from pathlib import Path

from data.scope import EVERYTHING
from data.settings import Settings, use
from demo import polls
from reports import weekly
from reports.documents.blocks import Document, Heading, Number, Paragraph, text_of
from tests.data.decisions import test_roadmaps as roadmaps
from tests.data.records import published
from tests.reports.weekly.test_note import WEEK, rows
from tests.reports.weekly.test_odd_weeks import faults
from words.format import NBSP

SUNDAY = date(2026, 5, 17)


def section(document: Document, title: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    within = False
    for block in document.blocks:
        if isinstance(block, Heading):
            within = block.text == title
        elif within and isinstance(block, Paragraph):
            found.append(block)
    return found


def words(found: list[Paragraph]) -> str:
    return " ".join(text_of(one.runs) for one in found).replace(NBSP, " ")


def test_roadmaps_and_polls_are_told_with_their_codes_and_what_waits(tmp_path: Path) -> None:
    made = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}", public_url="http://mcu.local")
    with use(made):
        published(made, *rows())
        of = weekly.open_week(WEEK, None, EVERYTHING, made)
        empty = weekly.note(of)
        roadmaps.planted(made)
        polls.hold(made, SUNDAY)
        full = weekly.note(of)

    assert words(section(empty, "Дорожные карты")) == "Дорожных карт в работе нет."
    assert words(section(empty, "Опросы и голосования")).startswith("Опросов за неделю не шло.")
    maps, asked = section(full, "Дорожные карты"), section(full, "Опросы и голосования")
    assert (
        "(ДК-2026-001): выполняется; выполнено 0 из 1 мероприятия; просрочено 1 мероприятие; цель — на 60 % меньше"
        in words(maps)
    )
    assert "через 6 мес.; эффект: " in words(maps)
    assert "проверка просрочена на 10 дней. 372 участника" in words(asked)
    assert "Решение: Перенести вечерний рейс на 19:00" in words(asked)
    codes = [run for one in (*maps, *asked) for run in one.runs if isinstance(run, Number) and not run.metric]
    assert {run.href.partition("=")[0] for run in codes} == {"/roadmap?id", "/poll?id"}
    assert all(run.href.endswith(run.text) for run in codes)
    assert faults(full) == faults(empty) == []
