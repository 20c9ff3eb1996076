"""Files of public discussions that are known: which header says what, in any language the platform writes.

Decidim writes a header for each language of a field (`title/ru`, `category/name/es`, `title/machine_translations/en`);
Consul (Decide Madrid) writes the columns of its tables; the unified portal (Единый портал) has no public list of
headers, so its own are synonyms.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from etl.sources.declaration import LOCAL
from etl.sources.headers import key

Part = Literal["discussions", "comments"]
Names = Mapping[str, Sequence[str]]
DECIDIM, CONSUL, PORTAL = "decidim", "consul", "portal_hearings"
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_OWN_LANGUAGE = "ru"
_MACHINE = "machine_translations"


@dataclass(frozen=True)
class Platform:
    """A platform whose files are known. name: on screens; called: in a sentence, accusative; time_zone: of times that
    carry none. usual: header → kind of a file of discussions that has it, the last for any other.
    """

    code: str
    name: str
    called: str
    time_zone: str
    discussions: Names
    comments: Names
    usual: Sequence[tuple[str, str]]
    marks: Sequence[str]
    """Headers of which one is enough to know the platform."""


@dataclass(frozen=True)
class Layout:
    """How one file is read: field → positions of its columns, the best language first."""

    platform: Platform
    part: Part
    columns: Mapping[str, Sequence[int]]
    titles: Mapping[str, str]
    kind: str


PLATFORMS = {
    one.code: one
    for one in (
        Platform(
            DECIDIM,
            "Decidim: предложения и комментарии",
            "Decidim",
            "UTC",
            {
                "number": ("id", "identifiant", "identificador", "номер"),
                "title": ("title", "titre", "título", "titol", "títol", "название"),
                "body": ("body", "description", "texte", "texto", "cos", "текст"),
                "category": ("category/name", "taxonomies/name", "catégorie/nom", "categoría/nombre"),
                "place": ("scope/name", "secteur/nom", "ámbito/nombre", "address"),
                "created": ("created_at", "published_at", "publié le"),
                "status": ("state", "statut", "estado"),
                "supports": ("votes", "supports", "proposal_votes_count", "soutiens", "apoyos"),
                "likes": ("likes/total_count", "endorsements/total_count", "likes", "endorsements"),
                "comments": ("comments/count", "comments", "comments_count", "commentaires"),
                "url": ("url",),
                "author": ("author/name", "authors/names"),
            },
            {
                "number": ("id",),
                "body": ("body",),
                "written": ("created_at",),
                "parent_kind": ("commentable_type",),
                "parent": ("commentable_id",),
                "url": ("root_commentable_url",),
                "depth": ("depth",),
                "alignment": ("alignment",),
                "supports": ("up_votes_count", "up_votes"),
                "opposes": ("down_votes_count", "down_votes"),
                "author": ("author/name",),
            },
            (),
            ("participatory_space/id", "component/id", "root_commentable_url", "endorsements/total_count"),
        ),
        Platform(
            CONSUL,
            "Consul: предложения и комментарии",
            "Consul (Decide Madrid)",
            "Europe/Madrid",
            {
                "number": ("id",),
                "title": ("title", "name", "question"),
                "summary": ("summary",),
                "body": ("description",),
                "category": ("tag_list", "tags", "category", "heading", "proceeding"),
                "place": ("geozone", "geozone_name", "district"),
                "geozone": ("geozone_id",),
                "created": ("created_at", "starts_at"),
                "ended": ("ends_at", "retired_at"),
                "status": ("retired_reason", "feasibility"),
                "supports": ("cached_votes_up", "total_votes", "ballot_lines_count"),
                "opposes": ("cached_votes_down",),
                "comments": ("comments_count",),
                "author": ("responsible_name", "author", "username"),
            },
            {
                "number": ("id",),
                "subject": ("subject",),
                "body": ("body",),
                "written": ("created_at",),
                "parent_kind": ("commentable_type",),
                "parent": ("commentable_id",),
                "ancestry": ("ancestry",),
                "supports": ("cached_votes_up",),
                "opposes": ("cached_votes_down",),
                "author": ("username", "author"),
            },
            (
                ("video_url", "proposal"), ("retired_at", "proposal"), ("summary", "proposal"),
                ("cached_votes_down", "debate"), ("starts_at", "poll"),
            ),
            ("cached_votes_up", "cached_votes_total", "hot_score", "ancestry", "comments_count", "geozone_id"),
        ),
        Platform(
            PORTAL,
            "Единый портал: голосования и слушания",
            "Единый портал (голосования, обсуждения, слушания)",
            LOCAL,
            {
                "number": ("Номер", "ID", "№", "Идентификатор", "Номер обсуждения", "Номер голосования"),
                "title": (
                    "Название", "Тема голосования", "Тема обсуждения", "Вопрос", "Наименование", "Заголовок",
                    "Наименование проекта", "Тема слушаний", "Вопрос голосования", "Предмет обсуждения",
                ),
                "body": ("Описание", "Текст", "Содержание", "Пояснение"),
                "kind": ("Вид", "Тип", "Форма", "Вид мероприятия", "Тип мероприятия", "Форма обсуждения"),
                "category": ("Категория", "Тематика", "Тема", "Рубрика", "Сфера"),
                "place": (
                    "Населённый пункт", "Территория", "Муниципалитет", "Муниципальное образование", "Поселение",
                    "Район", "Адрес",
                ),
                "created": ("Дата начала", "Начало", "Дата создания", "Дата публикации", "Дата проведения", "Дата"),
                "ended": ("Дата окончания", "Окончание", "Дата завершения", "Завершено"),
                "status": ("Статус", "Состояние", "Итог"),
                "supports": ("За", "Голосов за", "Поддержали", "Поддержек", "Голосов «за»"),
                "opposes": ("Против", "Голосов против", "Не поддержали", "Голосов «против»"),
                "participants": (
                    "Участников", "Проголосовало", "Количество участников", "Приняло участие", "Всего голосов",
                    "Количество проголосовавших",
                ),
                "comments": (
                    "Комментариев", "Предложений и замечаний", "Количество комментариев", "Замечаний", "Предложений",
                    "Отзывов", "Мнений",
                ),
                "author": ("Автор", "Инициатор", "Заявитель"),
            },
            {
                "number": ("Номер комментария", "Номер мнения", "Номер замечания", "Номер", "№", "ID"),
                "body": (
                    "Комментарий", "Текст комментария", "Мнение", "Замечание", "Предложение", "Текст",
                    "Предложения и замечания", "Текст замечания", "Текст предложения",
                ),
                "written": ("Дата", "Дата комментария", "Дата публикации", "Создано"),
                "parent": (
                    "Номер обсуждения", "Номер голосования", "Номер слушаний", "ID обсуждения", "ID голосования",
                    "Обсуждение", "Голосование",
                ),
                "parent_kind": ("Вид обсуждения", "Вид"),
                "supports": ("Поддержали", "За"),
                "opposes": ("Не поддержали", "Против"),
                "author": ("Автор", "ФИО", "Участник"),
            },
            (),
            ("Тема голосования", "Тема слушаний", "Проголосовало", "Номер обсуждения", "Номер слушаний",
             "Вопрос голосования", "Предмет обсуждения", "Форма обсуждения"),
        ),
    )
}  # fmt: skip


def of_header(header: Sequence[str], code: str) -> Layout | None:
    """How a file with this header is read. code: of a platform, or «auto»: then a mark of one must be there."""
    if code != "auto":
        return _of_platform(header, PLATFORMS[code])
    told = {key(cell) for cell in header}
    for platform in PLATFORMS.values():
        if any(key(mark) in told for mark in platform.marks) and (found := _of_platform(header, platform)):
            return found
    return None


def other(header: Sequence[str], code: str) -> Platform | None:
    """The platform whose file this is although another was named: it has a mark of that one which the named one never
    writes, and none of the named one's.
    """
    told, named = {key(cell) for cell in header}, PLATFORMS[code]
    if any(key(mark) in told for mark in named.marks):
        return None
    own = {key(name) for names in (named.discussions, named.comments) for one in names.values() for name in one}
    strange = told - own
    return next((one for one in PLATFORMS.values() if any(key(mark) in strange for mark in one.marks)), None)


def _of_platform(header: Sequence[str], platform: Platform) -> Layout | None:
    """Comments name what they are about, discussions have a title."""
    comments, discussions = _columns(header, platform.comments), _columns(header, platform.discussions)
    if {"number", "body", "parent"} <= comments.keys() and "title" not in discussions:
        return _layout(header, platform, "comments", comments, "")
    if {"number", "title"} <= discussions.keys():
        told = {key(cell) for cell in header}
        kind = next((kind for mark, kind in platform.usual if key(mark) in told), "proposal")
        return _layout(header, platform, "discussions", discussions, "poll" if platform.code == PORTAL else kind)
    return None


def _layout(
    header: Sequence[str], platform: Platform, part: Part, columns: Mapping[str, Sequence[int]], kind: str
) -> Layout:
    return Layout(platform, part, columns, {name: header[at[0]] for name, at in columns.items()}, kind)


def _columns(header: Sequence[str], names: Names) -> dict[str, list[int]]:
    """Field → positions of the first of its headers that is there, in all its languages. Other headers of the field
    follow: what the first leaves empty, they may say.
    """
    found: dict[str, list[int]] = {}
    taken: set[int] = set()
    for name, headers in names.items():
        at = [place for one in headers for place in _in_languages(header, one) if place not in taken]
        if at:
            found[name] = at
            taken |= set(at)
    return found


def _in_languages(header: Sequence[str], name: str) -> list[int]:
    ranked = [(rank, at) for at, cell in enumerate(header) if (rank := _rank(cell, name)) is not None]
    return [at for _, at in sorted(ranked)]


def _rank(cell: str, name: str) -> int | None:
    """0 of the very header, 1 of Russian, 2 of another language, 3 of a machine's; nothing of another header."""
    if key(cell) == key(name):
        return 0
    parts, own = cell.strip().lower().split("/"), name.lower().split("/")
    rest = parts[len(own) :]
    if parts[: len(own)] != own or not rest or not _LANGUAGE.fullmatch(rest[-1]) or rest[:-1] not in ([], [_MACHINE]):
        return None
    return 3 if len(rest) == 2 else 1 if rest[0] == _OWN_LANGUAGE else 2
