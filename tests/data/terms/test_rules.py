"""Editing rules: versions, a past that stays, and a table that goes out and comes back unchanged."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from data.__main__ import main
from data.errors import FilterError
from data.filters import Filters
from data.metrics import register
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots.publish import publish
from data.store import csv_text
from data.terms import rules
from tests import stores
from tests.data.records import add, published

LAST = "2026-03-31"  # the last record of the store: rules may change from 01.04.2026 on


@pytest.fixture(scope="module", params=stores.ENGINES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation with records, on both engines; nobody writes into it."""
    with stores.installation(request.param, tmp_path_factory.mktemp("rules")) as settings, use(settings):
        add(settings, {"received": "2026-03-02"}, {"received": LAST})
        publish(settings)
        yield settings


@pytest.fixture
def lived(made: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A copy of it."""
    with stores.copied(made, tmp_path) as settings, use(settings):
        yield settings


def due(record_id: int) -> str:
    return str(register.clocks(record_id, Filters(), EVERYTHING)[1][0].due_on)


def pos(settings: Settings) -> dict[str, str]:
    return next(row for row in rules.versions(settings) if row["rule_code"] == "pos_resolution")


def test_what_is_exported_and_imported_again_changes_nothing(lived: Settings) -> None:
    text = rules.as_csv(rules.versions(lived))
    changes = rules.apply(lived, rules.from_csv(text))
    assert {change.kind for change in changes} == {rules.SAME}
    assert rules.as_csv(rules.versions(lived)) == text
    assert rules.first_free_day(lived) == date(2026, 4, 1)


def test_a_new_version_counts_for_later_records_only(lived: Settings) -> None:
    rules.apply(lived, rules.new_version(lived, "pos_resolution", date(2026, 4, 1), {"term": "10"}))
    add(lived, {"received": "2026-04-01"})
    publish(lived)
    assert (due(1), due(2), due(3)) == ("2026-04-01", "2026-04-30", "2026-04-10")
    versions = [(row["term"], row["valid_from"], row["valid_to"]) for row in rules.versions(lived)
                if row["rule_code"] == "pos_resolution"]  # fmt: skip
    assert versions == [("30", "", "2026-03-31"), ("10", "2026-04-01", "")]


def test_a_version_that_was_in_force_is_not_rewritten(lived: Settings) -> None:
    with pytest.raises(FilterError, match="прошлое не переписывается"):
        rules.plan(lived, [pos(lived) | {"term": "5"}])
    with pytest.raises(FilterError, match="не раньше 2026-04-01"):
        rules.plan(lived, rules.new_version(lived, "pos_resolution", date(2026, 3, 31), {"term": "5"}))
    with pytest.raises(FilterError, match="конец действия"):
        rules.plan(lived, [pos(lived) | {"valid_to": "2026-03-01"}])


def test_a_version_that_no_record_has_met_may_be_altered_and_a_rule_ended(lived: Settings) -> None:
    rules.apply(lived, rules.new_version(lived, "pos_resolution", date(2026, 5, 1), {"term": "10"}))
    later = rules.new_version(lived, "pos_resolution", date(2026, 5, 1), {"term": "12"})
    assert [change.kind for change in rules.apply(lived, later)] == [rules.ALTERED]
    ended = [next(row for row in rules.versions(lived) if row["rule_code"] == "pos_moderation") | {"valid_to": LAST}]
    assert [change.kind for change in rules.apply(lived, ended)] == [rules.ENDED]


def test_without_records_any_rule_may_be_altered(either: Settings) -> None:
    stores.create(either)
    assert [change.kind for change in rules.apply(either, [pos(either) | {"term": "20"}])] == [rules.ALTERED]
    assert pos(either)["term"] == "20"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"unit": "days"}, "unit"), ({"term": "0"}, "целое число"), ({"term": "много"}, "целое число"),
        ({"channel_code": "почта"}, "channel_code"), ({"valid_from": "01.05.2026"}, "2026-12-01"),
        ({"legal_basis": ""}, "legal_basis"), ({"starts_from": "never"}, "starts_from"),
        ({"valid_to": "2026-01-01"}, "раньше начала"), ({"extension_limit_days": "-3"}, "целое число"),
        ({"rule_code": ""}, "кода правила"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_is_changed(made: Settings, wrong: dict[str, str], said: str) -> None:
    (good,) = rules.new_version(made, "pos_resolution", date(2026, 5, 1), {"term": "10"})
    before = rules.versions(made)
    with pytest.raises(FilterError, match=said) as refused:
        rules.apply(made, [good | {"rule_code": "fresh"}, good | wrong])
    assert "Строка 3" in str(refused.value)
    assert rules.versions(made) == before


def test_a_file_without_a_column_and_a_version_named_twice_are_refused(lived: Settings) -> None:
    with pytest.raises(FilterError, match="нет столбца"):
        rules.from_csv("rule_code,term\nx,3\n")
    with pytest.raises(FilterError, match="дважды"):
        rules.plan(lived, [pos(lived), pos(lived)])


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["pos_resolution", "pos_fast_snow_ice", "law59_resolution"]),
        st.dates(date(2026, 1, 1), date(2026, 9, 1)),
        st.integers(1, 60),
    ),
    max_size=6,
)
ROWS = [
    {"received": "2026-01-20"},
    {"received": "2026-02-03", "topic": "roads.snow_ice"},
    {"received": "2026-03-31", "channel": "letter", "source": "register_59fz", "registered": "2026-03-31"},
]


@pytest.mark.trial
@effort(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_no_edit_moves_the_due_date_of_a_record_that_had_come(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, date, int]]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
        published(made, *ROWS)
        before = [due(i) for i in (1, 2, 3)]
        for code, since, term in edits:
            try:
                rules.apply(made, rules.new_version(made, code, since, {"term": str(term)}))
            except FilterError:
                assert since <= date(2026, 3, 31)
        publish(made)
        assert [due(i) for i in (1, 2, 3)] == before


def test_rules_go_out_and_come_in_by_the_command_line(settings: Settings, tmp_path, capsys) -> None:
    published(settings, {"received": "2026-03-02"})
    url, file = ["--store", settings.store_url], tmp_path / "rules.csv"
    assert main(["rules", "export", str(file), *url]) == 0
    fresh = rules.new_version(settings, "pos_resolution", date(2026, 5, 1), {"term": "7"})
    file.write_text(rules.as_csv([*rules.from_csv(file.read_text(encoding="utf-8")), *fresh]), encoding="utf-8")
    assert main(["rules", "import", str(file), "--dry-run", *url]) == 0
    assert "новая версия: pos_resolution с 2026-05-01" in capsys.readouterr().out
    assert len([row for row in rules.versions(settings) if row["rule_code"] == "pos_resolution"]) == 1
    assert main(["rules", "import", *url]) != 0
    assert "Назовите файл" in capsys.readouterr().err


def test_a_pause_is_a_row_of_two_days_and_no_term(lived: Settings) -> None:
    blank = dict.fromkeys(rules.COLUMNS, "")
    row = blank | pos(lived) | {"rule_code": "pos_pause", "clock": "pause", "term": "", "extended_by": "", "note": ""}
    row |= {"valid_from": "2026-04-01", "valid_to": "2026-04-10"}
    before = due(2)
    rules.apply(lived, [row])
    publish(lived)
    assert (before, due(2)) == ("2026-04-30", "2026-05-08")  # 30.04 and ten days: 10.05 is a Sunday, 09.05 a holiday
    assert [change.kind for change in rules.plan(lived, rules.versions(lived))] == ["same"] * len(rules.versions(lived))
    for wrong in ({"term": "5"}, {"valid_to": ""}):
        with pytest.raises(FilterError, match="паузы"):
            rules.plan(lived, [row | {"rule_code": "other"} | wrong])


def test_a_file_of_an_older_version_says_nothing_of_newer_columns(lived: Settings) -> None:
    columns = [name for name in rules.COLUMNS if name != "file_term"]
    text = csv_text.to_csv([{name: pos(lived)[name] for name in columns}], columns)
    older = rules.from_csv(text)
    assert [change.kind for change in rules.plan(lived, older)] == ["same"]
