"""Subscriptions of the person in force, and the addresses that the administrator names.

Whoever may export may be mailed what he could export; to an address of his own that somebody else has named.
"""

from contextlib import AbstractContextManager
from dataclasses import replace
from urllib.parse import parse_qsl

from access import people, person
from access.person import Person
from access.roles import Right
from data import store
from data.decisions.subscriptions import deliveries, read, write
from data.decisions.subscriptions.deliveries import Delivery
from data.decisions.subscriptions.read import Address, Subscription
from data.decisions.subscriptions.write import Form
from data.errors import FilterError
from data.filters import parse
from data.settings import current
from deeds.deed import deed
from etl.desk import typed_texts

_LATEST = 200
"""Letters that the log shows."""


def may_subscribe() -> bool:
    """Whether the person in force may be mailed reports."""
    found = person.current()
    return found is not None and found.may(Right.EXPORT)


def may_manage() -> bool:
    """Whether the person in force names addresses."""
    found = person.current()
    return found is not None and found.may(Right.MANAGE_MAIL)


def own() -> list[Subscription]:
    """Subscriptions of the person in force."""
    return read.listed(current(), person.signed_in().login) if may_subscribe() else []


def own_address() -> str:
    """Where letters to the person in force go; empty where nobody has named it."""
    found = read.addresses(current()).get(person.signed_in().login)
    return found.address if found else ""


def letters() -> list[Delivery]:
    """The newest letters: of everybody for who manages mail, else one's own."""
    who = person.signed_in()
    return deliveries.log(current(), _LATEST, None if may_manage() else who.login)


def subscribe(form: Form) -> int:
    """A new subscription of the person in force; its key."""
    person.require(Right.EXPORT)
    if parse(dict(parse_qsl(form.query))).text:
        raise FilterError("Слова поиска в подписку не входят: уберите их из фильтров и подпишитесь снова.")
    told = replace(form, title=typed_texts.without_people(form.title))
    with _deed("новая") as who:
        return write.add(current(), who.login, told, store.today(current()))


def switch(key: str, version: int, *, is_active: bool) -> None:
    """Stop an own subscription, or let it go on."""
    with _deed(key) as who:
        write.switch(current(), who.login, _own(who, key), version, is_active=is_active)


def remove(key: str, version: int) -> None:
    """Take an own subscription out."""
    with _deed(key) as who:
        write.remove(current(), who.login, _own(who, key), version)


def staff() -> list[tuple[str, str, Address | None]]:
    """Login, name and address of everybody whose account is not switched off; for who manages mail."""
    person.require(Right.MANAGE_MAIL)
    known = read.addresses(current())
    return [(one.login, one.full_name, known.get(one.login)) for one in people.everyone(current()) if one.is_active]


def name_address(login: str, version: int, address: str) -> None:
    """Name where letters to a person go; empty takes the address away."""
    person.require(Right.MANAGE_MAIL)
    if login not in {one.login for one in people.everyone(current())}:
        raise FilterError("Такого пользователя нет. Обновите страницу.")
    with deed(Right.MANAGE_MAIL, "mail_address_changed", "user", login, publishes=False) as who:
        write.put_address(current(), who.login, login, version, address)


def _own(who: Person, key: str) -> Subscription:
    """Another's subscription is as good as none."""
    for one in read.listed(current(), who.login):
        if str(one.key) == key:
            return one
    raise FilterError("Такой подписки у вас нет. Обновите страницу.")


def _deed(key: str) -> AbstractContextManager[Person]:
    return deed(Right.EXPORT, "subscription_changed", "subscription", key[:20], publishes=False)
