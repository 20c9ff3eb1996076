"""What a person has said of a roadmap and of its parts, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date

from data.errors import FilterError
from data.store.tables.roadmaps import (
    BY_COUNT,
    BY_MEASURE,
    MEASURE_STAGES,
    NOT_BY_COUNT,
    STAGES,
    TARGETS,
)

MONTHS = (3, 6, 12)
"""After how many months of the start a target is looked at."""
LONGEST_TITLE, LONGEST_NAME, LONGEST_FACT, LONGEST_WORDS = 200, 400, 2000, 200
_LARGEST = {"records": 95.0, "days": 365.0, "repeats": 95.0}


@dataclass(frozen=True)
class Promise:
    """A target with what was known when it was fixed; see `read.Target`. fixed_on: missing is the day of saving."""

    kind: str = ""
    value: float | None = None
    months: int | None = None
    fixed_on: date | None = None
    baseline: float | None = None
    baseline_from: date | None = None
    baseline_to: date | None = None
    smallest: float | None = None

    @property
    def aim(self) -> tuple[str, float | None, int | None]:
        """What is promised, without what was known then."""
        return self.kind, self.value, self.months

    @property
    def checkability(self) -> str:
        """One of `CHECKABILITY`: a fall of records that can't be shown is kept as one that can't be checked so."""
        if self.kind in ("", "days", "repeats"):
            return BY_MEASURE if self.kind else ""
        known = self.smallest is not None and self.value is not None
        return BY_COUNT if known and self.value >= self.smallest else NOT_BY_COUNT  # type: ignore[operator]


@dataclass(frozen=True)
class MapForm:
    """A roadmap without its parts. topic, territory: codes; problem: its number."""

    title: str
    topic: str
    territory: str
    stage: str = "draft"
    starts_on: date | None = None
    problem: int | None = None
    promise: Promise = Promise()


@dataclass(frozen=True)
class CauseForm:
    """parent: number of the cause that it explains; missing: the problem itself."""

    name: str
    parent: int | None = None


@dataclass(frozen=True)
class MeasureForm:
    """recipient: code, '' for nobody yet; cause: number of the cause that it removes."""

    name: str
    recipient: str = ""
    post: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    resource: str = ""
    document: str = ""
    stage: str = "planned"
    done_on: date | None = None
    cause: int | None = None


@dataclass(frozen=True)
class CheckForm:
    """fact: what was seen, '' while nobody has looked."""

    name: str
    on: date | None = None
    fact: str = ""
    fact_on: date | None = None


Part = CauseForm | MeasureForm | CheckForm


def check_map(form: MapForm) -> None:
    """Raises FilterError that says what is missing or wrong."""
    _named(form.title, LONGEST_TITLE, "дорожную карту")
    if form.stage not in STAGES:
        raise FilterError(f"Стадия «{form.stage[:20]}» не понята. Можно: {', '.join(STAGES)}.")
    if form.stage in ("running", "done") and form.starts_on is None:
        raise FilterError("Назовите день начала: с него считается, что изменилось.")
    _check_promise(form)


def _check_promise(form: MapForm) -> None:
    promise = form.promise
    if promise.kind not in TARGETS:
        raise FilterError(f"Цель «{promise.kind[:20]}» не понята. Можно: {', '.join(filter(None, TARGETS))}.")
    if not promise.kind:
        return
    if promise.value is None or not 0 < promise.value <= _LARGEST[promise.kind]:
        raise FilterError(f"Величина цели — число больше нуля и не больше {_LARGEST[promise.kind]:.0f}. Исправьте её.")
    if promise.months not in MONTHS:
        raise FilterError("Цель проверяется через 3, 6 или 12 месяцев. Выберите срок.")
    if form.starts_on is None:
        raise FilterError("Назовите день начала: без него цель не с чем сравнить.")
    for value in (promise.baseline, promise.smallest):
        if value is not None and not 0 <= value < 1e9:
            raise FilterError("«Было до начала» и «наименьшее доказуемое» — числа от нуля. Исправьте их.")


def check_part(form: Part, today: date) -> None:
    """The same for a cause, a measure or a check point."""
    if isinstance(form, CauseForm):
        _named(form.name, LONGEST_NAME, "причину")
    elif isinstance(form, MeasureForm):
        _check_measure(form, today)
    else:
        _check_point(form, today)


def _check_measure(form: MeasureForm, today: date) -> None:
    _named(form.name, LONGEST_NAME, "мероприятие")
    if max(map(len, (form.post, form.resource))) > LONGEST_WORDS or len(form.document) > LONGEST_NAME:
        raise FilterError(f"Слишком длинно: должность и ресурс до {LONGEST_WORDS} знаков, документ до {LONGEST_NAME}.")
    if form.stage not in MEASURE_STAGES:
        raise FilterError(f"Стадия «{form.stage[:20]}» не понята. Можно: {', '.join(MEASURE_STAGES)}.")
    if form.starts_on and form.due_on and form.due_on < form.starts_on:
        raise FilterError(f"«{form.name[:60]}»: срок раньше начала. Поменяйте даты местами.")
    if (form.stage == "done") != (form.done_on is not None):
        raise FilterError(f"«{form.name[:60]}»: день выполнения называют у выполненного, и только у него.")
    _not_later(form.done_on, today, form.name)


def _check_point(form: CheckForm, today: date) -> None:
    _named(form.name, LONGEST_NAME, "что проверить")
    if form.on is None:
        raise FilterError(f"«{form.name[:60]}»: назовите день проверки.")
    if len(form.fact) > LONGEST_FACT:
        raise FilterError(f"Слишком длинно: что оказалось — до {LONGEST_FACT} знаков. Сократите.")
    if bool(form.fact) != (form.fact_on is not None):
        raise FilterError(f"«{form.name[:60]}»: день, когда проверено, и что оказалось называют вместе.")
    _not_later(form.fact_on, today, form.name)


def _named(name: str, longest: int, what: str) -> None:
    if not name:
        raise FilterError(f"Назовите {what}: без слов запись не понять.")
    if len(name) > longest:
        raise FilterError(f"Слишком длинно: до {longest} знаков. Сократите «{name[:40]}…».")


def _not_later(day: date | None, today: date, name: str) -> None:
    if day is not None and day > today:
        raise FilterError(f"«{name[:60]}»: {day:%d.%m.%Y} ещё не наступило. Назовите день, который был.")
