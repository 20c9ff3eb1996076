"""The API and the command line give the same numbers as the door, and refuse what makes no sense."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data import metrics
from data.__main__ import main
from data.filters import Filters, parse
from data.metrics import METRICS
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from reports import api
from tests.data.records import published

SELO = "95608405101"
ROWS = (
    {
        "received": "2026-02-02",
        "answered": "2026-02-20",
        "place": "95608405101",
        "topic": "roads.potholes",
        "rating": 5,
    },
    {
        "received": "2026-02-03",
        "answered": "2026-04-10",
        "place": "95608405101",
        "topic": "roads.lighting",
        "rating": 2,
    },
    {"received": "2026-02-04", "channel": "letter", "registered": "2026-02-05", "topic": "housing.no_water"},
    {"received": "2026-04-10"},
)


@pytest.fixture
def client(settings: Settings) -> Iterator[FlaskClient]:
    """A client of the API alone."""
    published(settings, *ROWS)
    server = Flask("test")
    server.register_blueprint(api.blueprint(lambda: EVERYTHING))
    with server.test_client() as made:
        yield made


QUESTIONS = [
    ("records,on_time_share,overdue_open", "municipality", {"period": "all"}),
    ("records,per_1000", "topic_group", {"channel": "pos_message", "period": "all"}),
    ("records,rating_mean,resolution_median_days", "", {"from": "2026-02-01", "to": "2026-02-28"}),
    ("records,open", "month,channel", {"period": "all"}),
]


@pytest.mark.parametrize(("ids", "by", "filters"), QUESTIONS)
def test_api_and_command_line_answer_as_the_door_does(
    client: FlaskClient,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ids: str,
    by: str,
    filters: dict[str, str],
) -> None:
    monkeypatch.setenv("MCU_VAR", str(settings.var))
    dims = [d for d in by.split(",") if d]
    frame = metrics.query(ids.split(","), dims, parse(filters), EVERYTHING)
    answered = client.get("/api/v1/query", query_string={"metrics": ids, "by": by, **filters}).get_json()
    arguments = [part for key, value in filters.items() for part in (f"--{key}", value)]
    assert main(["query", "--metrics", ids, "--by", by, "--format", "json", *arguments]) == 0
    assert json.loads(capsys.readouterr().out) == answered
    for metric in ids.split(","):
        values = [None if v != v else v for v in frame[metric].tolist()]
        assert [row[metric] for row in answered["rows"]] == values
    text = client.get("/api/v1/query", query_string={"metrics": ids, "by": by, "format": "csv", **filters}).text
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(frame)


def test_an_unknown_metric_and_a_misspelt_parameter_are_refused_with_a_hint(client: FlaskClient) -> None:
    wrong = client.get("/api/v1/query?metrics=recordz")
    assert wrong.status_code == 400
    assert "records" in wrong.get_json()["error"]
    misspelt = client.get("/api/v1/query?metrics=records&chanel=letter")
    assert misspelt.status_code == 400
    assert "channel" in misspelt.get_json()["error"]


@pytest.mark.parametrize("code", ["'; DROP TABLE facts; --", "letter' OR '1'='1", "$as_of", "letter) OR (1=1"])
def test_sql_in_a_filter_is_refused_and_changes_nothing(client: FlaskClient, code: str) -> None:
    for name in ("channel", "topic", "place", "recipient", "municipality", "status", "kind", "source", "group"):
        assert client.get("/api/v1/query", query_string={"metrics": "records", name: code}).status_code == 400
    assert client.get("/api/v1/query?metrics=records&period=all").get_json()["rows"] == [{"records": 4}]


def test_the_description_names_every_metric(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    parameters = document["paths"]["/api/v1/query"]["get"]["parameters"]
    named = next(p for p in parameters if p["name"] == "metrics")["schema"]["items"]["enum"]
    assert named == list(METRICS)


def test_the_asker_s_scope_is_applied(settings: Settings) -> None:
    published(settings, *ROWS)
    server = Flask("test")
    server.register_blueprint(api.blueprint(lambda: Scope((Grant(channels=("letter",)),))))
    rows = server.test_client().get("/api/v1/query?metrics=records&period=all").get_json()["rows"]
    assert rows == [{"records": 1}]


def test_without_a_snapshot_the_api_says_it_is_not_ready(settings: Settings) -> None:
    server = Flask("test")
    server.register_blueprint(api.blueprint(lambda: EVERYTHING))
    refused = server.test_client().get("/api/v1/query?metrics=records")
    assert refused.status_code == 503
    assert "python -m etl load" in refused.get_json()["error"]


def test_the_url_form_of_filters_reads_back_as_itself() -> None:
    made = parse({"from": "2026-01-01", "channel": "letter,im_vk", "place": "none", "snapshot": "3"})
    assert parse(made.to_params()) == made
    assert Filters().to_params() == {}
