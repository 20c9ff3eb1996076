"""`python -m bench.cluster start|stop`: a Spark cluster of this machine alone, for tests and measurements.

A master, two workers of one core and a Connect server, each a process of its own on 127.0.0.1; nothing of it is meant
for an installation (docs/scale.md says how that is set up). Java 17 and the environment `.cluster/server` are needed:
`make cluster` makes it.
"""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cluster"
ADDRESS = FOLDER / "address"
WORKERS = ("worker1", "worker2")
_MASTER, _CONNECT = 17077, 15002
_SECONDS = 180
_HOST = "127.0.0.1"


def main() -> None:
    """Start or stop."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("what", choices=("start", "stop"))
    if parser.parse_args().what == "start":
        print(start())
    else:
        stop()


def start() -> str:
    """Start what does not run yet and return the address, «sc://127.0.0.1:port»."""
    if ADDRESS.exists() and _listens(_CONNECT):
        return ADDRESS.read_text(encoding="ascii")
    stop()
    if shutil.which("java") is None:
        sys.exit("Нужна Java 17: в Debian её ставит apt-get install openjdk-17-jre-headless.")
    (FOLDER / "logs").mkdir(parents=True, exist_ok=True)
    _run("master", ["spark-class", "org.apache.spark.deploy.master.Master", "--host", _HOST, "--port", str(_MASTER)])
    _wait(_MASTER, "master")
    for name in WORKERS:
        start_worker(name)
    _run("connect", _connect_server())
    _wait(_CONNECT, "connect")
    address = f"sc://{_HOST}:{_CONNECT}"
    ADDRESS.write_text(address, encoding="ascii")
    return address


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
    file = FOLDER / f"{name}.pid"
    if file.exists():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(int(file.read_text(encoding="ascii")), signal.SIGKILL)
        file.unlink()


def cpu_seconds() -> float:
    """Seconds of processors that all processes of the cluster have used so far, those they have ended included."""
    groups = {int(file.read_text(encoding="ascii")) for file in FOLDER.glob("*.pid")}
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            told = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(told[2]) in groups:
                ticks += sum(map(int, told[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def stop() -> None:
    """Stop all of it; the environment and the logs stay."""
    ADDRESS.unlink(missing_ok=True)
    for name in ("connect", *WORKERS, "master"):
        kill(name)


def _wait(port: int, name: str) -> None:
    until = time.monotonic() + _SECONDS
    while not _listens(port):
        if time.monotonic() > until:
            stop()
            sys.exit(f"Процесс «{name}» не отвечает {_SECONDS} с. Что он сказал: {FOLDER / 'logs' / name}.")
        time.sleep(0.5)


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex((_HOST, port)) == 0


if __name__ == "__main__":
    main()
