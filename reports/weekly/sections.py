"""The note section by section: what was made from numbers, and the words of people in its place or after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.documents.blocks import Block, Heading, Paragraph
from reports.weekly import appendix, brief, hotspots, own_words, plans, recipients, topics
from reports.weekly.figures import figures
from reports.weekly.own_words import Own
from reports.weekly.shortening import Kept, Listed, Part, flat
from reports.weekly.week import Weekly

TITLES = {
    "minute": "Главное за минуту",
    "decisions": "Что требует решения Главы",
    "figures": "Показатели недели",
    "topics": "О чём писали",
    "hotspots": "Проблемные точки",
    "deadlines": "Просроченное и срочное",
    "ranking": "Получатели",
    "quality": "Оценки, повторы и ошибки ответов",
    "roadmaps": "Дорожные карты",
    "polls": "Опросы и голосования",
    "ahead": "На следующей неделе",
    "orders": "Проект поручений",
    "method": "Как посчитано",
}
"""Key of a section → its heading, in the order of reading."""
_WITHIN = {"decisions"}
"""Sections that stand under the one before."""


@dataclass(frozen=True)
class Section:
    """parts: without the heading; none where the week has nothing to tell."""

    key: str
    parts: tuple[Part, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of it, no list shortened."""
        return flat(self.parts, {})

    @property
    def title(self) -> str:
        """Its heading."""
        return TITLES[self.key]

    @property
    def heading(self) -> Heading:
        """Its heading as a block."""
        return Heading(self.title, 2 if self.key in _WITHIN else 1)


def sections(of: Weekly) -> tuple[Section, ...]:
    """What is made from the numbers of a week, by section."""
    told = figures(of)
    made: Mapping[str, Sequence[Part]] = {
        "minute": brief.minute(of, told),
        "decisions": brief.decisions(of),
        "figures": brief.table(of, told),
        "topics": topics.section(of),
        "hotspots": hotspots.section(of),
        "deadlines": recipients.deadlines(of),
        "ranking": recipients.ranking(of),
        "quality": recipients.quality(of),
        "roadmaps": plans.roadmaps(of),
        "polls": plans.polls(of),
        "ahead": appendix.ahead(of),
        "orders": recipients.orders(of),
        "method": appendix.method(of),
    }
    return tuple(Section(key, tuple(made[key])) for key in TITLES)


def blocks(made: Sequence[Section], own: Mapping[str, Own], kept: Kept | None = None) -> list[Block]:
    """The whole with the words of people. Sections without anything are left out. kept: of lists that are shortened;
    numbers of the words of people are looked up among all.
    """
    known = own_words.known(one for section in made for one in section.blocks)
    found: list[Block] = []
    for section in made:
        told, inside = own.get(section.key), flat(section.parts, kept or {})
        if told is not None:
            inside = _with(inside, own_words.paragraphs(told.body, known), told)
        found += [section.heading, *inside] if inside else []
    return found


def _with(made: Sequence[Block], words: Sequence[Paragraph], own: Own) -> tuple[Block, ...]:
    """Tables and bars of the section stay in any case: they are what the words speak of."""
    if not own.is_instead:
        return (*made, *words)
    return (*words, *(one for one in made if not isinstance(one, Paragraph)))


def lists(made: Sequence[Section]) -> list[Listed]:
    """What of a note can be told shorter."""
    return [part for section in made for part in section.parts if isinstance(part, Listed)]
