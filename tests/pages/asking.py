"""Callbacks asked as the browser asks them, over HTTP: what a person without a right tries by hand."""

import json
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_KNOWN: WeakKeyDictionary[Any, list[dict[str, Any]]] = WeakKeyDictionary()


def ask(client: FlaskClient, output: str, values: Mapping[str, Any], changed: str = "") -> TestResponse:
    """The answer of the callback whose outputs begin with `output`.

    values: «id.property» → value, of a pattern «type of the id» → list of (id, value); what is not given is missing.
    changed: the property that has triggered it.
    """
    found = [one for one in callbacks(client) if one["output"].lstrip(".").startswith(output)]
    own = [one for one in found if one["output"] == output]  # beside it there may be duplicates: `output@…`
    (wanted,) = own or found
    body = {
        "output": wanted["output"],
        "outputs": _outputs(wanted["output"]),
        "inputs": [_given(one, values) for one in wanted["inputs"]],
        "state": [_given(one, values) for one in wanted["state"]],
        "changedPropIds": [changed] if changed else [],
    }
    return client.post("/_dash-update-component", json=body)


def callbacks(client: FlaskClient) -> list[dict[str, Any]]:
    """The callbacks of the application, fetched once: a browser does not ask for them at every click either."""
    application = client.application
    if application not in _KNOWN:
        _KNOWN[application] = client.get("/_dash-dependencies").get_json()
    return _KNOWN[application]


def pressed(identity: Mapping[str, Any]) -> str:
    """The property that a click on a button of a pattern changes."""
    return f"{json.dumps(identity, sort_keys=True, separators=(',', ':'), ensure_ascii=False)}.n_clicks"


def shown(answer: TestResponse) -> str:
    """All that an answer of a callback holds, readable."""
    assert answer.status_code in (200, 204), answer.status_code
    return json.dumps(answer.get_json(), ensure_ascii=False).replace("\u00a0", " ") if answer.data else ""


def _outputs(text: str) -> Any:
    is_many = text.startswith("..")
    parts = text.strip(".").split("...") if is_many else [text]
    made = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in parts]
    return made if is_many else made[0]


def _given(wanted: Mapping[str, str], values: Mapping[str, Any]) -> Any:
    name = wanted["property"]
    if not wanted["id"].startswith("{"):
        return {"id": wanted["id"], "property": name, "value": values.get(f"{wanted['id']}.{name}")}
    kind = json.loads(wanted["id"])["type"]
    return [{"id": i, "property": name, "value": i if name == "id" else v} for i, v in values.get(kind, [])]
