"""Tables of the screens of recipients as files: the league, a funnel, two profiles side by side, what they are of."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from answers import ranks
from answers.rating import ask, compared, funnel, profile_sheets
from answers.rating.ask import Asked
from answers.rating.standing import INDEX, RECIPIENT
from answers.table import Column, columns_of, dimension_column
from data.decisions import profiles
from data.decisions.profiles import change
from data.errors import QueryError
from data.metrics.enough import FEW
from data.settings import Settings

_EDITS = 1000
"""Of the history, the newest."""
SHARES = ("on_time_share", "satisfied_share", "repeat_share", "ping_pong_share")
METRICS_OF_TABLE = (
    "records", "due", "open_now", "overdue_now", "on_time_share", "completeness", "satisfied_share", "repeat_share",
    "ping_pong_share", "resolution_median_days",
)  # fmt: skip
_PLACE, _PEERS = Column("rank_text", "Место"), Column("peers_text", "Среди кого")


@dataclass(frozen=True)
class Sheet:
    """A table and what stands above it."""

    title: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]


def of(params: Mapping[str, str], asked: Asked, settings: Settings) -> Sheet:
    """The table that an address of the screen names. QueryError where there is nothing to count it from."""
    view = params.get("view", "table")
    if view == "funnel":
        return _funnel(asked, params.get("share", SHARES[0]), params.get("only", ""))
    if view == "profiles":
        return _profiles(params, asked, settings)
    return _OF_PROFILES[view](params, settings) if view in _OF_PROFILES else _league(params, asked, settings)


def _league(params: Mapping[str, str], asked: Asked, settings: Settings) -> Sheet:
    profile, _ = ask.own_profile(settings)
    metrics = list(METRICS_OF_TABLE)
    frame = _told(ask.rows(ask.rating(asked, profile, metrics), params.get("axis", "index")))
    index = (
        Column(INDEX.id, INDEX.label, "number", INDEX.note), Column(f"{INDEX.id}_low", "Индекс: от (90 %)", "number"),
        Column(f"{INDEX.id}_high", "Индекс: до (90 %)", "number"), Column("weights_text", "Место при весах ±20 %"),
        Column("alike", "Не различить: группа"), Column("moved", "Сдвиг индекса", "number"),
        Column("reasons_text", "Что его дало"), Column("on_time_share_adjusted", "В срок с поправкой на темы", "share"),
    )  # fmt: skip
    door = columns_of(metrics, (), as_of=asked.as_of, intervals=True)
    return Sheet("Рейтинг получателей", frame, (dimension_column(RECIPIENT), _PLACE, _PEERS, *index, *door))


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """An index with few cases behind it is not written: it is little more than the mean of the peers."""
    few = ~(frame[f"{INDEX.id}_n"] >= FEW)
    return frame.assign(**{name: frame[name].mask(few) for name in (INDEX.id, f"{INDEX.id}_low", f"{INDEX.id}_high")})


def _funnel(asked: Asked, share: str, only: str) -> Sheet:
    """only: a kind of peers (`KINDS`) whose rows are wanted; limits are still of all."""
    if share not in SHARES:
        raise QueryError(f"Воронки по «{share[:40]}» нет. Есть: {', '.join(SHARES)}.")
    if only and only not in ranks.KINDS:
        raise QueryError(f"Вида получателей «{only[:40]}» нет. Есть: {', '.join(ranks.KINDS)}.")
    found = funnel.of(ask.alone(asked, share), share)
    if found is None:
        raise QueryError("Воронку строить не из чего: ни у кого нет наблюдений, или вам открыты только итоги.")
    columns = (
        dimension_column(RECIPIENT), _PEERS, Column("verdict", "Вывод"),
        Column("share", "С поправкой на темы", "share"),
        Column("raw", "Как есть", "share"), Column("among", "Наблюдений", "count"),
        Column("elsewhere", "Темы общие с другими", "share"),
    )  # fmt: skip
    title, points = f"Кто отличается: {found.metric.label}", found.points
    if only:
        title, points = f"{title}, {ranks.KINDS[only]}", points[points["peers_text"] == ranks.KINDS[only]]
    return Sheet(title, _labelled(points, asked), columns)


def _profiles(params: Mapping[str, str], asked: Asked, settings: Settings) -> Sheet:
    every = profiles.all_of(settings)
    pair = [profiles.by_code(every, params.get(key, every[i].code)) for i, key in enumerate(("one", "other"))]
    if any(profile.is_by_hand for profile in pair) or asked.scope.hides_small_cells:
        raise QueryError("Эти профили рядом не сравниваются: один заполняется руками, или вам открыты только итоги.")
    left, right = (ask.rating(asked, profile).league for profile in pair)
    columns = [dimension_column(RECIPIENT)]
    for side, profile in zip(("one", "other"), pair, strict=True):
        columns += [Column(f"{side}_index", f"{profile.name}: балл", "number")]
        columns += [Column(f"{side}_place", f"{profile.name}: место")]
    return Sheet("Два профиля рядом", _labelled(compared.beside(left, right), asked), tuple(columns))


def _weights(params: Mapping[str, str], settings: Settings) -> Sheet:
    profile = profiles.by_code(profiles.all_of(settings), params.get("one", ""))
    return Sheet(f"Веса: {profile.name}", profile_sheets.weights(profile), profile_sheets.WEIGHT_COLUMNS)


def _by_hand(params: Mapping[str, str], settings: Settings) -> Sheet:
    profile = profiles.by_code(profiles.all_of(settings), params.get("one", ""))
    return Sheet(profile.name, *profile_sheets.by_hand(profile, profiles.values_of(settings, profile)))


def _history(_params: Mapping[str, str], settings: Settings) -> Sheet:
    frame = profile_sheets.edits(change.history(settings, _EDITS), settings.time_zone)
    return Sheet("История профилей рейтинга", frame, profile_sheets.EDIT_COLUMNS)


_OF_PROFILES = {"weights": _weights, "by_hand": _by_hand, "history": _history}


def _labelled(frame: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    return frame.assign(recipient_label=frame[RECIPIENT].map(ranks.names(asked.filters)))
