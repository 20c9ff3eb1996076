"""Numbers of a file whose digests are alike though they are not: what is loaded is the same as without it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings, use
from data.store import tables
from etl import identity
from etl.load import load
from etl.undo import undo
from tests import stores

pytestmark = pytest.mark.usefixtures("read_here")

Digests = Callable[[Sequence[str]], npt.NDArray[np.uint64]]
HEAD = "Рег. №;Дата поступления;Дата регистрации;Канал;Автор;Адрес;Вид;Вопросы;Краткое содержание;Исполнитель;Результат"


def row(number: str, day: str, author: str, text: str, channel: str = "Письмо", question: str = "Вода") -> str:
    return f"{number};{day};{day};{channel};{author};с. Бельтирское;заявление;{question};{text};Администрация района;"


FIRST = [
    row("1", "05.02.2026", "Иванов И. И.", "Нет воды в доме"),
    row("1", "05.02.2026", "Иванов И. И.", "Нет воды в доме", question="Свет"),
    row("2", "06.02.2026", "Ким А. А.", "Не вывозят мусор"),
    row("2", "09.03.2026", "Ким А. А.", "Снова не вывозят мусор"),
    row("3", "07.02.2026", "Лев Б. Б.", "Темно на улице"),
    row("3", "10.02.2026", "Топоева В. В.", "Яма у школы", "Телефон", "Дороги"),
    row("3", "11.02.2026", "Лев Б. Б.", "Темно и теперь"),
    row("4", "08.02.2026", "Орлов Г. Г.", "Шумят ночью"),
    row("4", "12.02.2026", "Сергеев Д. Д.", "Нет автобуса"),
    row("5", "13.02.2026", "Ким А. А.", "Собаки у школы"),
]
AGAIN = [
    *FIRST[2:6],
    row("5", "13.02.2026", "Ким А. А.", "Собаки у школы и у клуба"),
    row("6", "14.02.2026", "Ли", "Мост"),
]
ANEW = [row(str(i), f"0{i}.05.2026", f"Новый{i} А. А.", f"Совсем другое дело номер {i}") for i in (1, 2, 3, 5, 6)]


def written(settings: Settings) -> list[tuple[Any, ...]]:
    r, q = tables.records.c, tables.questions.c
    columns = (r.external_id, r.received_at, r.channel_id, r.content_hash, q.question_no, q.text)
    query = sa.select(*columns).select_from(tables.records.join(tables.questions)).order_by(*columns)
    with store.reading(settings) as connection:
        return [tuple(one) for one in connection.execute(query)]


def story(folder: Path) -> list[Any]:
    """A first file with repeated numbers, a second one, a new numbering and its undo: what each of them has left."""
    told: list[Any] = []
    with use(Settings(var=folder / "var", store_url=f"sqlite:///{folder / 's.sqlite'}")) as own:
        stores.create(own)
        for i, (lines, anew) in enumerate([(FIRST, False), (AGAIN, False), (ANEW, True), (ANEW, False)]):
            path = folder / f"{i}.csv"
            path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
            report = load(path, own, renumbered=anew)
            told += [(report.loaded, report.updated, report.unchanged, report.rejected), report.rejections]
            told.append(written(own))
            if anew:
                undo(own, report.import_id or 0)
                told.append(written(own))
                load(path, own, renumbered=True)
    return told


def all_alike(numbers: Sequence[str]) -> npt.NDArray[np.uint64]:
    return np.full(len(numbers), 7, dtype=np.uint64)


def of_their_ends(numbers: Sequence[str]) -> npt.NDArray[np.uint64]:
    return np.array([ord(one[0]) % 2 for one in numbers], dtype=np.uint64)


@pytest.mark.parametrize("digests", [all_alike, of_their_ends])
def test_alike_digests_of_different_numbers_change_nothing_of_what_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digests: Digests
) -> None:
    for name in ("own", "alike"):
        (tmp_path / name).mkdir()
    expected = story(tmp_path / "own")
    monkeypatch.setattr(identity, "_digests", digests)

    assert story(tmp_path / "alike") == expected
    assert expected[0] == (6, 2, 0, 2)


def test_a_number_that_holds_the_sign_of_parted_numbers_is_known_when_it_comes_again(tmp_path: Path) -> None:
    """A number «3 · а» of two channels is parted by the channel, and a row of one of them comes again."""
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as own:
        stores.create(own)
        path = tmp_path / "a.csv"
        lines = [line.replace("3;", "3 · а;", 1) for line in FIRST[4:7]]
        path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
        report = load(path, own)

        assert (report.loaded, report.updated, report.unchanged, report.rejected) == (2, 1, 0, 0)
        assert {one[0] for one in written(own)} == {"3 · а (2026) · letter", "3 · а (2026) · phone"}
