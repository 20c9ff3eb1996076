"""Roles of the decree: what each may see and do, and how the roles of one person add up.

A role gives at most one grant (a part of the data and how closely it may be looked at) and some rights (what may be
done). Several roles are a union. Limits of a person (channels, recipients, municipalities) narrow every grant alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from data.errors import AccessError
from data.scope import Detail, Grant, Scope
from data.store import reference

DETAILS: tuple[Detail, ...] = ("totals", "records", "contacts")
"""How closely a grant lets one look, the closest last."""


class Right(StrEnum):
    """What a person may do beside looking."""

    SEE_AUDIT = "see_audit"
    MANAGE_USERS = "manage_users"
    EXPORT = "export"
    IMPORT_FILES = "import_files"
    MANAGE_RULES = "manage_rules"
    CORRECT = "correct"
    CHECK_ANSWERS = "check_answers"
    EDIT_WEIGHTS = "edit_weights"
    EDIT_DUTIES = "edit_duties"
    RECORD_SURVEYS = "record_surveys"
    DISMISS_SIGNALS = "dismiss_signals"
    EDIT_ROADMAPS = "edit_roadmaps"
    EDIT_POLLS = "edit_polls"
    EDIT_EVENTS = "edit_events"
    DECIDE = "decide"
    HOLD_MEETINGS = "hold_meetings"
    PREPARE_NOTES = "prepare_notes"
    APPROVE_NOTES = "approve_notes"
    ISSUE_NOTES = "issue_notes"
    SEND_MATERIALS = "send_materials"
    MANAGE_MAIL = "manage_mail"
    EDIT_REFERENCE = "edit_reference"
    SHARE_VIEWS = "share_views"
    SET_NOTICES = "set_notices"


RIGHT_LABELS = {
    Right.SEE_AUDIT: "смотреть журнал действий",
    Right.MANAGE_USERS: "управлять пользователями",
    Right.EXPORT: "выгружать данные",
    Right.IMPORT_FILES: "загружать файлы",
    Right.MANAGE_RULES: "менять правила сроков",
    Right.CORRECT: "исправлять данные",
    Right.CHECK_ANSWERS: "проверять ответы",
    Right.EDIT_WEIGHTS: "менять веса рейтинга",
    Right.EDIT_DUTIES: "менять обязанности получателей",
    Right.RECORD_SURVEYS: "вносить опросы и обзвоны",
    Right.DISMISS_SIGNALS: "отклонять сигналы об ответах",
    Right.EDIT_ROADMAPS: "вести дорожные карты",
    Right.EDIT_POLLS: "вести голосования и обсуждения",
    Right.EDIT_EVENTS: "отмечать события",
    Right.DECIDE: "решать о рекомендациях",
    Right.HOLD_MEETINGS: "вести совещания и поручения",
    Right.PREPARE_NOTES: "готовить записку",
    Right.APPROVE_NOTES: "согласовывать записку",
    Right.ISSUE_NOTES: "выпускать записку",
    Right.SEND_MATERIALS: "передавать материалы в ЦУР",
    Right.MANAGE_MAIL: "настраивать почту",
    Right.EDIT_REFERENCE: "менять справочники",
    Right.SHARE_VIEWS: "сохранять виды для других",
    Right.SET_NOTICES: "настраивать оповещения",
}


@dataclass(frozen=True)
class Role:
    """One role of the decree.

    detail: how closely its grant lets one look; missing: the role opens no data of citizens at all.
    channel_prefix: the grant covers only channels whose code starts so; empty means every channel.
    needs_recipient: the grant covers only the recipients a person is bound to; bound to none, it covers nothing.
    """

    code: str
    label: str
    about: str
    detail: Detail | None
    rights: frozenset[Right] = frozenset()
    channel_prefix: str = ""
    needs_recipient: bool = False


def _role(code: str, label: str, about: str, detail: Detail | None, *rights: Right, **more: str | bool) -> Role:
    return Role(code, label, about, detail, frozenset(rights), **more)  # type: ignore[arg-type]


_ALL = (
    _role("head", "Глава", "Все показатели и записи, без контактов заявителей", "records", Right.EXPORT, Right.DECIDE),
    _role(
        "curator",
        "Куратор",
        "Все показатели, записи и контакты с указанием причины; веса рейтинга",
        "contacts",
        Right.EXPORT,
        Right.EDIT_WEIGHTS,
        Right.EDIT_DUTIES,
        Right.CHECK_ANSWERS,
        Right.RECORD_SURVEYS,
        Right.DISMISS_SIGNALS,
        Right.EDIT_ROADMAPS,
        Right.EDIT_POLLS,
        Right.EDIT_EVENTS,
        Right.DECIDE,
        Right.HOLD_MEETINGS,
        Right.PREPARE_NOTES,
        Right.ISSUE_NOTES,
        Right.SEND_MATERIALS,
        Right.SHARE_VIEWS,
        Right.SET_NOTICES,
    ),
    _role(
        "centre_head",
        "Руководитель МЦУ",
        "Всё, что видит куратор, и загрузка файлов",
        "contacts",
        Right.EXPORT,
        Right.IMPORT_FILES,
        Right.CORRECT,
        Right.MANAGE_RULES,
        Right.EDIT_DUTIES,
        Right.CHECK_ANSWERS,
        Right.RECORD_SURVEYS,
        Right.DISMISS_SIGNALS,
        Right.EDIT_ROADMAPS,
        Right.EDIT_POLLS,
        Right.EDIT_EVENTS,
        Right.DECIDE,
        Right.HOLD_MEETINGS,
        Right.PREPARE_NOTES,
        Right.APPROVE_NOTES,
        Right.SEND_MATERIALS,
        Right.EDIT_REFERENCE,
        Right.SHARE_VIEWS,
    ),
    _role(
        "incident_officer",
        "Ответственный за Инцидент менеджмент",
        "Сообщения из социальных сетей, их загрузка",
        "contacts",
        Right.EXPORT,
        Right.IMPORT_FILES,
        Right.CORRECT,
        Right.CHECK_ANSWERS,
        Right.DISMISS_SIGNALS,
        Right.EDIT_EVENTS,
        channel_prefix="im_",
    ),
    _role(
        "pos_officer",
        "Ответственный за ПОС",
        "Сообщения и обращения ПОС, их загрузка",
        "contacts",
        Right.EXPORT,
        Right.IMPORT_FILES,
        Right.CORRECT,
        Right.CHECK_ANSWERS,
        Right.DISMISS_SIGNALS,
        Right.EDIT_POLLS,
        Right.EDIT_EVENTS,
        channel_prefix="pos_",
    ),
    _role(
        "recipient",
        "Получатель",
        "Только записи, за которые отвечает свой орган",
        "contacts",
        Right.EXPORT,
        needs_recipient=True,
    ),
    _role("auditor", "Аудитор", "Журнал действий и сводные показатели", "totals", Right.SEE_AUDIT),
    _role(
        "administrator",
        "Администратор",
        "Пользователи и правила сроков; данных граждан не видит",
        None,
        Right.MANAGE_USERS,
        Right.MANAGE_RULES,
        Right.MANAGE_MAIL,
        Right.EDIT_REFERENCE,
        Right.SET_NOTICES,
    ),
)
ROLES = {role.code: role for role in _ALL}


@dataclass(frozen=True)
class Limits:
    """What a person is limited to, whatever the roles; `None` means no limit, an empty tuple means nothing.

    channels, recipients: codes; municipalities: 8-digit ОКТМО.
    """

    channels: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    municipalities: tuple[str, ...] | None = None


NO_LIMITS = Limits()
LIMIT_KINDS = {"channel": "channels", "recipient": "recipients", "municipality": "municipalities"}
"""Kind of a limit as the store names it → its field in `Limits`."""


def require_roles(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes without repetition, in the order of the decree. Raises AccessError for one that is not a role."""
    asked = set(codes)
    unknown = sorted(asked - set(ROLES))
    if unknown:
        raise AccessError(f"Роли «{unknown[0][:40]}» нет. Есть: {', '.join(ROLES)}.")
    return tuple(code for code in ROLES if code in asked)


def labels(codes: Iterable[str]) -> tuple[str, ...]:
    """Russian names of roles, in the order of the decree."""
    return tuple(ROLES[code].label for code in require_roles(codes))


def rights_of(codes: Iterable[str]) -> frozenset[Right]:
    """Everything the roles together may do."""
    return frozenset(right for code in require_roles(codes) for right in ROLES[code].rights)


def scope_of(codes: Iterable[str], limits: Limits = NO_LIMITS) -> Scope:
    """The part of the data the roles open together, each grant narrowed by the person's limits.

    A grant that covers nothing, or nothing another doesn't cover as closely, is left out; no grants at all is
    `data.scope.NOTHING`.
    """
    made = [grant for code in require_roles(codes) if (grant := _grant(ROLES[code], limits)) is not None]
    return Scope(tuple(_without_covered(made)))


def _grant(role: Role, limits: Limits) -> Grant | None:
    if role.detail is None:
        return None
    channels = _common(_channels(role.channel_prefix), limits.channels)
    recipients = limits.recipients or () if role.needs_recipient else limits.recipients
    parts = (channels, _sorted(recipients), _sorted(limits.municipalities))
    if any(part == () for part in parts):
        return None
    return Grant(*parts, detail=role.detail)


@lru_cache(maxsize=8)
def _channels(prefix: str) -> tuple[str, ...] | None:
    if not prefix:
        return None
    codes = reference.table("channels")["channel_code"]
    return tuple(sorted(code for code in codes if code.startswith(prefix)))


def _sorted(codes: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(sorted(set(codes)))


def _common(one: Sequence[str] | None, other: Sequence[str] | None) -> tuple[str, ...] | None:
    if one is None or other is None:
        return _sorted(other if one is None else one)
    return tuple(sorted(set(one) & set(other)))


def _without_covered(grants: Sequence[Grant]) -> list[Grant]:
    distinct = list(dict.fromkeys(grants))
    return [one for one in distinct if not any(_covers(other, one) for other in distinct if other != one)]


def _covers(wide: Grant, narrow: Grant) -> bool:
    def holds(whole: tuple[str, ...] | None, part: tuple[str, ...] | None) -> bool:
        return whole is None or (part is not None and set(part) <= set(whole))

    return (
        DETAILS.index(wide.detail) >= DETAILS.index(narrow.detail)
        and holds(wide.channels, narrow.channels)
        and holds(wide.recipients, narrow.recipients)
        and holds(wide.municipalities, narrow.municipalities)
    )
