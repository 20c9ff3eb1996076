"""What an address says wrong is told on every page, and the page stands without it."""

from pathlib import Path
from urllib.parse import parse_qsl, quote

import dash
import pytest

from components import address, sorting
from data.filters import names, parse, readable
from tests import signing
from tests.pages.asking import ask, shown

PAGES = sorted(file.stem for file in (Path(__file__).parents[2] / "pages").glob("*.py"))
WRONG = "не-бывает!"
ODD = "В адресе непонятно «{key}={wrong}»: показано "
OBJECTS = {
    "/problem?id=999999": ("Такой проблемы нет", "/problems?view=made"),
    "/problem?id=zz": ("Такой проблемы нет", "/problems?view=made"),
    "/roadmap?id=zz": ("Такой дорожной карты нет", "/roadmaps"),
    "/roadmaps?problem=999999": ("Такой проблемы нет", "/problems?view=made"),
    "/poll?id=zz": ("Такого опроса нет", "/polls"),
    "/poll": ("Такого опроса нет", "/polls"),
    "/recipient?code=nope": ("Такого получателя нет", "/recipients"),
    "/note?week=abc": ("Такой записки нет", "/note"),
    "/note?week=2031-W01": ("Такой записки нет", "/note"),
    "/meeting?id=zz": ("Такого совещания нет", "/meetings"),
    "/poll?id=new&problem=zz": ("Такой проблемы нет", "/problems?view=made"),
    "/poll?id=new&problem=999999": ("Такой проблемы нет", "/problems?view=made"),
    "/meetings?problem=zz": ("Такой проблемы нет", "/problems?view=made"),
    "/meetings?problem=999999": ("Такой проблемы нет", "/problems?view=made"),
    "/subscriptions?screen=zz": ("Этого экрана в подписках нет", "/"),
    "/discussions?id=zz": ("Такого обсуждения нет", "/discussions"),
    "/discussions?id=999999": ("Такого обсуждения нет", "/discussions"),
}
LINES = {
    "/poll?id=new&topic=zz": "topic=zz»: показано без этого",
    "/poll?id=new&municipality=99999999": "municipality=99999999»: показано без этого",
    "/practices?id=zz": "id=zz»: показано поиск по этим словам",
    "/practices?topic=zz": "topic=zz»: показано все тематики",
    "/recipients/profiles?one=zz": "one=zz»: показано обычный профиль",
    "/recipients/profiles?other=zz": "other=zz»: показано обычный профиль",
    "/slides?sheet=999": "sheet=999»: показано последний слайд",
    "/rules?recipient=zz": "recipient=zz»: показано без этого условия",
    "/subscriptions?screen=/&topic=zz": "topic=zz»: показано без этого условия",
    "/register?order=zz": "order=zz»: показано обычный порядок",
}
"""Addresses that fit and name what no list has: what their screens say."""
ELSEWHERE = {
    "record": "tests/pages/test_answer_checks.py",
    "find": "words",
    "actor": "words",
    "about": "words",
    "spot": "the list",
}
"""Words of an address that are answered where another test asks."""
DRAWN = {
    path: f"{path[1:]}-body" for path in ("/poll", "/problem", "/roadmap", "/roadmaps", "/recipient", "/discussions")
}
"""Screens that draw their object after the layout: where."""


@pytest.fixture(scope="module")
def client(filled, application):
    """A curator who may also see the log and the accounts."""
    return signing.client(application, signing.sign_in(filled, "curator", "centre_head", "administrator", "auditor"))


def page_of(name):
    return next(page for page in dash.page_registry.values() if page["module"].removeprefix("pages.") == name)


def opened(client, path, **query):
    """The page as the browser is given it."""
    search = "&".join(f"{key}={quote(str(value))}" for key, value in query.items())
    values = {"_pages_location.pathname": path, "_pages_location.search": f"?{search}" if search else ""}
    return shown(ask(client, "_pages_content.children", values, "_pages_location.search"))


@pytest.mark.parametrize("name", PAGES)
def test_a_wrong_value_of_every_key_is_told_and_the_default_is_shown(client, name):
    page = page_of(name)
    plain = opened(client, page["path"])
    keys = address.declared_by(page["layout"])
    judged = {key for key, one in keys.items() if one is not address.ANY}
    judged |= {key for key in (*names(), sorting.PARAM) if key != "text" and key not in keys}
    assert "address-line" not in plain
    answer = opened(client, page["path"], **dict.fromkeys((*judged, "нет_такого"), WRONG))
    lines = [ODD.format(key=key, wrong=WRONG) for key in (*judged, "нет_такого")]
    assert [line for line in lines if line not in answer] == []
    assert WRONG not in answer.replace(f"={WRONG}»", ""), "what was not understood goes nowhere else"


@pytest.mark.parametrize("at", OBJECTS)
def test_an_object_that_is_not_there_gets_a_heading_a_sentence_and_the_way_to_its_list(client, at):
    title, way = OBJECTS[at]
    path, _, query = at.partition("?")
    told = dict(parse_qsl(query))
    answer = opened(client, path, **told)
    if path in DRAWN and told.get("id") != "new":
        values = {"flt.data": told, "poll-code.data": told.get("id", "")}
        answer = shown(ask(client, f"{DRAWN[path]}.children", values))
    assert title in answer
    assert f'"href": "{way}"' in answer
    assert "address-line" not in answer and "state--error" not in answer


@pytest.mark.parametrize("at", LINES)
def test_a_code_that_no_list_has_is_told(client, at):
    path, _, query = at.partition("?")
    assert f"В адресе непонятно «{LINES[at]}" in opened(client, path, **dict(parse_qsl(query)))


@pytest.mark.parametrize("name", PAGES)
def test_every_key_that_only_the_data_can_judge_is_tried_here(name):
    page = page_of(name)
    keys = {key for key, one in address.declared_by(page["layout"]).items() if one is address.ANY}
    tried = [at.partition("?") for at in (*OBJECTS, *LINES)]
    asked = {key for path, _, query in tried if path == page["path"] for key in dict(parse_qsl(query))}
    assert keys <= asked | ELSEWHERE.keys()


def test_a_record_that_is_not_there_is_told_where_its_card_would_stand(client):
    values = {"flt.data": {}, "record-wanted.data": 999_999, "record-shown.data": None}
    answer = shown(ask(client, "record-card.is_open", values))
    assert "Такой записи нет" in answer and "Записи № 999999 нет в этом срезе" in answer
    assert '"href": "/register"' in answer
    assert "notice" not in answer


def test_a_wrong_end_of_a_period_leaves_the_other_and_ends_the_wrong_way_round_leave_neither():
    assert readable({"from": "2026-01-05", "to": "5 марта"}) == (parse({"from": "2026-01-05"}), ("to",))
    assert readable({"from": "2026-02-01", "to": "2026-01-01", "channel": "im"}) == (
        parse({"channel": "im"}),
        ("from", "to"),
    )


def test_a_value_given_twice_is_told_not_guessed(client):
    values = {"_pages_location.pathname": "/recipients", "_pages_location.search": "?view=table&view=funnel"}
    answer = shown(ask(client, "_pages_content.children", values, "_pages_location.search"))
    assert "В адресе непонятно «view=table,funnel»: показано «Рейтинг»" in answer


def test_a_slash_behind_an_address_leads_to_the_screen_and_nowhere_else(client):
    answer = client.get("/heat-map/?period=all")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/heat-map?period=all")
    assert client.get("/%2F%2Felsewhere.example/").headers["Location"] == "/elsewhere.example"
