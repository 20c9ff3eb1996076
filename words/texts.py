"""Russian words that more than one screen uses. A metric's words live in its declaration, one screen's prose in its
page.
"""

from collections.abc import Mapping
from typing import Any

from data.metrics.outcome import LABELS

PRODUCT = "МЦУ · {name}"
BRAND = "МЦУ"
PRODUCT_LONG = "Муниципальный центр управления {genitive}"
"""name, genitive: of the district."""
DEMO = "Демонстрационные данные"
DEMO_LONG = "Обращения и люди вымышлены, решать по ним нельзя."
STEPS = {"week": "неделям", "month": "месяцам", "quarter": "кварталам"}
LEAVE_DEMO = "Убрать демонстрацию"
FOLD_BANNERS = "Свернуть или показать пояснение"
LEAVE_DEMO_LONG = "Перед первой настоящей выгрузкой демонстрацию нужно убрать: вместе они не живут."
ROUNDED = "Сводные показатели"
ROUNDED_LONG = (
    "Малые числа не показаны, остальные — десятками и с постоянной поправкой: они выдают людей. Одно значение в каждом "
    "фильтре, целые календарные месяцы до последнего закончившегося: период в неделях — месяцы, которых он касается."
)
OSM = "© OpenStreetMap contributors"
NO_DATA = "нет данных"
WHOLE_DISTRICT, ALL_CHOSEN, ALL_OPEN = "Весь район", "Всё выбранное", "Всё открытое"
FEW_DATA = "мало данных"
NO_INTERVAL = "без промежутка"
CONDITIONAL_BORDERS = "условные границы, не официальные"
SKIP_TO_CONTENT = "К содержанию"
MAIN_MENU = "Разделы"
SECTIONS = {
    "picture": "Картина",
    "answers": "Ответы и сроки",
    "decisions": "Решения",
    "documents": "Документы",
    "data": "Данные и доступ",
}
"""Headings of the menu in its order, by what a page says as `register_page(section=…)`."""
THEME = "Оформление"
THEMES = {
    "light": "Светлая тема",
    "dark": "Тёмная тема",
    "system": "Тема как в системе",
}

FILTERS = "Фильтры"
MORE_FILTERS = "Ещё"
MORE_WORDS = "Подробнее"
ACTIVE_FILTERS = "Показано:"
RESET = "Сбросить всё"
REMOVE = "Убрать"
UNDEFINED = "не определено"
WITHOUT = {
    "channel": "без канала",
    "group": "без группы тем",
    "topic": "без темы",
    "municipality": "без поселения",
    "place": "без места",
    "recipient": "без получателя",
    "status": "без статуса",
    "kind": "без вида",
    "rating": "без оценки",
    "due": "без срока",
}
"""Members of the filters that stand for what is not known."""
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
ADDRESS_ODD = "В адресе непонятно «{said}»: показано {shown}."
WITHOUT_IT, WITHOUT_CONDITION, LAST_SNAPSHOT = "без этого", "без этого условия", "по последнему срезу"
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
    "recipient": "Получатель",
    "status": "Статус",
    "kind": "Вид",
    "outcome": "Исполнение",
    "rating": "Оценка",
    "due": "Срок",
    "state": "Состояние",
    "text": "Слова или номер",
    "as_of": "На дату",
    "snapshot": "Срез",
}
STATES = {
    "open": "В работе",
    "overdue": "Просрочено",
    "burning": "Горит: срок в ближайшие три рабочих дня",
    "queue": "В очереди: ещё не у исполнителя",
}
"""Of a record, on the day of the report."""
STATE_DAY = "на день отчёта"
ANY_STATE = "Любое"
SEARCH = "Поиск"
SEARCH_HINT = "Номер, слова записи, место, тема, получатель, экран"
SEARCH_KEY = "Клавиша «/» переносит сюда"
SEARCH_RECORDS, SEARCH_NAMES, SEARCH_SCREENS = "Записи", "Темы, места, получатели", "Экраны"
SEARCH_FOUND = "Найдено:"
SEARCH_ALL = "Все найденные: {records}"
SEARCH_NOTHING = "Ничего не найдено. Проверьте слова или наберите меньше."
SEARCH_ONLY_NAMES = "В номерах и текстах открытых вам записей этого нет"
SEARCH_SIMILAR = "Такого слова в текстах нет, показаны похожие"
TEXT_HINT = "Например, снег у школы"
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

OUTCOMES: Mapping[str, str] = LABELS

PNG = "Картинка PNG"
SVG = "Картинка SVG"
XLSX = "Таблица XLSX"
COPY_BRIEFING = "Скопировать сводку"
BRIEFING_HINT = "Несколько фраз с числами этого экрана — для сообщения коллегам"
BRIEFING_SEEN = "Прочтите, прежде чем отправить: числа — по фильтрам экрана, персональных данных нет."
TELLING = "Составляется…"
SUBSCRIBE, SUBSCRIBE_HINT = "Подписаться", "Получать отчёт по этим фильтрам на почту"
COPY, COPIED = "Скопировать", "Скопировано"
PDF = "PDF"
PDF_HINT = "Весь экран на бумаге: в окне печати выберите «Сохранить как PDF»"
SHOW_TABLE = "Показать таблицей"
LOADING = "Загружается…"

EMPTY_FILTERS = "По выбранным фильтрам записей нет."
NOT_MEASURED = "По выбранным фильтрам — {records}, но считать здесь не из чего."
NOTHING_HERE = "По выбранным фильтрам здесь ничего нет."
NO_DATA_YET = "Данных ещё нет"
NOT_YET = "Данных за этот период ещё нет; последние — за {day}."
NOT_YET_HINT = "Выберите период, который начинается раньше."
EMPTY_HINT = "Расширьте период или уберите часть фильтров."
ERROR_TITLE = "Не получилось"
ERROR_UNKNOWN = "Что-то пошло не так. Сообщите администратору код {code}."
NOT_FOUND = "Такой страницы нет"
NOT_FOUND_HINT = "Проверьте адрес или начните со сводки."
TO_START = "Открыть сводку"
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
NO_GRANTS = "Вашей роли записи не открыты."
NO_GRANTS_HINT = "Нужны для работы — роль или получателя добавляет администратор на экране «Пользователи»."
