"""Others are asked what we are asked, and their numbers are ours; Superset is spoken to as its interface wants it."""

import json
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench import six
from bench.peers.__main__ import compared, counted_here
from bench.peers.engines import of_duckdb, of_pandas, of_sqlite
from bench.peers.questions import KEYS, asked, table
from bench.peers.superset import Address, of_superset
from data.errors import InputError
from data.filters import MISSING, Filters
from data.metrics.reader import open_snapshot
from data.settings import Settings, use
from tests.data import mixture
from tests.data.records import installed

FILTERS = [
    Filters(period="all"),
    Filters(period="52w", topic_groups=("roads",)),
    Filters(period="year", places=("95608405101", MISSING), channels=("letter",)),
]


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The mixture without records of several questions, as the bench makes them."""
    rows = [row for row in mixture.rows() if len(row["questions"]) == 1]  # type: ignore[arg-type]
    with installed(tmp_path_factory.mktemp("peers"), *rows) as settings:
        yield settings


@pytest.mark.parametrize("engine", [of_pandas, of_duckdb, of_sqlite])
def test_others_count_what_we_count(single: Settings, tmp_path: Path, engine: Any) -> None:
    with use(single), engine(table(open_snapshot()), tmp_path) as ask:
        for one in FILTERS:
            expected = counted_here(one)
            assert any(expected)
            assert all(spent > 0 for spent in compared("сосед", ask, one, expected))


def test_speed_is_not_compared_where_the_numbers_differ(single: Settings, tmp_path: Path) -> None:
    with use(single):
        plain, expected = table(open_snapshot()), counted_here(FILTERS[0])
        with of_duckdb(plain.iloc[1:], tmp_path) as ask, pytest.raises(InputError, match="другие числа"):
            compared("сосед", ask, FILTERS[0], expected)


def _charted(theirs: duckdb.DuckDBPyConnection, chart: dict[str, Any]) -> list[dict[Hashable, Any]]:
    """What Superset makes of a chart: SQL of its own."""
    asked = chart["queries"][0]
    lists = [f"{one['col']} IN ({', '.join(map(str, one['val']))})" for one in asked["filters"]]
    sums = [f"{one['sqlExpression']} AS {one['label']}" for one in asked["metrics"]]
    columns, where = ", ".join([*asked["columns"], *sums]), " AND ".join(lists) or "TRUE"
    return theirs.cursor().execute(f"SELECT {columns} FROM facts WHERE {where} GROUP BY 1").df().to_dict("records")


@contextmanager
def _superset(answer: Any, known: list[dict[str, Any]]) -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Its addresses, on this machine; what was asked of it. known: tables that it knows."""
    seen: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell({"result": known if "/dataset/" in self.path else "csrf"}, "session=s1; Path=/")

        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path.endswith("/login"):
                self._tell({"access_token": "t"} if told["password"] == "right" else {}, "")
            elif self.path.endswith("/dataset/"):
                self._tell({"id": 5}, "")
            else:
                assert told["force"] and told["datasource"] == {"id": 5, "type": "table"}
                self._tell({"result": [{"data": answer(told)}]}, "")

        def _tell(self, told: dict[str, Any], cookie: str) -> None:
            seen.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Set-Cookie", cookie)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", seen
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("known", [[], [{"id": 4, "database": {"id": 6}}, {"id": 5, "database": {"id": 7}}]])
def test_superset_is_asked_the_same_as_charts_signed_in_once(single: Settings, known: list[dict[str, Any]]) -> None:
    with use(single):
        question, theirs = asked(FILTERS[1], open_snapshot())[0], duckdb.connect()
        theirs.register("given", table(open_snapshot()))
        theirs.execute("CREATE TABLE facts AS SELECT * FROM given")
        answer = partial(_charted, theirs)
        with _superset(answer, known) as (url, seen), of_superset(Address(url, "bench", "right", 7)) as ask:
            found = [question.counts(ask(question)) for _ in range(2)]
        assert found == [counted_here(FILTERS[1])[0]] * 2
    paths = [path for path, _ in seen]
    assert paths.count("/api/v1/security/login") == 1
    assert paths.count("/api/v1/dataset/") == (0 if known else 1)
    sent = seen[-1][1]
    assert (sent["Authorization"], sent["X-Csrftoken"], sent["Cookie"]) == ("Bearer t", "csrf", "session=s1")


def test_a_superset_that_does_not_answer_is_a_sentence() -> None:
    with pytest.raises(InputError, match="не ответил"), of_superset(Address("http://127.0.0.1:9", "a", "b", 1)):
        pytest.fail("nobody answers there")


def test_every_question_has_a_column_to_be_grouped_by() -> None:
    assert KEYS.keys() == six.QUESTIONS.keys()
