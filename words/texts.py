"""Russian words that more than one screen uses. A metric's words live in its declaration, one screen's prose in its
page.
"""

from typing import Any

from data.metrics.enough import FEW

PRODUCT = "МЦУ · Аскизский район"
BRAND = "МЦУ"
BRAND_PLACE = "Аскизский район"
PRODUCT_LONG = "Муниципальный центр управления Аскизского района"
DEMO = "Демонстрационные данные"
DEMO_LONG = "Обращения и люди в них вымышлены, решения по ним принимать нельзя."
LEAVE_DEMO = "Убрать демонстрацию"
LEAVE_DEMO_LONG = "Перед первой настоящей выгрузкой демонстрацию нужно убрать: вместе они не живут."
ROUNDED = "Сводные показатели"
ROUNDED_LONG = f"Значения меньше {FEW} не показаны, остальные округлены до десятков: малые числа выдают людей."
OSM = "© OpenStreetMap contributors"
NO_DATA = "нет данных"
FEW_DATA = "мало данных"
CONDITIONAL_BORDERS = "условные границы, не официальные"
SKIP_TO_CONTENT = "К содержанию"
MAIN_MENU = "Разделы"
THEME = "Оформление"
THEMES = {
    "light": "Светлая тема",
    "dark": "Тёмная тема",
    "system": "Тема как в системе",
}

FILTERS = "Фильтры"
ACTIVE_FILTERS = "Показано:"
RESET = "Сбросить всё"
REMOVE = "Убрать"
UNDEFINED = "не определено"
PERIOD = "Период"
DATE_FROM = "с"
DATE_TO = "по"
CUSTOM_PERIOD = "Свои даты"
PERIODS = {
    "4w": "4 недели",
    "12w": "12 недель",
    "26w": "26 недель",
    "52w": "52 недели",
    "month": "С начала месяца",
    "quarter": "С начала квартала",
    "year": "С начала года",
    "all": "За всё время",
}
LOST_FILTERS = "Такого в справочнике больше нет, условие снято: {names}. Выберите из списка."
FILTER_LABELS = {
    "period": PERIOD,
    "from": "С даты",
    "to": "По дату",
    "channel": "Канал",
    "source": "Источник",
    "group": "Группа тем",
    "topic": "Тема",
    "municipality": "Поселение",
    "place": "Населённый пункт",
    "recipient": "Ответственный",
    "status": "Статус",
    "kind": "Вид",
    "as_of": "На дату",
    "snapshot": "Срез",
}
ALL = "Все"
DROPDOWN: Any = {
    "select_all": "Выбрать все",
    "deselect_all": "Снять выбор",
    "selected_count": "Выбрано: {num_selected}",
    "search": "Найти",
    "clear_search": "Очистить поиск",
    "clear_selection": "Очистить выбор",
    "no_options_found": "Ничего не найдено",
}

OUTCOMES = {
    "on_time": "В срок",
    "answered_ahead": "Отвечено, срок не наступил",
    "not_yet_due": "Срок не наступил",
    "late": "С опозданием",
    "overdue_open": "Просрочено, не закрыто",
    "forwarded": "Направлено по компетенции",
    "no_clock": "Срок не вычисляется",
}

PNG = "Картинка PNG"
SVG = "Картинка SVG"
XLSX = "Таблица XLSX"
SHOW_TABLE = "Показать таблицей"
LOADING = "Загружается…"

EMPTY_FILTERS = "По выбранным фильтрам записей нет."
EMPTY_HINT = "Расширьте период или уберите часть фильтров."
ERROR_TITLE = "Не получилось"
ERROR_UNKNOWN = "Что-то пошло не так. Сообщите администратору код {code}."
NOT_FOUND = "Такой страницы нет"
NOT_FOUND_HINT = "Проверьте адрес или начните со сводки."
TO_START = "Открыть сводку"
FOUND = "Найдено"
PAGES = "Страницы списка"
PREVIOUS = "Назад"
NEXT = "Вперёд"
SOURCE = "Источник"
PREVIOUS_PERIOD = "Предыдущий период такой же длины"
AGAINST_PREVIOUS = "к прошлому периоду"
NOTHING_TO_COMPARE = "сравнить не с чем"
INTERVAL = "Интервал, в котором показатель лежит с вероятностью 90 %"
BEHIND = "Сколько записей стоит за показателем"
ACCOUNT = "Учётная запись"
LEAVE = "Выйти"
CLOSED = "Эта выборка вам не открыта."
CLOSED_HINT = "Ссылка или фильтр называет то, что вне вашего круга данных. Уберите условие — и увидите открытое вам."
ONLY_TOTALS = "Отдельные записи вашей роли не открыты: доступны только сводные показатели."
ONLY_TOTALS_HINT = "Если записи нужны для работы, попросите администратора добавить роль."
NO_GRANTS = "Вашей роли данные обращений не открыты."
NO_GRANTS_HINT = (
    "Если они нужны для работы, попросите администратора добавить роль или привязать вас к ответственному органу."
)
