"""A process that writes files of months: `python -m data.snapshots.month_worker PARENT`, started by `month_files` only.

It is told its share on standard input and tells every written month on standard output. It ends at once where the store
does not say what it says to its parent, with its parent, and at anything that goes wrong: the parent writes the rest.
"""

import os
import pickle
import signal
import sys

from data import store
from data.settings import use
from data.snapshots import files, grounds, month_files, publish


def main(arguments: list[str]) -> int:
    """Write the months of one share."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes of a terminal; the parent ends this one
    share: month_files.Share = pickle.load(sys.stdin.buffer)  # noqa: S301  (our own, from the parent)
    with use(share.settings), store.reading(share.settings) as connection, files.writer() as writer:
        own = grounds.read(connection, publish.FORMAT)
        if (publish.last_change(connection), own.basis) != (share.change_no, share.basis):
            return 1
        for month in share.months:
            if os.getppid() != int(arguments[0]):
                return 1
            made = month_files.write(connection, writer, share.settings, month, own)
            sys.stdout.buffer.write(pickle.dumps(made))
            sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
