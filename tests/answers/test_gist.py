"""«О чём пишут» reads the masked texts the asker may open, and no others."""

from pathlib import Path
from typing import Any

import pytest

from answers import gist
from data.errors import AccessError
from data.filters import Filters
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from etl.structure.people.masking import mask
from tests.data.records import day, published

ALL = Filters(period="all", as_of=day("2026-03-31"))
WATER = "Колонка на улице Ленина замёрзла, воды нет третий день."
ROWS: list[dict[str, Any]] = [
    {"received": "2026-03-02", "questions": [None], "texts": [f"Здравствуйте! {WATER} Примите меры."]},
    {
        "received": "2026-03-03",
        "questions": [None],
        "texts": ["Нет воды, колонка на Ленина не работает, носим с реки."],
    },
    {"received": "2026-03-04", "questions": [None], "texts": ["Мусорные баки возле школы не вывозят вторую неделю."]},
    {
        "received": "2026-03-05",
        "questions": [None],
        "texts": ["Баки у школы переполнены мусором, собаки растаскивают пакеты."],
    },
    {"received": "2026-02-05", "questions": [None], "texts": [None]},
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory):
    """Four texts about two matters, and a record without text."""
    folder: Path = tmp_path_factory.mktemp("gist")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        published(made, *ROWS)
        yield made


def test_the_two_matters_are_said_each_with_its_record(settings) -> None:
    told = gist.of_records(ALL, EVERYTHING)
    assert (told.texts, told.records) == (4, 5)
    texts = [str(row["texts"][0]) for row in ROWS]
    assert all(quote.sentence in texts[quote.record_id - 1] for quote in told.quotes)
    assert {quote.record_id for quote in told.quotes[:2]} & {1, 2}
    assert {quote.record_id for quote in told.quotes[:2]} & {3, 4}


def test_a_narrower_period_is_told_by_its_own_texts(settings) -> None:
    told = gist.of_records(Filters(date_from=day("2026-03-04"), as_of=day("2026-03-31")), EVERYTHING)
    assert (told.quotes, told.texts, told.records) == ((), 2, 2)


def test_nothing_is_told_of_texts_the_asker_may_not_open(settings) -> None:
    other = Scope((Grant(channels=("letter",), detail="records"),))
    assert gist.of_records(ALL, other) == gist.Gist((), 0, 0)
    with pytest.raises(AccessError):
        gist.of_records(ALL, Scope((Grant(detail="totals"),)))


def test_two_texts_are_read_and_not_summed_up() -> None:
    assert gist.of_texts([(1, "а-1", WATER), (2, "а-2", WATER), (3, "а-3", None)]) == ((), 2)


def test_personal_data_of_a_letter_is_masked_in_what_is_quoted() -> None:
    letters = [
        f"Колонка на улице Ленина замёрзла, воды нет {count} день, звоните Иванову Петру Сергеевичу 8 913 123-45-67."
        for count in ("второй", "третий", "пятый")
    ]

    quotes, _ = gist.of_texts((at, str(at), mask(letter)) for at, letter in enumerate(letters))

    assert quotes
    assert not [one for one in quotes if "913" in one.sentence or "Иванов" in one.sentence]
