"""What came back from a poll, from a file or by hand: every row an answer with its votes, here or there.

One table is understood: «Ответ», «Голосов» and, where it is known, «Населённый пункт». A row «Участников» says how many
took part. Points of an ordering are Borda's: the last gives 0, the one before it 1, and so on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.decisions.duties.write import plain
from data.decisions.polls.read import Poll
from data.errors import FilterError
from data.store.tables.polls import ORDER, SCALE, SEVERAL, SINGLE, TEXT

ANSWER, VOTES, PLACE, PARTICIPANTS = "Ответ", "Голосов", "Населённый пункт", "Участников"
NAMES = {
    ANSWER: (ANSWER, "вариант", "вариант ответа", "тема ответа", "оценка"),
    VOTES: (VOTES, "голоса", "число голосов", "количество", "баллов", "баллы", "число ответов", "ответов"),
    PLACE: (PLACE, "село", "пункт", "октмо", "место"),
}
"""What the columns may be called."""
MOST_ROWS, MOST_VOTES, LONGEST_THEME = 5_000, 100_000_000, 300


@dataclass(frozen=True)
class Told:
    """A row. place: '' where nobody has told; number: of the answer, None for how many took part."""

    place: str
    number: int | None
    answer: str
    votes: int


@dataclass(frozen=True)
class Outcome:
    """All of a poll's results. participants: as told, else the votes of a question with one answer a person."""

    rows: tuple[Told, ...]
    participants: int


def from_cells(cells: Sequence[Sequence[str]], poll: Poll, places: Mapping[str, str]) -> Outcome:
    """places: what a place may be called, in small letters → 11-digit ОКТМО. FilterError names the row."""
    at = _columns([cell.strip() for cell in cells[0]] if cells else [])
    rows = [(line, row) for line, row in enumerate(cells[1:], start=2) if any(cell.strip() for cell in row)]
    if not rows:
        raise FilterError("В файле нет ни одного ответа.")
    if len(rows) > MOST_ROWS:
        raise FilterError(f"В файле больше {MOST_ROWS} строк. Итоги опроса короче: проверьте файл.")
    themes: dict[str, int] = {}
    found = []
    for line, row in rows:
        said = {name: row[i].strip() if i < len(row) else "" for name, i in at.items()}
        try:
            found.append(_row(said, poll, places, themes))
        except FilterError as error:
            raise FilterError(f"Строка {line}: {error}") from None
    return outcome(found, poll)


def by_hand(form: Mapping[str, str], poll: Poll) -> Outcome:
    """`votes-<n>` of every answer and `participants`; of own words `themes`, a line «тема; число» each."""
    themes: dict[str, int] = {}
    if poll.said["kind"] == TEXT:
        said = [_theme(line) for line in form.get("themes", "").splitlines() if line.strip()]
    else:
        said = [{ANSWER: str(number), VOTES: form.get(f"votes-{number}", "")} for number, _ in answers(poll)]
    told = [_row(one, poll, {}, themes) for one in said]
    if form.get("participants", "").strip():
        told.append(_row({ANSWER: PARTICIPANTS, VOTES: form["participants"]}, poll, {}, themes))
    return outcome(told, poll)


def _theme(line: str) -> dict[str, str]:
    name, sign, votes = line.rpartition(";")
    if not sign:
        raise FilterError(f"«{line.strip()[:40]}»: напишите тему, точку с запятой и число: «освещение; 12».")
    return {ANSWER: name.strip(), VOTES: votes.strip()}


def answers(poll: Poll) -> list[tuple[int, str]]:
    """Number and words of every answer that a card offers; of own words none."""
    if poll.said["kind"] == SCALE:
        return [(mark, str(mark)) for mark in range(1, poll.said["scale_top"] + 1)]
    return list(enumerate(poll.options, start=1))


def _columns(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, (_, *also) in NAMES.items():
        known = [i for i, cell in enumerate(header) if _key(cell) in (_key(name), *also)]
        if known:
            found[name] = known[0]
    if lost := [name for name in (ANSWER, VOTES) if name not in found]:
        raise FilterError(
            f"В файле итогов нет столбца «{lost[0]}». Нужны «{ANSWER}», «{VOTES}» и, если есть, «{PLACE}»."
        )
    return found


def _row(said: Mapping[str, str], poll: Poll, places: Mapping[str, str], themes: dict[str, int]) -> Told:
    place = said.get(PLACE, "")
    if place and _key(place) not in places:
        raise FilterError(f"населённого пункта «{place[:60]}» на территории опроса нет. Проверьте название или ОКТМО.")
    answer = plain(said[ANSWER])
    number = None if _key(answer) in ("", _key(PARTICIPANTS)) else _number(answer, poll, themes)
    words = "" if number is None else dict(answers(poll)).get(number, answer)
    return Told(places[_key(place)] if place else "", number, words, _votes(said[VOTES]))


def _number(answer: str, poll: Poll, themes: dict[str, int]) -> int:
    if poll.said["kind"] == TEXT:
        if len(answer) > LONGEST_THEME:
            raise FilterError(
                f"тема «{answer[:40]}…» длиннее {LONGEST_THEME} знаков. Итог — темы ответов, не сами тексты."
            )
        return themes.setdefault(_key(answer), len(themes) + 1)
    known = answers(poll)
    named = next((number for number, words in known if _key(words) == _key(answer)), None)
    if named is None and answer.isascii() and answer.isdigit() and len(answer) < 4 and 1 <= int(answer) <= len(known):
        named = int(answer)
    if named is None:
        raise FilterError(f"ответа «{answer[:60]}» в карточке опроса нет. Проверьте его слова или номер.")
    return named


def _votes(text: str) -> int:
    compact = "".join(text.split()).removesuffix(",0").removesuffix(".0")
    if not (compact.isascii() and compact.isdigit() and len(compact) < 10 and int(compact) <= MOST_VOTES):
        raise FilterError(f"«{text[:40]}» — не число голосов. Напишите целое число, 0 тоже пишется.")
    return int(compact)


def outcome(told: Sequence[Told], poll: Poll) -> Outcome:
    """The rows held against one another and against the card."""
    if len({(one.place, one.number) for one in told}) < len(told):
        raise FilterError("Один и тот же ответ назван дважды. Оставьте одну строку на ответ и населённый пункт.")
    by_answer: dict[int, int] = {}
    for one in told:
        if one.number is not None:
            by_answer[one.number] = by_answer.get(one.number, 0) + one.votes
    if not by_answer:
        raise FilterError("Не назван ни один ответ. Впишите голоса за каждый вариант.")
    counted = sum(one.votes for one in told if one.number is None)
    participants = counted or (sum(by_answer.values()) if poll.said["kind"] in (SINGLE, SCALE) else 0)
    _check(by_answer, participants, poll)
    return Outcome(tuple(told), participants)


def _check(by_answer: Mapping[int, int], participants: int, poll: Poll) -> None:
    if not participants:
        raise FilterError("Скажите, сколько человек участвовало: строка «Участников».")
    most_each, most_all = _most(poll, participants)
    if max(by_answer.values()) > most_each or sum(by_answer.values()) > most_all:
        raise FilterError(
            f"Голосов больше, чем могло быть при {participants} участниках и таком вопросе. Проверьте числа."
        )
    if poll.residents is not None and participants > poll.residents:
        raise FilterError(
            f"Участников {participants}, а жителей, кого касается опрос, {poll.residents}. Проверьте числа."
        )


def _most(poll: Poll, participants: int) -> tuple[int, int]:
    """Votes that one answer, and all of them, can have."""
    kind, options = poll.said["kind"], len(poll.options)
    if kind == ORDER:
        return (options - 1) * participants, options * (options - 1) // 2 * participants
    if kind == SEVERAL:
        return participants, poll.said["most_options"] * participants
    return participants, participants * (MOST_ROWS if kind == TEXT else 1)


def _key(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())
