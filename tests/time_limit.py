"""A test that hangs is ended and named instead of holding up the run for ever."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

SECONDS = 300
"""Many times what the slowest test takes on an idle machine; a busy one is no fault of a test.

`@pytest.mark.seconds(N)` allows another time.
"""


@contextmanager
def ended(item: pytest.Item) -> Iterator[None]:
    """The setup or the call of a test fails when it takes longer than it may."""
    marker = item.get_closest_marker("seconds")
    with after(marker.args[0] if marker else SECONDS):
        yield


@contextmanager
def after(seconds: float) -> Iterator[None]:
    """Whatever happens inside is ended after so many seconds by the failure of the test, also while it waits."""
    if threading.current_thread() is not threading.main_thread():  # signals come to the main thread only
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        pytest.fail(f"the test was ended after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
