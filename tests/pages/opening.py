"""A browser in little: a screen as it stands when all its callbacks have answered, over HTTP and without Chromium."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.pages import asking

Nodes = Mapping[str, dict[str, Any]]
_MOST = 20
"""How often one callback may be asked before a screen counts as one that never comes to rest."""
_WILD = (["ALL"], ["MATCH"])


@dataclass
class Tab:
    """One open address. tree: the layout as JSON, changed by every answer; asked: output → how often."""

    client: FlaskClient
    tree: dict[str, Any]
    asked: Counter[str] = field(default_factory=Counter)
    due: set[str] = field(default_factory=set)

    def nodes(self) -> Nodes:
        """Id as Dash writes it → the component."""
        found = (node for node in inside(self.tree) if node["props"].get("id"))
        return {written(node["props"]["id"]): node for node in found}

    def press(self, identity: Mapping[str, Any]) -> None:
        """Click on the button of a pattern and wait until everything is at rest again."""
        nodes = self.nodes()
        nodes[written(identity)]["props"]["n_clicks"] = 1
        for one in self._callbacks():
            clicked = [slot for slot in one["inputs"] if slot["property"] == "n_clicks" and _fits(slot["id"], identity)]
            if clicked and "MATCH" not in one["output"] and all(_places(part, nodes) for part in _parts(one["output"])):
                self._ask(one, nodes, f"{written(identity)}.n_clicks")
        self.settle()

    def settle(self) -> None:
        """Ask all that an open page asks by itself, what others wait for first."""
        nodes = self.nodes()
        while waiting := [one for one in self._callbacks() if self._is_waiting(one, nodes)]:
            made = {part for one in waiting for part in _parts(one["output"])}
            first = [one for one in waiting if not made & {f"{i['id']}.{i['property']}" for i in one["inputs"]}]
            for one in first or waiting[:1]:
                self._ask(one, nodes, "")
            nodes = self.nodes()

    def _callbacks(self) -> list[dict[str, Any]]:
        return [one for one in asking.callbacks(self.client) if not one.get("clientside_function")]

    def _is_waiting(self, one: Mapping[str, Any], nodes: Nodes) -> bool:
        output = one["output"]
        is_done = self.asked[output] or one["prevent_initial_call"]
        if "MATCH" in output or (is_done and output not in self.due):
            return False
        given = [slot["id"] for slot in one["inputs"] if not slot["id"].startswith("{")]
        return all(name in nodes for name in given) and all(_places(part, nodes) for part in _parts(output))

    def _ask(self, one: Mapping[str, Any], nodes: Nodes, changed: str) -> None:
        output = one["output"]
        self.asked[output] += 1
        self.due.discard(output)
        assert self.asked[output] <= _MOST, f"{output} is asked again and again"
        made = [_places(part, nodes) for part in _parts(output)]
        shaped = [found if part[0] == "{" else found[0] for part, found in zip(_parts(output), made, strict=True)]
        body = {
            "output": output, "outputs": shaped if output.startswith("..") else shaped[0],
            "inputs": [_given(slot, nodes) for slot in one["inputs"]],
            "state": [_given(slot, nodes) for slot in one["state"]],
            "changedPropIds": [changed] if changed else [],
        }  # fmt: skip
        answer = self.client.post("/_dash-update-component", json=body)
        assert answer.status_code in (200, 204), (output, answer.status_code)
        self._take(unfolded(answer.get_json()["response"]) if answer.status_code == 200 else {}, nodes)

    def _take(self, answered: Mapping[str, dict[str, Any]], nodes: Nodes) -> None:
        """Put the answer where it belongs; who listens to what has changed is asked once more."""
        told = {(name, prop) for name, props in answered.items() if name in nodes for prop in props}
        for name, props in answered.items():
            if name in nodes:
                nodes[name]["props"] |= props
        for one in self._callbacks():
            if told & {(slot["id"], slot["property"]) for slot in one["inputs"]}:
                self.due.add(one["output"])


def opened(client: FlaskClient, address: str) -> Tab:
    """The screen of an address, at rest."""
    tab = Tab(client, {"props": {"children": unfolded(client.get("/_dash-layout").get_json())}})
    parts = urlsplit(address)
    place = tab.nodes()["_pages_location"]["props"]
    place |= {"pathname": parts.path, "search": f"?{parts.query}" if parts.query else ""}
    tab.due |= {one["output"] for one in asking.callbacks(client) if "_pages_content.children" in one["output"]}
    tab.settle()
    return tab


def inside(drawn: Any) -> Iterator[dict[str, Any]]:
    """A component of JSON and all in it, whatever property it stands in; figures are not looked into."""
    if isinstance(drawn, list):
        for one in drawn:
            yield from inside(one)
    elif isinstance(drawn, dict):
        if isinstance(drawn.get("props"), dict):
            yield drawn
            drawn = drawn["props"]
        for key, one in drawn.items():
            if key != "figure" and isinstance(one, list | dict):
                yield from inside(one)


def unfolded(answered: Any) -> Any:
    """An answer with the components that `components.plain_html` has sent as one piece."""
    if isinstance(answered, list):
        return [unfolded(one) for one in answered]
    if not isinstance(answered, dict):
        return answered
    if answered.get("type") == "PlainHtml":
        return _component(json.loads(answered["props"]["drawn"]))
    return {key: unfolded(one) for key, one in answered.items()}


def _component(node: Any) -> Any:
    if isinstance(node, str):
        return node
    tag, attributes, *inner = node
    props = {_PROPS.get(name, name): value for name, value in attributes.items()}
    if "style" in props:
        props["style"] = dict(one.split(":", 1) for one in props["style"].split(";"))
    children: Any = [_component(one) for one in inner]
    return {"type": tag.capitalize(), "props": props | {"children": children[0] if len(children) == 1 else children}}


_PROPS = {"class": "className"}


def written(identity: Any) -> str:
    """An id as Dash writes it in answers and in what changed."""
    if isinstance(identity, str):
        return identity
    return json.dumps(identity, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _parts(output: str) -> list[str]:
    return output[2:-2].split("...") if output.startswith("..") else [output]


def _places(part: str, nodes: Nodes) -> list[dict[str, Any]]:
    """Where a part of an output goes: several places of a pattern, none where the page has none."""
    name, prop = part.rsplit(".", 1)
    ids = [node["props"]["id"] for node in _matching(name, nodes)]
    return [{"id": one, "property": prop.split("@")[0]} for one in ids]


def _given(slot: Mapping[str, str], nodes: Nodes) -> Any:
    name = slot["property"]
    own = [node["props"] for node in _matching(slot["id"], nodes)]
    found = [{"id": props["id"], "property": name, "value": props.get(name)} for props in own]
    if slot["id"].startswith("{"):
        return found
    return found[0] if found else {"id": slot["id"], "property": name, "value": None}


def _matching(name: str, nodes: Nodes) -> list[dict[str, Any]]:
    if not name.startswith("{"):
        return [nodes[name]] if name in nodes else []
    return [node for node in nodes.values() if _fits(name, node["props"]["id"])]


def _fits(pattern: str, identity: Any) -> bool:
    if not (pattern.startswith("{") and isinstance(identity, Mapping)):
        return pattern == identity
    wanted = json.loads(pattern)
    return wanted.keys() == identity.keys() and all(v in _WILD or v == identity[k] for k, v in wanted.items())
