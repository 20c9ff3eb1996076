"""The law of a channel is a dated row: a new law is data, the law of days gone by stays."""

import pytest

from data.errors import FilterError
from data.filters import Filters
from data.metrics import register
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots.publish import publish
from data.terms import laws
from tests.data.records import add, day, published


def _row(**given: str) -> dict[str, str]:
    base = dict.fromkeys(laws.COLUMNS, "") | {"channel_code": "phone", "law": "59fz", "confidence": "M"}
    return base | {"legal_basis": "проект", "valid_from": "2026-05-01"} | given


def test_what_is_exported_and_imported_again_changes_nothing(settings: Settings) -> None:
    published(settings, {"received": "2026-03-31"})
    assert laws.apply(settings, laws.from_csv(laws.as_csv(laws.rows(settings)))) == []


def test_a_new_law_is_a_row_and_moves_only_what_comes_after_it(settings: Settings) -> None:
    published(settings, {"received": "2026-03-31", "channel": "phone"})
    assert laws.apply(settings, [_row()], dry=True) == ["phone"]
    assert laws.apply(settings, [_row()]) == ["phone"]
    add(settings, {"received": "2026-05-01", "channel": "phone"}, {"received": "2026-04-30", "channel": "phone"})
    publish(settings)
    on = Filters(period="all", as_of=day("2026-06-30"))
    assert [register.clocks(i, on, EVERYTHING)[1][0].state for i in (1, 2, 3)] == [
        "no_clock",
        "overdue_open",
        "no_clock",
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"channel_code": "почта"}, "такого канала нет"),
        ({"law": "44fz"}, "нужны law"),
        ({"valid_from": "01.05.2026"}, "Дата пишется так"),
        ({"valid_from": "2026-03-01"}, "изменился бы закон"),
    ],
)
def test_a_wrong_row_is_refused_in_words(given: dict, said: str, settings: Settings) -> None:
    published(settings, {"received": "2026-03-31"})
    with pytest.raises(FilterError, match=said):
        laws.apply(settings, [_row(**given)])


def test_a_mistake_in_the_past_is_corrected_on_purpose(settings: Settings) -> None:
    published(settings, {"received": "2026-03-31", "channel": "phone"})
    laws.apply(settings, [_row(valid_from="2026-03-01")], past=True)
    assert laws.rows(settings)[-1]["law"] in ("59fz", "message")
    publish(settings)
    assert register.clocks(1, Filters(as_of=day("2026-03-31")), EVERYTHING)[1][0].state == "not_yet_due"


def test_periods_of_one_channel_do_not_meet(settings: Settings) -> None:
    published(settings, {"received": "2026-03-31"})
    with pytest.raises(FilterError, match="раньше, чем кончается прежний"):
        laws.apply(settings, [_row(), _row(valid_from="2026-06-01", law="message")])
