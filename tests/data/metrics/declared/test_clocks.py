"""First replies, registrations and promises counted by hand, and the sentences that explain every date."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.errors import AccessError, StoreError
from data.filters import Filters
from data.metrics import query, register
from data.metrics.reader import open_snapshot
from data.metrics.words import form
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from data.store import reference_rows, tables
from data.terms.calendar import EPOCH
from tests import stores
from tests.data.records import add, day, installed, published

VK = {"channel": "im_vk", "source": "incident_management"}
# Nine working hours, 8–12 and 13–17: received on Monday 02.03.2026 at 10:00 → Tuesday 03.03 at 11:00.
EIGHT = (
    {**VK, "received": "2026-03-02 10:00", "first_reply": "2026-03-03 11:00"},  # on the last minute: in time
    {**VK, "received": "2026-03-02 10:00", "first_reply": "2026-03-03 11:01"},  # a minute late
    {**VK, "received": "2026-03-02 10:00"},  # silence
    {**VK, "received": "2026-03-02 10:00", "answered": "2026-03-02 16:00"},  # only a final answer: it is a reply
    {**VK, "received": "2026-03-06 19:00", "first_reply": "2026-03-10 17:00"},  # Friday evening before 8 March: in time
    {**VK, "received": "2026-03-31 10:00"},  # the norm has not run out on the day of the report
    {**VK, "received": "2026-03-02 10:00", "has_time": False},  # only a date: hours cannot be counted
    {**VK, "received": "2026-03-02 10:00", "observes_first_reply": False},  # the export does not tell
)
AS_OF = Filters(as_of=day("2026-03-31"))


def test_first_replies_are_counted_as_by_hand(settings: Settings) -> None:
    published(settings, *EIGHT)
    row = query(
        ["reply_due", "reply_on_time", "reply_late", "reply_missing", "reply_on_time_share"], (), AS_OF, EVERYTHING
    ).iloc[0]
    assert row.to_dict() == {
        "reply_due": 5, "reply_on_time": 3, "reply_late": 1, "reply_missing": 1, "reply_on_time_share": 3 / 5,
    }  # fmt: skip


def test_a_reply_after_the_day_of_the_report_has_not_come_yet(settings: Settings) -> None:
    published(settings, {**VK, "received": "2026-03-02 10:00", "first_reply": "2026-03-20 10:00"})
    early = query(["reply_missing", "reply_late"], (), Filters(as_of=day("2026-03-10")), EVERYTHING).iloc[0]
    later = query(["reply_missing", "reply_late"], (), Filters(as_of=day("2026-03-20")), EVERYTHING).iloc[0]
    assert (early["reply_missing"], early["reply_late"]) == (1, 0)
    assert (later["reply_missing"], later["reply_late"]) == (0, 1)


def test_a_recipient_s_own_hours_move_its_norm(settings: Settings) -> None:
    stores.create(settings)
    with store.writing(settings) as connection:
        own = tables.recipients
        connection.execute(own.update().where(own.c.code == "mcu").values(working_time="10:00-13:00 14:00-19:00"))
    add(settings, *[{**VK, "received": "2026-03-02 10:00", "recipient": to} for to in ("mcu", "administration")])
    published(settings)
    # mcu: Monday 10–13, 14–19 are eight hours, the ninth ends on Tuesday at 11:00; but received at 18:00 …
    add(settings, {**VK, "received": "2026-03-02 18:00", "recipient": "mcu", "first_reply": "2026-03-04 10:00"})
    published(settings)
    asked = [register.clocks(i, AS_OF, EVERYTHING)[1][1] for i in (1, 2, 3)]
    assert [clock.sentence.split("→ ")[1] for clock in asked] == [
        "03.03.2026, вторник, 11:00",
        "03.03.2026, вторник, 11:00",
        "03.03.2026, вторник, 19:00",  # an hour on Monday, eight on Tuesday
    ]
    assert asked[2].state == "late"


@pytest.mark.parametrize("text", ["", "8-17", "08:00-12:00", "08:00-12:00 11:00-17:00", "25:00-26:00 27:00-28:00"])
def test_hours_that_make_no_sense_are_refused_in_words(text: str, settings: Settings) -> None:
    from data.terms.calendar import WorkingTime

    with pytest.raises(StoreError, match="Рабочее время"):
        WorkingTime.parse(text)


LETTER = {"channel": "letter", "source": "register_59fz"}


def test_registrations_in_three_days_are_counted_as_by_hand(settings: Settings) -> None:
    published(
        settings,
        {**LETTER, "received": "2026-03-02", "registered": "2026-03-05"},  # the third day
        {**LETTER, "received": "2026-03-02", "registered": "2026-03-06"},  # a day late
        {**LETTER, "received": "2026-03-12", "registered": "2026-03-16"},  # 15.03 is a Sunday and stays the last day
        {**LETTER, "received": "2025-12-29", "registered": "2026-01-01"},  # so does 01.01
        {**LETTER, "received": "2026-03-02"},  # unregistered, and three days are over
        {**LETTER, "received": "2026-03-29"},  # the three days are not over
        {**LETTER, "received": "2026-03-02", "observes_registration": False},  # the export does not tell
    )
    row = query(["registration_on_time_share", "unregistered"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    assert row["registration_on_time_share"] == pytest.approx(2 / 5)
    assert row["registration_on_time_share_n"] == 5
    assert row["unregistered"] == 1


def test_a_registration_after_the_day_of_the_report_has_not_come_yet(settings: Settings) -> None:
    published(settings, {**LETTER, "received": "2026-03-02", "registered": "2026-03-20", "answered": "2026-04-16"})
    asked = ["unregistered", "overdue_open", "not_yet_due", "on_time"]
    found = {on: query(asked, (), Filters(period="all", as_of=day(on)), EVERYTHING).iloc[0].tolist() for on in (
        "2026-03-05", "2026-03-06", "2026-03-21", "2026-04-18")}  # fmt: skip
    assert found == {
        "2026-03-05": [0, 0, 1, 0],
        "2026-03-06": [1, 0, 1, 0],
        "2026-03-21": [0, 0, 1, 0],
        "2026-04-18": [0, 0, 0, 1],  # thirty days from 20.03 end on Sunday 19.04, moved to Friday 17.04
    }


def test_letters_sent_on_by_competence_are_counted_apart(settings: Settings) -> None:
    sent = {**LETTER, "received": "2026-02-02", "registered": "2026-02-02", "status": "forwarded"}
    published(
        settings,
        sent | {"answered": "2026-02-09"},  # the seventh day
        sent | {"answered": "2026-02-10"},  # a day late
        sent | {"answered": "2026-03-20"},  # lay longer than the term of an answer: late with it
        sent | {"answered": "2026-02-09", "status": "closed_explained"},
    )
    asked = ["due", "on_time", "late", "forwarded", "forwarded_on_time_share"]
    row = query(asked, (), Filters(period="all", as_of=day("2026-03-31")), EVERYTHING).iloc[0]
    assert row.tolist() == [2, 1, 1, 3, pytest.approx(1 / 3)]
    clocks = {one.code: (one.state, one.sentence) for one in register.clocks(2, AS_OF, EVERYTHING)[1]}
    assert clocks["resolution"][0] == "forwarded"
    assert clocks["transfer"] == (
        "late",
        "7 дней от регистрации 02.02.2026 (59-ФЗ, ст. 8 ч. 3–4) → 09.02.2026, понедельник",
    )


def test_promises_are_counted_as_by_hand(settings: Settings) -> None:
    published(
        settings,
        {"received": "2026-02-02", "promised": "2026-03-10", "answered": "2026-03-10"},  # kept on the last day
        {"received": "2026-02-02", "promised": "2026-03-10", "answered": "2026-03-11"},  # a day late
        {"received": "2026-02-02", "promised": "2026-03-10"},  # forgotten
        {"received": "2026-02-02", "promised": "2026-03-31"},  # not run out yet
        {"received": "2026-02-02", "promised": "2026-03-10", "status": "closed_explained"},  # closed, nobody knows when
    )
    row = query(["promises", "promises_broken", "promises_kept_share"], (), AS_OF, EVERYTHING).iloc[0]
    assert row.to_dict() == {"promises": 3, "promises_broken": 2, "promises_kept_share": pytest.approx(1 / 3)}


EXPLAINED: list[tuple[dict, str, str]] = [
    (
        {**LETTER, "received": "2026-03-02", "registered": "2026-03-02"},
        "resolution",
        "30 дней от регистрации 02.03.2026 (59-ФЗ, ст. 12 ч. 1) → 01.04.2026, среда",
    ),
    (
        {**LETTER, "received": "2026-03-06", "registered": "2026-03-06"},
        "resolution",
        "30 дней от регистрации 06.03.2026 (59-ФЗ, ст. 12 ч. 1); 05.04.2026 — нерабочий день, взят предыдущий "
        "рабочий → 03.04.2026, пятница",
    ),
    (
        {**LETTER, "received": "2026-03-02", "registered": "2026-03-02", "extended_to": "2026-04-20"},
        "resolution",
        "30 дней от регистрации 02.03.2026 (59-ФЗ, ст. 12 ч. 1), продлено (не больше чем на 30 дней) → 20.04.2026, "
        "понедельник",
    ),
    (
        {**LETTER, "received": "2026-03-02"},
        "resolution",
        "30 дней от последнего дня регистрации (не зарегистрировано) 05.03.2026 (59-ФЗ, ст. 12 ч. 1); 04.04.2026 — "
        "нерабочий день, взят предыдущий рабочий → 03.04.2026, пятница",
    ),
    (
        {**LETTER, "received": "2026-03-02", "file_due": "2026-03-20"},
        "resolution",
        "из файла источника: нет даты, от которой считаются 30 дней → 20.03.2026, пятница",
    ),
    (
        {"received": "2026-03-02 10:00", "file_due": "2026-03-20 18:30"},
        "resolution",
        "из файла источника: раньше, чем 30 дней от поступления 02.03.2026 (Правила работы ПОС; реквизиты акта "
        "уточнить) → 20.03.2026, пятница, 18:30",
    ),
    (
        {"received": "2026-03-02", "file_due": "2026-04-20", "status": "deferred"},
        "resolution",
        "30 дней от поступления 02.03.2026 (Правила работы ПОС; реквизиты акта уточнить), отложено до срока, "
        "названного в файле (по правилу 01.04.2026) → 20.04.2026, понедельник",
    ),
    (
        {**VK, "received": "2026-03-02", "file_due": "2026-02-20"},
        "resolution",
        "не вычисляется: срок в файле раньше поступления, а своего правила нет",
    ),
    (
        {**LETTER, "received": "2026-03-02", "observes_registration": False},
        "registration",
        "не вычисляется: в выгрузке нет даты регистрации",
    ),
    (
        {**LETTER, "received": "2026-12-14", "registered": "2026-12-14"},
        "resolution",
        "30 дней от регистрации 14.12.2026 (59-ФЗ, ст. 12 ч. 1) → 13.01.2027, среда (переносы 2027 года "
        "постановлением ещё не утверждены)",
    ),
    (
        {"received": "2026-03-02", "status": "closed_explained"},
        "resolution",
        "не вычисляется: закрыто, но дата закрытия не указана",
    ),
    (
        {**VK, "received": "2026-03-02 10:00"},
        "first_reply",
        "9 рабочих часов от поступления 02.03.2026 10:00 (Норматив первого ответа в «Инцидент менеджмент», "
        "Республика Хакасия) → 03.03.2026, вторник, 11:00",
    ),
    (
        {**VK, "received": "2026-03-02 10:00", "has_time": False},
        "first_reply",
        "не вычисляется: в выгрузке нет времени поступления",
    ),
    (
        {**LETTER, "received": "2026-03-02", "registered": "2026-03-04"},
        "registration",
        "3 дня от поступления 02.03.2026 (59-ФЗ, ст. 8 ч. 2) → 05.03.2026, четверг",
    ),
    (
        {"received": "2026-03-02", "promised": "2026-04-20"},
        "promise",
        "названа заявителю → 20.04.2026, понедельник",
    ),
    (
        {**VK, "received": "2026-03-02", "file_due": "2026-03-20"},
        "resolution",
        "из файла источника: своего правила нет → 20.03.2026, пятница",
    ),
]


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation with all of them, in order."""
    with installed(tmp_path_factory.mktemp("explained"), *(row for row, _, _ in EXPLAINED)) as made:
        yield made


@pytest.mark.parametrize(("row", "clock", "sentence"), EXPLAINED)
def test_every_date_is_explained_in_a_sentence(explained: Settings, row: dict, clock: str, sentence: str) -> None:
    number = 1 + [one for one, _, _ in EXPLAINED].index(row)
    on = Filters(as_of=max(day(row["received"][:10]), day("2026-03-31")))
    found = {one.code: one.sentence for one in register.clocks(number, on, EVERYTHING)[1]}
    assert found[clock] == sentence


def test_the_card_and_the_clocks_are_refused_alike(settings: Settings) -> None:
    published(settings, {"received": "2026-03-02"})
    others = Scope((Grant(channels=("letter",), detail="records"),))
    for scope in (others, Scope((Grant(detail="totals"),))):
        for ask in (register.card, register.clocks):
            with pytest.raises(AccessError):
                ask(1, AS_OF, scope)


DAYS = st.dates(date(2025, 10, 1), date(2026, 3, 30)).map(str)
ROWS = st.fixed_dictionaries(
    {"received": DAYS},
    optional=dict.fromkeys(("registered", "answered", "extended_to", "promised", "file_due"), DAYS)
    | {"channel": st.sampled_from(["letter", "im_vk", "pos_message", "phone"])}
    | {"topic": st.sampled_from(["roads.snow_ice", "waste.collection_sites"])},
)


@pytest.mark.trial
@hypothesis_settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=20, max_size=40))  # many records in few stores: it is the records that are tried
def test_the_sentence_ends_with_the_day_that_was_counted(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict]
) -> None:
    from data.settings import use

    folder = tmp_path_factory.mktemp("clocks")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
        published(made, *rows)
        found = open_snapshot().cursor().execute("SELECT record_id, due_day FROM facts").fetchall()
        for record_id, due in found:
            clock = register.clocks(record_id, AS_OF, EVERYTHING)[1][0]
            assert clock.due_on == (None if due is None else EPOCH + (date.fromordinal(due + 1) - date.min))
            assert (f"{clock.due_on:%d.%m.%Y}" if clock.due_on else "не вычисляется") in clock.sentence


@pytest.mark.parametrize(
    ("band", "received"),
    [("1", "2026-03-28"), ("2", "2026-03-27"), ("3", "2026-03-01"), ("4", "2026-01-30"), ("6", "2025-01-01")],
)
def test_open_records_are_counted_by_how_long_they_wait(settings: Settings, band: str, received: str) -> None:
    published(settings, {"received": received})
    everything = Filters(period="all", as_of=day("2026-03-31"))
    frame = query(["open"], ["age"], everything, EVERYTHING)
    assert list(frame["age"]) == [band]
    assert frame["open"].sum() == 1


@pytest.mark.parametrize(
    ("n", "word"),
    [(1, "день"), (2, "дня"), (4, "дня"), (5, "дней"), (11, "дней"), (14, "дней"), (21, "день"), (112, "дней")],
)
def test_nouns_agree_with_their_numbers(n: int, word: str) -> None:
    assert form(n, "день", "дня", "дней") == word


def test_every_seeded_rule_says_its_basis_and_confidence(settings: Settings) -> None:
    stores.create(settings)
    with store.reading(settings) as connection:
        assert len(reference_rows.ids(connection, tables.deadline_rules)) >= 20
        rules = connection.execute(tables.deadline_rules.select()).mappings().all()
    assert all(rule["legal_basis"] and rule["confidence"] in "HML" for rule in rules)
