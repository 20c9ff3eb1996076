"""What no control could have sent gets a sentence on every screen: never a failure of the server, never a code."""

import pytest

import app as wiring
from components import received
from data.errors import FilterError
from data.settings import use
from etl.desk import turns
from tests import signing, stores
from tests.pages import forged
from tests.pages.conftest import fill

UNEXPECTED = "Сообщите администратору код"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """An installation whose records may be changed: a forged request may still be one that is carried out."""
    with use(stores.once("filled", fill, tmp_path_factory.mktemp("forged"))) as settings:
        yield settings


@pytest.fixture(scope="module")
def application(own):
    with use(own):
        return wiring.create_app(own)


@pytest.fixture(scope="module")
def client(own, application):
    with use(own):
        return signing.client(application, signing.sign_in(own, "curator", "centre_head", "administrator"))


def test_every_callback_answers_forged_values_in_words(own, application, client, monkeypatch):
    monkeypatch.setattr(turns, "start", lambda *_: None)  # a job is a process of its own
    told = []
    with use(own):
        for what, body in forged.requests(application):
            answer = client.post("/_dash-update-component", json=body)
            if answer.status_code not in (200, 204) or UNEXPECTED in str(answer.get_json()):
                told.append((what, answer.status_code))
    assert told == []


def test_the_notice_says_what_to_do(own, application, client):
    body = next(body for _, body in forged.requests(application) if body["outputs"] and "flt" in str(body["inputs"]))
    body["inputs"] = [{"id": "flt", "property": "data", "value": [["x"]]}]
    answer = client.post("/_dash-update-component", json=body)
    assert "Обновите её и повторите" in str(answer.get_json())


@pytest.mark.parametrize("text", ["", "1", "1:2:3", "a:1", "-1:2", "1:٣", "9" * 20 + ":1", "1:2 ", None, {"a": 1}])
def test_only_numbers_are_numbers_of_an_id(text):
    with pytest.raises(FilterError, match="Обновите"):
        received.numbers(text, 2)


def test_an_id_of_ours_is_read():
    assert received.numbers("12:3", 2) == (12, 3)
    assert received.numbers(7, 1) == (7,)
