"""Several files at the desk at once: a small one doesn't wait for a large trial, a trial can be given up, and what was
cut short keeps its file.
"""

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import synthetic
from data.errors import AccessError, InputError
from data.scope import EVERYTHING
from data.settings import Settings, use
from etl.desk import files, jobs, turns
from etl.desk.job import Asker, Job
from tests import stores
from tests.etl.dirty.files import HEADER, row, text_of

ONE, OTHER = Asker("ivanova", EVERYTHING), Asker("petrov", EVERYTHING)
SMALL = text_of(HEADER, row(1))
MANY, SEVERAL = 2_500, 500


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        yield made


def _written(folder: Path, count: int) -> bytes:
    synthetic.write(folder / "large.csv", count)
    return (folder / "large.csv").read_bytes()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file whose trial takes a while."""
    return _written(tmp_path_factory.mktemp("large"), MANY)


def until(key: str, asker: Asker, is_so: Callable[[Job], bool]) -> Job:
    """The job as soon as it is so."""
    for _ in range(1200):
        job = files.job_of(key, asker)
        if is_so(job):
            return job
        time.sleep(0.05)
    raise AssertionError(f"never so: {job}")


def begun(content: bytes, asker: Asker, stage: str) -> str:
    """Key of a job whose child has come to this stage."""
    key = files.receive("большой.csv", io.BytesIO(content), asker)
    until(key, asker, lambda job: job.stage == stage)
    return key


def test_a_small_file_does_not_wait_for_the_trial_of_a_large_one(own: Settings, large: bytes) -> None:
    long = begun(large, ONE, "trying")
    began = time.monotonic()
    short = files.receive("малый.csv", io.BytesIO(SMALL.encode()), OTHER)
    assert until(short, OTHER, lambda job: not job.is_running).stage == "ready"
    waited = time.monotonic() - began
    assert files.job_of(long, ONE).is_running, "the small file was first"
    done = until(long, ONE, lambda job: not job.is_running)
    assert (done.stage, done.plan["rows_in"]) == ("ready", MANY), done.message
    print(f"the small file was ready after {waited:.1f} s")


def test_a_large_trial_reads_no_row_more_once_a_small_file_waits(
    own: Settings, large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first look of the one that waits its process is ended; it begins anew behind it. Only one look is paused
    for, so the wait is no matter of how much the large file holds.
    """
    long = jobs.find(own, begun(large, ONE, "trying"), ONE.login)
    pauses: list[float] = []
    anew: list[tuple[Path, int]] = []
    monkeypatch.setattr(turns, "time", SimpleNamespace(sleep=pauses.append))
    monkeypatch.setattr(turns, "start", lambda folder, _: anew.append((folder.path, folder.state()["done"])))
    mine = jobs.new(own, "petrov")
    mine.write_request(what="try", login="petrov", name="малый.csv", at=time.time())
    mine.file.write_text(SMALL, encoding="utf-8")
    with mine.lock(), turns.turn(own, mine):
        assert not long.is_held(), "its process is gone"
        assert anew == [(long.path, 0)], "it begins anew, and only once"
        assert len(pauses) == 1 and sum(pauses) <= 0.2


def test_a_trial_at_work_is_given_up_at_once(own: Settings, large: bytes) -> None:
    key = begun(large, ONE, "trying")
    files.drop(key, ONE)
    assert not list((own.var / "intake").glob("*/*"))
    with pytest.raises(AccessError):
        files.job_of(key, ONE)
    assert not jobs.others_at_work(own, jobs.new(own, "petrov"))


def test_a_trial_on_another_host_is_given_up_too(own: Settings, large: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    key = begun(large, ONE, "trying")
    monkeypatch.setattr(jobs.socket, "gethostname", lambda: "another-host")
    monkeypatch.setattr(jobs, "_is_child", lambda *_: pytest.fail("numbers of processes say nothing there"))
    files.drop(key, ONE)
    assert not list((own.var / "intake").glob("*/*"))


def test_what_is_being_written_is_not_given_up(own: Settings) -> None:
    key = begun(SMALL.encode(), ONE, "ready")
    files.commit(key, ONE)
    folder = jobs.find(own, key, ONE.login)
    while not folder.is_held():
        time.sleep(0.01)
    with pytest.raises(InputError, match="Дождитесь"):
        files.drop(key, ONE)
    assert until(key, ONE, lambda job: not job.is_running).stage == "done"


def test_a_killed_commit_keeps_the_file_and_it_can_be_tried_again(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_STARTING_SECONDS", 0)
    key = begun(_written(tmp_path, SEVERAL), ONE, "ready")
    files.commit(key, ONE)
    until(key, ONE, lambda job: job.done > 0 or job.stage == "publishing")
    jobs.find(own, key, ONE.login).stop()
    job = until(key, ONE, lambda job: job.stage == "failed")
    assert (job.has_file, "сохранён" in job.message) == (True, True), job.message
    files.retry(key, ONE)
    tried = until(key, ONE, lambda job: job.stage == "ready")
    assert tried.plan["loaded"] + tried.plan["unchanged"] == SEVERAL


def test_a_trial_on_another_host_of_the_same_name_is_given_up_too(
    own: Settings, large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = begun(large, ONE, "trying")
    monkeypatch.setattr(jobs, "_is_child", lambda *_: False)  # its number names nobody here
    files.drop(key, ONE)
    assert not list((own.var / "intake").glob("*/*"))


def test_a_number_that_now_names_another_process_is_left_alone(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_DYING_SECONDS", 0)
    folder = jobs.new(own, "ivanova")
    folder.write_request(what="try", login="ivanova", name="a.csv", at=time.time())
    folder.write_answer("trying")
    with folder.lock():  # by this very process, which would not live to see the end of the test
        folder.stop()
        assert folder.is_held()
