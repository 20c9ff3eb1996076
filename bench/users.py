"""`python -m bench.users --var VAR [--users 20] [--seconds 60] [--pause 3] [--json FILE]`: people clicking at random.

Each has a session of their own, chooses a screen and filters, and posts what a browser posts then, one request after
another; after an answer they look at it for a while. What the keys of the JSON mean is said in docs/performance.md.
"""

import argparse
import http.client
import json
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from access import cookies, scope, sessions
from access import store as access_store
from bench import first_load
from bench.figures import Figures
from bench.filters import random_filters
from data.scope import EVERYTHING
from data.settings import Settings, use
from deeds import accounts

SCREENS = {
    "/": "summary-", "/heat-map": "heat-map-", "/deadlines": "deadlines-", "/recipients": "recipients-",
    "/satisfaction": "satisfaction-", "/channels": "channels-",
}  # fmt: skip
"""Path of a screen → how the ids of what it draws begin."""
_OF_FRAME = ("flt-chips", "flt-kept", "stamp")
_UNANSWERED = 30


@dataclass
class User:
    """One person: the session, and what the clicks have cost. failures: answers that were none."""

    token: str
    csrf: str
    clicks: dict[str, list[float]] = field(default_factory=lambda: {path: [] for path in SCREENS})
    failures: list[str] = field(default_factory=list)


def main() -> None:
    """Let them click for the time asked for and print what it was like."""
    asked = _arguments()
    settings = Settings(var=asked.var, store_url=f"sqlite:///{asked.var / 'store.sqlite'}")
    with first_load.running(asked.var) as program:
        with use(settings), scope.use(EVERYTHING):
            users = [_user(settings) for _ in range(asked.users)]
            filters = [one.to_params() for one in random_filters(2000)]
        busy = first_load.cpu_seconds(program.pid)
        _let_click(users, program.at, filters, asked)
        busy = first_load.cpu_seconds(program.pid) - busy
        memory = first_load.memory_mb(program.pid)
    figures = Figures()
    _tell(users, asked.seconds, busy, memory, figures)
    if asked.json:
        figures.write(asked.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.users", description="Люди щёлкают наугад.")
    parser.add_argument("--var", type=Path, required=True, help="папка данных: хранилище с опубликованным срезом")
    parser.add_argument("--users", type=int, default=20, help="сколько людей")
    parser.add_argument("--seconds", type=float, default=60, help="сколько секунд")
    parser.add_argument("--pause", type=float, default=3, help="сколько секунд в среднем смотрят на ответ")
    parser.add_argument("--json", type=Path, metavar="ФАЙЛ", help="куда записать числа: ключи — docs/performance.md")
    return parser.parse_args()


def _user(settings: Settings) -> User:
    """A curator with an open session; nobody types a password here, so none is made."""
    login = f"bench-{secrets.token_hex(6)}"
    number = accounts.create(settings, login, "Измерение", ["curator"], password=None, source="ldap", must_change=False)
    with access_store.writing(settings) as connection:
        visitor = sessions.Visitor("127.0.0.1", "bench")
        made = sessions.open_session(connection, number, visitor, settings, needs_code=False)
    return User(made.token, made.csrf)


def _let_click(users: Sequence[User], at: str, filters: Sequence[Mapping[str, str]], asked: argparse.Namespace) -> None:
    until = time.monotonic() + asked.seconds
    threads = [
        threading.Thread(target=_clicks, args=(user, at, filters, until, asked.pause, seed))
        for seed, user in enumerate(users)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _clicks(user: User, at: str, filters: Sequence[Mapping[str, str]], until: float, pause: float, seed: int) -> None:
    chance = np.random.default_rng(seed)
    connection = http.client.HTTPConnection(urlsplit(at).netloc, timeout=_UNANSWERED)
    bodies = _bodies(json.loads(_asked(connection, user, "GET", "/_dash-dependencies")))
    time.sleep(chance.uniform(0, pause))  # nobody begins together
    while time.monotonic() < until:
        path, params = str(chance.choice(list(SCREENS))), filters[int(chance.integers(len(filters)))]
        started = time.perf_counter()
        try:
            for body in bodies[path]:
                _asked(connection, user, "POST", "/_dash-update-component", _filled(body, path, params))
        except (OSError, http.client.HTTPException, RuntimeError) as error:
            user.failures.append(f"{path}: {error}")
            connection.close()
        else:
            user.clicks[path].append(time.perf_counter() - started)
        time.sleep(min(chance.exponential(pause), max(0.0, until - time.monotonic())))
    connection.close()


def _asked(connection: http.client.HTTPConnection, user: User, method: str, path: str, body: Any = None) -> bytes:
    """The answer's body. RuntimeError for an answer that is none, and for a notice in the place of numbers."""
    headers = {
        "Cookie": f"{cookies.SESSION}={user.token}",
        "X-CSRFToken": user.csrf,
        "Content-Type": "application/json",
    }
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status not in (200, 204):
        raise RuntimeError(f"{answer.status} {content[:200].decode(errors='replace')}")
    if b'"sideUpdate"' in content:
        raise RuntimeError(content[:400].decode(errors="replace"))
    return content


def _bodies(callbacks: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Screen → requests that the program answers when its filters change."""
    asked = [one for one in callbacks if not one["clientside_function"] and _follows_filters(one)]
    return {path: [_body(one) for one in asked if _names(one, (start, *_OF_FRAME))] for path, start in SCREENS.items()}


def _follows_filters(callback: dict[str, Any]) -> bool:
    return any(one["id"] == "flt" for one in callback["inputs"])


def _names(callback: dict[str, Any], starts: tuple[str, ...]) -> bool:
    return callback["output"].lstrip(".").startswith(starts)


def _body(callback: dict[str, Any]) -> dict[str, Any]:
    output, is_many = callback["output"], callback["output"].startswith("..")
    parts = [_property(*one.rsplit(".", 1)) for one in output.strip(".").split("...")]
    given = {key: [_property(one["id"], one["property"]) for one in callback[key]] for key in ("inputs", "state")}
    return {"output": output, "outputs": parts if is_many else parts[0], **given, "changedPropIds": ["flt.data"]}


def _property(id: str, name: str) -> dict[str, str]:
    return {"id": id, "property": name}


def _filled(body: dict[str, Any], path: str, params: Mapping[str, str]) -> dict[str, Any]:
    """The request with what the controls of the screen hold."""
    filters = dict(params)
    held: dict[str, Any] = {"flt": filters, "heat-map-width": 900, "theme": "light"}
    held["_pages_location"] = path
    filled = {key: [one | {"value": held.get(one["id"])} for one in body[key]] for key in ("inputs", "state")}
    return body | filled


def _tell(users: Sequence[User], seconds: float, busy: float, memory: float, figures: Figures) -> None:
    spent = {path: [1000 * one for user in users for one in user.clicks[path]] for path in SCREENS}
    every = [one for times in spent.values() for one in times]
    failures = [one for user in users for one in user.failures]
    if not every:
        raise SystemExit(f"Ни одного ответа: {failures[:1]}")
    for path, times in spent.items():
        if times:
            name = path.strip("/").replace("-", "_") or "summary"
            figures.add(
                f"users_{name}_p95_ms", float(np.percentile(times, 95)), f"{path}: 95 из 100", "мс", f"{len(times)}"
            )
    figures.add("users_median_ms", float(np.median(every)), "щелчок, медиана", "мс", f"щелчков {len(every)}")
    figures.add("users_p95_ms", float(np.percentile(every, 95)), "  95 из 100 не дольше", "мс")
    figures.add("users_clicks_s", len(every) / seconds, "щелчков в секунду", "")
    figures.add("users_cpu_ms", 1000 * busy / len(every), "процессора программы на щелчок", "мс")
    figures.add("users_errors", len(failures), "отказов", "", failures[0] if failures else "")
    figures.add("users_pss_mb", memory, "память всех процессов (PSS)", "МБ")


if __name__ == "__main__":
    main()
