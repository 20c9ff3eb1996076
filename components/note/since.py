"""«Что изменилось с выпуска»: the figures of an issued note that are others now, and by what each of them moved."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import cards, tables
from components.tables import Column

_TITLE = "Что изменилось с выпуска"
_NOTE = (
    "«При выпуске» и причины складываются в «сейчас»: у чисел — в записях, у долей — в процентных пунктах. Медиана из "
    "причин не складывается: они сказаны о записях, из которых она."
)


def table(rows: Sequence[Mapping[str, Any]], causes: Mapping[str, str], figures: int) -> Component:
    """rows: what, before, after and a signed number per cause; figures: how many were compared."""
    if not rows:
        told = f"Ни одно из чисел записки ({figures}) с выпуска не изменилось."
        return cards.card(_TITLE, html.P(told, className="card__note", role="status"), wide=True)
    columns = [Column("what", "Число"), Column("before", "При выпуске", align="right"),
               Column("after", "Сейчас", align="right")]  # fmt: skip
    columns += [Column(cause, words[0].upper() + words[1:], align="right") for cause, words in causes.items()]
    frame = pd.DataFrame(rows, columns=[column.id for column in columns])
    body = tables.data_table(frame, columns, _TITLE, row_header="what", max_height=480, key="since")
    return cards.card(f"{_TITLE}: {len(rows)} из {figures}", body, note=_NOTE, wide=True)
