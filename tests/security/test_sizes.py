"""Requests that are too large or too deep, and texts that make a careless regular expression run for hours."""

import io
import json
import time
from collections.abc import Callable

import pandas as pd
import pytest

from components.refusals import MOST_BYTES
from etl.sources import address, cells, headers
from etl.structure.people.masking import mask
from tests import signing
from tests.attacks import Attacks
from tests.security.conftest import Installation

HUGE = 100 << 20
POSTED = ("/_dash-update-component", "/login", "/login/code", "/logout", "/account")
DEEP = 100_000


class Endless(io.RawIOBase):
    """A body of 100 MB that takes no memory and counts how much of it was read."""

    def __init__(self, start: bytes = b'{"output": "', body: bytes = b"a") -> None:
        self.start, self.body, self.taken = start, body, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        size = min(len(buffer), HUGE - self.taken)
        made = (self.start + self.body * size)[:size] if self.taken == 0 else self.body * size
        buffer[:size] = made[:size]
        self.taken += size
        return size


def post(client, path: str, body: io.RawIOBase, kind: str, *, told: bool):
    """Send a body; told: its length stands in the header, as against a chunked one."""
    more = {"CONTENT_LENGTH": str(HUGE)} if told else {"wsgi.input_terminated": True}
    environ = {"wsgi.input": body, "CONTENT_TYPE": kind, **more}
    return client.post(path, environ_overrides=environ)


@pytest.mark.parametrize("told", [True, False], ids=["with a length", "chunked"])
@pytest.mark.parametrize("path", POSTED)
@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_hundred_megabytes_are_refused_before_they_are_read(
    there: Installation, attacks: Attacks, path: str, kind: str, told: bool
) -> None:
    heavy = signing.client(there.application, signing.sign_in(there.settings, "curator", login="heavy"))
    for client in (heavy, there.anonymous()):
        body = Endless() if kind.endswith("json") else Endless(b"login=", b"a")
        answer = post(client, path, body, kind, told=told)
        seen = (answer.status_code, body.taken)
        is_left = path == "/logout" and answer.status_code == 303  # leaving asks for no body at all
        is_refused = 400 <= answer.status_code < 500 or is_left
        attacks.met(f"100 МБ в {path}", is_refused and body.taken <= MOST_BYTES + 65_536, seen)
        has_russian = is_left or any(
            "а" <= letter <= "я" for letter in str(answer.get_json(silent=True) or answer.text)
        )
        attacks.met(f"100 МБ в {path}: русское предложение", has_russian, answer.text[:100])


def test_a_large_callback_is_told_in_words_that_it_is_too_large(there: Installation, attacks: Attacks) -> None:
    for size in (MOST_BYTES + 1, HUGE):
        answer = there.client("curator").post(
            "/_dash-update-component", data=b"{" + b" " * (MOST_BYTES + 10), content_type="application/json",
            environ_overrides={"CONTENT_LENGTH": str(size)},
        )  # fmt: skip
        attacks.met(f"{size} байт", answer.status_code == 413 and "МБ" in answer.text, answer.status_code)


BAR = "..flt-chips.children...stamp.children...last-filters-kept.data.."
"""What a change of a filter asks for in one answer."""
NESTED = {
    "списки": "[" * DEEP + "]" * DEEP,
    "объекты": '{"a":' * DEEP + "1" + "}" * DEEP,
    "не закрыто": "[" * DEEP,
    "вперемешку": '[{"a":' * DEEP + "1" + "}]" * DEEP,
    "число из ста тысяч цифр": "9" * DEEP,
    "порядок числа": "1e999999",
    "бесконечность": '{"output": NaN, "inputs": Infinity}',
    "половинка знака": '{"output": "\\ud800"}',
    "повторы ключа": "{" + ",".join('"a":1' for _ in range(DEEP)) + "}",
    "ноль": "\x00",
    "не объект": '"строка"',
    "пусто": "null",
}


@pytest.mark.parametrize("what", NESTED)
def test_deep_and_strange_json_is_refused(there: Installation, attacks: Attacks, what: str) -> None:
    client = there.client("curator")
    inside = f'{{"output": "{BAR}", "inputs": %s, "outputs": %s, "changedPropIds": []}}'
    for body in (NESTED[what], inside % (NESTED[what], "[]"), inside % ("[]", NESTED[what])):
        answer = client.post("/_dash-update-component", data=body.encode(), content_type="application/json")
        attacks.met(f"JSON: {what}", answer.status_code in (200, 204, 400), answer.status_code)
    attacks.met("программа отвечает дальше", client.get("/healthz").status_code == 200)


@pytest.mark.parametrize("many", ["a=1&" * 20_000, "a" * 600_000, "login=" + "x" * 70_000, "%" * 60_000])
def test_forms_of_many_fields_are_refused(there: Installation, attacks: Attacks, many: str) -> None:
    for path in POSTED[1:]:
        answer = there.anonymous().post(path, data=many, content_type="application/x-www-form-urlencoded")
        attacks.met(f"{path}: форма", 400 <= answer.status_code < 500, answer.status_code)


def test_state_of_a_callback_that_is_absurdly_wide_is_answered(there: Installation, attacks: Attacks) -> None:
    client = there.client("curator")
    wide = {"flt": {f"key{i}": "x" for i in range(20_000)}, "codes": {"topic": ["water"] * 50_000}}
    for data in wide.values():
        inputs = [{"id": "flt", "property": "data", "value": data}]
        body = json.dumps({"output": BAR, "outputs": [], "changedPropIds": [], "inputs": inputs})
        answer = client.post("/_dash-update-component", data=body, content_type="application/json")
        attacks.met("широкое хранилище", answer.status_code < 500, answer.status_code)


SPITEFUL = (
    "a", "1", "8 ", "+7 ", "@", "a@", "a.", "http://", "а ", "А. ", "Иванов ", "ул. ", "д. 5 ", "(", "-", " ", "\n",
    "\t", "1-", "12.", "№ ", "кв", "паспорт ", "СНИЛС 1", "я, ", "_x000D_", "<", "&#", "ё", "Аб",
)  # fmt: skip


def _series(function: Callable[[pd.Series], object]) -> Callable[[str], object]:
    return lambda text: function(pd.Series([text], dtype="str"))


READERS: dict[str, Callable[[str], object]] = {
    "маскирование": mask,
    "заголовки": headers.key,
    "адрес": _series(address.split),
    "длинный текст": _series(cells.long_text),
    "число": _series(cells.number),
}


def cost(reader: Callable[[str], object], text: str) -> float:
    """The best of three, in seconds of this process."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        reader(text)
        spent.append(time.process_time() - start)
    return min(spent)


@pytest.mark.parametrize("name", READERS)
def test_twice_the_text_never_costs_many_times_as_much(attacks: Attacks, name: str) -> None:
    """Growth, not time: a quadratic expression gives 4 on a quiet machine, an exponential one never ends."""
    headers.key.cache_clear()
    for start in SPITEFUL:
        for end in ("", "!", "\x00"):
            once, twice = (start * (size // len(start)) + end for size in (4_000, 8_000))
            first, second = cost(READERS[name], once), cost(READERS[name], twice)
            held = second < 0.02 or second < 6 * first
            attacks.met(f"{name}: {start!r}…{end!r}", held, f"{first:.3f} → {second:.3f} с")
