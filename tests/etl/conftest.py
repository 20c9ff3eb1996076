"""Small received files and a store to load them into."""

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings, use
from data.store import tables
from tests import stores

HEADER = (
    "id", "Дата создания", "Текст Сообщения", "Тематика", "Категория", "Ответственное лицо", "Статус", "Дата ответа",
    "Населенный пункт", "Оценка", "Заявитель",
)  # fmt: skip
LEDGER = {"imports", "changes", "dirty_months", "rejected_rows", "installation", "used_numbers"}
"""Tables that remember what was done; all others must be as before after an undo."""
RENEWED = {"installation", "used_numbers"}
"""Tables that tell a restored store from the one that was copied."""
WriteFile = Callable[..., Path]


@pytest.fixture
def either(new_store_url: str, tmp_path: Path) -> Iterator[Settings]:
    """An empty installation on SQLite and on PostgreSQL."""
    with use(Settings(var=tmp_path / "var", store_url=new_store_url)) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    """An empty installation on SQLite."""
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        yield made


@pytest.fixture
def pos_file(tmp_path: Path) -> WriteFile:
    """Writes a ПОС export: rows of (id, received, topic, status, answered, place, rating)."""
    return pos_writer(tmp_path)


def pos_writer(folder: Path) -> WriteFile:
    """The same for a folder that more than one test looks into."""

    def write(name: str, rows: Sequence[Sequence[Any]]) -> Path:
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(HEADER)
            for number, received, topic, status, answered, place, rating in rows:
                text = f"<p>Просим&nbsp;помочь, телефон +7 900 000-11-22. Обращение {number}</p>"
                body = "Администрация Аскизского района"
                who = f"Заявитель {number}"
                writer.writerow(
                    (number, received, text, topic, "Сообщение", body, status, answered, place, rating, who)
                )
        return path

    return write


def rows(count: int, *, status: str = "На исполнении", answered: str = "") -> list[tuple[Any, ...]]:
    """Plain good rows."""
    place = "село Бельтирское"
    return [
        (i, f"{1 + i % 27:02d}.02.2026 10:00", "Отсутствие воды", status, answered, place, "")
        for i in range(1, count + 1)
    ]


def dump(settings: Settings, *, without: set[str] = LEDGER) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the store's tables, sorted by key."""
    with store.reading(settings) as connection:
        return {
            name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))]
            for name, table in tables.metadata.tables.items()
            if name not in without
        }
