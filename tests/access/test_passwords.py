"""Passwords: what is refused and why, and how hashes are kept."""

import unicodedata

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from access import passwords
from access.passwords import Owner, objection
from tests.access.conftest import ANOTHER, PASSWORD, USUAL

OWNER = Owner("ivanova", "Иванова Анна Петровна")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("короткий", "короче 12"),
        ("", "короче 12"),
        ("я" * 201, "длиннее"),
        ("нормальный\tпароль тут", "непечатаемые"),
        ("198505121985", "без букв"),
        ("+7 900 123-45-67", "без букв"),
        ("ааааааааааааа", "повторяются"),
        ("абвгдабвгдабвгд", "повторение"),
        ("ivanova-2026!", "логине или имени"),
        ("АннаПетровна1985", "логине или имени"),
        ("Password2026!!", "подбирают первым"),
        ("администратор1", "подбирают первым"),
        ("аскиз-мцу-2026", "подбирают первым"),
        ("qwertyuiop12", "по клавиатуре"),
        ("йцукенгшщз2026", "по клавиатуре"),
        ("1q2w3e4r5t6y", "по клавиатуре"),
        ("abcdefghijklm", "по клавиатуре"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, why: str) -> None:
    assert why in (objection(password, OWNER) or "принят")


@pytest.mark.parametrize("password", [PASSWORD, ANOTHER, "correct horse battery staple", "k7mvz-2hqpx-9xwdt"])
def test_unrelated_words_are_accepted(password: str) -> None:
    assert objection(password, OWNER) is None


@given(st.text(max_size=40))
def test_any_text_is_either_accepted_or_refused_with_a_sentence(password: str) -> None:
    said = objection(password, OWNER)
    assert said is None or said.endswith(".")


def test_a_hash_is_argon2id_and_never_the_same_twice() -> None:
    one, other = passwords.hash_of(PASSWORD), passwords.hash_of(PASSWORD)
    assert one.startswith("$argon2id$")
    assert one != other
    assert passwords.matches(PASSWORD, one)
    assert not passwords.matches(ANOTHER, one)


def test_the_program_hashes_at_least_as_strongly_as_the_library_advises() -> None:
    advised = PasswordHasher()
    assert (advised.time_cost, advised.memory_cost) >= (3, 65536)
    assert (USUAL.time_cost, USUAL.memory_cost) >= (advised.time_cost, advised.memory_cost)


def test_without_a_hash_the_same_work_is_done_and_nothing_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    hasher = passwords.HASHER

    class Counting:
        hash = staticmethod(hasher.hash)

        @staticmethod
        def verify(known: str, password: str) -> bool:
            worked.append(known)
            return hasher.verify(known, password)

    monkeypatch.setattr(passwords, "HASHER", Counting())
    assert not passwords.matches("nobody", None)
    assert worked[0].startswith("$argon2id$")


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=16).hash(PASSWORD)
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hash_of(PASSWORD))


def test_letters_typed_in_two_parts_make_the_same_password() -> None:
    composed = "чёрный чай без сахара № 5"
    decomposed = unicodedata.normalize("NFD", composed)
    assert passwords.matches(decomposed, passwords.hash_of(composed))
    assert passwords.matches(composed, passwords.hash_of(decomposed))
    assert not passwords.matches(unicodedata.normalize("NFKC", composed), passwords.hash_of(composed))


def test_a_hash_made_of_letters_in_two_parts_still_opens() -> None:
    decomposed = unicodedata.normalize("NFD", "чёрный чай без сахара")
    assert passwords.matches(decomposed, passwords.HASHER.hash(decomposed))
