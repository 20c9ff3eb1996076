"""Ids of the screen «Качество данных», and the way a waiting name is written into one."""

import base64
import json
from typing import Any

from components.attributes import html_attributes

BODY, PANEL, CHANGED = "quality-body", "quality-panel", "quality-changed"
PRESSED = "quality-pressed"
"""dcc.Store with what was clicked: action, of, n; assets/81-quality.js writes it."""


def does(action: str, of: str) -> dict[str, Any]:
    """Attributes of a button that does `action` with a name, a record, or a list of records."""
    return html_attributes(data_quality_do=action, data_of=of)


def field(name: Any) -> dict[str, Any]:
    """Id of a field of the panel: target, reason."""
    return {"type": "quality-field", "name": name}


def day(name: Any) -> dict[str, Any]:
    """Id of a date of the panel: from, to."""
    return {"type": "quality-day", "name": name}


def target(kind: Any) -> dict[str, Any]:
    """Id of the list of what a record may be corrected to."""
    return {"type": "quality-target", "kind": kind}


def name_key(*parts: str) -> str:
    """Kind, source, group and label of a name as one text; letters only, because Dash takes ids apart by signs."""
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).decode().rstrip("=")


def name_of(text: str) -> tuple[str, tuple[str, str, str]]:
    """What `name_key` has made: the kind, and the name as `data.decisions.waiting_names.Name`."""
    padded = text + "=" * (-len(text) % 4)
    kind, source, group, label = map(str, json.loads(base64.urlsafe_b64decode(padded)))
    return kind, (source, group, label)
