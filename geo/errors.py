"""The one error this room raises on purpose; beside the tree of `data.errors`, for this room knows nothing of data.

Screens, downloads and command lines that may meet it show `str(error)` to the reader, as they do with that tree.
"""


class BoundaryError(Exception):
    """A boundary file fails its checks, or map layers are absent or damaged.

    The message is a Russian sentence (or several lines) saying what, where and what to do. Command-line programs exit
    with `exit_code`, the web application answers with `status`.
    """

    exit_code = 2
    status = 400
