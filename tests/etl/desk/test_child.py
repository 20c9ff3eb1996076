"""One job from its file to its commit, done in this process."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.scope import EVERYTHING
from data.settings import Settings, use
from etl.desk import child, jobs
from etl.desk.job import Asker, scope_to_dict
from etl.reading import table
from etl.reading.cache import CachedReading
from tests import stores
from tests.etl.dirty.files import HEADER, row, text_of

PLAIN = text_of(HEADER, row(1), row(2), row(3, "31.02.2026"))
STRANGE = text_of(("Номер", "Когда", "О чём", "Про что"), (1, "05.02.2026", "Нет воды", "Вода"))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path) as made, use(made):
        yield made


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Reading processes that were started."""
    started: list[Any] = []
    real = subprocess.Popen

    def counted(*args: Any, **named: Any) -> Any:
        started.append(args)
        return real(*args, **named)

    monkeypatch.setattr(table.subprocess, "Popen", counted)
    yield started


def job_of(settings: Settings, content: str) -> jobs.Folder:
    asker = Asker("ivanova", EVERYTHING)
    job = jobs.new(settings, asker.login)
    job.write_request(
        what="try", name="файл.csv", at=0.0, login=asker.login, scope=scope_to_dict(asker.scope), is_demo=False
    )
    job.write_answer("reading")
    job.file.write_text(content, encoding="utf-8")
    return job


def do(job: jobs.Folder, settings: Settings, **asked: Any) -> dict[str, Any]:
    """What a process of the job leaves as its state."""
    job.write_request(**asked)
    with CachedReading(job.file, job.reading) as reading:
        child._run_to_exit_code(job, child._Work(job, settings, reading).run)
    return job.state()


def test_a_file_is_read_once_from_its_recognition_to_its_commit(own: Settings, readings: list[Any]) -> None:
    job = job_of(own, PLAIN)
    tried = do(job, own, what="try")
    assert (tried["stage"], tried["plan"]["loaded"], tried["plan"]["rejected"]) == ("ready", 2, 1)
    assert job.rejected.exists()
    done = do(job, own, what="commit")
    assert (done["stage"], done["result"]["loaded"]) == ("done", 2)
    assert len(readings) == 1


def test_nothing_of_a_file_stays_after_its_commit(own: Settings) -> None:
    job = job_of(own, PLAIN)
    do(job, own, what="try")
    assert "Нет воды" in job.reading.read_text(encoding="utf-8")
    do(job, own, what="commit")
    assert {one.name for one in job.path.iterdir()} == {"job.json", "state.json", "rejected.xlsx"}


def test_a_file_that_a_person_had_to_explain_is_read_twice(own: Settings, readings: list[Any]) -> None:
    job = job_of(own, STRANGE)
    assert do(job, own, what="try")["stage"] == "choice"
    columns = {"external_id": "Номер", "received_at": "Когда", "text": "О чём", "topic": "Про что"}
    tried = do(job, own, what="try", choice={"source": "pos", "columns": columns})
    assert tried["stage"] == "ready", tried["message"]
    assert do(job, own, what="commit")["stage"] == "done"
    assert len(readings) <= 2
