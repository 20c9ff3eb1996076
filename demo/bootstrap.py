"""The first start: demonstration exports written as real files and loaded by the real import."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from tqdm import tqdm

import demo
from data import store
from data.errors import InputError
from data.settings import Settings
from data.snapshots import publish
from data.store import tables
from etl import proposals
from etl.load import load


def ensure_demo(settings: Settings) -> bool:
    """Load demonstration data when nothing has ever been imported; says whether it did."""
    with store.reading(settings) as connection:
        if connection.execute(sa.select(sa.func.count()).select_from(tables.imports)).scalar():
            return False
    load_demo(settings)
    return True


def load_demo(settings: Settings, until: date | None = None) -> None:
    """Write three years of synthetic exports into `var/demo`, load them and publish a snapshot.

    Refused when the store holds real imports: demonstration and real records must never mix.
    """
    with store.reading(settings) as connection:
        i = tables.imports.c
        real = sa.select(sa.func.count()).where(i.is_demo.is_(False), i.status == "committed")
        if connection.execute(real).scalar():
            raise InputError(
                "В хранилище есть настоящие загрузки. Демонстрационные данные загружаются только в пустое хранилище: "
                "укажите другую папку в MCU_VAR."
            )
    until = until or store.today(settings) - timedelta(days=1)
    with tqdm(desc="Демонстрационные выгрузки", unit=" зап.", disable=None) as bar:

        def advance(stage: str, done: int, total: int) -> None:
            bar.set_description(f"Демонстрационные выгрузки: {stage}")
            bar.total = total
            bar.update(done - bar.n)

        files = demo.write(settings.var / "demo", until=until, progress=advance)
    for path in tqdm(files, desc="Загрузка выгрузок", unit=" файл", disable=None):
        load(path, settings, is_demo=True)
    proposals.refresh(settings)
    with tqdm(desc="Срез данных", unit=" мес.", disable=None) as bar:
        publish.publish(settings, progress=lambda done, total: _step(bar, done, total))


def _step(bar: "tqdm[Any]", done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)
