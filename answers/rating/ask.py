"""What the screen of recipients and its files ask the door, and in how few questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from answers import completeness, ranks
from answers.rating import league, standing
from answers.rating.league import League
from answers.rating.standing import RECIPIENT, TOPIC, Answers, Standing
from data.decisions import profiles
from data.decisions.checks import marks
from data.decisions.profiles import Indicator, Profile
from data.errors import StoreError
from data.filters import Filters
from data.metrics import METRICS, lattice, members, query
from data.scope import Scope
from data.settings import Settings

THROUGH = {"": "Все каналы", "im_": "ИМ", "pos_": "ПОС"}
"""Beginning of the codes of channels → words: all together, or one platform apart."""
_STEPS = 12
_MONTHS_FROM = 26 * 7
"""Days of a period from which a step is a month."""


@dataclass(frozen=True)
class Asked:
    """Who asks what of which period. before: the period to compare with, missing where there is none; kind: one kind of
    peers (`ranks.KINDS`), empty for all.
    """

    filters: Filters
    before: Filters | None
    scope: Scope
    as_of: date
    kind: str = ""


@dataclass(frozen=True)
class Rating:
    """The league with the answers it is made of. whole: the door's answer by recipient, «не определено» among them
    where all kinds are asked for.
    """

    league: League
    whole: pd.DataFrame


def through(filters: Filters, beginning: str) -> Filters | None:
    """The filters over the channels of one platform; None where they ask for other channels only."""
    if not beginning:
        return filters
    codes = [code for code in members("channel", filters)["code"] if code.startswith(beginning)]
    left = tuple(code for code in codes if not filters.channels or code in filters.channels)
    return replace(filters, channels=left) if left else None


def own_profile(settings: Settings) -> tuple[Profile, bool]:
    """The profile of the index, and whether the store has told it: where it does not answer, the weights are those
    that the product comes with.
    """
    try:
        return profiles.by_code(profiles.all_of(settings), profiles.OWN_INDEX), True
    except StoreError:
        return profiles.shipped(), False


def doubts(settings: Settings, *, is_told: bool) -> list[str]:
    """Sentences about what the index is made of: weights that the store has not told, completeness that readers of
    answers have not proved yet.
    """
    if not is_told:
        return ["Хранилище не отвечает: веса — те, с которыми поставлена программа."]
    trust = completeness.trust(marks.pairs(settings), marks.readers(settings))
    return [] if trust.state == completeness.AGREED else [f"Полнота ответа. {trust.sentence}"]


def period_before(filters: Filters, scope: Scope, as_of: date) -> Filters | None:
    """The previous period of equal length as it was seen on its own last day; missing without a beginning."""
    if scope.hides_small_cells:
        return lattice.months_before(filters, as_of)
    earlier = filters.previous(as_of)
    return None if earlier is None else replace(earlier, as_of=earlier.date_to)


def tells_index(scope: Scope) -> bool:
    """Whether an index may be told: it is made comparable by the answers of all recipients, so who sees rounded totals,
    or not all recipients, would be shown another number than the curator is.
    """
    return not scope.hides_small_cells and (
        scope.is_everything or all(grant.recipients is None for grant in scope.grants)
    )


def rating(asked: Asked, profile: Profile, more: Sequence[str] = ()) -> Rating:
    """The league of a profile, without an index for who is told none. A filter by recipients only chooses rows: what
    they are compared with stays. more: metrics to ask by recipient beside those of the profile.
    """
    if asked.filters.recipients and tells_index(asked.scope):
        return _of_filter(rating(_of_everyone(asked), profile, more), asked)
    profile = profile if tells_index(asked.scope) else replace(profile, indicators=())
    kinds = ranks.kinds(asked.filters)
    now = _answers(asked.filters, asked.scope, profile, more)
    whole = _of_kind(now.whole, kinds, asked.kind)
    made = _standing(profile, kinds, replace(now, whole=whole))
    listed = league.table(profile, made, _before(asked, profile, kinds, made))
    if not (tells_index(asked.scope) or asked.scope.hides_small_cells):
        listed = replace(listed, frame=listed.frame.assign(rank_text=ranks.ALONE))
    return Rating(listed, whole)


def _of_everyone(asked: Asked) -> Asked:
    before = None if asked.before is None else replace(asked.before, recipients=())
    return replace(asked, filters=replace(asked.filters, recipients=()), before=before)


def _of_filter(found: Rating, asked: Asked) -> Rating:
    codes = query(["records"], [RECIPIENT], asked.filters, asked.scope)[RECIPIENT].tolist()
    frame, whole = (part[part[RECIPIENT].isin(codes)] for part in (found.league.frame, found.whole))
    gone = tuple(code for code in found.league.gone if code in asked.filters.recipients)
    made = replace(found.league, frame=frame.reset_index(drop=True), gone=gone)
    return Rating(made, whole.reset_index(drop=True))


def _of_kind(frame: pd.DataFrame, kinds: Mapping[str, str], kind: str) -> pd.DataFrame:
    words = ranks.KINDS.get(kind, kind)
    return frame[[kinds.get(code, "") == words for code in frame[RECIPIENT]]] if kind else frame


def _before(asked: Asked, profile: Profile, kinds: Mapping[str, str], now: Standing) -> Standing | None:
    """The period before by what is known now: only that can be compared, and only that is asked for."""
    told = [one for one, weights in zip(now.indicators, now.made.weights.T, strict=True) if weights.any()]
    if asked.before is None or not told:
        return None
    answers = _answers(asked.before, asked.scope, replace(profile, indicators=tuple(told)), ())
    return _standing(profile, kinds, replace(answers, whole=_of_kind(answers.whole, kinds, asked.kind)))


def _standing(profile: Profile, kinds: Mapping[str, str], answers: Answers) -> Standing:
    """Others of other kinds still tell how hard a topic is: only rows of `whole` are rated."""
    return standing.of(profile, kinds, list(dict.fromkeys(answers.whole[RECIPIENT].dropna())), answers)


def _metrics(profile: Profile) -> list[str]:
    return [one.metric for one in standing.counted(profile)]


def _answers(filters: Filters, scope: Scope, profile: Profile, more: Sequence[str]) -> Answers:
    metrics = _metrics(profile)
    shares = [name for name in metrics if METRICS[name].is_share]
    cells = None
    if shares and not scope.hides_small_cells:
        cells = query(shares, [RECIPIENT, TOPIC], filters, scope, intervals=True)
    asked = list(dict.fromkeys([*more, *metrics])) or ["records"]
    return Answers(query(asked, [RECIPIENT], filters, scope, intervals=True), cells)


def steps(asked: Asked, metric_id: str, *, in_months: bool) -> pd.DataFrame:
    """A metric over the last twelve weeks or months: a row per recipient (its code is the index), a column per first
    day of a step; missing where not known.
    """
    step, filters = _last_steps(asked, in_months=in_months)
    frame = query([metric_id], [RECIPIENT, step], filters, asked.scope)
    told = frame.dropna(subset=[RECIPIENT]).pivot_table(metric_id, RECIPIENT, step, dropna=False)
    filled = told.reindex(columns=_firsts(step, asked.as_of))
    return filled.fillna(0) if METRICS[metric_id].kind == "count" else filled


def step_of(filters: Filters, as_of: date, *, in_months: bool) -> str:
    """«week», or «month» where the period is long or only months may be asked for."""
    first, last = filters.span(as_of)
    return "month" if in_months or first is None or (last - first).days >= _MONTHS_FROM else "week"


def _last_steps(asked: Asked, *, in_months: bool) -> tuple[str, Filters]:
    step = step_of(asked.filters, asked.as_of, in_months=in_months)
    return step, replace(asked.filters, date_from=_firsts(step, asked.as_of)[0], date_to=asked.as_of)


def _firsts(step: str, as_of: date) -> list[date]:
    """First days of the last steps, the earliest first."""
    if step == "week":
        monday = as_of - timedelta(days=as_of.weekday())
        return [monday - timedelta(weeks=back) for back in range(_STEPS - 1, -1, -1)]
    months = [as_of.year * 12 + as_of.month - 1 - back for back in range(_STEPS - 1, -1, -1)]
    return [date(number // 12, number % 12 + 1, 1) for number in months]


def question(profile: Profile, more: Sequence[str]) -> tuple[list[str], list[str]]:
    """What the XLSX of the door asks for: the same metrics by recipient."""
    return list(dict.fromkeys([*more, *_metrics(profile)])), [RECIPIENT]


def rows(found: Rating, axis: str) -> pd.DataFrame:
    """The league with the door's answers, in the order of an axis: «index», or a metric that was asked for.

    `rank_text`, `best` and `worst` are those of the axis; «не определено» stands last. Empty where nobody has anything.
    """
    whole, table = (frame.astype({RECIPIENT: object}) for frame in (found.whole, found.league.frame))
    merged = whole.merge(table, on=RECIPIENT, how="left", validate="one_to_one")
    words = ("rank_text", "peers_text", "moved_text", "reasons_text", "weights_text", "alike")
    said = {name: merged[name].astype(object).where(merged[name].notna(), "") for name in words}
    places = {name: merged[name].astype(float).fillna(ranks.LAST) for name in ("best", "worst")}
    merged = merged.assign(**said, **places)
    if axis in METRICS:
        peers = dict(zip(table[RECIPIENT], table["peers_text"], strict=True))
        own = merged.drop(columns=["rank_text", "best", "worst", "peers_text"]).assign(alike="", weights_text="")
        return ranks.with_ranks(own, RECIPIENT, METRICS[axis], peers)
    place = {code: i for i, code in enumerate(table[RECIPIENT])}
    order = [place.get(code, len(place)) for code in merged[RECIPIENT]]
    return merged.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


def alone(asked: Asked, metric_id: str) -> Standing:
    """How recipients stand by one share only, made comparable."""
    declared = METRICS[metric_id]
    one = Indicator(0, 1, metric_id, "", "", 1.0, declared.better or "higher", None, 0)
    profile = replace(profiles.shipped(), indicators=(one,) if tells_index(asked.scope) else ())
    kinds = ranks.kinds(asked.filters)
    answers = _answers(asked.filters, asked.scope, profile, ())
    return _standing(profile, kinds, replace(answers, whole=_of_kind(answers.whole, kinds, asked.kind)))
