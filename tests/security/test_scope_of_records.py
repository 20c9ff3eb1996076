"""Limited people ask callbacks by hand: foreign numbers of records, invented stores, screens they have no right to."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from access import audit
from data.settings import current
from tests.attacks import Attacks
from tests.pages.asking import ask, pressed, shown
from tests.security import hostile, truth
from tests.security.conftest import Installation, answering
from tests.security.limited import NAMES, Limited, person

CARD = "record-card.is_open"
CONTACTS = '{"index":["MATCH"],"type":"contacts-shown"}'
ALL_TIME = {"flt.data": {"period": "all"}, "theme.data": "light", "heat-map-is-narrow.data": False}
FOUR_WEEKS = ALL_TIME | {"flt.data": {"period": "4w"}}
STORES: tuple[Mapping[str, Any], ...] = (
    {"period": "all"},
    {"period": "all", "scope": "all", "grants": [{"detail": "contacts"}]},
    {"period": "all", "channel": ["pos_message", "site"]},
    {"period": "all", "page": "-1", "size": "100000"},
    {"period": "all", "page": "2", "sort": "urgent"},
    {"period": "all", "municipality": "none"},
    {"period": "all", "recipient": "none", "snapshot": 1},
)


@pytest.fixture(params=NAMES)
def asker(request: pytest.FixtureRequest, there: Installation) -> Limited:
    return person(request.param, there.settings)


def opened(client: FlaskClient, record_id: Any) -> str:
    """What comes of a click on the button of a record."""
    button = {"type": "open-record", "index": record_id}
    values = {"open-record": [(button, 1)], "flt.data": {"period": "all"}}
    return shown(ask(client, CARD, values, pressed(button)))


def contacts_of(client: FlaskClient, record_id: Any, reason: Any) -> str:
    """What comes of asking for the contacts of a record, past its card."""
    identity = {"type": "contacts-ask", "index": record_id}
    found = next(d for d in client.get("/_dash-dependencies").get_json() if d["output"].startswith(CONTACTS))
    body = {
        "output": found["output"],
        "outputs": {"id": {"type": "contacts-shown", "index": record_id}, "property": "children"},
        "inputs": [{"id": identity, "property": "n_clicks", "value": 1}],
        "state": [
            {"id": {"type": "contacts-reason", "index": record_id}, "property": "value", "value": reason},
            {"id": identity, "property": "id", "value": identity},
        ],
        "changedPropIds": [pressed(identity)],
    }
    return client.post("/_dash-update-component", json=body).get_data(as_text=True)


def numbers(text: str) -> set[int]:
    """Numbers of the records that an answer names by their buttons."""
    return {int(one) for one in re.findall(r'"type": "open-record", "index": (\d+)', text)}


def test_stores_sent_by_hand_show_the_own_records_only(there: Installation, attacks: Attacks, asker: Limited) -> None:
    may_open = bool(asker.sees(there.settings)) and "auditor" not in asker.roles
    mine = truth.records(asker.sees(there.settings)) if may_open else set()
    curator, client = there.client("curator"), asker.client(there)
    for number, data in enumerate(STORES):
        values = {"flt.data": data}
        if number not in _KEPT_FOR_CURATOR:  # what the program keeps of it is there for whoever asks next
            assert shown(ask(curator, "register-rows", values, "flt.data"))
            _KEPT_FOR_CURATOR.add(number)
        seen = numbers(shown(ask(client, "register-rows", values, "flt.data")))
        attacks.met(f"{asker.name}: реестр {data}", seen <= mine, sorted(seen - mine))
        if data == STORES[0]:
            attacks.met(f"{asker.name}: свои записи видны", bool(seen) == bool(mine), len(seen))


_KEPT_FOR_CURATOR: set[int] = set()


def test_every_screen_of_a_limited_person_differs_from_the_curator_s(
    there: Installation, attacks: Attacks, asker: Limited
) -> None:
    whole, mine = truth.everything(there.settings), asker.sees(there.settings)
    expected = of_curator(there)
    assert len(expected) >= 3, "the screens must be answered, or the attack proves nothing"
    for output, curator in expected.items():
        seen = shown(ask(asker.client(there), output, ALL_TIME, "flt.data"))
        attacks.met(f"{asker.name}: {output[:40]}", len(mine) == len(whole) or seen != curator)


_CURATOR: dict[str, str] = {}


def without_links(text: str) -> str:
    """An answer without its addresses: they repeat the filters and say nothing of the data."""
    return re.sub(r'"href": "[^"]*"', "", text)


def of_curator(there: Installation) -> dict[str, str]:
    """What a curator is shown, once, by every callback whose answer depends on the data."""
    client = there.client("curator")
    for output in answering(client) if not _CURATOR else ():
        whole, less = (shown(ask(client, output, asked, "flt.data")) for asked in (ALL_TIME, FOUR_WEEKS))
        says_more = without_links(whole) != without_links(less)
        is_answered = "notices" not in whole and "state--empty" not in whole  # nothing found is the same for everybody
        if is_answered and "flt-chips" not in output and says_more:
            _CURATOR[output] = whole
    return _CURATOR


def test_cards_and_contacts_of_foreign_records_do_not_open(
    there: Installation, attacks: Attacks, asker: Limited
) -> None:
    may_open = not {"auditor", "administrator"} & set(asker.roles)
    mine = truth.records(asker.sees(there.settings)) if may_open else set()
    everything = sorted(truth.records(truth.everything(there.settings)))
    foreign = [i for i in everything if i not in mine]
    client = asker.client(there)
    for record_id in (*foreign[:4], *foreign[-6:], 10**6):
        text = opened(client, record_id)
        attacks.met(f"{asker.name}: карточка {record_id}", "blockquote" not in text.lower(), text)
        text = contacts_of(client, record_id, "уточнить адрес у заявителя")
        attacks.met(f"{asker.name}: контакты {record_id}", not is_told(text), text)
        status = client.get(f"/api/v1/records/{record_id}/clocks").status_code
        attacks.met(f"{asker.name}: сроки {record_id}", status == 403, status)


def test_strange_numbers_of_records_open_nothing(there: Installation, attacks: Attacks) -> None:
    client = person("one area", there.settings).client(there)
    strange = (-1, 0, 1.5, True, None, "1", "1 OR 1=1", "1; DROP TABLE facts", [1], {"$gt": 0}, 2**63, 10**40, "٣", "")
    allowed = truth.records(person("one area", there.settings).sees(there.settings))
    for number in strange:
        if str(number) in {str(i) for i in allowed}:
            continue
        for text in (opened(client, number), contacts_of(client, number, "уточнить адрес у заявителя")):
            held = "blockquote" not in text.lower() and not is_told(text)
            attacks.met(f"запись {number!r}", held, text)


def is_told(text: str) -> bool:
    """Whether an answer holds anybody's name or contact."""
    plain = text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text
    return any(word in plain for word in (*hostile.CANARIES, "Заявитель"))


@pytest.mark.parametrize("roles", [("head",), ("auditor",), ("administrator",), ("incident_officer",)])
def test_contacts_are_for_who_has_the_right(there: Installation, attacks: Attacks, roles: tuple[str, ...]) -> None:
    client = there.client(*roles)
    last = max(truth.records(truth.everything(there.settings)))
    for reason in ("уточнить адрес у заявителя", "", None, "a" * 400, ["уточнить адрес"], {"x": 1}, "\x00" * 20):
        text = contacts_of(client, last, reason)
        attacks.met(f"{roles[0]}: контакты по причине {reason!r:.20}", not is_told(text), text)


def test_contacts_without_a_reason_in_words_are_not_shown(there: Installation, attacks: Attacks) -> None:
    client, last = there.client("curator"), max(truth.records(truth.everything(there.settings)))
    assert is_told(contacts_of(client, last, "уточнить адрес у заявителя")), "the honest question must be answered"
    assert audit.page(size=1, settings=current()).entries[0].action == "contacts_shown"
    reasons: tuple[Any, ...] = (
        "",
        None,
        "   ",
        "аааааааааааа",
        "123456789012",
        "..........",
        5,
        [],
        "нужно",
        "\u200b" * 30,
    )
    for reason in reasons:
        text = contacts_of(client, last, reason)
        attacks.met(f"причина {reason!r}", not is_told(text), text)


@pytest.mark.parametrize("role", ["curator", "head", "recipient", "auditor", "centre_head"])
def test_screens_of_the_administrator_are_shut_to_others(there: Installation, attacks: Attacks, role: str) -> None:
    client = there.client(role)
    for output in ("people-rows", "people-panel.is_open"):
        button = {"type": "people-do", "action": "create", "login": ""}
        values = {"people-do": [(button, 1)], "people-field": [], "people-panel.is_open": False}
        text = shown(ask(client, output, values, pressed(button)))
        attacks.met(f"{role}: {output}", "here-local" not in text and "notices" in text, text)
    for action in ("deactivate", "end_sessions", "set_password", "reset_totp", "save", "activate"):
        button = {"type": "people-do", "action": action, "login": "curator"}
        text = shown(ask(client, "people-panel.is_open", {"people-do": [(button, 1)]}, pressed(button)))
        attacks.met(f"{role}: {action}", "notices" in text, text)
    attacks.met("сеанс куратора жив", there.client("curator").get("/account").status_code == 200)


@pytest.mark.parametrize("role", ["curator", "head", "recipient", "administrator", "centre_head"])
def test_the_log_is_read_by_the_auditor_only(there: Installation, attacks: Attacks, role: str) -> None:
    client = there.client(role)
    for output, changed in (("audit-rows", "audit-actor.value"), ("audit-verdict", "audit-verify.n_clicks")):
        text = shown(ask(client, output, {"audit-verify.n_clicks": 1, "audit-actor.value": ""}, changed))
        attacks.met(f"{role}: {output}", "Вошёл" not in text and "цел" not in text and "notices" in text, text)
