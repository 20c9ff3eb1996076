"""Files whose loading has failed, as long as their jobs are kept."""

from contextlib import suppress
from dataclasses import dataclass

from data.scope import Scope
from data.settings import Settings
from etl.desk import jobs
from etl.desk.job import scope_from_dict


@dataclass(frozen=True)
class Failure:
    """One job that has failed. key: of the job; name: of the file; login, scope: of who brought it."""

    key: str
    name: str
    login: str
    scope: Scope


def failures(settings: Settings) -> list[Failure]:
    """Jobs that have failed, also because the program was stopped; tried again, given up or expired, one is gone."""
    made = []
    for folder in jobs.every(settings):
        with suppress(FileNotFoundError):  # given up meanwhile
            if folder.state()["stage"] == "failed":
                told = folder.request()
                made.append(Failure(folder.key, str(told["name"]), str(told["login"]), scope_from_dict(told["scope"])))
    return made
