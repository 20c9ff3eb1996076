"""What an import would do, seen from inside its transaction before that is rolled back: channels, changes, figures."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data.errors import AccessError, SnapshotError
from data.settings import Settings
from data.store import tables
from etl.desk.job import Asker
from etl.desk.words import CHANGED, TOLD_ONLY
from etl.report import Report

_MOST_CHANGES, _MOST_REASONS, _MOST_UNMAPPED = 100, 100, 30
_OF_QUESTION = ("topic_id", "recipient_id", "text", "answer", "topic_raw", "topic_group_raw", "recipient_raw")
Progress = Callable[[int, int], None]


def require_channels(connection: sa.Connection, report: Report, asker: Asker) -> None:
    """Raises AccessError when the file holds records of channels that are not the asker's."""
    open_to = channels_of(asker)
    if open_to is None:
        return
    r, c = tables.records.c, tables.channels.c
    mine = sa.or_(r.import_id == report.import_id, r.updated_import_id == report.import_id)
    query = sa.select(c.code, c.name, sa.func.count()).select_from(tables.records.outerjoin(tables.channels))
    rows = connection.execute(query.where(mine).group_by(c.code, c.name)).all()
    others = [f"{name or 'канал не указан'} — {count}" for code, name, count in rows if code not in open_to]
    if others:
        raise AccessError(
            f"В файле есть записи каналов, которые вам не открыты: {', '.join(others)}. Загрузить его может "
            "руководитель МЦУ."
        )


def channels_of(asker: Asker) -> set[str] | None:
    """Codes of the channels whose files a person may load; None means every channel. Raises AccessError when a person
    sees only some settlements or recipients: a file cannot be loaded in part.
    """
    whole = [g for g in asker.scope.at_least("records").grants if g.municipalities is None and g.recipients is None]
    if not whole:
        raise AccessError(
            "Файл загружается целиком, поэтому загрузка открыта тем, кто видит все поселения и всех ответственных "
            "своего канала."
        )
    if any(grant.channels is None for grant in whole):
        return None
    return {code for grant in whole for code in grant.channels or ()}


def plan(
    connection: sa.Connection, report: Report, settings: Settings, asker: Asker, folder: Path, progress: Progress
) -> dict[str, Any]:
    """Everything the screen shows before a person decides."""
    made = fates(report) | {
        "source": report.source,
        "source_name": _source_name(connection, report.source),
        "sha256": report.sha256,
        "notes": report.notes,
        "completed": report.completed,
        "repeated": report.repeated,
        "future_dates": report.future_dates[:_MOST_REASONS],
        "unmapped": {
            "topics": _first(report.unmapped_topics),
            "places": _first(report.unknown_places),
            "recipients": _first(report.unknown_recipients),
            "statuses": _first(report.unknown_statuses),
        },
        "unmapped_counts": [
            len(report.unmapped_topics),
            len(report.unknown_places),
            len(report.unknown_recipients),
            len(report.unknown_statuses),
        ],
        "rejections": report.rejections[:_MOST_REASONS],
        "emptied": report.emptied_cells[:_MOST_REASONS],
        "emptied_count": len(report.emptied_cells),
        "changes": changes(connection, int(report.import_id or 0), settings.time_zone),
        "same_as": _same(connection, report),
    }
    return made | {"figures": _figures(connection, settings, asker, folder, progress)}


def fates(report: Report) -> dict[str, int]:
    """How many rows met which fate."""
    return {name: getattr(report, name) for name in ("rows_in", "loaded", "updated", "unchanged", "rejected")}


def _first(counts: dict[str, int]) -> dict[str, int]:
    return dict(list(counts.items())[:_MOST_UNMAPPED])


def _source_name(connection: sa.Connection, code: str) -> str:
    s = tables.sources.c
    return str(connection.execute(sa.select(s.name).where(s.code == code)).scalar() or code)


def _same(connection: sa.Connection, report: Report) -> list[dict[str, Any]]:
    """Earlier imports of the very same file."""
    i = tables.imports.c
    query = sa.select(i.import_id, i.started_at, i.status).where(
        i.sha256 == report.sha256, i.import_id != report.import_id
    )
    return [dict(row) for row in connection.execute(query.order_by(i.import_id.desc()).limit(3)).mappings()]


def _figures(
    connection: sa.Connection, settings: Settings, asker: Asker, folder: Path, progress: Progress
) -> dict[str, Any]:
    from data import preview  # the engine of metrics: dear to import, and only a plan counts anything

    after = preview.within(connection, settings, asker.scope, folder, progress)
    try:
        before = preview.newest_figures(settings, asker.scope)
    except SnapshotError:  # nothing has been published yet
        before = preview.Figures(None, dict.fromkeys(preview.FIGURES))
    return {
        "before": before.values,
        "after": after.values,
        "before_on": before.as_of.isoformat() if before.as_of else None,
        "after_on": after.as_of.isoformat() if after.as_of else None,
    }


def changes(connection: sa.Connection, import_id: int, zone: ZoneInfo) -> list[dict[str, Any]]:
    """What becomes different in the first changed records: number, field, before, after. No names and no texts."""
    c, r = tables.import_changes.c, tables.records.c
    query = sa.select(c.record_id, c.before).join(tables.records, r.record_id == c.record_id)
    query = query.where(c.import_id == import_id, r.import_id != import_id).order_by(c.import_change_id)
    names = _Names(connection, zone)
    made: list[dict[str, Any]] = []
    for record_id, before in connection.execute(query.limit(_MOST_CHANGES)).all():
        now = connection.execute(sa.select(tables.records).where(r.record_id == record_id)).mappings().one()
        asked = sa.select(tables.questions).where(tables.questions.c.record_id == record_id)
        questions = [dict(row) for row in connection.execute(asked.order_by(tables.questions.c.question_no)).mappings()]
        former = before["record"] | _first_question(before["questions"])
        found = names.differences(former, dict(now) | _first_question(questions))
        made += [{"number": now["external_id"], **one} for one in found]
    return made[:_MOST_CHANGES]


def _first_question(questions: list[dict[str, Any]]) -> dict[str, Any]:
    first = questions[0] if questions else {}
    others = [{name: one.get(name) for name in _OF_QUESTION} for one in questions[1:]]
    return {name: first.get(name) for name in _OF_QUESTION} | {"others": others}


class _Names:
    """Names of the members of dimensions, for the values before and after."""

    def __init__(self, connection: sa.Connection, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[str, dict[int, str]] = {}
        for name, (_, table) in CHANGED.items():
            if table is not None:
                key = tables.metadata.tables[table]
                rows = connection.execute(sa.select(next(iter(key.primary_key.columns)), key.c.name))
                self._known[name] = {row[0]: row[1] for row in rows}

    def differences(self, before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
        """One entry for each field that is shown and has changed; else that something else has."""
        made = []
        for name, (label, _) in CHANGED.items():
            was, now = self._text_of(name, before.get(name)), self._text_of(name, after.get(name))
            if was != now:
                made.append({"field": label, "before": was, "after": now})
        told = dict.fromkeys(label for name, label in TOLD_ONLY.items() if before.get(name) != after.get(name))
        made += [{"field": label, "before": "", "after": "изменено"} for label in told]
        return made or [{"field": "Другие сведения", "before": "", "after": "изменены"}]

    def _text_of(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if name.startswith("is_"):
            return "да" if value else "нет"
        if name in self._known:
            return self._known[name].get(int(value), str(value))
        return self._moment(str(value)) if name.endswith("_at") else str(value)

    def _moment(self, text: str) -> str:
        """Former values come from JSON as text, present ones as moments; both are naive UTC."""
        local = datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(self._zone)
        return f"{local:%d.%m.%Y}" if (local.hour, local.minute) == (0, 0) else f"{local:%d.%m.%Y, %H:%M}"
