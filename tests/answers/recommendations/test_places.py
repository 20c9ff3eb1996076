"""What a recommendation says of a hotspot, which the screen of hotspots may count over another window."""

from datetime import date

import pandas as pd
import pytest

from answers.recommendations import places
from data.filters import Filters
from data.scope import EVERYTHING

ROW = {
    "topic": "energy.outages", "topic_label": "Отключения электроэнергии", "places": ["1"], "places_label": "Картоев",
    "first": date(2026, 10, 12), "last": date(2026, 11, 29), "records": 48, "expected": 1.4, "low": 26.04,
}  # fmt: skip
BY = pd.DataFrame({"recipient": ["grid"], "recipient_label": ["Электросети"], "records": [48]})


def test_a_hotspot_names_its_window_and_speaks_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "query", lambda *_: BY)
    monkeypatch.setattr(places, "address", lambda *_: "/register")
    found = places._finding(Filters(), EVERYTHING, date(2026, 11, 29), ROW)
    assert found is not None
    said, _link, _figures = found.story
    assert said.replace("\u00a0", " ") == (
        "Картоев: за 12 недель 48 записей при ожидании 1,4, почти наверняка не меньше чем в 26 раз больше."
    )
