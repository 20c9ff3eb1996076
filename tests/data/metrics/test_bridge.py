"""Why a number has changed since a snapshot: each record has one cause, and they sum to the change exactly."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data import store
from data.decisions import corrections as people
from data.filters import Filters
from data.metrics import METRICS, query, register
from data.metrics.bridge import CAUSES, Bridge, bridge, share_parts
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import latest, publish
from data.store.tables import deadline_rules, questions, records, statuses, topics
from tests.data.records import add, at, published
from words import format

SEEDS = (1, 2, 3)
MONTH = 202603
ROW = {"status": "in_work", "topic": "roads.snow_ice", "recipient": "road_department", "place": "95608410111"}
LAST = date(2026, 3, 30)
METRIC = ("records", "overdue_now", "open_now", "answered", "due", "on_time_share", "resolution_median_days")


@dataclass
class Lived:
    """An installation with several snapshots. happened: after which snapshot what was done to which records."""

    settings: Settings
    happened: list[tuple[int, str, tuple[int, ...]]] = field(default_factory=list)


def rows() -> Iterator[dict[str, object]]:
    """Twenty records of March, every third of them answered."""
    for number in range(20):
        day = date(2026, 3, 2 + number)
        answered = {"answered": f"2026-03-{4 + number:02d} 12:00", "status": "closed_solved"} if number % 3 == 0 else {}
        made: dict[str, object] = {"received": f"{day} 10:00", **ROW, **answered}
        yield made


def late(own: Settings, ids: list[int]) -> tuple[int, ...]:
    add(own, {"received": "2026-03-05 11:00"} | ROW)
    with store.reading(own) as connection:
        return (connection.execute(sa.select(sa.func.max(records.c.record_id))).scalar_one(),)


def new(own: Settings, ids: list[int]) -> tuple[int, ...]:
    add(own, {"received": "2026-03-29 11:00"} | ROW)
    with store.reading(own) as connection:
        return (connection.execute(sa.select(sa.func.max(records.c.record_id))).scalar_one(),)


def updated(own: Settings, ids: list[int]) -> tuple[int, ...]:
    key = ids.pop()
    with store.writing(own) as connection:
        solved = sa.select(statuses.c.status_id).where(statuses.c.code == "closed_explained").scalar_subquery()
        values = {"status_id": solved, "answered_at": at("2026-03-26 09:00")}
        connection.execute(sa.update(records).where(records.c.record_id == key).values(**values))
        store.note_change(connection, "import", {MONTH})
    return (key,)


def corrected(own: Settings, ids: list[int]) -> tuple[int, ...]:
    key = ids.pop()
    people.correct(own, EVERYTHING, key, 1, "topic", "roads.potholes", "по письму", "ivanova")
    return (key,)


def reclassified(own: Settings, ids: list[int]) -> tuple[int, ...]:
    key = ids.pop()
    with store.writing(own) as connection:
        other = sa.select(topics.c.topic_id).where(topics.c.code == "roads.bridges").scalar_subquery()
        connection.execute(sa.update(questions).where(questions.c.record_id == key).values(topic_id=other))
        store.note_change(connection, "import", {MONTH})
    return (key,)


def rule(own: Settings, ids: list[int]) -> tuple[int, ...]:
    with store.writing(own) as connection:
        d = deadline_rules.c
        connection.execute(sa.update(deadline_rules).where(d.unit != "working_hours").values(term=d.term + 15))
        store.note_change(connection, "rules", {MONTH})
    return ()


def gone(own: Settings, ids: list[int]) -> tuple[int, ...]:
    key = ids.pop()
    with store.writing(own) as connection:
        connection.execute(sa.delete(questions).where(questions.c.record_id == key))
        connection.execute(sa.delete(records).where(records.c.record_id == key))
        store.note_change(connection, "undo", {MONTH})
    return (key,)


WAYS: dict[str, Callable[[Settings, list[int]], tuple[int, ...]]] = {
    "late": late, "new": new, "updated": updated, "corrected": corrected, "reclassified": reclassified, "rule": rule,
    "gone": gone,
}  # fmt: skip


@pytest.fixture(scope="module", params=[SEEDS[0], *(pytest.param(one, marks=pytest.mark.trial) for one in SEEDS[1:])])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Everything happens once or twice, in an order of chance, with a snapshot after each."""
    var = tmp_path_factory.mktemp(f"bridge{request.param}")
    made = Lived(Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}"))
    chance = random.Random(request.param)
    order = [name for name in WAYS if name not in ("late", "rule")] + ["late", "rule", chance.choice(list(WAYS))]
    chance.shuffle(order)
    with use(made.settings):
        published(made.settings, *rows())
        ids = list(range(1, 21))
        chance.shuffle(ids)
        for name in order:
            number = latest(made.settings.snapshots) or 0
            made.happened.append((number, name, WAYS[name](made.settings, ids)))
            publish.publish(made.settings)
    return made


def of(snapshot: int, topic: str = "", as_of: date = LAST) -> Filters:
    return Filters(
        date_from=date(2026, 3, 1), date_to=as_of, as_of=as_of, topics=(topic,) if topic else (), snapshot=snapshot
    )


@pytest.mark.trial
@given(
    st.integers(0, 7),
    st.sampled_from(METRIC),
    st.sampled_from(("", "roads.snow_ice", "roads.potholes", "roads.bridges")),
    st.sampled_from((LAST, date(2026, 3, 16))),
    st.booleans(),
)
@settings(max_examples=15, deadline=None)
def test_the_causes_sum_to_the_change_exactly(
    lived: Lived, step: int, name: str, topic: str, as_of: date, is_base: bool
) -> None:
    then = of(lived.happened[step][0], topic, as_of)
    base = is_base and METRICS[name].kind != "count"
    with use(lived.settings):
        found = bridge(then, EVERYTHING, name, is_base=base)
        assert found.before + sum(found.net.values()) == found.after
        assert set(found.net) <= set(CAUSES)
        if not base:
            assert found.before == register.count(then, EVERYTHING, name)
            assert found.after == register.count(of(0, topic, as_of), EVERYTHING, name)


def test_each_record_has_the_cause_of_what_was_done_to_it(lived: Lived) -> None:
    """Between the first snapshot and now, of the records of one topic: what left it and what came."""
    done: dict[str, int] = {}
    for _, name, ids in lived.happened:
        done[name] = done.get(name, 0) + len(ids)
    with use(lived.settings):
        found = bridge(of(lived.happened[0][0], "roads.snow_ice"), EVERYTHING, "records")

    assert found.came == {name: done[name] for name in ("late", "new") if done.get(name)}
    assert found.fell == {name: done[name] for name in ("corrected", "reclassified", "gone")}


def test_a_rule_moves_only_what_hangs_on_terms(lived: Lived) -> None:
    number = next(snapshot for snapshot, name, _ in lived.happened if name == "rule")
    day = date(2026, 4, 3)
    with use(lived.settings):
        assert bridge(of(number, as_of=day), EVERYTHING, "overdue_now").fell.get("rule", 0) > 0
        assert "rule" not in bridge(of(number, as_of=day), EVERYTHING, "records").net


def test_what_a_share_is_of_is_counted_as_the_door_counts_it(lived: Lived) -> None:
    days = [LAST - timedelta(days=back) for back in range(21)]  # a term that ends on the day itself has not run out

    with use(lived.settings):
        for day in days:
            then = of(1, as_of=day)
            counted = query(["on_time_share"], [], then, EVERYTHING, intervals=True)["on_time_share_n"].iloc[0]
            assert bridge(then, EVERYTHING, "on_time_share", is_base=True).before == int(counted), day


def test_nothing_has_changed_since_the_newest(lived: Lived) -> None:
    with use(lived.settings):
        found = bridge(of(latest(lived.settings.snapshots) or 0), EVERYTHING, "records")
    assert (found.net, found.before) == ({}, found.after)


nets = st.dictionaries(st.sampled_from(list(CAUSES)), st.tuples(st.integers(-40, 60), st.integers(-40, 60)), max_size=5)


def bridges(hits: int, whole: int, net: dict[str, tuple[int, int]]) -> tuple[Bridge, Bridge]:
    """Of hits and of all that they are a share of. net: cause → by how much each moved."""
    made = []
    for before, which in ((hits, 0), (whole, 1)):
        came = {cause: moved[which] for cause, moved in net.items() if moved[which] > 0}
        fell = {cause: -moved[which] for cause, moved in net.items() if moved[which] < 0}
        made.append(Bridge(before, before + sum(moved[which] for moved in net.values()), came, fell))
    return made[0], made[1]


def read(one: Bridge, of: Bridge, *, after: bool) -> int:
    """Tenths of a percent, as they are written."""
    share = one.after / of.after if after else one.before / of.before
    return round(float(format.value(METRICS["on_time_share"], share).split()[0].replace(",", ".")) * 10)


@given(st.integers(0, 400), st.integers(1, 400), nets)
def test_the_parts_of_a_share_make_exactly_its_change_as_it_is_read(
    hits: int, whole: int, net: dict[str, tuple[int, int]]
) -> None:
    one, of = bridges(min(hits, whole), whole, net)
    assume(of.after > 0 and 0 <= one.after <= of.after)
    parts = share_parts(one, of)

    assert sum(parts.values()) == read(one, of, after=True) - read(one, of, after=False)
    assert set(parts) == {cause for cause, moved in net.items() if any(moved)}
    assert list(parts) == [cause for cause in CAUSES if cause in parts]


def test_what_came_like_the_rest_moves_no_share_and_what_came_otherwise_does() -> None:
    # 50 of 100 in time; ten late ones loaded, half of them in time; ten answered in time at last; none of it is order.
    parts = share_parts(*bridges(50, 100, {"late": (5, 10), "updated": (10, 0)}))

    # 65 of 110 is 59,1 %: (10 − 0) / 105 and (5 − 0,545 × 10) / 105, rounded together to 9,1.
    assert parts == {"late": -4, "updated": 95}
    assert share_parts(*bridges(0, 0, {"new": (3, 4)})) == {}, "from nothing known there is no change"
