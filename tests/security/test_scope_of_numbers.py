"""Limited people ask for more than their part: through filters, dimensions, exports, the API and cached answers.

Every question is first asked by a curator who sees all, so that an answer kept for somebody else would be found.
"""

import csv
import io
import itertools
from collections.abc import Iterator

import openpyxl
import pytest

from tests.attacks import Attacks
from tests.security import truth
from tests.security.conftest import Installation
from tests.security.limited import NAMES, Limited, person

DIMENSIONS = ("channel", "municipality", "recipient")
WIDENING = (
    "scope=all", "grants=1", "role=curator", "limits=", "user=curator", "municipality=", "channel=&channel=",
    "detail=contacts", "is_everything=1", "snapshot=1", "_csrf_token=x", "municipality=none", "recipient=none",
)  # fmt: skip
HEADERS = {
    "X-Scope": "all", "X-User": "curator", "X-Role": "curator", "X-Original-URL": "/", "X-Rewrite-URL": "/",
    "X-HTTP-Method-Override": "POST", "X-Forwarded-User": "curator", "Remote-User": "curator",
    "Authorization": "Basic Y3VyYXRvcjp4",
}  # fmt: skip


@pytest.fixture(params=NAMES)
def asker(request: pytest.FixtureRequest, there: Installation) -> Limited:
    return person(request.param, there.settings)


def rows(there: Installation, asker: Limited, query: str) -> list[dict]:
    """Rows of the API for this person, asked after the curator asked the same; a refusal is no rows."""
    address = f"/api/v1/query?{query}"
    asked = next(_TURNS)
    if asked - _ASKED_BY_CURATOR.get(address, -_KEPT) >= _KEPT:
        assert there.client("curator").get(address).status_code in (200, 400)
        _ASKED_BY_CURATOR[address] = asked
    answer = asker.client(there).get(address)
    return answer.get_json()["rows"] if answer.status_code == 200 else []


_TURNS, _ASKED_BY_CURATOR = itertools.count(), dict[str, int]()
_KEPT = 200
"""Questions after which the curator asks again: the program keeps the last 500 answers."""


def total(found: list[dict]) -> int:
    return int(found[0]["records"] or 0) if found else 0  # a small total is hidden from who sees totals only


def test_totals_and_breakdowns_are_those_of_the_own_part(there: Installation, attacks: Attacks, asker: Limited) -> None:
    mine = asker.sees(there.settings)
    seen = total(rows(there, asker, "metrics=records&period=all"))
    expected_total = len(truth.records(mine))
    attacks.met(f"{asker.name}: итог", asker.agrees(seen, expected_total), f"{seen} ≠ {expected_total}")
    for name in DIMENSIONS:
        counted = {row[name]: row["records"] for row in rows(there, asker, f"metrics=records&by={name}&period=all")}
        expected = truth.by(mine, name)
        is_own = all(asker.agrees(counted.get(code, 0), expected.get(code, 0)) for code in {*counted, *expected})
        attacks.met(f"{asker.name}: по {name}", is_own, set(counted.items()) ^ set(expected.items()))
    for by in ("place", "topic", "source", "status", "kind", "topic_group", "year", "month"):
        found = rows(there, asker, f"metrics=records&by={by}&period=all")
        attacks.met(f"{asker.name}: по {by}", bool(mine) or not found, len(found))


def test_filters_by_foreign_members_open_nothing(there: Installation, attacks: Attacks, asker: Limited) -> None:
    everything, mine = truth.everything(there.settings), asker.sees(there.settings)
    for name in DIMENSIONS:
        for code in sorted({getattr(one, name) for one in everything} - {None}):
            expected = len(truth.records([one for one in mine if getattr(one, name) == code]))
            seen = total(rows(there, asker, f"metrics=records&period=all&{name}={code}"))
            attacks.met(f"{asker.name}: {name}={code}", asker.agrees(seen, expected), f"{seen} ≠ {expected}")


def test_what_the_asker_adds_to_the_question_widens_nothing(
    there: Installation, attacks: Attacks, asker: Limited
) -> None:
    most = asker.most(len(truth.records(asker.sees(there.settings))))
    for widening in WIDENING:
        seen = total(rows(there, asker, f"metrics=records&period=all&{widening}"))
        attacks.met(f"{asker.name}: {widening}", seen <= most, f"{seen} > {most}")
    for name, value in HEADERS.items():
        answer = asker.client(there).get("/api/v1/query?metrics=records&period=all", headers={name: value})
        count = total(answer.get_json().get("rows", []))
        attacks.met(f"{asker.name}: {name}", count <= most, f"{count} > {most}")


def test_other_metrics_are_counted_within_the_own_part(there: Installation, attacks: Attacks, asker: Limited) -> None:
    """Behind every metric stand at most as many records as the person may see."""
    most, names = asker.most(len(truth.records(asker.sees(there.settings)))), _metrics(there)
    for part in (names[i : i + 6] for i in range(0, len(names), 6)):
        for row in rows(there, asker, f"metrics={','.join(part)}&period=all&intervals=1"):
            for metric in part:
                behind = row.get(f"{metric}_n")
                attacks.met(f"{asker.name}: {metric}", behind is None or behind <= most, behind)


def _metrics(there: Installation) -> list[str]:
    document = there.client("curator").get("/api/v1/openapi.json").get_json()
    parameters = document["paths"]["/api/v1/query"]["get"]["parameters"]
    found: list[str] = next(p for p in parameters if p["name"] == "metrics")["schema"]["items"]["enum"]
    return found


def exported(there: Installation, asker: Limited, address: str) -> Iterator[tuple]:
    """Rows of the first sheet without its header; a refusal is no rows."""
    answer = asker.client(there).get(address)
    if answer.status_code != 200:
        assert answer.status_code == 403, answer.text
        return
    book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
    yield from book["Данные"].iter_rows(min_row=2, values_only=True)


def test_exports_hold_the_own_part_only(there: Installation, attacks: Attacks, asker: Limited) -> None:
    may_export = not {"administrator", "auditor"} & set(asker.roles)
    mine = asker.sees(there.settings) if may_export else []
    for more in ("", "&sort=due&channel=site", "&texts=1&size=50000&scope=all"):
        ids = {int(row[0]) for row in exported(there, asker, f"/export/register.xlsx?period=all{more}")}
        attacks.met(f"{asker.name}: реестр{more}", ids <= truth.records(mine), sorted(ids - truth.records(mine)))
        if not more:
            attacks.met(f"{asker.name}: реестр целиком", ids == truth.records(mine), len(ids))
    for name in DIMENSIONS:
        address = f"/export/table.xlsx?metrics=records&by={name}&period=all"
        assert there.client("curator").get(address).status_code == 200
        # Territories without a record of one's own stand in the file as zeros.
        counted = sorted(int(row[1]) for row in exported(there, asker, address) if row[1])
        attacks.met(f"{asker.name}: таблица {name}", counted == sorted(truth.by(mine, name).values()), counted)


def test_csv_of_the_api_is_the_own_part_too(there: Installation, attacks: Attacks, asker: Limited) -> None:
    query = "metrics=records&by=municipality&period=all&format=csv"
    there.client("curator").get(f"/api/v1/query?{query}")
    answer = asker.client(there).get(f"/api/v1/query?{query}")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    counted = {row["municipality"]: int(float(row["records"])) for row in found}
    expected = {code or "": n for code, n in truth.by(asker.sees(there.settings), "municipality").items()}
    is_own = all(asker.agrees(counted.get(code, 0), expected.get(code, 0)) for code in {*counted, *expected})
    attacks.met(f"{asker.name}: CSV", is_own, counted)


def test_the_map_as_a_file_holds_the_own_part(there: Installation, attacks: Attacks, asker: Limited) -> None:
    """The file of who sees less differs from the curator's, and who may not export gets none."""
    whole = there.client("curator").get("/export/map.html?period=all")
    answer = asker.client(there).get("/export/map.html?period=all")
    is_less = len(truth.records(asker.sees(there.settings))) < len(truth.records(truth.everything(there.settings)))
    held = answer.status_code == 403 or not is_less or answer.data != whole.data
    attacks.met(f"{asker.name}: карта", held)
