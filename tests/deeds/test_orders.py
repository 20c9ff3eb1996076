"""Orders are given by who holds meetings, are masked as texts are, and stand in the log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from access import audit
from access import store as access_store
from access.roles import ROLES, Right
from data.decisions.orders.write import Form
from data.errors import AccessError, FilterError
from data.settings import Settings, use
from deeds import orders
from tests import stores
from tests.signing import as_somebody

KEEPERS = [name for name, role in ROLES.items() if Right.HOLD_MEETINGS in role.rights]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path_factory.mktemp("orders")) as settings, use(settings):
        access_store.create(settings)
        yield settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def form(**more: object) -> Form:
    today = orders.today()
    return replace(Form("Починить мост", "road_department", today + timedelta(days=5), today), **more)  # type: ignore[arg-type]


def test_two_roles_give_orders() -> None:
    assert KEEPERS == ["curator", "centre_head"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_gives_orders_or_is_refused(role: str, made: Settings) -> None:
    with as_somebody(role, recipients=("mcu",) if role == "recipient" else None):
        if role not in KEEPERS:
            for call in (
                lambda: orders.save("", 0, form()),
                lambda: orders.finish("П-2026-001", 1, orders.today(), "да"),
                lambda: orders.remove("П-2026-001", 1),
                lambda: orders.undo("1"),
            ):
                with pytest.raises(AccessError):
                    call()
            assert orders.history() == []
            return
        code = orders.save("", 0, form(), "по записке")
        assert audit.page(1, 1, settings=made).entries[0].action == "orders_changed"
        orders.finish(code, orders.one(code).version, orders.today(), "починен")
        assert orders.one(code).result == "починен"
        orders.undo(str(orders.history()[0][0].number))
        assert orders.one(code).done_on is None
        orders.remove(code, orders.one(code).version)
        with pytest.raises(FilterError):
            orders.one(code)


def test_names_and_telephones_do_not_stay_in_an_order() -> None:
    with as_somebody("curator"):
        code = orders.save(
            "", 0, form(text="Позвонить: Иванов И.И., тел. 8-913-555-44-33", official="инженер Петров П.П.")
        )
        kept = orders.one(code)
        assert kept.text == "Позвонить: [имя], тел. [телефон]"
        assert "Петров" not in kept.official


def test_a_recipient_reads_own_orders_and_an_auditor_their_sum() -> None:
    with as_somebody("curator"):
        code = orders.save("", 0, form(problem_id=7))
        assert [one.code for one in orders.of_problem(7)] == [code]
    with as_somebody("recipient", recipients=("road_department",)):
        assert code in {one.code for one in orders.listed()}
    with as_somebody("recipient", recipients=("water_utility",)):
        assert orders.listed() == orders.of_problem(7) == []
    with as_somebody("auditor"):
        assert orders.listed() == []
        assert orders.totals().counts["open"] >= 1
    with as_somebody("administrator"):
        assert orders.listed() == []
        assert sum(orders.totals().counts.values()) == 0
