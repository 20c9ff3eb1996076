"""Signals about answers as screens and documents show them: how many of each, which records, why each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from answers.frames import with_short_names
from answers.table import Column
from data.decisions.signals import declared, dismissals, find
from data.decisions.signals.declared import Signal
from data.decisions.signals.find import Tally
from data.filters import Filters
from data.metrics import intervals, members, register
from data.metrics.enough import FEW
from data.scope import Scope
from data.settings import Settings
from words import format, texts

CODES = {one.code: one.label for one in declared.ALL}
FILE_COLUMNS: Sequence[Column] = (
    Column("signal", "Сигнал"),
    Column("external_id", "Запись"),
    Column("day", "День сигнала", "date"),
    Column("recipient_label", "Получатель"),
    Column("topic_label", "Тема"),
    Column("place_label", "Населённый пункт"),
    Column("reason", "Почему"),
)
OVERVIEW_COLUMNS: Sequence[Column] = (
    Column("label", "Сигнал"),
    Column("count", "Записей", "count"),
    Column("why", "Почему на это смотреть"),
    Column("precision", "Точность"),
    Column("measured", "Как измерена точность"),
    Column("named", "Названо с отклонёнными", "count"),
    Column("dismissed", "Отклонено людьми", "count"),
    Column("kept", "Не отклонено", "share", "Не отклонённое могли ещё не смотреть: верных не больше этой доли."),
    Column("kept_low", "Не отклонено: от (90 %)", "share"),
    Column("kept_high", "Не отклонено: до (90 %)", "share"),
)
DISMISSED_COLUMNS: Sequence[Column] = (
    Column("at", "Когда"),
    Column("who", "Кто"),
    Column("signal", "Сигнал"),
    Column("number", "Запись"),
    Column("reason", "Причина"),
)


@dataclass(frozen=True)
class Found:
    """Records that one signal names: how many in all, and the rows of one page (columns of `page`)."""

    total: int
    frame: pd.DataFrame


def overview(filters: Filters, scope: Scope, settings: Settings) -> pd.DataFrame:
    """A signal a row: code, label, meaning with its basis, metric, count (missing: nothing is known), unknown (why),
    why (the latter or the meaning), precision in words and how it was measured, and of what it named in the period,
    dismissed or not: named, dismissed, kept with kept_low and kept_high (missing: too few), judged (the former in
    words), left (the latter).
    """
    tallies = find.tallies(filters, scope, settings)
    rows = [
        {
            "code": one.code,
            "label": one.label,
            "meaning": f"{one.meaning.removesuffix('.')} ({one.basis})." if one.basis else one.meaning,
            "metric": one.metric,
            "unknown": find.unknown(one, filters),
            "count": tallies[one.code].standing if one.code in tallies else None,
            "precision": precision(one),
            "measured": measured(one),
        }
        | judged(tallies.get(one.code))
        for one in declared.ALL
    ]
    frame = pd.DataFrame(rows).astype({"count": "Int64", "named": "Int64", "dismissed": "Int64"})
    return frame.assign(why=[str(row["unknown"] or row["meaning"]) for row in rows])


def precision(signal: Signal) -> str:
    """How often the signal is right as it was measured."""
    if signal.judged is None:
        return "Не измерена: это короткий словарь."
    named, right = signal.judged
    return f"Верен в {format.plural(right, 'случае', 'случаях', 'случаях')} из {format.number(named)}."


def measured(signal: Signal) -> str:
    """Between what its precision lies and on what it was measured; empty for one that was not."""
    if signal.judged is None:
        return ""
    named, right = signal.judged
    where = (
        "на придуманных записях с известным ответом"
        if signal.measured
        else "на ответах, до измерения не виденных правилами"
    )
    return f"Точность {_in_words(*_share(right, named))}; проверено {where}."


def judged(tally: Tally | None) -> dict[str, Any]:
    """What people have left standing of what a signal named: numbers and words. None: nothing is known of the signal.

    Nobody says of a signal that it is right, so the share is the most that may be; where nothing was dismissed nobody
    may have looked, and no share is told.
    """
    made: dict[str, Any] = dict.fromkeys(("named", "dismissed", *_KEPT)) | {"left": ""}
    if tally is None:
        return made | {"judged": format.NO_DATA}
    named, gone = tally.standing + tally.dismissed, tally.dismissed
    made |= {"named": named, "dismissed": gone}
    said = f"отклонено {format.number(gone)} из {format.number(named)}"
    if not gone:
        return made | {"judged": "ещё ничего не отклонено" if named else "нечего подтверждать"}
    if named < FEW:
        return made | {"judged": f"{texts.FEW_DATA}: {said}"}
    kept = _share(tally.standing, named)
    return made | dict(zip(_KEPT, kept, strict=True)) | {"judged": said, "left": f"Осталось {_in_words(*kept)}."}


_KEPT = ("kept", "kept_low", "kept_high")


def _share(hits: int, among: int) -> tuple[float, float, float]:
    """A share and the ends of its interval."""
    low, high = (float(end[0]) for end in intervals.wilson(np.array([hits]), np.array([among])))
    return hits / among, low, high


def _in_words(share: float, low: float, high: float) -> str:
    ends = f"от {format.percent(low, 0)} до {format.percent(high, 0)}"
    return f"{format.percent(share, 0)}, с вероятностью 90\u00a0% {ends}"


def page(
    code: str,
    filters: Filters,
    scope: Scope,
    settings: Settings,
    *,
    number: int = 1,
    size: int = 25,
    total: int | None = None,
) -> Found:
    """Records that a signal names, the newest first: columns of `data.metrics.register.rows_of`, recipient_short,
    and question_no, day, reason (a sentence). total: how many there are, where that is known already.
    """
    signal = declared.BY_CODE[code]
    if total is None:
        total = find.counts(filters, scope, settings, (signal,)).get(code, 0)
    part = find.found(signal, filters, scope, settings, ((number - 1) * size, size))
    return Found(total, _told(signal, part, filters, scope))


def of_records(
    code: str, record_ids: Sequence[int], filters: Filters, scope: Scope, settings: Settings
) -> pd.DataFrame:
    """Of some records those that a signal names: a frame as of `page`."""
    signal = declared.BY_CODE[code]
    part = find.found(signal, filters, scope, settings)
    own = part[part["record_id"].isin(record_ids)]
    return _told(signal, own, filters, scope)


def _told(signal: Signal, part: pd.DataFrame, filters: Filters, scope: Scope) -> pd.DataFrame:
    told = part[["record_id", "question_no", "day"]].assign(reason=_reasons(signal, part))
    rows = register.rows_of(list(dict.fromkeys(part["record_id"])), filters, scope, texts=False)
    named = with_short_names(rows, "recipient", members("recipient", filters))
    keys = {"record_id": "int64"}  # of no rows at all pandas knows no type, and would not merge them
    return told.astype(keys).merge(named.astype(keys), on="record_id", how="inner", validate="m:1")


def for_file(code: str, filters: Filters, scope: Scope, settings: Settings) -> pd.DataFrame:
    """All of them under the columns of FILE_COLUMNS, without texts."""
    frame = page(code, filters, scope, settings, size=register.MOST_ROWS).frame
    return frame.assign(signal=CODES[code])


def dismissed(settings: Settings, scope: Scope, most: int = 50) -> pd.DataFrame:
    """The newest dismissals, `most` of them: key, signal in words, number, record_id, reason, who, at (naive UTC)."""
    columns = ["key", "version", "signal", "record_id", "question_no", "number", "reason", "who", "at"]
    rows = [[getattr(one, name) for name in columns] for one in dismissals.listed(settings, scope, most)]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(signal=frame["signal"].map(CODES))


def _reasons(signal: Signal, part: pd.DataFrame) -> list[str]:
    """Of each row the sentence that says why it is there."""
    rows = part.to_dict("records")
    return [reason(signal, {str(name): value for name, value in row.items()}) for row in rows]


def reason(signal: Signal, row: Mapping[str, Any]) -> str:
    """Why a record is named. row: a row of `data.decisions.signals.find.found`."""
    day = {name: format.day(row[name]) for name in ("received", "resolved", "due", "followed", "promised")}
    if signal is declared.REPEATED:
        passed = (row["followed"] - row["resolved"]).days
        after = f"через {format.days(passed)}, {day['followed']}" if passed else "в тот же день"
        return f"Решено {day['resolved']}, а {after} написали снова."
    if signal is declared.LAST_DAY:
        return f"Срок истекал {day['due']}, в этот же день закрыто необычно много записей этого получателя."
    if signal is declared.COMPLAINT:
        return f"В письме от {day['received']} жалуются на того, кому оно поручено."
    if signal is declared.PING_PONG:
        return f"Передавали {format.plural(int(row['transfers']), 'раз', 'раза', 'раз')}."
    if signal is declared.BROKEN_PROMISE:
        end = f"ответили {day['resolved']}" if row["resolved"] else "ответа ещё нет"
        return f"Обещали до {day['promised']}, {end}."
    if signal is declared.IM_UNFINISHED:
        return f"Обещали до {day['promised']}, закрыли {day['resolved']}, второго ответа нет."
    return _of_reply(signal, row)


def _of_reply(signal: Signal, row: Mapping[str, Any]) -> str:
    if signal is declared.CONFLICT:
        told = (("is_rude_letter", "в письме"), ("is_rude", "в ответе"))
        sides = [words for name, words in told if declared.says(int(row["reply_signals"]), name)]
        return f"Грубость {' и '.join(sides)}."
    return _formal(int(row["reply_signals"])) if signal is declared.FORMAL else signal.meaning


_MISSING = (
    ("claims_solution", "что сделано"), ("has_date", "когда"), ("has_responsible", "кто отвечает"),
    ("has_refusal", "почему нет"),
)  # fmt: skip
_PRESENT = (
    ("has_date", "Названная дата — день, когда ушло письмо."),
    ("has_responsible", "Названный орган — тот, куда ушло письмо."),
    ("has_basis", "Названа норма, но не сказано, что из неё следует."),
    ("has_proof", "К ответу приложен документ."),
    ("is_duplicate", "Такой же ответ получили и на другие вопросы."),
)


def _formal(said: int) -> str:
    """What this very reply lacks, and what it has instead."""
    lacks = ", ".join(words for name, words in _MISSING if not declared.says(said, name))
    return " ".join([f"Не сказано: {lacks}.", *(words for name, words in _PRESENT if declared.says(said, name))])
