"""Whatever the door asks DuckDB it could ask Spark word for word, and every cell of the answer is the same."""

import ast
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import data.metrics
from data.metrics.facts_in_duckdb import FactsInDuckDB
from data.metrics.facts_in_spark import FactsInSpark, record_keys
from data.settings import Settings, use
from tests import cluster
from tests.data import mixture
from tests.data.metrics import asked
from tests.data.records import add, published

_AT_ONCE = 4
"""Statements under way: most of an answer's time goes into planning, one after the other."""
MORE = {"received": "2026-09-01 10:00", "channel": "letter", "questions": ["roads.potholes"], "texts": ["яма на улице"]}


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[asked.Heard]:
    """All that the door's functions ask over a small store of every mixture."""
    folder: Path = tmp_path_factory.mktemp("both")
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    with use(made), asked.heard(pytest.MonkeyPatch()) as log:
        published(made, *mixture.rows(), MORE)
        asked.ask_all(made, lambda: add(made, MORE | {"received": "2026-09-02 10:00"}))
        yield log


def _shapes(heard: asked.Heard) -> list[tuple[FactsInDuckDB, str]]:
    """One statement of each shape: they differ in more than numbers."""
    found = {
        re.sub(r"'?\b\d+\b'?(, '?\d+\b'?)*", "N", statement): (tables, statement)
        for tables, statement in heard.statements
    }
    return list(found.values())


def test_every_place_that_asks_was_heard(heard: asked.Heard) -> None:
    """Otherwise a statement could be written that nobody has tried on both."""
    assert _askers() - heard.askers == set()


def _askers() -> set[str]:
    """«module.function» of all that execute a statement of the door."""
    made = set()
    for file in Path(data.metrics.__file__).parent.glob("*.py"):
        if not file.stem.startswith("facts_in_"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and any(_executes(part) for part in ast.walk(node)):
                    made.add(f"data.metrics.{file.stem}.{node.name}")
    return made


def _executes(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "execute"):
        return False
    return "cursor" in ast.unparse(node.func.value)


def test_statements_hold_nothing_that_one_engine_alone_reads(heard: asked.Heard) -> None:
    alone = (
        r"\bREPLACE \(|DISTINCT ON|UNION ALL BY NAME|::U[A-Z]+|HUGEINT|//|\bunnest\b|\[|\brange\("
        r"|\w, \w+\) (NOT )?IN \("  # pairs of numbers of different sizes are no pairs of one kind
    )
    for _, statement in heard.statements:
        assert not re.search(alone, statement), statement


def test_what_may_be_missing_has_its_place_in_every_order(heard: asked.Heard) -> None:
    """DuckDB puts it last, Spark first."""
    never_missing = {"", "record_id", "question_no", "received_day", "calendar_day"}
    for _, statement in heard.statements:
        for key in _outside(statement).partition("ORDER BY ")[2].partition(" LIMIT")[0].split(", "):
            assert "NULLS" in key or key.split(" ")[0] in never_missing, (key, statement)


@pytest.mark.seconds(1800)
def test_the_engines_agree_in_every_cell(heard: asked.Heard) -> None:
    shapes, began = _shapes(heard), time.monotonic()
    opened = {tables: _in_spark(heard, tables) for tables in dict.fromkeys(tables for tables, _ in shapes)}

    def told(shape: tuple[FactsInDuckDB, str]) -> list[tuple[Any, ...]]:
        tables, statement = shape
        there = opened[tables]
        of_parts = re.sub(r"\bpart_\d+\b", lambda name: there.part(name[0], ""), statement)
        return _rows(there.cursor().execute(of_parts).fetchnumpy(), statement)

    with ThreadPoolExecutor(_AT_ONCE) as asking:
        for number, (shape, other) in enumerate(zip(shapes, asking.map(told, shapes), strict=True), start=1):
            tables, statement = shape
            own = FactsInDuckDB.cursor(tables).execute(statement).fetchnumpy()
            assert _rows(own, statement) == other, statement
            print(f"\r{number} of {len(shapes)} statements, {time.monotonic() - began:.0f} s", end="", flush=True)


def _in_spark(heard: asked.Heard, tables: FactsInDuckDB) -> FactsInSpark:
    made = FactsInSpark(cluster.address(), *heard.files[tables])
    for name, keys in heard.held[tables].items():
        made.hold(name, keys)
    return made


def _rows(answer: dict[str, Any], statement: str) -> list[tuple[Any, ...]]:
    """Rows in their order where the statement gives one; parts of a mean rounded where sums of floats differ."""
    columns = [np.ma.asarray(values).tolist() for values in answer.values()]
    rows = [tuple(_cell(value) for value in row) for row in zip(*columns, strict=True)]
    return rows if "ORDER BY" in _outside(statement) else sorted(rows, key=str)


def _outside(statement: str) -> str:
    """What stands in no brackets."""
    while "(" in statement:
        statement = re.sub(r"\([^()]*\)", "", statement)
    return statement


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    number = float(value)
    return None if number != number else float(f"{number:.12g}")


@given(st.lists(st.integers(1, 2**31 - 1), min_size=1, max_size=50), st.integers(0, 2**56 - 1))
def test_a_record_has_the_same_secret_number_in_both(ids: list[int], salt: int) -> None:
    listed = ", ".join(f"({i})" for i in ids)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT (hash(id::INTEGER, {salt}::BIGINT) >> 32)::BIGINT FROM (VALUES {listed}) AS t(id)"
        ).fetchall()
    salts = np.full(len(ids), salt)
    assert record_keys(np.array(ids), salts).tolist() == [row[0] for row in found]
