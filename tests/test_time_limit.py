"""The limit of time of each test."""

import signal
import subprocess
import time

import pytest

from tests import time_limit


def test_a_test_that_only_waits_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(pytest.fail.Exception, match=r"after 0\.1 s"), time_limit.after(0.1):
        time.sleep(60)
    assert time.monotonic() - began < 30


def test_a_test_that_waits_for_a_process_is_ended() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        with pytest.raises(pytest.fail.Exception), time_limit.after(0.1):
            child.wait()
        child.kill()


def test_what_ends_in_time_leaves_no_alarm_behind() -> None:
    with time_limit.after(30):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 15
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
