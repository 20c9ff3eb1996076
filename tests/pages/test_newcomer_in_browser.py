"""From nothing to a note in the district the program comes with: somebody new needs no more than 12 clicks."""

from pathlib import Path
from typing import Any

import pytest

from data.settings import Settings
from tests.pages import main_walk

MOST_CLICKS = 12
ASKIZ = main_walk.District("Аскизский район", "с. Бельтирское", "95608412101", 90.4011, 53.0258, "с. Верх-Аскиз")


def test_a_newcomer_gets_from_an_empty_machine_to_a_note_in_few_clicks(
    tab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, requests_seen: list[str], console_errors: list[str]
) -> None:
    settings = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}")
    main_walk.install(settings, monkeypatch)
    with main_walk.served(settings) as address:
        clicks = main_walk.walk(tab, address, ASKIZ, tmp_path / "выгрузка.csv")
        assert [url for url in requests_seen if not url.startswith((address, "data:", "blob:"))] == []
    counted = {step: count for step, count in clicks.items() if step not in main_walk.BESIDE}
    assert sum(counted.values()) <= MOST_CLICKS, counted
    assert set(counted) | set(main_walk.BESIDE) == set(main_walk.STEPS), "no step was taken for nothing"
    assert console_errors == []
