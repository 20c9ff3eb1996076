"""What people of the demonstration have decided: orders, a meeting that was held and one that is planned, practices."""

from dataclasses import replace
from datetime import date, timedelta

from data.decisions.meetings import read as meetings_read
from data.decisions.meetings import write as meetings
from data.decisions.meetings.write import Form, ItemForm
from data.decisions.orders import write as orders
from data.decisions.orders.write import Form as Order
from data.decisions.practices import write as practices
from data.decisions.practices.write import Form as Practice
from data.decisions.recommendations import write as recommendations
from data.decisions.recommendations.write import Form as Recommendation
from data.scope import EVERYTHING
from data.settings import Settings

CURATOR, HEAD_OF_CENTRE = "demo-kurator", "demo-rukovoditel"
_ITEMS = (
    ItemForm(
        "Просроченные ответы о вывозе мусора", "Срок нарушен больше чем у половины записей.", "Региональный оператор",
        "Оператору дать график вывоза по сёлам; невывоз отмечать актами.", "overdue", "demo|waste", "/deadlines",
    ),
    ItemForm(
        "Отключения электроэнергии в верхних аалах", "Пишут чаще, чем год назад.", "Отдел ЖКХ",
        "Просить электросети обследовать линию и прислать план ремонта.", "hotspot", "demo|energy", "/hotspots",
    ),
    ItemForm(
        "Формальные ответы о безнадзорных животных", "Доля отписок выше порога.", "Отдел ЖКХ",
        "Отвечать с днём выезда и номером заявки.", "recommendation", "demo|animals", "/answers",
    ),
)  # fmt: skip
_PLANNED = (
    ItemForm("Подготовка дорог к снегу", "Записи прошлых лет: рост в следующие недели.", "Дорожная служба"),
    ItemForm("Что стало с поручениями прошлого совещания", "", "Получатели"),
)
_PRACTICES = (
    Practice(
        "График вывоза на каждой площадке", "waste.collection_sites",
        "На площадках вывесили дни вывоза и телефон заявок, невывоз отмечает староста.",
        "Вопросы «когда вывезут» почти прекратились за два месяца.",
        "Жители не знали дней вывоза и писали каждую неделю.",
        "Аскиз", "", is_own=True,
    ),
    Practice(
        "Очерёдность расчистки — до первого снега", "roads.snow_ice",
        "Очерёдность улиц и номер дежурного объявили до сезона; автобусные маршруты чистят первыми.",
        "Повторных сообщений об одной улице стало меньше.", "Каждый снегопад писали об одних и тех же улицах.",
        "Соседний район", "Придумано для демонстрации: источника нет", is_own=False,
    ),
)  # fmt: skip


def write(settings: Settings, until: date) -> None:
    """Two weeks of it, the last day being `until`."""
    held = until - timedelta(days=12)
    code = meetings.save(settings, CURATOR, "", 0, _form("Совещание по итогам недели", held, "agreed"), until)
    meetings.add_items(settings, CURATOR, code, _ITEMS)
    meeting = next(one for one in meetings_read.listed(settings, EVERYTHING) if one.code == code)
    held_form = _form("Совещание по итогам недели", held, "held", "Следующее — через две недели.")
    meetings.save(settings, CURATOR, code, meeting.version, held_form, until)
    keys = [item.key for item in meeting.items]
    for order in _orders(meeting.key, keys, held, until):
        orders.save(settings, CURATOR, "", 0, order, until)
    _plan(settings, until)
    _decide(settings, until)
    for practice in _PRACTICES:
        practices.save(settings, HEAD_OF_CENTRE, "", 0, practice, until.year)


def _form(title: str, day: date, state: str, conclusion: str = "") -> Form:
    place, attendees = (
        "Зал администрации",
        "Куратор, руководитель МЦУ, отдел ЖКХ, дорожная служба, региональный оператор",
    )
    return Form(title, "curator", day, "09:00", place, attendees, state, conclusion)


def _orders(meeting: int, items: list[int], held: date, until: date) -> list[Order]:
    def order(
        text: str, recipient: str, days: int, item: int, topic: str, done: int | None = None, result: str = ""
    ) -> Order:
        done_on = None if done is None else held + timedelta(days=done)
        return Order(
            text, recipient, held + timedelta(days=days), held, "руководитель", topic, None, done_on, result, False,
            "meeting", meeting, items[item],
        )  # fmt: skip

    return [
        order("Передать в район график вывоза по сёлам", "waste_operator", 5, 0, "waste.collection_sites"),
        order(
            "Запросить у электросетей план ремонта линии", "housing_department", 7, 1, "energy.outages", 4,
            "Запрос направлен, план получен: работы в следующем месяце",
        ),
        order(
            "Подготовить образец ответа с днём выезда", "housing_department", 10, 2, "safety.stray_animals", 11,
            "Образец разослан",
        ),
        order("Проверить ответы за неделю по образцу", "housing_department", 26, 2, "safety.stray_animals"),
    ]  # fmt: skip


def _plan(settings: Settings, until: date) -> None:
    form = replace(_form("Совещание у Главы: зима", until + timedelta(days=2), "planned"), chair="head")
    code = meetings.save(settings, CURATOR, "", 0, form, until)
    meetings.add_items(settings, CURATOR, code, _PLANNED)


def _decide(settings: Settings, until: date) -> None:
    """One accepted and turned into an order, one declined."""
    accepted = Recommendation(
        "safety.stray_animals.incomplete", "safety.stray_animals", "housing_department",
        "Проверить договор на отлов: сроки выезда, отчёт с фотографией по каждой заявке",
        "Полнота по подсказкам программы ниже порога.", "/register?topic=safety.stray_animals", True,
        "Решено на совещании",
    )  # fmt: skip
    order = Order(
        "Проверить договор на отлов животных", "housing_department", until + timedelta(days=9),
        until - timedelta(days=6), "заместитель руководителя", "safety.stray_animals",
    )  # fmt: skip
    recommendations.decide(settings, CURATOR, accepted, until - timedelta(days=6), order)
    declined = Recommendation(
        "roads.bridges.refusals", "roads.bridges", "road_department",
        "Обследовать мосты, о которых отказано, и записать их в план ремонта",
        "Отказано с причиной больше чем у пятой части.", "/register?topic=roads.bridges", False,
        "Мосты обследованы весной, ремонт уже в плане",
    )  # fmt: skip
    recommendations.decide(settings, CURATOR, declined, until - timedelta(days=5))
