"""A patient asker with totals only: least squares over every question of the lattice guess no better than chance would.

Half of the target cells are empty, the others hold one to four records. The attacker knows how answers are made, asks
everything that may be asked, and chooses the best threshold on other cells than those that are counted.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.errors import FilterError
from data.filters import Filters
from data.metrics import METRICS, answerable, query
from data.metrics.disclosure import LEAST_SHOWN, STEP, round_counts
from data.metrics.enough import FEW
from data.scope import Grant, Scope
from data.settings import Settings, use
from tests import stores
from tests.attacks import Attacks
from tests.data.records import day, published

TOTALS = Scope((Grant(detail="totals"),))
NOW = datetime.now(UTC).date().replace(day=1)
"""A day of the month that is not over yet."""
MOST = 0.60
PLACES = ("95608151051", "95608410101", "95608412101", "95608415101")
TOPICS = ("roads.snow_ice", "waste.collection_sites", "amenities.roof_icicles", "housing.no_water")
CHANNELS = ("pos_message", "letter", "media")
MONTHS = (("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31"))
MEMBERS = (PLACES, TOPICS, CHANNELS, tuple(month for month, _ in MONTHS))
SIZES = tuple(map(len, MEMBERS))


def district(number: int) -> np.ndarray:
    """Counts of every cell: half are targets, of which half are empty; others hold from five to some dozens."""
    chance = np.random.default_rng(number)
    cells = chance.poisson(chance.gamma(1.0, 18, size=SIZES)) + FEW
    is_target = chance.random(SIZES) < 0.5
    small = np.where(chance.random(SIZES) < 0.5, chance.integers(1, FEW, size=SIZES), 0)
    return np.where(is_target, small, cells)


@pytest.fixture(scope="module", params=[1])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[np.ndarray]:
    """A district, published and in force; its true counts."""
    var: Path = tmp_path_factory.mktemp("small")
    (var / "pseudonym.key").write_bytes(bytes(range(32)))
    truth = district(request.param)
    rows: list[dict[str, Any]] = []
    for place, topic, channel, month in np.ndindex(*SIZES):
        one = {
            "place": PLACES[place], "topic": TOPICS[topic], "channel": CHANNELS[channel],
            "received": MONTHS[month][0][:8] + "15",
        }  # fmt: skip
        rows += [dict(one) for _ in range(int(truth[place, topic, channel, month]))]
    rows.append({"received": NOW.isoformat()})
    settings = Settings(var=var, store_url=f"sqlite:///{var / 's.sqlite'}")
    stores.create(settings)
    with use(settings):
        published(settings, *rows)
        yield truth


def narrowed(chosen: Sequence[int | None]) -> Filters:
    """The filters of one question: a member or all of each list, a month or the whole time."""
    place, topic, channel, month = chosen
    lists: dict[str, Any] = {
        "places": () if place is None else (PLACES[place],),
        "topics": () if topic is None else (TOPICS[topic],),
        "channels": () if channel is None else (CHANNELS[channel],),
    }
    days: dict[str, Any] = (
        {} if month is None else {"date_from": day(MONTHS[month][0]), "date_to": day(MONTHS[month][1])}
    )
    return Filters(period="all", **lists, **days)


def answers() -> dict[tuple[int | None, ...], float]:
    """Every question of the lattice and what is shown, NaN where it is hidden."""
    names = ("place", "topic", "channel", "month")
    found: dict[tuple[int | None, ...], float] = {}
    for split in itertools.chain.from_iterable(itertools.combinations(range(4), n) for n in range(4)):
        frame = query(["records"], [names[i] for i in split], Filters(period="all"), TOTALS)
        keys = [
            [None if i not in split else MEMBERS[i].index(str(row[names[i]])) for i in range(4)]
            for row in frame.to_dict("records")
        ]
        found |= {tuple(key): float(value) for key, value in zip(keys, frame["records"], strict=True)}
    for month in range(SIZES[3]):  # three breakdowns at once are the most there are: the fourth is a filter
        frame = query(["records"], list(names[:3]), narrowed((None, None, None, month)), TOTALS)
        for row in frame.to_dict("records"):
            key = (*(MEMBERS[i].index(str(row[names[i]])) for i in range(3)), month)
            found[key] = float(row["records"])
    return found


def guessed(truth: np.ndarray, shown: dict[tuple[int | None, ...], float]) -> np.ndarray:
    """Least squares over all answers; a hidden one is known to be about a third of the smallest shown."""
    number = np.arange(truth.size).reshape(SIZES)
    rows, values = [], []
    for key in itertools.product(*[(None, *range(size)) for size in SIZES]):
        within = number[tuple(slice(None) if one is None else one for one in key)].ravel()
        told = shown.get(key, np.nan)
        weight = 1 / (14.0 if not np.isnan(told) else LEAST_SHOWN / 3)
        row = np.zeros(truth.size)
        row[within] = weight
        rows.append(row)
        values.append(weight * (LEAST_SHOWN / 3 if np.isnan(told) else told))
    return np.linalg.lstsq(np.array(rows), np.array(values), rcond=None)[0].reshape(SIZES)


def share_right(truth: np.ndarray, guess: np.ndarray) -> float:
    """How often presence in a small cell is guessed right, each half by the best threshold of the other half."""
    target = truth < FEW
    values, present = guess[target], truth[target] > 0
    order = np.random.default_rng(0).permutation(len(values))
    halves = (order[::2], order[1::2])
    right = 0
    for learn, count in (halves, halves[::-1]):
        tried = np.quantile(values[learn], np.linspace(0, 1, 101))
        best = tried[np.argmax([np.mean((values[learn] > one) == present[learn]) for one in tried])]
        right += int(np.sum((values[count] > best) == present[count]))
    return right / len(values)


def test_least_squares_over_the_whole_lattice_guess_presence_no_better_than_they_may(
    asked: np.ndarray, attacks: Attacks
) -> None:
    shown = answers()
    share = share_right(asked, guessed(asked, shown))
    print(f"presence guessed right: {share:.0%} of {int((asked < FEW).sum())} small cells, {len(shown)} answers")
    attacks.met("наименьшие квадраты по всей решётке", share <= MOST, f"{share:.2f}")
    exact = guessed(asked, {key: float(value) for key, value in _exact(asked).items()})
    assert share_right(asked, exact) > 0.9, "the attacker is able: exact answers would be rebuilt"


def test_over_many_districts_the_same_attacker_stays_below_what_is_promised(attacks: Attacks) -> None:
    """The answers are made by the door's own rounding, of records with numbers drawn by chance."""
    shares = []
    for number in range(2, 14):
        truth, chance = district(number), np.random.default_rng(1000 + number)
        keys = np.vectorize(lambda n, of=chance: float(of.integers(0, 2**32, size=n).sum()), otypes=[float])(truth)
        shown = {
            key: float(round_counts(np.array([truth[part].sum()], dtype=float), np.array([keys[part].sum()]))[0])
            for key in itertools.product(*[(None, *range(size)) for size in SIZES])
            for part in [tuple(slice(None) if one is None else one for one in key)]
        }
        shares.append(share_right(truth, guessed(truth, shown)))
    print(f"over {len(shares)} districts: {np.mean(shares):.1%}")
    attacks.met("наименьшие квадраты, двенадцать районов", bool(np.mean(shares) <= MOST), f"{np.mean(shares):.3f}")


def _exact(truth: np.ndarray) -> dict[tuple[int | None, ...], int]:
    return {
        key: int(truth[tuple(slice(None) if one is None else one for one in key)].sum())
        for key in itertools.product(*[(None, *range(size)) for size in SIZES])
    }


def test_nothing_between_two_nested_questions_looks_like_a_few_records_between_them(
    asked: np.ndarray, attacks: Attacks
) -> None:
    """The same records get the same noise: equal numbers would say that a year has no more than its quarter."""
    shown, alike = answers(), {True: [], False: []}  # type: dict[Any, float], dict[bool, list[bool]]
    for wide, narrow in ((a, b) for a in shown for b in shown if _is_next(a, b)):
        between = _exact(asked)[wide] - _exact(asked)[narrow]
        if between < FEW and not np.isnan(shown[narrow]):
            alike[between > 0].append(shown[wide] == shown[narrow])
    print(f"nested pairs with nothing and with a few between: {len(alike[False])}, {len(alike[True])}")
    assert min(len(one) for one in alike.values()) > 5
    shares = {few: float(np.mean(equal)) for few, equal in alike.items()}
    attacks.met("равенства вложенных ответов", abs(shares[True] - shares[False]) < 0.4, shares)


def _is_next(wide: tuple[int | None, ...], narrow: tuple[int | None, ...]) -> bool:
    """Whether the narrower question names one member more."""
    return sum(a != b for a, b in zip(wide, narrow, strict=True)) == 1 and all(
        a is None or a == b for a, b in zip(wide, narrow, strict=True)
    )


def test_an_older_snapshot_is_not_answered_beside_the_newest(tmp_path: Path) -> None:
    """What was published between the two would be a free list of its own."""
    settings = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")
    stores.create(settings)
    older = Filters(period="all", snapshot=1)
    with use(settings):
        published(settings, *[{"received": "2026-01-15"}] * 60)
        assert query(["records"], (), older, TOTALS).equals(query(["records"], (), Filters(period="all"), TOTALS))
        published(settings, {"received": "2026-01-16"})
        with pytest.raises(FilterError, match="прежние срезы"):
            query(["records"], (), older, TOTALS)


def test_small_cells_are_hidden_and_others_are_tens(asked: np.ndarray) -> None:
    """A number is at most 52 away: by the noise of its records, by those of a wider set close by, by rounding."""
    for key, value in answers().items():
        true = asked[tuple(slice(None) if one is None else one for one in key)].sum()
        assert np.isnan(value) or (true >= FEW and value >= LEAST_SHOWN and value % STEP == 0)
        assert np.isnan(value) or abs(value - true) <= 3 * 14 + STEP


def test_the_same_records_get_the_same_noise_whatever_the_question(asked: np.ndarray) -> None:
    by_filter = query(["records", "open"], (), narrowed((0, None, None, None)), TOTALS)
    by_split = query(["records"], ["place"], Filters(period="all"), TOTALS).set_index("place")
    again = query(["records"], ["channel", "place"], Filters(period="all"), TOTALS)
    assert by_filter["records"].iloc[0] == by_split.loc[PLACES[0], "records"]
    assert by_filter["open"].iloc[0] == by_filter["records"].iloc[0], "all of them are open: the same records"
    one = again[(again["place"] == PLACES[0]) & (again["channel"] == CHANNELS[0])]["records"]
    filtered = query(["records"], (), narrowed((0, None, 0, None)), TOTALS)["records"]
    assert one.tolist() == filtered.dropna().tolist()


@pytest.mark.parametrize(
    ("filters", "by"),
    [
        (Filters(period="all", places=PLACES[:2]), ()),
        (Filters(period="all", channels=CHANNELS[:2]), ()),
        (Filters(period="all", recipients=("administration", "mcu")), ()),
        (Filters(date_from=day("2026-01-10"), date_to=day("2026-01-31")), ()),
        (Filters(date_from=day("2026-01-01"), date_to=day("2026-02-27")), ()),
        (Filters(date_to=day("2026-03-15")), ()),
        (Filters(period="all", as_of=day("2026-03-14")), ()),
        (Filters(period="all", as_of=NOW), ()),
        (Filters(period="all", as_of=day("2026-02-28")), ()),
        (Filters(date_from=day("2026-01-01"), date_to=day("2026-02-28")), ()),
        (Filters(date_from=day("2026-02-01"), date_to=day("2026-03-31")), ()),
        (Filters(date_from=day("2026-02-01"), date_to=day("2026-04-30")), ()),
        (Filters(date_to=day("2026-02-28")), ()),
        (Filters(date_from=day("2026-02-01"), date_to=day("2026-02-28"), as_of=day("2026-01-31")), ()),
        (Filters(period="all", as_of=day("2099-12-31")), ()),
        (Filters(period="all"), ("week",)),
        (Filters(period="all"), ("day",)),
        (Filters(period="all"), ("age",)),
    ],
)
def test_free_lists_and_free_days_are_refused_in_words(
    asked: np.ndarray, filters: Filters, by: tuple[str, ...]
) -> None:
    with pytest.raises(FilterError, match="сводные показатели"):
        query(["records"], by, filters, TOTALS)


@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-03-31"), ("2025-01-01", "2025-12-31")]
)
def test_a_month_a_quarter_and_a_year_of_the_calendar_are_answered(asked: np.ndarray, first: str, last: str) -> None:
    """Ranges that one month more or less would not be: the same number would say that the month is empty."""
    block = Filters(date_from=day(first), date_to=day(last))
    seen = query(["records"], ("month",), replace(block, as_of=day(last)), TOTALS)
    assert query(["records"], ("month",), block, TOTALS).equals(seen)


@pytest.mark.parametrize("period", ["4w", "12w", "26w", "52w", "month", "quarter", "year", "all"])
def test_every_period_of_the_screens_is_answered_by_whole_months(asked: np.ndarray, period: str) -> None:
    first, _ = Filters(period=period).span(NOW - timedelta(days=1))
    months = Filters(period="all") if first is None else Filters(date_from=first.replace(day=1))
    both = (Filters(period=period), months)
    shown, same = (query(list(METRICS), ("channel",), one, TOTALS, intervals=True) for one in both)
    assert shown.equals(same)


def test_the_month_that_is_not_over_is_not_told(asked: np.ndarray) -> None:
    shown = query(["records"], ("month",), Filters(period="all"), TOTALS)
    assert shown["month"].max() == day("2026-03-01")
    ended = NOW - timedelta(days=1)
    assert answerable(Filters(), TOTALS).as_of == ended
    whole, same = (query(["records"], (), Filters(period="all", as_of=one), TOTALS) for one in (None, ended))
    assert whole.equals(same)


def test_means_and_medians_stand_on_many_records_and_have_no_interval(asked: np.ndarray) -> None:
    for m in METRICS.values():
        frame = query([m.id], ("place",), Filters(period="all"), TOTALS, intervals=True)
        if m.kind in ("mean", "quantile"):
            assert frame[[f"{m.id}_low", f"{m.id}_high"]].isna().to_numpy().all()
