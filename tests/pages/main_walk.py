"""The way of somebody new: install, own file, the worst topic of a village as a picture, terms, what a body is late
with, the note. One walk for whatever district the program is set up for; what is pressed is counted.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import app as wiring
from access import __main__ as access
from data.settings import Settings, use
from tests import serving
from tests.pages import walking
from tests.pages.test_browser_screens import spot
from tests.signing import PASSWORD

PATIENCE = 60_000
MONDAY = date(2026, 3, 16)
"""The last day the file speaks of; the week before it is whole."""
TOPIC, BODY = "Отсутствие воды", "Отдел ЖКХ"
HEAD = "id;Текст сообщения;Тематика;Дата создания;Ответственное лицо;Тип;Статус;Адрес;Дата ответа"
LOGIN = "novikova"


@dataclass(frozen=True)
class District:
    """name: as the frame shows it; village: as a letter writes it, its code and where it stands; elsewhere: another
    place.
    """

    name: str
    village: str
    code: str
    longitude: float
    latitude: float
    elsewhere: str


LATE_HERE, LATE_ELSEWHERE = 4, 1
FRESH = 2


def export(of: District) -> str:
    """Letters of the village: most of water, four of them never answered, two fresh; and others."""
    late, ago = "На исполнении", [MONDAY - timedelta(days=days) for days in (60, 59, 58, 57, 50, 5, 3)]
    rows = [(TOPIC, "Нет воды", day, BODY, late, of.village, "") for day in ago[:LATE_HERE]]
    rows += [(TOPIC, "Снова нет воды", ago[-1], BODY, late, of.village, "") for _ in range(FRESH)]
    rows += [("Ямы и выбоины", "Яма", ago[-2], "", "Закрыта", of.village, f"{ago[-1]:%d.%m.%Y}")]
    rows += [(TOPIC, "Без воды", ago[LATE_HERE], BODY, late, of.elsewhere, "") for _ in range(LATE_ELSEWHERE)]
    rows += [("Свалки", "Свалка у реки", MONDAY, "", late, of.elsewhere, "")]
    made = [
        f"{number};{text}, письмо {number};{topic};{day:%d.%m.%Y} 10:00;{body};Сообщение;{status};{place};{answered}"
        for number, (topic, text, day, body, status, place, answered) in enumerate(rows, start=1)
    ]
    return "\n".join([HEAD, *made]) + "\n"


def install(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the README before the browser: an administrator, who also leads the centre; the first start."""
    monkeypatch.setenv("MCU_VAR", str(settings.var))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert access.main(["create-admin", LOGIN, "--name", "Новикова Нина", "--password-stdin"]) == 0
    assert access.main(["set-roles", LOGIN, "--role", "administrator", "--role", "centre_head"]) == 0
    with use(settings):
        wiring.prepare(settings)


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The installation on a free port."""
    with serving.served(wiring.create_app(settings).server) as at:
        yield at


class Person:
    """Who walks. clicks: by the step they were needed for; typing and looking are free, every press counts."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.clicks: Counter[str] = Counter()
        self.step = ""

    def press(self, what: str | tuple[float, float]) -> None:
        """Click on what a selector finds, or on a point of the window."""
        self.clicks[self.step] += 1
        if isinstance(what, str):
            self.page.locator(what).first.click(timeout=PATIENCE)
        else:
            self.page.mouse.click(*what)

    def taken(self, do: Callable[[], None]) -> Path:
        """The file that a press brings."""
        with self.page.expect_download() as download:
            do()
        return Path(download.value.path())

    def menu(self, name: str) -> None:
        """Go to a screen by the menu."""
        self.press(f".rail__nav a:has(span:text-is('{name}'))")
        self.page.wait_for_selector(f"h1:text-is('{name}')")
        serving.until_at_rest(self.page)


def walk(page: Any, address: str, of: District, file: Path) -> Counter[str]:
    """The whole way in the order of `STEPS`; presses by step."""
    who = Person(page)
    for who.step, do in STEPS.items():
        do(who, address, of, file)
    return who.clicks


def _sign_in(who: Person, address: str, of: District, _file: Path) -> None:
    who.page.goto(address)
    who.page.get_by_label("Логин").fill(LOGIN)
    who.page.get_by_label("Пароль").fill(PASSWORD)
    who.press("button:text-is('Войти')")
    who.page.wait_for_selector("h1:text-is('Сводка')")
    assert of.name in who.page.inner_text(".brand")
    assert "Первая выгрузка" in who.page.inner_text("main")


def _load(who: Person, _address: str, of: District, file: Path) -> None:
    file.write_text(export(of), encoding="utf-8")
    who.press(".first-steps a:text-is('Загрузить')")
    who.page.wait_for_selector("#intake-choose")
    serving.until_at_rest(who.page)
    with who.page.expect_file_chooser() as chooser:
        who.press("#intake-choose")
    chooser.value.set_files(str(file))
    who.page.wait_for_selector(".fate", timeout=PATIENCE)
    who.press("button:has-text('Записать')")
    who.page.wait_for_selector("#intake-now .staff-done", timeout=PATIENCE)


def _worst_topic(who: Person, _address: str, of: District, _file: Path) -> None:
    who.menu("Тепловая карта")
    who.press(spot(who.page, "#heat-map-map", of.longitude, of.latitude))
    who.page.wait_for_function("(code) => location.search.includes('place=' + code)", arg=of.code)
    serving.until_at_rest(who.page)
    said = who.page.inner_text("#heat-map-way-back").replace("\u00a0", " ")
    assert f"Чаще всего пишут: «{TOPIC}» — {LATE_HERE + FRESH} записей." in said


def _picture(who: Person, _address: str, _of: District, _file: Path) -> None:
    card = ".chart-card:has(#heat-map-matrix)"
    made = who.taken(lambda: who.press(f"{card} [data-chart-action=png]"))
    with Image.open(made) as image:
        assert image.size == (2800, 1600)


def _terms(who: Person, _address: str, of: District, _file: Path) -> None:
    who.menu("Сроки")
    assert of.code in who.page.url, "what was chosen goes along"
    assert who.page.inner_text(".kpi:has-text('Просрочено и не закрыто') .kpi__value") == str(LATE_HERE)


def _late(who: Person, _address: str, _of: District, _file: Path) -> None:
    """Of the whole district: the village is put away first."""
    who.menu("Получатели")
    who.press("#flt-reset")
    who.page.wait_for_function("() => !location.search.includes('place=')")
    serving.until_at_rest(who.page)
    who.press(f"#recipients-table tr:has-text('{BODY}') a[href*='state=overdue']")
    who.page.wait_for_selector("h1:text-is('Записи')")
    serving.until_at_rest(who.page)
    found = who.page.inner_text("#register-limit").removeprefix("Найдено: ").partition(".")[0]
    assert walking.whole(found) == LATE_HERE + LATE_ELSEWHERE
    assert "Нет воды, письмо 1" in who.page.inner_text("#register-rows")


def _note(who: Person, _address: str, _of: District, _file: Path) -> None:
    who.menu("Записка")
    who.press("button:text-is('Подготовить')")
    who.page.wait_for_url("**/note?week=2026-W11")
    who.page.wait_for_selector("h2:text-is('Главное за минуту')")
    assert "Проект" in who.page.inner_text("main")


Step = Callable[[Person, str, District, Path], None]
STEPS: dict[str, Step] = {
    "sign in": _sign_in,
    "own file": _load,
    "worst topic of a village": _worst_topic,
    "picture": _picture,
    "terms": _terms,
    "what a body is late with": _late,
    "note": _note,
}
BESIDE = ("terms",)
"""Steps of the walk that are no part of the newcomer's way."""
