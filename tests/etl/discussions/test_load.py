"""Files of public discussions: every row accounted for, threads joined whatever came first, no author kept."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import store
from data.errors import InputError
from data.settings import Settings
from data.store.tables import discussion_comments, discussions, records
from etl.load import load
from etl.report import Report
from etl.undo import undo
from tests.etl.conftest import LEDGER, dump
from tests.etl.discussions import files
from tests.etl.discussions.files import COMMENT, comment, proposal

STATE = LEDGER | {"sources"}


def _fates(report: Report) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in ("rows_in", "loaded", "updated", "unchanged", "rejected"))


def _rows(settings: Settings, table: sa.Table, *columns: str) -> list[tuple[Any, ...]]:
    with store.reading(settings) as connection:
        query = sa.select(*(table.c[name] for name in columns)).order_by(*table.primary_key.columns)
        return [tuple(row) for row in connection.execute(query)]


def _threads(settings: Settings) -> dict[str, str | None]:
    """Number of a comment → number of the discussion it is about."""
    c, d = discussion_comments, discussions.c
    query = sa.select(c.c.number, d.number).select_from(c.outerjoin(discussions))
    with store.reading(settings) as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def test_a_proposal_is_read_in_the_language_it_has(own: Settings, tmp_path: Path) -> None:
    rows = [proposal(1), proposal(2, **{"title/ca": "", "title/es": "Título", "title/machine_translations/en": "T"})]
    path = files.write(tmp_path / "p.csv", files.PROPOSALS, rows)
    assert _fates(load(path, own, source="decidim")) == (2, 2, 0, 0, 0)
    told = ("kind", "number", "title", "body", "category", "status", "supports", "comments", "created_on")
    (first, second) = _rows(own, discussions, *told)
    assert first[:8] == (
        "proposal", "1", "Títol 1", "Cos; amb enllaç,\nи més".replace("и", "i"), "Mobilitat", "accepted", 10, 2,
    )  # fmt: skip
    assert first[8].isoformat() == "2020-03-05", "half past ten in the evening in UTC is the next day here"
    assert second[2] == "Título"


def test_newer_files_name_taxonomies_and_russian_wins(own: Settings, tmp_path: Path) -> None:
    names = '{"en"=>"Roads", "ru"=>"Дороги"}, {"en"=>"Snow"}'
    row = {
        "id": 7, "author/name": "Иван Чепчигашев", "taxonomies/name": names, "component/id": 1, "title/ru": "Снег",
        "body/ru": "Чистить. Иван Чепчигашев", "votes": 12, "created_at": "2024-01-02T03:00:00+01:00",
        "url": "https://d.example/processes/p/f/3/debates/7",
    }  # fmt: skip
    load(files.write(tmp_path / "p.csv", files.NEW_PROPOSALS, [row], ","), own)
    told = _rows(own, discussions, "kind", "category", "title", "body", "supports")
    assert told == [("debate", "Дороги; Snow", "Снег", "Чистить. [имя]", 12)]


def test_comments_that_come_first_wait_and_are_joined_later(own: Settings, tmp_path: Path) -> None:
    url = "https://d.example/processes/p/f/22/proposals/2?locale=ca"
    told = [
        comment(13, 12, COMMENT, depth=2),
        comment(12, 11, COMMENT, depth=1),
        comment(11, 1),
        comment(14, 99, COMMENT, root_commentable_url=url),
        comment(15, 98, COMMENT),
    ]
    report = load(files.write(tmp_path / "c.csv", files.COMMENTS, told), own, source="decidim")
    assert _fates(report) == (5, 5, 0, 0, 0)
    assert report.notes == ["5\xa0комментариев ждут своего обсуждения: оно ещё не загружено."]
    rows = [proposal(1), proposal(2)]
    report = load(files.write(tmp_path / "p.csv", files.PROPOSALS, rows), own, source="decidim")
    assert "1\xa0комментарий ждёт" in report.notes[-1]
    assert _threads(own) == {"11": "1", "12": "1", "13": "1", "14": "2", "15": None}


def test_the_same_file_twice_adds_nothing_and_a_later_one_changes_what_changed(
    either: Settings, tmp_path: Path
) -> None:
    first = files.write(tmp_path / "1.csv", files.PROPOSALS, [proposal(1), proposal(2)])
    load(first, either, source="decidim")
    before = dump(either, without=STATE)
    assert _fates(load(first, either, source="decidim")) == (2, 0, 0, 2, 0)
    assert dump(either, without=STATE) == before
    later = [proposal(1), proposal(2, supports=25), proposal(3), proposal(3, supports=1)]
    report = load(files.write(tmp_path / "2.csv", files.PROPOSALS, later), either, source="decidim")
    assert _fates(report) == (4, 1, 2, 1, 0)
    assert _rows(either, discussions, "number", "supports") == [("1", 10), ("2", 25), ("3", 1)]
    with pytest.raises(InputError, match="Сначала отмените: 3"):
        undo(either, 1)
    assert (
        undo(either, 3)
        == "Загрузка № 3 («2.csv») отменена: удалено обсуждений и комментариев 1, прежний вид возвращён у 1."
    )
    assert dump(either, without=STATE) == before


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_whatever_comes_first_undo_leaves_what_was_there(own: Settings, tmp_path: Path, order: tuple[int, ...]) -> None:
    told = [
        (files.PROPOSALS, [proposal(1), proposal(2)]),
        (files.COMMENTS, [comment(11, 1), comment(12, 11, COMMENT)]),
        (files.COMMENTS, [comment(11, 1, body="Інший"), comment(13, 12, COMMENT), comment(14, 5)]),
    ]
    states = [dump(own, without=STATE)]
    for at in order:
        load(files.write(tmp_path / f"{at}.csv", *told[at]), own, source="decidim")
        states.append(dump(own, without=STATE))
    for number in (3, 2, 1):
        assert dump(own, without=STATE) == states[number]
        undo(own, number)
    assert dump(own, without=STATE) == states[0]


def test_no_author_and_no_profile_is_kept(own: Settings, tmp_path: Path) -> None:
    body = "@joan_puig i gid://decidim/Decidim::User/5: gràcies, Joan  PUIG Serra! Пишите 8 900 123-45-67, a@b.example"
    load(files.write(tmp_path / "c.csv", files.COMMENTS, [comment(1, 1, body=body)]), own, source="decidim")
    load(files.write(tmp_path / "p.csv", files.PROPOSALS, [proposal(1)]), own, source="decidim")
    kept = str(dump(own, without={"recipients", "recipient_labels", "duties"})).lower()
    assert not any(word in kept for word in ("joan", "puig", "serra", "123-45-67", "a@b.example", "user/5"))


def test_consul_files_are_known_by_their_columns(own: Settings, tmp_path: Path) -> None:
    rows = [
        {"id": 3, "title": "Más árboles", "description": "<p>Señor; árboles</p>", "summary": "Árboles",
         "cached_votes_up": 40, "comments_count": 2, "created_at": "2015-09-15 13", "geozone_id": 5},
    ]  # fmt: skip
    path = files.write(tmp_path / "proposals.csv", files.CONSUL_PROPOSALS, rows, ";", "iso-8859-1")
    report = load(path, own)
    assert (report.source, _fates(report)) == ("consul", (1, 1, 0, 0, 0))
    assert report.notes == ["Без категории: 1\xa0обсуждение; они загружены."]
    debate = [{"id": 3, "title": "Debate", "cached_votes_up": 2, "cached_votes_down": 7, "comments_count": 1}]
    load(files.write(tmp_path / "debates.csv", files.CONSUL_DEBATES, debate, ","), own)
    told = [
        {"id": 1, "commentable_id": 3, "commentable_type": "Proposal", "body": "Sí", "cached_votes_up": 4},
        {"id": 2, "commentable_id": 3, "commentable_type": "Proposal", "body": "No", "ancestry": "1"},
        {"id": 4, "commentable_id": 3, "commentable_type": "Proposal", "body": "Ya", "ancestry": "1/2"},
        {"id": 5, "commentable_id": 3, "commentable_type": "Debate", "body": "Hm", "subject": "Yo"},
    ]
    load(files.write(tmp_path / "comments.csv", files.CONSUL_COMMENTS, told, ","), own)
    rows_of = _rows(own, discussions, "kind", "title", "body", "place", "supports", "opposes")
    assert rows_of == [
        ("proposal", "Más árboles", "Árboles\nSeñor; árboles", "район 5", 40, None),
        ("debate", "Debate", "", "", 2, 7),
    ]
    comments = _rows(own, discussion_comments, "number", "parent_number", "depth", "discussion_id", "body")
    assert comments == [
        ("1", "3", 0, 1, "Sí"),
        ("2", "1", 1, 1, "No"),
        ("4", "2", 2, 1, "Ya"),
        ("5", "3", 0, 2, "Yo\nHm"),
    ]


def test_polls_and_hearings_of_the_portal_are_of_the_same_kind(own: Settings, tmp_path: Path) -> None:
    rows = [
        {"№": 1, "Вид": "Публичные слушания", "Тема голосования": "Бюджет", "Населённый пункт": "с. Бельтирское",
         "Дата начала": "01.02.2026", "Дата окончания": "15.02.2026", "Участников": "1 204", "За": 900, "Против": 304,
         "Тематика": "Отсутствие воды", "Автор": "Администрация"},
        {"№": 2, "Вид": "Голосование", "Тема голосования": "Какую дорогу чинить", "Дата начала": "01.03.2026"},
    ]  # fmt: skip
    load(files.write(tmp_path / "v.csv", files.PORTAL, rows), own, source="portal_hearings")
    columns = ("kind", "participants", "supports", "opposes", "ended_on")
    (hearing, poll) = _rows(own, discussions, *columns)
    assert hearing[:4] == ("hearing", 1204, 900, 304) and hearing[4].isoformat() == "2026-02-15"
    assert poll == ("poll", None, None, None, None)
    (first, second) = _rows(own, discussions, "place_id", "municipality_id", "topic_id")
    assert None not in first and second == (None, None, None)


def test_a_row_that_is_none_is_refused_with_its_reason(own: Settings, tmp_path: Path) -> None:
    rows = [
        proposal(1),
        proposal(2, id=""),
        proposal(3, **{"title/ca": "", "body/ca": ""}),
        proposal(4, published_at="вчера"),
        proposal(5, published_at="2090-01-01"),
        proposal(6, supports="много"),
    ]
    report = load(files.write(tmp_path / "p.csv", files.PROPOSALS, rows), own, source="decidim")
    assert _fates(report) == (6, 2, 0, 0, 4)
    assert [(one["row"], one["reason"]) for one in report.rejections] == [
        (3, "нет номера"),
        (4, "нет ни названия, ни текста"),
        (5, "нет такой даты или её вид не узнан"),
        (6, "дата в будущем"),
    ]
    assert [(one["row"], one["reason"]) for one in report.emptied_cells] == [(7, "«много» — не число")]
    assert _rows(own, discussions, "number", "supports") == [("1", 10), ("6", None)]


def test_a_trial_writes_nothing_and_no_record_is_ever_made(own: Settings, tmp_path: Path) -> None:
    path = files.write(tmp_path / "p.csv", files.PROPOSALS, [proposal(1)])
    before = dump(own, without=set())
    assert _fates(load(path, own, source="decidim", dry_run=True)) == (1, 1, 0, 0, 0)
    assert dump(own, without=set()) == before
    load(path, own, source="decidim")
    assert _rows(own, records, "record_id") == []


def test_another_file_is_refused_with_what_was_looked_for(own: Settings, tmp_path: Path) -> None:
    path = files.write(tmp_path / "x.csv", ["a", "b"], [{"a": 1, "b": 2}])
    with pytest.raises(InputError, match="не похож на выгрузку Decidim"):
        load(path, own, source="decidim")
    with pytest.raises(InputError, match="источник не узнан"):
        load(path, own)


@pytest.mark.parametrize(
    ("header", "named", "is_of"),
    [
        (files.CONSUL_PROPOSALS, "decidim", "consul"),
        (files.CONSUL_DEBATES, "decidim", "consul"),
        (files.CONSUL_COMMENTS, "decidim", "consul"),
        (files.COMMENTS, "consul", "decidim"),
        (files.NEW_PROPOSALS, "consul", "decidim"),
    ],
)
def test_a_file_of_another_platform_than_the_named_one_overwrites_nothing(
    own: Settings, tmp_path: Path, header: list[str], named: str, is_of: str
) -> None:
    row = dict.fromkeys(header, "1") | {"title": "Мост", "body": "Текст", "created_at": "2020-03-04 10:00"}
    path = files.write(tmp_path / "x.csv", header, [{name: row[name] for name in header}])
    before = dump(own, without=set())
    with pytest.raises(InputError, match=f"--source {is_of}"):
        load(path, own, source=named)
    assert dump(own, without=set()) == before
