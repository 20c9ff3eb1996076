"""Commands that look after what is made of the data: `python -m data verify | prune | new-key | search`,
`publish --repair`.
"""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from data import publishing
from data.settings import Settings
from data.snapshots import installation, verify
from data.store import keys
from data.store.search import command as search


def add(commands: Any) -> None:
    """`verify`, `prune`, `new-key` and `search`."""
    command = commands.add_parser("verify", help="прочесть все файлы срезов и сверить с контрольными суммами")
    command.add_argument("--json", action="store_true", help="ответ для программы")
    command.set_defaults(run=_verify)
    command = commands.add_parser("prune", help="проредить старые срезы; новейший остаётся")
    command.add_argument("--keep-days", type=_days_kept, required=True, metavar="N", help="оставить за N дней")
    command.add_argument("--dry-run", action="store_true", help="сказать, что уйдёт, и ничего не удалять")
    command.set_defaults(run=_prune)
    command = commands.add_parser("new-key", help="новый ключ псевдонимов вместо утерянного навсегда")
    command.set_defaults(run=_new_key)
    search.add(commands)


def _days_kept(text: str) -> int:
    if not text.isdecimal() or len(text) > 5:
        raise argparse.ArgumentTypeError(f"нужно целое число дней, от 0, а не «{text[:20]}»")
    return int(text)


def publish_and_say(chosen: Settings, *, everything: bool = False) -> None:
    """`publish`, and what every command says that has changed what is counted."""
    manifest = publishing.publish(chosen, everything=everything)
    print(f"Срез № {manifest.number}: записей {manifest.records}, данные на {manifest.as_of:%d.%m.%Y}.")


def repair(chosen: Settings) -> int:
    """`publish --repair`: 1 while some snapshot is lost."""
    done = verify.repair(chosen)
    for name in done.mended:
        print(f"исправлен: {name}")
    print(f"Действует срез № {done.published}.")
    if done.lost:
        which = ", ".join(map(str, done.lost))
        lost, whose = (f"срезы № {which} утеряны", "их") if len(done.lost) > 1 else (f"срез № {which} утерян", "его")
        print(f"Ошибка: {lost}: хранилище больше не держит {whose} данных.", file=sys.stderr)
    return 1 if done.lost else 0


def _verify(arguments: argparse.Namespace, chosen: Settings) -> int:
    verdict = verify.verify(chosen)
    if arguments.json:
        print(json.dumps(asdict(verdict), ensure_ascii=False, indent=1))
    else:
        for fault in verdict.faults:
            print(f"№ {fault.snapshot}  {fault.file}  {fault.reason}")
        if not verdict.faults:
            print(f"Срезы целы: срезов {verdict.snapshots}, файлов {verdict.files}.")
    if not verdict.faults:
        installation.require_own_where_reachable(chosen)
    return 1 if verdict.faults else 0


def _prune(arguments: argparse.Namespace, chosen: Settings) -> None:
    done = verify.prune(chosen, arguments.keep_days, dry_run=arguments.dry_run)
    for number in done.numbers:
        print(f"№ {number}")
    verb = "Прореживается" if arguments.dry_run else "Прорежено"
    print(f"{verb} срезов: {len(done.numbers)}, освобождается {done.size / (1 << 20):.1f} МБ.")


def _new_key(arguments: argparse.Namespace, chosen: Settings) -> None:
    keys.renew(chosen)
    print("Новый ключ псевдонимов сделан: прежние заявители в новых загрузках не узнаются.")
