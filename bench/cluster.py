"""`python -m bench.cluster start|stop`: a Spark cluster of this machine alone, for tests and measurements.

A master, two workers of one core and a Connect server, each a process of its own on 127.0.0.1; nothing of it is meant
for an installation (docs/scale.md says how that is set up). Java 17 and the environment `.cluster/server` are needed:
`make cluster` makes it.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import machine

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cluster"
ADDRESS = FOLDER / "address"
WORKERS = ("worker1", "worker2")
_MASTER, _STATE, _CONNECT = 17077, 17078, 15002
"""Ports: of the master, of what it tells about itself, of the Connect server."""
_SECONDS = 180
_HOST = "127.0.0.1"
_POOLS = """<?xml version="1.0"?>
<allocations><pool name="default"><schedulingMode>FAIR</schedulingMode></pool></allocations>
"""
"""Who asks meanwhile does not wait until all months of a publication are written (docs/scale.md)."""


def main() -> None:
    """Start or stop."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("what", choices=("start", "stop"))
    if parser.parse_args().what == "start":
        print(start())
    else:
        stop()


def start() -> str:
    """Start what does not run yet, a killed worker too; «sc://127.0.0.1:port» once every worker serves."""
    if not (ADDRESS.exists() and _listens(_CONNECT) and _listens(_STATE)):
        _start_anew()
    for name in WORKERS:
        if all(process.is_ended for process in _processes(name)):
            start_worker(name)
    wait_for_workers(len(WORKERS))
    return ADDRESS.read_text(encoding="ascii")


def _start_anew() -> None:
    stop()
    if shutil.which("java") is None:
        sys.exit("Нужна Java 17: в Debian её ставит apt-get install openjdk-17-jre-headless.")
    if taken := [port for port in (_MASTER, _STATE, _CONNECT) if _listens(port)]:
        sys.exit(
            f"Порт {taken[0]} занят: возможно, кластером другой папки. Остановите его там: make cluster ARGS=stop."
        )
    (FOLDER / "logs").mkdir(parents=True, exist_ok=True)
    (FOLDER / "pools.xml").write_text(_POOLS, encoding="ascii")
    ports = ["--port", str(_MASTER), "--webui-port", str(_STATE)]
    _run("master", ["spark-class", "org.apache.spark.deploy.master.Master", "--host", _HOST, *ports])
    _wait(lambda: _listens(_MASTER) and _listens(_STATE), "master")
    for name in WORKERS:
        start_worker(name)
    _run("connect", _connect_server())
    _wait(lambda: _listens(_CONNECT), "connect")
    ADDRESS.write_text(f"sc://{_HOST}:{_CONNECT}", encoding="ascii")


def wait_for_workers(count: int) -> None:
    """Until so many workers have given a core to what is asked of the cluster; without any it would wait for ever."""
    _wait(lambda: _serving() == count, WORKERS[0])


def _serving() -> int:
    """Cores that live workers have given."""
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{_HOST}:{_STATE}/json/", timeout=10) as told:
        return int(json.load(told)["coresused"])
    return 0


def start_worker(name: str) -> None:
    """Start one of WORKERS."""
    own = ["--cores", "1", "--memory", "1200m", "--webui-port", "0", "--work-dir", str(FOLDER / "work" / name)]
    worker = "org.apache.spark.deploy.worker.Worker"
    _run(name, ["spark-class", worker, "--host", _HOST, *own, f"spark://{_HOST}:{_MASTER}"])


def _connect_server() -> list[str]:
    configured = {
        "spark.connect.grpc.binding.address": _HOST,
        "spark.connect.grpc.binding.port": _CONNECT,
        "spark.driver.host": _HOST,
        "spark.driver.bindAddress": _HOST,
        "spark.driver.memory": "1g",
        "spark.executor.memory": "1g",
        "spark.executor.cores": 1,
        "spark.executorEnv.PYTHONPATH": ROOT,
        "spark.scheduler.mode": "FAIR",
        "spark.scheduler.allocation.file": (FOLDER / "pools.xml").as_uri(),
        "spark.sql.shuffle.partitions": 2,
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
    }
    given = [part for name, value in configured.items() for part in ("--conf", f"{name}={value}")]
    server = "org.apache.spark.sql.connect.service.SparkConnectServer"
    return ["spark-submit", "--class", server, "--master", f"spark://{_HOST}:{_MASTER}", *given, "spark-internal"]


def _run(name: str, command: Sequence[str]) -> None:
    """Start one process of the cluster in a group of its own; its number stands in `.cluster/NAME.pid`."""
    home = next((FOLDER / "server").glob("lib/python*/site-packages/pyspark"), None)
    if home is None:
        sys.exit("Сервер Spark не установлен. Запустите make cluster.")
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": _HOST,
        "SPARK_LOCAL_DIRS": str(FOLDER / "local" / name),
        "PYSPARK_PYTHON": sys.executable,
    }
    with (FOLDER / "logs" / name).open("ab") as log:
        process = subprocess.Popen(
            [home / "bin" / command[0], *command[1:]],
            env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    (FOLDER / f"{name}.pid").write_text(str(process.pid), encoding="ascii")


def kill(name: str) -> None:
    """Kill one process of the cluster and what it has started, at once."""
    for process in _processes(name):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.number, signal.SIGKILL)
    (FOLDER / f"{name}.pid").unlink(missing_ok=True)


def seconds() -> dict[int, float]:
    """Seconds of processors that each process of the cluster has used so far, by its number."""
    return {one.number: one.seconds for file in FOLDER.glob("*.pid") for one in _processes(file.stem)}


def python_mb() -> float:
    """Memory of the largest process of Python that workers run now."""
    own = (process for name in WORKERS for process in _processes(name))
    return max((process.memory for process in own if process.name.startswith("python")), default=0.0)


def _processes(name: str) -> list[machine.Process]:
    """One of the cluster's that was started and what it has started since: executors, and the Python of theirs, which
    leaves its group but not its session.
    """
    file = FOLDER / f"{name}.pid"
    if not file.exists():
        return []
    session = int(file.read_text(encoding="ascii"))
    return [process for process in machine.processes() if process.session == session]


def stop() -> None:
    """Stop all of it; the environment and the logs stay."""
    ADDRESS.unlink(missing_ok=True)
    for name in ("connect", *WORKERS, "master"):
        kill(name)


def _wait(is_ready: Callable[[], bool], name: str) -> None:
    until = time.monotonic() + _SECONDS
    while not is_ready():
        if time.monotonic() > until:
            sys.exit(f"Процесс «{name}» не отвечает {_SECONDS} с. Что он сказал: {FOLDER / 'logs' / name}.")
        time.sleep(0.5)


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex((_HOST, port)) == 0


if __name__ == "__main__":
    main()
