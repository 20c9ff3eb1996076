"""`python -m data search`: whether the index of words agrees with the texts; `--rebuild` makes it anew."""

import argparse
from typing import Any

from data import store
from data.settings import Settings
from data.store.search import index


def add(commands: Any) -> None:
    """`search`."""
    command = commands.add_parser("search", help="сверить указатель слов с текстами записей")
    command.add_argument("--rebuild", action="store_true", help="построить указатель заново по текстам")
    command.set_defaults(run=_search)


def _search(arguments: argparse.Namespace, chosen: Settings) -> None:
    with store.writing(chosen) as connection:  # SQLite checks its index by a command that writes
        if arguments.rebuild:
            index.rebuild(connection)
        state = index.check(connection)
    done = "построен заново" if arguments.rebuild else "цел"
    print(f"Указатель слов {done}: текстов {state.texts}, разных слов {state.words}.")
