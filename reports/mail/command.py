"""`python -m reports deliver`: the letters that are due, once; the timer runs it again and again."""

import argparse
import sys
from typing import Any

from data.decisions.subscriptions.deliveries import EMPTY, SENT, STATES
from data.errors import WrongSettingError
from data.settings import Settings
from data.snapshots import installation
from deeds import deliveries
from reports.mail import deliver


def add(commands: Any) -> None:
    """The parser of the command; `work` of what it parses: 0 all that was due went or had nothing to say, 1 some did
    not, 2 mail is not set up.
    """
    one = commands.add_parser("deliver", help="отправить письма по подпискам, которым пришёл срок")
    one.add_argument("--store", help="адрес хранилища; по умолчанию MCU_STORE_URL")
    one.set_defaults(work=_deliver)


def _deliver(_arguments: argparse.Namespace, settings: Settings) -> int:
    installation.require_own_store(settings)
    if settings.mail is None:
        raise WrongSettingError("Почта не настроена: задайте MCU_SMTP_HOST и MCU_SMTP_FROM (docs/mail.md).")
    failed = 0
    for one, outcome in deliver.run(settings, settings.mail, *deliveries.moment(settings)):
        is_good = outcome.state in (SENT, EMPTY)
        failed += not is_good
        said = f"Подписка {one.key} ({one.login}): {STATES[outcome.state]}. {outcome.reason}".rstrip()
        print(said, file=sys.stdout if is_good else sys.stderr)
    return 1 if failed else 0
