"""The way to a Spark cluster through Spark Connect; nothing of Java is in this process.

`pyspark-client` is an optional extra (requirements-cluster.txt): nothing of it is imported before a cluster is named,
and without it the sentence of `EngineError` says what to install.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from data.errors import EngineError

_RETRIES = {"max_retries": 4, "initial_backoff": 200, "max_backoff": 2_000}
"""Of a call that the server did not take, milliseconds: some seconds, then people are told."""


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
        return made


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
