"""Months written by several processes make the same snapshot, whatever becomes of the processes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from data.settings import Settings, use
from data.snapshots import Manifest, month_files, publish
from tests.data.records import published

ROWS = tuple(
    {"received": f"2025-{month:02d}-{day}", "applicant": f"p{day}"} for month in range(1, 9) for day in (10, 11)
)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Processes that are started; all have ended with the publication."""
    made: list[Any] = []
    popen = month_files.subprocess.Popen

    def start(*given: Any, **named: Any) -> Any:
        made.append(popen(*given, **named))
        return made[-1]

    monkeypatch.setattr(month_files.subprocess, "Popen", start)
    yield made
    assert all(one.returncode is not None for one in made)


def _again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    """The snapshot made anew by two processes, its files too; a few records are many."""
    monkeypatch.setattr(month_files, "ENOUGH", 4)
    for name in (settings.snapshots / "months").iterdir():
        name.unlink()
    with use(replace(settings, workers=2)) as chosen:
        return publish.publish(chosen, everything=True)


def _said(manifest: Manifest) -> tuple[Any, ...]:
    return manifest.months, manifest.tallies, manifest.sources, manifest.files, manifest.records


def test_another_process_writes_the_same_months(
    either: Settings, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = published(either, *ROWS)
    written: list[int] = []
    write = month_files.write

    def watched(connection: Any, writer: Any, settings: Settings, month: int, grounds: Any) -> month_files.MonthFile:
        written.append(month)
        return write(connection, writer, settings, month, grounds)

    monkeypatch.setattr(month_files, "write", watched)
    assert _said(_again(either, monkeypatch)) == _said(here)
    assert len(started) == 1
    assert 0 < len(written) < len(here.months), "each process has written some of them"


def test_what_a_killed_process_has_not_written_is_written_here(
    settings: Settings, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = published(settings, *ROWS)
    made = month_files._made

    def killed(helper: Any) -> Iterator[month_files.MonthFile]:
        helper.kill()
        return made(helper)

    monkeypatch.setattr(month_files, "_made", killed)
    assert _said(_again(settings, monkeypatch)) == _said(here)
    assert started


def test_a_process_that_sees_another_store_writes_nothing(
    settings: Settings, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = published(settings, *ROWS)
    helpers = month_files._helpers
    monkeypatch.setattr(
        month_files, "_helpers", lambda shares: helpers([replace(one, change_no=10**6) for one in shares])
    )
    said: list[Any] = []
    made = month_files._made

    def listened(helper: Any) -> Any:
        said.extend(made(helper))
        return iter(said)

    monkeypatch.setattr(month_files, "_made", listened)
    assert _said(_again(settings, monkeypatch)) == _said(here)
    assert started
    assert not said
