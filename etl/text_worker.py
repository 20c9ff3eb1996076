"""A process that reads texts: `python -m etl.text_worker ASKED ANSWERED PARENT NICE`; `etl.text_workers` starts it.

ASKED and ANSWERED are open files without a name, PARENT is the process that started it, to which it gives way by NICE.
Each line of its input says where in ASKED a piece begins and how long it is; the first piece is what texts are read
by. Each line of its output says the same of an answer in ANSWERED. It ends with its input, with its parent, or at
anything that goes wrong: the parent then reads the rest itself and meets the same error.
"""

import os
import pickle
import signal
import sys

from data.settings import Settings, use
from etl.structure.texts import Knowledge, TextReader


def main(arguments: list[str]) -> int:
    """Read until nothing more is asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes of a terminal; the parent ends this one
    asked, answered, parent, nice = map(int, arguments)
    os.nice(nice)
    knowledge: Knowledge = pickle.loads(_piece(asked, sys.stdin.readline()))  # noqa: S301  (our own, without a name)
    at = 0
    with use(Settings(knowledge.var, "")), os.fdopen(answered, "wb") as answers:
        reader = TextReader(knowledge)
        for line in sys.stdin:
            if os.getppid() != parent:
                return 1
            said = pickle.dumps(reader.read(pickle.loads(_piece(asked, line))), pickle.HIGHEST_PROTOCOL)  # noqa: S301
            answers.write(said)
            answers.flush()
            sys.stdout.write(f"{at} {len(said)}\n")
            sys.stdout.flush()
            at += len(said)
    return 0


def _piece(file: int, line: str) -> bytes:
    start, length = map(int, line.split())
    return os.pread(file, length, start)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
