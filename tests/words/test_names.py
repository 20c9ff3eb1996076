"""Names in sentences: all the district's places, municipalities and recipients; and one nobody has declined."""

import re

import pytest

from data import posts
from data.store import reference
from words import names, nouns


def rows(name: str) -> list[dict[str, str]]:
    return [
        {str(key): value for key, value in row.items()} for row in reference.table(name).fillna("").to_dict("records")
    ]


PLACES, MUNICIPALITIES, RECIPIENTS = rows("places"), rows("municipalities"), rows("recipients")
NUMBERS = [*range(122), 1.5]


def test_all_territories_have_their_forms_and_no_two_places_are_called_alike() -> None:
    assert (len(PLACES), len(MUNICIPALITIES)) == (62, 14)
    for case in ("genitive", "dative", "prepositional"):
        said = [names.territory(row, case) for row in (*PLACES, *MUNICIPALITIES)]
        assert len(set(said)) == len(said)
        assert all(row[case] for row in (*PLACES, *MUNICIPALITIES))


@pytest.mark.parametrize(
    ("oktmo", "genitive", "dative", "prepositional"),
    [
        ("95608410111", "Верхней Базы", "Верхней Базе", "в Верхней Базе"),
        ("95608169051", "Вершины Тёи", "Вершине Тёи", "в Вершине Тёи"),
        ("95608412101", "Бельтирского", "Бельтирскому", "в Бельтирском"),
        ("95608420136", "Усть-Еси", "Усть-Еси", "в Усть-Еси"),
        ("95608405121", "Чертыковской", "Чертыковской", "в Чертыковской"),
        ("95608450106", "станции Камышта", "станции Камышта", "на станции Камышта"),
        ("95608440111", "села Камышта", "селу Камышта", "в селе Камышта"),
        ("95608405101", "села Аскиз", "селу Аскиз", "в селе Аскиз"),
        ("95608151051", "рабочего посёлка Аскиз", "рабочему посёлку Аскиз", "в рабочем посёлке Аскиз"),
        ("95608455106", "Верхней Тёи", "Верхней Тёе", "в Верхней Тёе"),
    ],
)
def test_places_that_a_machine_gets_wrong(oktmo: str, genitive: str, dative: str, prepositional: str) -> None:
    (row,) = [one for one in PLACES if one["oktmo"] == oktmo]
    said = [names.territory(row, case) for case in ("genitive", "dative", "prepositional")]
    assert said == [genitive, dative, prepositional]


@pytest.mark.parametrize("row", PLACES, ids=lambda row: row["oktmo"])
def test_every_place_stands_in_every_sentence_with_every_number(row: dict[str, str]) -> None:
    where, whose, to_whom = (names.territory(row, case) for case in ("prepositional", "genitive", "dative"))

    assert re.match(r"(в|на) \S", where)
    assert not re.match(r"(в|на) ", whose)
    for n in NUMBERS:
        sentence = f"{where.capitalize()} на {nouns.counted(n, nouns.APPEAL, 'accusative')} больше, чем обычно"
        ending = "е" if str(n)[-1] == "1" and n != 11 and n != 111 else "я|й"
        assert re.fullmatch(rf"(В|На) .+ на [\d,]+\u00a0обращени({ending}) больше, чем обычно", sentence)
    assert whose.split()[-1][0].isupper() and to_whom.split()[-1][0].isupper()


def test_a_municipality_and_a_body_are_declined_by_their_head_word() -> None:
    (askiz,) = [row for row in MUNICIPALITIES if row["oktmo"] == "95608151"]
    (roads,) = [row for row in RECIPIENTS if row["recipient_code"] == "road_department"]

    assert names.territory(askiz, "prepositional") == "в Аскизском поссовете"
    assert names.body(roads, "dative").startswith("Отделу дорожной деятельности")
    assert all(row["genitive"] and row["dative"] for row in RECIPIENTS)


@pytest.mark.parametrize(
    ("member", "case", "said"),
    [
        ({"name": "Анхаков", "kind": "аал", "prepositional": None}, "prepositional", "в аале Анхаков"),
        ({"name": "Новый", "kind": "поселок"}, "genitive", "посёлка Новый"),
        ({"name": "Камышта", "kind": "станция", "prepositional": ""}, "prepositional", "на станции Камышта"),
        ({"name": "Где-то", "kind": "урочище"}, "dative", "населённому пункту Где-то"),
        ({"name": "Где-то", "kind": None, "dative": float("nan")}, "dative", "населённому пункту Где-то"),
    ],
)
def test_a_name_without_forms_keeps_its_nominative_behind_its_kind(
    member: dict[str, object], case: names.Case, said: str
) -> None:
    assert names.territory(member, case) == said


def test_a_body_without_forms_is_named_in_quotes() -> None:
    assert names.body({"name": "Водоканал"}, "genitive") == "органа «Водоканал»"
    assert names.body({"name": "Водоканал", "dative": None}, "dative") == "органу «Водоканал»"


CASES = ("nominative", "genitive", "dative", "accusative", "instrumental")


def test_every_post_has_all_its_cases_and_they_agree_with_its_head_word() -> None:
    rows = reference.table("posts").to_dict("records")
    assert len({row["code"] for row in rows}) == len({row["nominative"] for row in rows}) == len(rows) > 15
    ends = {"genitive": ("а", "я", "ы", "его", "ого"), "dative": ("у", "ю", "е", "ему", "ому"),
            "instrumental": ("ом", "ем", "ой", "им", "ым")}  # fmt: skip
    for row in rows:
        assert all(row[case] for case in CASES), row
        for case, endings in ends.items():
            assert row[case].split()[0].endswith(endings), (case, row)
        of_a_man = row["genitive"] if not row["nominative"].lower().startswith("глава") else row["accusative"]
        assert row["accusative"] == of_a_man, row


@pytest.mark.parametrize(
    ("name", "case", "said"),
    [
        ("глава  сельсовета", "dative", "главе сельсовета"),
        ("Дорожный мастер", "dative", "занимающему должность «Дорожный мастер»"),
        ("Дорожный мастер", "nominative", "Дорожный мастер"),
    ],
)
def test_a_post_is_declined_or_stands_in_quotes(name: str, case: names.PostCase, said: str) -> None:
    assert names.post(posts.forms_of(name), case) == said
