"""The fast path of structuring and writing comes to exactly what the plain one says."""

import csv
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import demo
from bench import synthetic
from data import store
from data.settings import Settings, use
from data.store.tables import imports
from etl.load import load
from etl.renumbering import RenumberedError
from etl.structure.people import masking, names
from etl.structure.text import clean_text
from tests import stores
from tests.etl import plain
from tests.etl.conftest import HEADER

PIECES = (
    "Меня зовут Вымыслова Анна Петровна", "Вымыслову", "вымыслов пётр иванович", "И. И. Придуманов",
    "С уважением, ОЛЕГ",
    "ул. Ленина, д. 5-12", "кв. 3", "тел 2-33-44", "т. 12345", "8 913 000-11-22", "паспорт 9512 345678", "№ 12", "45.",
    "СНИЛС 123-456-789 01", "карта 4276 1234 5678 9010", "ivan@почта.рф", "vk.com/ivan", "@id7 (Мария)", "[id7|Мария]",
    "родился 12.03.1980 г.", "1980 г.р.", "<p>вода</p>", "&nbsp;", "\u200b", "\u00a0 ", "\n\n", "  ", "Abcдеs",
    "лс 12-3456",
    "в деревне Усть-База", "Третью неделю нет воды.",
)  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cs", "Cc"))  # a file with control characters is refused as no table
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(LETTERS, max_size=12)), max_size=6).map(" ".join)
WHO = st.sampled_from(("", "Вымыслова Анна Петровна", "Придуманов И. И.", "Abc", "вымыслов", "8 913 000-11-22"))
ROWS = st.tuples(
    st.integers(1, 12),
    st.sampled_from(("01.02.2026 10:00", "2026-02-01", "31.12.2025 23:59:59", "3 марта", "29.02.2024", "")),
    TEXTS,
    st.sampled_from(("Отсутствие воды", "Небывалая тема", "", "Ямы на дорогах")),
    st.sampled_from(("Сообщение", "ЖКХ", "")),
    st.sampled_from(("Администрация Аскизского района", "Никто", "")),
    st.sampled_from(("Закрыта", "На исполнении", "?")),
    st.sampled_from(("", "20.03.2026 12:00", "01.01.2020")),
    st.sampled_from(("село Бельтирское", "Аскиз", "деревня Нигде", "")),
    st.sampled_from(("", "5", "4,5", "0", "семь")),
    WHO,
)


def _write(path: Path, rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    return path


def _agrees(path: Path, settings: Settings) -> None:
    report = load(path, settings)
    clashes = {one["value"] for one in report.rejections if "у разных обращений" in one["reason"]}
    wanted = {number: one for number, one in plain.expected(path, settings).items() if number not in clashes}
    found = plain.stored(settings, report.import_id or 0)
    assert found.keys() <= wanted.keys()
    for external_id, content in found.items():
        assert content == wanted[external_id]
    assert len(found) == len(wanted) or report.unchanged


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(ROWS, min_size=1, max_size=14))
def test_any_rows_come_to_the_same_on_the_plain_path(
    read_here: None, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    good = (99, "01.02.2026 10:00", "вода", "", "Сообщение", "", "Закрыта", "", "", "", "")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
        stores.create(made)
        try:
            _agrees(_write(folder / "pos.csv", [*rows, good]), made)
        except RenumberedError:  # numbers of the file come to stand for other appeals: nothing of it is taken
            with store.reading(made) as connection:
                assert not connection.execute(sa.select(imports.c.import_id)).all()


def test_demonstration_files_come_to_the_same_on_the_plain_path(tmp_path: Path) -> None:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        for path in demo.write(tmp_path / "demo", until=date(2026, 3, 16), records=500, years=1):
            _agrees(path, made)


def test_a_synthetic_file_comes_to_the_same_on_the_plain_path(tmp_path: Path) -> None:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        synthetic.write(tmp_path / "bench.csv", 200)
        _agrees(tmp_path / "bench.csv", made)


@hypothesis_settings(max_examples=300, deadline=None)
@given(TEXTS, WHO)
@example("лс 12-3456 8 913 000-11-22", "")  # an account does not swallow the telephone behind it
@example("паспорт 9512 345678 0O", "")  # a letter elsewhere makes no telephone of a passport
def test_a_text_is_masked_as_if_every_rule_had_been_tried(text: str, who: str) -> None:
    assert (masking.mask(text, [who]) or None) == plain.mask(text, who)


@hypothesis_settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(st.sampled_from(("Вымыслова", "Ленина", "Abcд", "Усть")), max_size=2).map(" ".join))
def test_known_names_are_found_as_by_a_pattern_made_for_them(text: str, name: str) -> None:
    assert list(names._names_in_any_case(text, (name,))) == plain.known(text, name)


@given(st.text(alphabet=" \t\n\r\x0b\x1c\x85\u00a0\u2028\u200b\ufeff\u00adаб-'", max_size=12))
def test_a_cleaned_text_is_clean_for_good(text: str) -> None:
    once = clean_text(text)
    bare = once.lstrip("'")  # each reading takes one leading apostrophe away
    assert clean_text(bare) in (bare.strip(), "")
    assert "  " not in once
    assert not set(once) & set("\t\r\x0b\x1c\x85\u00a0\u2028\u200b\ufeff\u00ad")
