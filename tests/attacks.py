"""The one count of attacks: every attempt is counted, one that gets through fails its test, the run ends with a line.

`attacks.met(what, held)` counts one attempt. All attempts of a test are made before it fails, so that the report
names every one that got through. Workers of pytest-xdist hand their counts to the main process.
"""

from collections.abc import Generator
from typing import Any

import pytest

_KEY = "attacks"


class Attacks:
    """Counts of this process, and those that workers have handed in."""

    def __init__(self) -> None:
        self.tried = 0
        self.through: list[str] = []

    def met(self, what: str, held: bool, seen: object = "") -> None:
        """Count one attempt. held: whether the program stood; seen: what the attacker got, for the report."""
        self.tried += 1
        if not held:
            self.through.append(f"{what}: {str(seen)[:300]}" if seen != "" else what)

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self) -> Generator[None, Any, Any]:
        """Fail a test whose attacks have got through, after all of them were made."""
        before = len(self.through)
        result = yield
        new = self.through[before:]
        if new:
            pytest.fail("Прошли атаки:\n" + "\n".join(new), pytrace=False)
        return result

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A worker hands its counts to the main process."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_KEY] = [self.tried, self.through]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a worker has counted; one that has died has nothing to say, and its test fails anyway."""
        tried, through = getattr(node, "workeroutput", {}).get(_KEY, (0, []))
        self.tried += tried
        self.through += through

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The last word, when any attack was made at all."""
        if self.tried:
            terminalreporter.write_line(f"Атак: {self.tried}, прошло: {len(self.through)}")


def install(config: pytest.Config) -> None:
    """Begin to count in this process."""
    config.pluginmanager.register(Attacks(), _KEY)


def of(config: pytest.Config) -> Attacks:
    """The count of this process."""
    found = config.pluginmanager.get_plugin(_KEY)
    assert isinstance(found, Attacks)
    return found
