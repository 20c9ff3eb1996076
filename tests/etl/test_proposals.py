"""Proposals of problems in the store: found after an import and an undo, never against what people have decided."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import store
from data.decisions import problems
from data.decisions.problems import decide
from data.filters import Filters
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.store.tables import problem_proposals, record_problems
from etl import proposals
from etl.__main__ import main
from etl.load import load
from etl.undo import undo
from tests import stores
from tests.data.records import add
from tests.etl.conftest import WriteFile, dump, rows

pytestmark = pytest.mark.usefixtures("read_here")

AT = {"topic": "housing.no_water", "place": "95608151051", "street": "ул. Нагорная"}


def row(day: int, text: str = "Прорвало трубу на улице Нагорной, вода течёт по дороге", **more: Any) -> dict[str, Any]:
    return AT | {"received": f"2026-03-{day:02d}", "texts": [text], "applicant": f"a{day}"} | more


@pytest.fixture(scope="module", params=stores.ENGINES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Three records about one burst pipe and one about dogs, on both engines, made once: every test has a copy."""
    with stores.installation(request.param, tmp_path_factory.mktemp("burst") / "var") as settings:
        add(settings, row(2), row(3), row(4, "Вода течёт по дороге: прорвало трубу на Нагорной"),
            row(3, "Стая собак у школы", topic="safety.stray_animals"))  # fmt: skip
        yield settings


@pytest.fixture
def burst(made: Settings, tmp_path: Path) -> Iterator[Settings]:
    with stores.copied(made, tmp_path / "var") as settings, use(settings):
        yield settings


def proposed(settings: Settings) -> list[tuple[int, int]]:
    with store.reading(settings) as connection:
        query = sa.select(problem_proposals.c.record_id, problem_proposals.c.leader_id).order_by("record_id")
        return [tuple(one) for one in connection.execute(query)]


def keys(settings: Settings, kind: str = "proposed") -> list[str]:
    as_of = problems.date(2026, 4, 1)
    return [one.key for one in problems.groups(settings, EVERYTHING, kind, Filters(period="all"), as_of)]


def test_records_about_one_thing_are_proposed_and_twice_is_as_once(burst: Settings) -> None:
    found = proposals.refresh(burst)
    assert (found.problems, found.records, found.joining) == (1, 3, 0)
    assert proposed(burst) == [(1, 1), (2, 1), (3, 1)]
    assert "записей 3, проблем 1." in found.sentence
    assert proposals.refresh(burst) == found
    assert proposed(burst) == [(1, 1), (2, 1), (3, 1)]


def test_a_dry_run_says_the_same_and_writes_nothing(burst: Settings) -> None:
    found = proposals.refresh(burst, dry_run=True)
    assert (found.problems, proposed(burst)) == (1, [])


def test_what_people_put_together_stays_and_a_new_record_is_proposed_to_join(burst: Settings) -> None:
    proposals.refresh(burst)
    number = decide.merge(burst, EVERYTHING, "r1", "Прорыв на Нагорной", "ivanova")
    assert (keys(burst), keys(burst, "made")) == ([], [f"p{number}"])
    add(burst, row(5))
    found = proposals.refresh(burst)
    assert (found.problems, found.joining, proposed(burst)) == (0, 1, [(5, 1)])
    assert decide.accept(burst, EVERYTHING, f"p{number}", "x") == 1
    with store.reading(burst) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(record_problems)).scalar() == 4
    assert proposals.refresh(burst).joining == 0


def test_what_people_told_apart_is_not_proposed_again(burst: Settings) -> None:
    proposals.refresh(burst)
    decide.mark_different(burst, EVERYTHING, "r1", "ivanova", 2)
    assert proposed(burst) == [(1, 1), (3, 1)]
    proposals.refresh(burst)
    assert proposed(burst) == [(1, 1), (3, 1)]
    decide.mark_different(burst, EVERYTHING, "r1", "ivanova")
    proposals.refresh(burst)
    assert proposed(burst) == []


def test_a_record_that_has_left_takes_its_proposal_along(burst: Settings) -> None:
    proposals.refresh(burst)
    number = decide.merge(burst, EVERYTHING, "r1", "Прорыв", "ivanova")
    undo(burst, 1)
    with store.reading(burst) as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM problems")).scalar() == 0, number
    assert proposed(burst) == []


def test_an_import_and_its_undo_leave_the_proposals_as_they_were(burst: Settings, pos_file: WriteFile) -> None:
    proposals.refresh(burst)
    before = dump(burst)["problem_proposals"]
    report = load(pos_file("more.csv", rows(20)), burst)
    proposals.refresh(burst)
    assert report.import_id is not None
    undo(burst, report.import_id)
    proposals.refresh(burst)
    assert dump(burst)["problem_proposals"] == before


def test_old_records_are_history(burst: Settings) -> None:
    add(burst, row(2, received="2028-03-02"))
    assert proposals.refresh(burst).problems == 0


def test_an_empty_store_has_no_problems(either: Settings) -> None:
    stores.create(either)
    assert proposals.refresh(either).problems == 0


def test_the_command_line_finds_them_after_a_load_and_by_itself(
    either: Settings, pos_file: WriteFile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCU_VAR", str(either.var))
    url = ["--store", either.store_url]
    assert main(["load", str(pos_file("a.csv", rows(6))), *url]) == 0
    assert "Похоже на одно и то же" in capsys.readouterr().out
    assert main(["problems", "--dry-run", *url]) == 0
    assert main(["problems", *url]) == 0
    assert "проблем" in capsys.readouterr().out


def test_a_decision_made_while_records_were_compared_is_not_written_over(
    burst: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposals.refresh(burst)
    real, deeds = proposals.propose, [lambda: decide.merge(burst, EVERYTHING, "r1", "Прорыв", "ivanova")]

    def slow(*args: Any, **named: Any) -> Any:
        found = real(*args, **named)
        if deeds:
            deeds.pop()()  # a person decides in between
        return found

    monkeypatch.setattr(proposals, "propose", slow)
    assert proposals.refresh(burst).problems == 0
    assert (proposed(burst), keys(burst), keys(burst, "made")) == ([], [], ["p1"])
