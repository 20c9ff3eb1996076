"""«Правила сроков»: everybody reads them in Russian, two roles may change them, and every change is written down."""

import base64
import importlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import deeds.rules
from access import audit, person
from access.roles import ROLES, Right
from data.errors import AccessError, FilterError
from data.settings import Settings
from data.terms import rules
from tests import signing
from tests.data.records import installed
from tests.pages.test_screens import words

KEEPERS = [name for name, role in ROLES.items() if Right.MANAGE_RULES in role.rights]


def screen() -> Any:
    return importlib.import_module("pages.rules")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Settings]:
    with installed(tmp_path, {"received": "2026-03-02"}) as settings:
        yield settings


def test_two_roles_keep_the_rules() -> None:
    assert KEEPERS == ["centre_head", "administrator"]


@pytest.mark.parametrize("role", list(ROLES))
def test_everybody_reads_the_rules_and_keepers_see_the_form(fresh: Settings, role: str) -> None:
    with person.use(signing.somebody(role)):
        shown = words(screen().layout())
    assert "30 дней от регистрации; продлевается не больше чем на 30 дней" in shown
    assert "9 рабочих часов от поступления" in shown
    assert not re.search(r'"[^"]*(pos_message|im_vk|roads\.|received|calendar)[^"]*(дн|·)', shown), (
        "codes are for files"
    )
    assert ("rules-upload" in shown) == (role in KEEPERS)


@pytest.mark.parametrize("role", [name for name in ROLES if name not in KEEPERS])
def test_nobody_else_changes_a_rule(fresh: Settings, role: str) -> None:
    with person.use(signing.somebody(role)):
        for call in (
            lambda: screen().change(1, "pos_resolution", "5", "2026-05-01"),
            lambda: screen().upload("data:text/csv;base64," + base64.b64encode(b"x").decode()),
        ):
            with pytest.raises(AccessError):
                call()
    assert len(rules.versions(fresh)) == len({row["rule_code"] for row in rules.versions(fresh)})


def test_a_new_version_is_made_shown_and_written_down(fresh: Settings) -> None:
    with person.use(signing.somebody("centre_head")):
        body, done = screen().change(1, "pos_resolution", "20", "2026-05-01")
    assert "новая версия «pos_resolution»" in words([done])
    assert "20 дней от поступления" in words(body)
    written = audit.page(1, 1, settings=fresh).entries[0]
    assert (written.action, written.object_id) == ("rules_changed", "pos_resolution")


def test_a_file_changes_the_rules_and_a_wrong_one_is_refused_in_words(fresh: Settings) -> None:
    row = rules.new_version(fresh, "pos_resolution", date(2026, 5, 1), {"term": "12"})
    sent = base64.b64encode(rules.as_csv(row).encode("utf-8-sig")).decode()
    with person.use(signing.somebody("administrator")):
        _, done = screen().upload(f"data:text/csv;base64,{sent}")
        assert "новая версия" in words([done])
        with pytest.raises(FilterError, match="Ничего не меняется"):
            screen().upload(f"data:text/csv;base64,{sent}")
        for wrong in ("data:;base64,%%%", "data:;base64," + base64.b64encode(b"\xff\xfe\x00").decode()):
            with pytest.raises(FilterError, match="CSV UTF-8"):
                screen().upload(wrong)
        with pytest.raises(FilterError, match="больше 1 МБ"):
            screen().upload("data:;base64," + base64.b64encode(b"a" * (1 << 20) + b"a").decode())


@pytest.mark.parametrize(
    ("code", "term", "since"),
    [(None, "5", "2026-05-01"), ("pos_resolution", "", "2026-05-01"), ("pos_resolution", "5", None),
     ("x", "5", "2026-05-01"), ("pos_resolution", "5", "завтра"), ("pos_resolution", "5", "2026-01-01")],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said(fresh: Settings, code: str | None, term: str, since: str | None) -> None:
    with person.use(signing.somebody("administrator")), pytest.raises(FilterError):
        deeds.rules.change_term(code, term, since)


def test_the_file_that_is_saved_is_the_one_that_may_be_brought_back(fresh: Settings) -> None:
    with person.use(signing.somebody("curator")):
        saved = screen().save(1)
    assert {change.kind for change in rules.plan(fresh, rules.from_csv(saved["content"]))} == {rules.SAME}
