"""Addresses of the records behind numbers."""

from datetime import date

import pytest

from answers import record_links
from data.filters import parse


@pytest.mark.parametrize("dimension_id", ["recipient", "topic_group", "month"])
@pytest.mark.parametrize("metric_id", ["records", "open_now", "on_time_share"])
def test_addresses_of_many_are_those_of_each(metric_id: str, dimension_id: str) -> None:
    filters, as_of = parse({"period": "all", "recipient": "a", "text": "вода, «№ 7»"}), date(2026, 11, 29)
    codes = [date(2026, 10, 1)] if dimension_id == "month" else ["a", "жкх", "a b&c", None]

    found = record_links.addresses(filters, as_of, metric_id, dimension_id, codes)

    assert found == [record_links.address(filters, as_of, metric_id, {dimension_id: code}) for code in codes]
    assert all(found)
