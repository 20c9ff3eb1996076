"""Ids of the screen «Загрузка», shared by its parts and its page."""

from typing import Any

JOB = "intake-job"
"""dcc.Store: {"key": job, "n": a number that grows} — what the screen shows."""
TICK, NOW, LEDGER, DONE, PANEL, AGAIN = (
    "intake-tick", "intake-now", "intake-ledger", "intake-done", "intake-panel", "intake-again"
)  # fmt: skip


def button(action: Any, of: Any) -> dict[str, Any]:
    """Id of a button that does `action` with a job or an import; `ALL` for both matches every one."""
    return {"type": "intake-do", "action": action, "of": of}


def column(header: Any) -> dict[str, Any]:
    """Id of the list that says what a column of the file is."""
    return {"type": "intake-column", "header": header}


def reading(header: Any) -> dict[str, Any]:
    """Id of the place where it is said how the cells of a column are read."""
    return {"type": "intake-reading", "header": header}


def form(header: Any) -> dict[str, Any]:
    """Id of the list of formats of a column of dates."""
    return {"type": "intake-format", "header": header}


def meaning(header: Any, value: Any) -> dict[str, Any]:
    """Id of the list that says what one value of a column means."""
    return {"type": "intake-meaning", "header": header, "value": value}


def setting(name: Any, of: Any) -> dict[str, Any]:
    """Id of one setting of how the file of a job is understood: source, day, code, channel, zone."""
    return {"type": f"intake-{name}", "of": of}


SETTINGS = {"source": "value", "day": "date", "code": "value", "channel": "value", "zone": "value"}
"""Name of a setting → the property that holds it."""


def rows(of: Any) -> dict[str, Any]:
    """Id of the list of columns of a job's file."""
    return {"type": "intake-rows", "of": of}


def other(of: Any) -> dict[str, Any]:
    """Id of what only a table of another system must be told."""
    return {"type": "intake-other", "of": of}
