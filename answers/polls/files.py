"""Tables of one poll that leave as workbooks."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from answers.polls import card, outcome
from answers.table import Column
from data.decisions.polls.read import Poll
from data.errors import FilterError


def table(
    key: str, poll: Poll, day: date, populations: Mapping[str, int | None]
) -> tuple[str, pd.DataFrame, Sequence[Column]]:
    """Title, frame and columns of «card», «votes» or «places». FilterError for another key."""
    if key == "card":
        return f"Карточка опроса {poll.code}", card.frame(poll, day), card.COLUMNS
    if key == "votes":
        return f"Итоги опроса {poll.code}", outcome.votes(poll), outcome.ANSWER_COLUMNS
    if key == "places":
        return f"Участие в опросе {poll.code}", outcome.participation(poll, populations), outcome.PLACE_COLUMNS
    raise FilterError("Такой таблицы нет. Обновите страницу.")
