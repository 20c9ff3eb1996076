"""plotly's table of what each property of a chart may be: of fifty kinds of charts it reads all, screens draw five."""

import json
from pathlib import Path
from typing import Any

import plotly
from plotly.validator_cache import ValidatorCache

KINDS = frozenset({"bar", "choropleth", "heatmap", "scatter", "scattergeo"})
"""The kinds that the bundle of the browser knows, by plotly's names."""
_FILE = Path(plotly.__file__).parent / "validators" / "_validators.json"


class _Properties(dict[str, Any]):
    """Those of our kinds; the others are read when one is asked for."""

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self.update(json.loads(_FILE.read_text(encoding="utf-8")) | self)
        return super().get(key, default)


def keep_ours() -> None:
    """Before the first chart of a process: eight megabytes less in it, and in all that are forked from it."""
    ours = json.dumps(_ours())  # as a text, so that nothing of the whole table stays between what is kept
    ValidatorCache._json_cache = _Properties(json.loads(ours))


def _ours() -> dict[str, Any]:
    every: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    others = every["data"]["params"]["class_strs_map"].keys() - KINDS
    return {name: told for name, told in every.items() if name.partition(".")[0] not in others}
