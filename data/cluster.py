"""The way to a Spark cluster through Spark Connect; nothing of Java is in this process.

`pyspark-client` is an optional extra (requirements-cluster.txt): nothing of it is imported before a cluster is named,
and without it the sentence of `EngineError` says what to install.
"""

import atexit
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from threading import Event, Timer
from typing import Any
from weakref import WeakSet

from data.errors import EngineError

_RETRIES = {"max_retries": 4, "initial_backoff": 200, "max_backoff": 2_000}
"""Of a call that the server did not take, milliseconds: some seconds, then people are told."""

LONGEST = 90.0
"""Seconds that a question may take: without any worker a cluster waits for ever, and people with it."""


_opened: WeakSet[Any] = WeakSet()
"""Sessions of this process that somebody may still ask in."""


class _Client:
    """The parts of `pyspark-client` that are called."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It says of itself that it has not been tried with pandas 3; whatever we send and get is Arrow, not pandas.
            warnings.simplefilter("ignore", FutureWarning)
            import grpc
            from pyspark.errors import PySparkException
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
            from pyspark.sql.functions import arrow_udf
        self.SparkSession, self.DefaultPolicy, self.arrow_udf = SparkSession, DefaultPolicy, arrow_udf
        self.errors = (PySparkException, grpc.RpcError)
        atexit.register(_close_all)


@lru_cache(maxsize=1)
def client() -> _Client:
    """The client; EngineError where it is not installed."""
    try:
        return _Client()
    except ImportError as error:
        raise EngineError(
            "MCU_ENGINE называет кластер, а дополнение для него не установлено: "
            "pip install --require-hashes -r requirements-cluster.lock."
        ) from error


def session(address: str) -> Any:
    """A new session of the cluster at «sc://host:port»; what is made in it no other one sees."""
    with told(address):
        made = client().SparkSession.builder.remote(address).create()
        made.client.set_retry_policies([client().DefaultPolicy(**_RETRIES)])
        _opened.add(made)
        return made


@contextmanager
def working(address: str) -> Iterator[Any]:
    """A session for one piece of work, which the cluster forgets with it. EngineError as `told`."""
    with told(address):
        made = session(address)
        try:
            yield made
        finally:
            made.stop()


def _close_all() -> None:
    """Before the threads of a process end: a way closed later waits for them for ever, and the process with it."""
    for one in list(_opened):
        with suppress(Exception):  # it is the way that is left, whatever the cluster says to it
            one.client.close()


@contextmanager
def told(address: str) -> Iterator[None]:
    """EngineError for whatever the cluster or the way to it refuses."""
    try:
        yield
    except client().errors as error:
        said = " ".join(str(error).split())[:200]
        raise EngineError(
            f"Кластер {address} не ответил: {said}. Проверьте, что он запущен и видит папку срезов, и повторите."
        ) from error


@contextmanager
def answering(session: Any, address: str) -> Iterator[None]:
    """As `told`, of one question asked by this thread; EngineError too when the answer takes longer than `LONGEST`."""
    tag, is_late = secrets.token_hex(8), Event()

    def interrupt() -> None:
        is_late.set()
        session.interruptTag(tag)

    timer = Timer(LONGEST, interrupt)
    timer.daemon = True
    session.addTag(tag)
    timer.start()
    try:
        with told(address):
            yield
    except EngineError as error:
        if is_late.is_set():
            raise EngineError(
                f"Кластер {address} не ответил за {LONGEST:.0f} с. Проверьте, что его рабочие запущены, и повторите."
            ) from error
        raise
    finally:
        timer.cancel()
        session.removeTag(tag)
