"""Subscriptions of the person in force, and the addresses that the administrator names.

Whoever may export may be mailed what he could export; to an address of his own that somebody else has named.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

from access import people, person
from access.person import Person
from access.roles import Right
from data import store
from data.decisions.subscriptions import deliveries, read, write
from data.decisions.subscriptions.deliveries import Delivery
from data.decisions.subscriptions.read import NOTE, Address, Subscription
from data.decisions.subscriptions.write import Form
from data.errors import FilterError
from data.filters import parse
from data.settings import current
from deeds import notes
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
    if form.path == NOTE:
        notes.require_sight()
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


def again(day: Callable[[Subscription], date | None]) -> list[int]:
    """Keys of the letters in sight that the person in force may have sent again: they ended without being surely sent,
    and are still the last of a subscription that goes on. day: when one was due last.
    """
    days = {one.key: day(one) for one in read.listed(current()) if one.is_active}
    return [one.key for one in letters() if one.state in deliveries.ENDED and days.get(one.subscription) == one.due_on]


def send_again(key: str, day: Callable[[Subscription], date | None]) -> None:
    """Have a letter made and sent once more by the next run. FilterError for one that can't be any more."""
    right = Right.MANAGE_MAIL if may_manage() else Right.EXPORT
    person.require(right)
    number = next((one for one in again(day) if str(one) == key), None)
    if number is None:
        raise FilterError("Это письмо больше не отправляют: пришёл срок следующего, или подписки уже нет.")
    with deed(right, "subscription_changed", "letter", key[:20], details={"done": "again"}, publishes=False) as who:
        deliveries.ask_again(current(), number, who.login, store.utc_now())


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
