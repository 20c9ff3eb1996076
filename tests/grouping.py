"""Which tests go to one worker: those of a file, where what they share is made once, and all files of a browser.

The grouping of pytest-xdist 3.8 writes the group into the id of a test; pytest 9.2 has another place for the id, so
nothing is grouped and nothing is said (findings/). This scheduler reads the group from the file of a test.
"""

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

_BROWSER = "browser"
"""Part of the names of the files whose tests all need one: it is started once."""
_TOGETHER = {"tests/demo/test_layouts.py": "exports", "tests/demo/test_write.py": "exports"}
"""Files that share what takes long to make: the exports of the demonstration are written once."""


class ByWhatIsShared(LoadScopeScheduling):
    """A group goes to one worker as a whole."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid.partition("::")[0])


def group(path: str) -> str:
    """path: of a file of tests from the root of the repository."""
    return _BROWSER if _BROWSER in PurePosixPath(path).stem else _TOGETHER.get(path, path)
