"""The index of words stays in step with the texts, whatever is done to them, on either engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.__main__ import main
from data.errors import StoreError
from data.settings import Settings
from data.store import erasing
from data.store.search import index, words
from data.store.search.find import find
from data.store.tables import metadata, questions, records, search_words
from tests import stores
from tests.data import records as written
from tests.postgres import Cluster

TEXTS = ("Не чистят снег возле школы", "Ёлку убрали, воды нет", "Яма на дороге у больницы")


@pytest.fixture(params=stores.ENGINES)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    with stores.installation(request.param, tmp_path) as made:
        written.add(made, *({"received": "2026-03-02", "texts": [text]} for text in TEXTS))
        yield made


def found(made: Settings, text: str) -> list[int]:
    with store.reading(made) as connection:
        return [int(key) // 256 for key in find(connection, text).keys]


def state(made: Settings) -> index.State:
    with store.writing(made) as connection:
        return index.check(connection)


def vocabulary(made: Settings) -> set[str]:
    with store.reading(made) as connection:
        return set(connection.execute(sa.select(search_words.c.word)).scalars())


def test_what_leaves_by_any_way_is_not_found_any_more(made: Settings) -> None:
    assert found(made, "снег") == [1] and found(made, "вода") == [2] and found(made, "ямы") == [3]
    with store.writing(made) as connection:
        connection.execute(sa.delete(records).where(records.c.record_id == 1))  # its questions go with it
        connection.execute(sa.update(questions).where(questions.c.record_id == 2).values(text=None))
        connection.execute(sa.delete(questions).where(questions.c.record_id == 3))
    assert [found(made, text) for text in ("снег", "вода", "яма")] == [[], [], []]
    assert state(made).texts == 0


def test_an_erased_text_leaves_no_word_anywhere_in_the_store(made: Settings) -> None:
    erasing.erase(made, [2], "test")
    assert found(made, "ёлку") == [] and found(made, "снег") == [1]
    assert not {"елку", "убрали", "воды"} & vocabulary(made) and "снег" in vocabulary(made)
    assert state(made).texts == 2
    url = sa.make_url(made.store_url)
    if url.get_backend_name() == "sqlite":
        store.engine(made.store_url).dispose()
        held = Path(url.database or "").read_bytes()
        assert "школы".encode() in held and "убрали".encode() not in held


def _spoilt(connection: sa.Connection, how: str) -> None:
    if how == "texts":
        connection.exec_driver_sql("DELETE FROM search_texts WHERE key = 257")
    elif how == "more":
        index.add(connection, [(99, 1, "Лишнее")])
    elif how == "words":
        connection.exec_driver_sql("DELETE FROM search_words WHERE word = 'снег'")
    elif how == "stems":
        connection.exec_driver_sql("UPDATE search_words SET stem = 'х' WHERE word = 'снег'")
    elif connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', 257, 'снег')"
        )
    else:
        connection.exec_driver_sql("UPDATE search_texts SET words = 'иное' WHERE key = 257")


@pytest.mark.parametrize("how", ["texts", "more", "words", "stems", "index"])
def test_a_broken_index_is_noticed_and_made_anew(
    made: Settings, how: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCU_VAR", str(made.var))
    whole = state(made)
    with store.writing(made) as connection:
        _spoilt(connection, how)
    with pytest.raises(StoreError, match="--rebuild"):
        state(made)
    assert main(["search", "--store", made.store_url]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "python -m data search --rebuild" in said.err
    assert main(["search", "--rebuild", "--store", made.store_url]) == 0
    assert capsys.readouterr().out == f"Указатель слов построен заново: текстов 3, разных слов {whole.words}.\n"
    assert main(["search", "--store", made.store_url]) == 0
    assert state(made) == whole and found(made, "снег") == [1]


def test_a_file_that_may_not_be_written_is_not_called_a_broken_index(tmp_path: Path) -> None:
    with stores.installation("sqlite", tmp_path) as made:
        written.add(made, {"received": "2026-03-02", "texts": [TEXTS[0]]})
        with pytest.raises(StoreError, match="только для чтения"), store.reading(made) as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            index.check(connection)


def test_a_word_that_two_questions_hold_finds_both_and_a_long_letter_loses_none(
    made: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_ROWS_OF_A_STATEMENT", 100)  # more are written than one statement takes
    with store.writing(made) as connection:
        index.add(connection, [(50, number, f"вопрос {number}") for number in range(1, 300)])
        assert len(find(connection, "вопросы").keys) == index.MOST_QUESTIONS
        assert find(connection, "200").keys.tolist() == [index.key_of(50, 200)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Settings]]:
    """An installation on each engine."""
    folder = tmp_path_factory.mktemp("both")
    with stores.installation("sqlite", folder / "one") as one, stores.installation("postgresql", folder / "two") as two:
        yield [one, two]


LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАЯЁЙabcZéӱ0159 -.,'\"«»*%_№🙂\u0301\u0306\n"


@given(texts=st.lists(st.text(LETTERS, max_size=40), min_size=1, max_size=4), data=st.data())
@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_word_of_a_text_in_any_case_finds_it_and_the_engines_agree(
    both: list[Settings], texts: list[str], data: Any
) -> None:
    typed = data.draw(st.sampled_from([word for text in texts for word in text.split()] or ["нет"]))
    spelled = data.draw(st.sampled_from([typed, typed.upper(), typed.lower(), typed.replace("ё", "е")]))
    answers = []
    for made in both:
        with store.writing(made) as connection:
            for name in ("search_texts", "search_words", "search_slips"):
                connection.execute(sa.delete(metadata.tables[name]))
            index.add(connection, [(i, 1, text) for i, text in enumerate(texts, 1)])
            answers.append([int(key) // 256 for key in find(connection, spelled).keys])
    assert answers[0] == answers[1]
    asked = set(words.asked_words(spelled))
    mine = {i for i, text in enumerate(texts, 1) if asked and asked <= set(words.words_of(text))}
    assert mine <= set(answers[0])


def test_postgresql_that_knows_no_letters_finds_the_same(postgres: Cluster, tmp_path: Path) -> None:
    """With LC_CTYPE C it folds nothing, stems nothing, and its trigrams of Russian words are empty."""
    name = "of_c"
    with psycopg.connect(postgres.url("postgres").replace("+psycopg", ""), autocommit=True) as server:
        server.execute("CREATE DATABASE of_c TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
    made = Settings(var=tmp_path, store_url=postgres.url(name))
    store.create(made)
    written.add(made, *({"received": "2026-03-02", "texts": [text]} for text in TEXTS))
    assert [found(made, text) for text in ("СНЕГА", "ёлки", "водой", "дароге", "больн")] == [[1], [2], [2], [3], [3]]
    assert state(made).texts == 3
    store.engine(made.store_url).dispose()
