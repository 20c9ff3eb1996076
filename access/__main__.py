"""Command line of the staff's accounts and of the log: `python -m access create-admin ЛОГИН` and the rest.

Whoever may run it on this machine may administer: it asks for no login. Passwords are typed without being shown, or
come by standard input; they are never arguments, which other users of the machine could read.
"""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from access import audit, demo_logins, people, store
from access import installation as own
from access.roles import LIMIT_KINDS, ROLES, Limits, labels
from data import commands as command_line
from data import store as appeals
from data.errors import AccessError, UnknownLoginError
from data.settings import Settings
from data.snapshots import installation
from deeds import accounts, erasing, key_renewal

_NOBODY = "Пользователей нет. Создайте первого: python -m access create-admin ЛОГИН."
_ROLE_HELP = "; ".join(f"{role.code} — {role.label}" for role in ROLES.values())


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, that of the error whose sentence is printed, or 1 for a broken log."""
    arguments = _parser().parse_args(argv)
    try:
        return command_line.run_in_force(lambda chosen: _prepared(arguments, chosen), arguments.store)
    except (KeyboardInterrupt, EOFError):
        print("\nПрервано, ничего не изменено.", file=sys.stderr)
        return 130


def _prepared(arguments: argparse.Namespace, chosen: Settings) -> int | None:
    if arguments.run is _new_key:
        installation.require_own_store(chosen)
    else:
        own.require(chosen, checks_log=arguments.run is _verify)
        if not _made(arguments, chosen):
            return None
    done: int | None = arguments.run(arguments, chosen)
    return done


def _made(arguments: argparse.Namespace, chosen: Settings) -> bool:
    """Bring the tables of accounts to this version; where there are none, only what adds an account makes them. False
    when there is nothing to read.
    """
    if arguments.run is _erase:
        appeals.require_there(chosen)
    if store.is_there(chosen) or arguments.run in (_create_admin, _add_user, _erase):
        store.create(chosen)
        own.name_keys(chosen)
    elif arguments.run in _READING:
        print(_NOBODY)
        return False
    else:
        raise UnknownLoginError(_NOBODY)
    return True


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(prog="python -m access", description="Пользователи, роли и журнал действий.")
    commands = parser.add_subparsers(required=True, metavar="команда")
    _creating(commands)
    _changing(commands)
    command = commands.add_parser("list", help="список пользователей")
    command.set_defaults(run=_list)
    command = commands.add_parser("verify-audit", help="проверить журнал действий")
    command.set_defaults(run=_verify)
    command = commands.add_parser("audit", help="последние строки журнала")
    command.add_argument(
        "--last", type=command_line.whole, default=50, metavar="N", help="сколько строк (по умолчанию 50)"
    )
    command.set_defaults(run=_audit)
    command = commands.add_parser("new-key", help="новый ключ программы вместо утерянного навсегда")
    command.set_defaults(run=_new_key)
    command = commands.add_parser("erase", help="стереть личность и тексты человека (152-ФЗ); числа остаются")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--record", type=command_line.whole, metavar="НОМЕР", help="запись: стираются все записи её заявителя"
    )
    which.add_argument("--past-terms", action="store_true", help="всё, у чего истёк срок хранения")
    command.add_argument("--reason", required=True, metavar="СЛОВАМИ", help="основание; остаётся в журнале")
    command.set_defaults(run=_erase)
    for command in commands.choices.values():
        command.add_argument("--store", metavar="URL", help="адрес хранилища (по умолчанию MCU_STORE_URL или var)")
    return parser


def _creating(commands: "argparse._SubParsersAction[command_line.Parser]") -> None:
    command = commands.add_parser("create-admin", help="создать администратора (первый запуск)")
    command.add_argument("login", metavar="ЛОГИН")
    command.set_defaults(run=_create_admin, source="local")
    added = commands.add_parser("add-user", help="добавить пользователя")
    added.add_argument("login", metavar="ЛОГИН")
    added.add_argument("--role", action="append", default=[], choices=ROLES, metavar="РОЛЬ", help=_ROLE_HELP)
    added.add_argument("--source", choices=people.SOURCES, default="local", help="ldap — пароль проверяет каталог")
    _limiting(added)
    added.set_defaults(run=_add_user)
    for one in (command, added):
        one.add_argument("--name", default="", metavar="ИМЯ", help="фамилия, имя, отчество")
        one.add_argument("--position", default="", metavar="ДОЛЖНОСТЬ")
        one.add_argument("--password-stdin", action="store_true", help="прочитать пароль со стандартного ввода")


def _changing(commands: "argparse._SubParsersAction[command_line.Parser]") -> None:
    made = {}
    for name, about, run in (
        ("set-roles", "заменить роли", _set_roles),
        ("set-limits", "заменить ограничения (без ключей — снять)", _set_limits),
        ("set-password", "задать пароль", _set_password),
        ("deactivate", "отключить пользователя", _deactivate),
        ("activate", "включить пользователя", _activate),
        ("reset-totp", "сбросить второй фактор", _reset_totp),
        ("end-sessions", "завершить все сеансы пользователя", _end_sessions),
        ("forgive", "простить неудачные попытки входа: ждать больше не нужно", _forgive),
    ):
        made[name] = commands.add_parser(name, help=about)
        made[name].add_argument("login", metavar="ЛОГИН")
        made[name].set_defaults(run=run)
    made["set-roles"].add_argument(
        "--role", action="append", default=[], choices=ROLES, metavar="РОЛЬ", help=_ROLE_HELP
    )
    _limiting(made["set-limits"])
    made["set-password"].add_argument("--password-stdin", action="store_true", help="прочитать со стандартного ввода")


def _limiting(command: argparse.ArgumentParser) -> None:
    for kind, what in (("channel", "канал"), ("recipient", "получатель"), ("municipality", "муниципалитет, ОКТМО")):
        command.add_argument(f"--{kind}", action="append", metavar="КОД", help=f"только этот {what}; можно повторять")


def _limits(arguments: argparse.Namespace, settings: Settings) -> Limits:
    given = {field: tuple(getattr(arguments, kind)) for kind, field in LIMIT_KINDS.items() if getattr(arguments, kind)}
    if given:
        appeals.create(settings)  # the codes are looked up there
    return Limits(**given)


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Пароль (не показывается): ")
    if getpass.getpass("Ещё раз: ") != first:
        raise AccessError("Пароли не совпали. Повторите команду.")
    return first


def _create_admin(arguments: argparse.Namespace, settings: Settings) -> None:
    name = arguments.name or arguments.login
    password = _password(arguments)
    accounts.create(
        settings,
        arguments.login,
        name,
        ["administrator"],
        password=password,
        position=arguments.position,
        must_change=False,
    )
    print(f"Администратор «{arguments.login}» создан. Войдите и добавьте остальных: граждан он не видит.")


def _add_user(arguments: argparse.Namespace, settings: Settings) -> None:
    if not arguments.role:
        raise AccessError(f"Назовите роль: --role РОЛЬ. Есть: {', '.join(ROLES)}.")
    accounts.create(
        settings,
        arguments.login,
        arguments.name or arguments.login,
        arguments.role,
        password=None if arguments.source == "ldap" else _password(arguments),
        position=arguments.position,
        limits=_limits(arguments, settings),
        source=arguments.source,
    )
    print(f"Пользователь «{arguments.login}» создан: {', '.join(labels(arguments.role))}.")


def _set_roles(arguments: argparse.Namespace, settings: Settings) -> None:
    accounts.set_roles(settings, arguments.login, arguments.role)
    print(f"Роли «{arguments.login}»: {', '.join(labels(arguments.role)) or 'нет'}. Сеансы завершены.")


def _set_limits(arguments: argparse.Namespace, settings: Settings) -> None:
    accounts.set_limits(settings, arguments.login, _limits(arguments, settings))
    print(f"Ограничения «{arguments.login}» заменены. Сеансы завершены.")


def _set_password(arguments: argparse.Namespace, settings: Settings) -> None:
    accounts.set_password(settings, arguments.login, _password(arguments))
    print(f"Пароль «{arguments.login}» задан: при входе программа попросит сменить его. Сеансы завершены.")


def _deactivate(arguments: argparse.Namespace, settings: Settings) -> None:
    accounts.deactivate(settings, arguments.login)
    print(f"Пользователь «{arguments.login}» отключён, сеансы завершены.")


def _activate(arguments: argparse.Namespace, settings: Settings) -> None:
    accounts.activate(settings, arguments.login)
    print(f"Пользователь «{arguments.login}» включён.")


def _reset_totp(arguments: argparse.Namespace, settings: Settings) -> None:
    accounts.reset_totp(settings, arguments.login)
    print(f"Второй фактор «{arguments.login}» сброшен, сеансы завершены.")


def _end_sessions(arguments: argparse.Namespace, settings: Settings) -> None:
    print(f"Завершено сеансов: {accounts.end_sessions(settings, arguments.login)}.")


def _new_key(_arguments: argparse.Namespace, settings: Settings) -> None:
    count = key_renewal.renew(settings)
    print(f"Новый ключ программы сделан. Вторых факторов сброшено: {count}; все сеансы завершены.")


def _forgive(arguments: argparse.Namespace, settings: Settings) -> None:
    count = accounts.forgive(settings, arguments.login)
    print(f"Прощено неудачных попыток: {count}. Войти можно сразу." if count else "Неудачных попыток не было.")


def _erase(arguments: argparse.Namespace, settings: Settings) -> None:
    appeals.create(settings)
    if arguments.past_terms:
        print(erasing.erase_past_terms(settings, arguments.reason))
    else:
        print(erasing.erase_person(settings, arguments.record, arguments.reason))


def _list(_arguments: argparse.Namespace, settings: Settings) -> None:
    found = people.everyone(settings)
    if not found:
        print(_NOBODY)
    demo_opens = bool(demo_logins.visible_logins(settings))
    for user in found:
        state = "действует" if user.is_active and (demo_opens or not user.is_demo) else "отключён"
        factor = ", второй фактор" if user.has_totp else ""
        print(f"{user.login:24} {state}{factor} · {user.full_name} · {', '.join(labels(user.roles)) or 'без ролей'}")


def _verify(_arguments: argparse.Namespace, settings: Settings) -> int:
    verdict = audit.verify(settings)
    print(verdict.sentence, file=sys.stdout if verdict.is_intact else sys.stderr)
    return 0 if verdict.is_intact else 1


def _audit(arguments: argparse.Namespace, settings: Settings) -> None:
    for entry in reversed(audit.page(1, arguments.last, settings=settings).entries):
        reason = f" — {entry.reason}" if entry.reason else ""
        what = " ".join(filter(None, (entry.label, entry.object_kind, entry.object_id)))
        print(f"{entry.seq:>7} {_local(entry.made_at, settings)} {entry.actor}: {what}{reason}")


def _local(moment: datetime | None, settings: Settings) -> str:
    if moment is None:
        return "время повреждено"
    return moment.replace(tzinfo=UTC).astimezone(settings.time_zone).strftime("%d.%m.%Y %H:%M:%S")


_READING = (_list, _verify, _audit)
"""They make no tables where there are none, and write nothing."""


if __name__ == "__main__":
    sys.exit(main())
