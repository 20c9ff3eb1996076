"""Roles: what each opens, and that several never open more than each by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.person import Person
from access.roles import DETAILS, ROLES, Limits, Right, require_roles, rights_of, scope_of
from data.errors import AccessError
from data.scope import NOTHING, Detail, Grant, Scope
from data.store import reference

CHANNELS = tuple(reference.table("channels")["channel_code"])
RECIPIENTS = ("administration", "housing_department", "mcu")
MUNICIPALITIES = ("95608151", "95608402")


def sees(scope: Scope, channel: str, recipient: str, municipality: str, detail: Detail) -> bool:
    """Whether some grant lets a record through at this detail, by the plain meaning of a grant."""
    return any(
        DETAILS.index(grant.detail) >= DETAILS.index(detail)
        and (grant.channels is None or channel in grant.channels)
        and (grant.recipients is None or recipient in grant.recipients)
        and (grant.municipalities is None or municipality in grant.municipalities)
        for grant in scope.grants
    )


def limited(codes: tuple[str, ...]):
    return st.none() | st.lists(st.sampled_from(codes), min_size=1, unique=True).map(tuple)


limits_of_anybody = st.builds(Limits, limited(CHANNELS), limited(RECIPIENTS), limited(MUNICIPALITIES))
role_lists = st.lists(st.sampled_from(sorted(ROLES)), unique=True)
records = st.tuples(
    st.sampled_from(CHANNELS),
    st.sampled_from(RECIPIENTS),
    st.sampled_from(MUNICIPALITIES),
    st.sampled_from(DETAILS),
)


@given(role_lists, limits_of_anybody, records)
def test_several_roles_open_exactly_what_each_opens_by_itself(roles, limits, record) -> None:
    together = sees(scope_of(roles, limits), *record)
    assert together == any(sees(scope_of([role], limits), *record) for role in roles)


@given(role_lists, limits_of_anybody, records)
def test_limits_only_narrow(roles, limits, record) -> None:
    if sees(scope_of(roles, limits), *record):
        assert limits.channels is None or record[0] in limits.channels
        assert limits.recipients is None or record[1] in limits.recipients
        assert limits.municipalities is None or record[2] in limits.municipalities
        assert "recipient" in roles or sees(scope_of(roles), *record)


@given(role_lists, limits_of_anybody)
def test_the_order_of_roles_changes_nothing(roles, limits) -> None:
    assert scope_of(reversed(roles), limits) == scope_of(roles, limits)


def test_the_eight_roles_of_the_decree_are_there() -> None:
    assert [role.label for role in ROLES.values()] == [
        "Глава",
        "Куратор",
        "Руководитель МЦУ",
        "Ответственный за Инцидент менеджмент",
        "Ответственный за ПОС",
        "Получатель",
        "Аудитор",
        "Администратор",
    ]


@pytest.mark.parametrize(
    ("role", "grant"),
    [
        ("head", Grant(detail="records")),
        ("curator", Grant(detail="contacts")),
        ("centre_head", Grant(detail="contacts")),
        ("incident_officer", Grant(channels=("im_ok", "im_other", "im_telegram", "im_vk"), detail="contacts")),
        ("pos_officer", Grant(channels=("pos_appeal_59fz", "pos_message"), detail="contacts")),
        ("auditor", Grant(detail="totals")),
    ],
)
def test_a_role_opens_its_part_and_no_more(role: str, grant: Grant) -> None:
    assert scope_of([role]) == Scope((grant,))


def test_the_administrator_sees_no_data_of_citizens() -> None:
    assert scope_of(["administrator"]) == NOTHING
    own = {Right.MANAGE_USERS, Right.MANAGE_RULES, Right.MANAGE_MAIL, Right.EDIT_REFERENCE, Right.SET_NOTICES}
    assert rights_of(["administrator"]) == own


def test_a_recipient_bound_to_nobody_sees_nothing() -> None:
    assert scope_of(["recipient"]) == NOTHING
    bound = Limits(recipients=("mcu",))
    assert scope_of(["recipient"], bound) == Scope((Grant(recipients=("mcu",), detail="contacts"),))


def test_an_officer_limited_to_a_channel_of_somebody_else_sees_nothing() -> None:
    assert scope_of(["pos_officer"], Limits(channels=("im_vk",))) == NOTHING


def test_who_manages_users_reads_no_log_and_exports_nothing() -> None:
    assert [code for code, role in ROLES.items() if Right.SEE_AUDIT in role.rights] == ["auditor"]
    assert [code for code, role in ROLES.items() if Right.EXPORT not in role.rights] == ["auditor", "administrator"]


def test_an_unknown_role_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(AccessError, match="Есть: head"):
        require_roles(["king"])


def test_secrets_of_a_session_are_not_in_the_text_of_a_person() -> None:
    text = repr(Person(1, "ivanova", "Иванова Анна", "", ("head",), csrf="secret-one", session="secret-two"))
    assert "secret" not in text
