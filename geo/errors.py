"""The one error this room raises on purpose; the program's front doors show `str(error)` to the reader."""


class BoundaryError(Exception):
    """A boundary file fails its checks, or map layers are absent or damaged.

    The message is a Russian sentence (or several lines) saying what, where and what to do. Command-line programs exit
    with `exit_code`.
    """

    exit_code = 2
