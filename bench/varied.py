"""Texts no two of which are alike: the district's own places and bodies, streets, houses, people and telephones in a
small grammar of complaints. People are invented.

What a text repeats costs a loader nothing the second time; a district never writes the same letter twice.
"""

import hashlib
from collections.abc import Callable
from random import Random

from data.store import reference

_GREETINGS = (
    "Здравствуйте!", "Добрый день.", "Уважаемая администрация!", "Добрый вечер, прошу помочь.", "Пишу уже второй раз.",
    "Обращаюсь от имени жителей дома.", "", "",
)  # fmt: skip
_MATTERS = (
    "третью неделю нет воды", "не чистят снег, скорая не проедет", "на дороге ямы, бьём машины", "не горят фонари",
    "не вывозят мусор, баки переполнены", "в квартире холодно, батареи еле тёплые", "отключают свет без предупреждения",
    "автобус не пришёл по расписанию", "бегает стая собак, боимся за детей", "прорвало трубу, вода течёт по улице",
    "колодец стоит без крышки", "забор детской площадки сломан", "сосед сжигает мусор, дышать нечем",
    "в кране ржавая вода", "упало дерево на провода", "колонка перемёрзла", "не работает сотовая связь",
    "в ФАПе нет фельдшера", "крыша школы протекает", "остановка завалена снегом",
)  # fmt: skip
_SINCE = (
    "с {day} числа", "уже {count} дней", "вторую неделю", "с самого утра", "после дождя {day}.{month}", "всю зиму",
    "третий месяц", "с прошлого года", "каждые {count} часа", "с {hour}:00 до обеда",
)  # fmt: skip
_DETAILS = (
    "Температура в комнате {count} градусов.", "Звонили в диспетчерскую {count} раз, трубку не берут.",
    "Из-за этого опоздали в больницу {day} числа.", "Дети идут в школу по проезжей части.",
    "Соседи из дома {house} подтвердят.", "Обещали сделать до {day}.{month}, обманули.", "Фото приложить не могу.",
    "Здесь живут {count} семей и инвалид второй группы.", "Мастер {surname} приезжал и ничего не сделал.",
    "На улице {street} то же самое.", "Яма глубиной {count} сантиметров.", "Платим исправно, долгов нет.",
    "Был на приёме у главы, {father} записала и забыла.", "Рядом дом {house}, там тоже жалуются.",
)  # fmt: skip
_PLEAS = (
    "Примите меры!", "Прошу ответить письменно.", "Когда это решат?", "Просим {body} разобраться.",
    "Передайте, пожалуйста, в {body}.", "Сколько можно ждать?", "Прошу провести проверку.",
    "Жду ответа до {day}.{month}.",
)  # fmt: skip
_WHERE = (
    "{place}, ул. {street}, {house}:", "{in_place} на улице {street}", "у дома {house} по улице {street} {in_place}",
    "{in_place}, пер. {street}, д. {house}", "по ул. {street} от дома {house}", "{in_place}", "{place}:",
    "на перекрёстке {street} и {other} {in_place}",
)  # fmt: skip
_SIGNED = (
    "С уважением, {surname} {first} {father}.", "Мой телефон {phone}.", "{surname} {initials}",
    "Тел. {phone}, {first}.",
    "Почта: {mail}", "Проживаю: ул. {street}, д. {house}, кв. {flat}.", "Меня зовут {first} {father}.",
    "Номер лицевого счёта {account}.", "", "", "", "", "", "",
)  # fmt: skip
_REPLIES = (
    "Работы {in_place} по улице {street} выполнены {day}.{month}.2026.", "Вопрос находится на контроле администрации.",
    "Заявка передана в {body}, срок исполнения — {day}.{month}.2026.",
    "Специалист {surname} {initials} выехал на место.",
    "Ямочный ремонт включён в план на {count} квартал.", "Сообщаем, что подача воды восстановлена {day} числа.",
    "По вопросу: «{matter}» — проведена проверка, факт подтвердился.", "Ответственный — {body}.",
    "Приносим извинения за доставленные неудобства.", "Дополнительно разъясняем порядок: звоните {phone}.",
)  # fmt: skip
_STREETS = (
    "Ленина Советская Школьная Мира Октябрьская Набережная Гагарина Победы Лесная Степная Кирова Пушкина Садовая "
    "Новая Молодёжная Трудовая Зелёная Советской_Армии Катанова Чапаева Торговая Заречная Луговая Суворова Горького "
    "Комсомольская Первомайская Енисейская Саянская Полевая Рабочая Центральная Юбилейная Строителей Таёжная Береговая"
).split()
_SURNAMES = (
    "Вымыслов Придуманов Небылицын Сказкин Мнимов Ложкин Тестов Примеров Образцов Условнов Барашков Горшенев "
    "Чертыков Сагалаков Боргояков Кыржинаков Тюкпеев Асочаков Топоев Майнагашев Чебодаев Карамашев Иванов Петров "
    "Сидоров Кузнецов Смирнов Морозов Волков Лебедев Козлов Новиков"
).split()
_MEN = "Пётр Иван Сергей Алексей Николай Андрей Павел Виктор Юрий Олег Денис Артём Роман Борис Геннадий".split()
_WOMEN = "Анна Мария Ольга Елена Наталья Светлана Ирина Галина Зоя Надежда Валентина Татьяна Юлия Дарья Вера".split()
_FATHERS = "Иван Пётр Сергеев Алексеев Николаев Андреев Викторов Олегов Борисов Павлов Степанов Михайлов".split()


class Texts:
    """Letters and replies of one district, in an endless row; the same seed writes the same row."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._said: set[bytes] = set()
        places = reference.table("places")
        named = places[places["valid_to"].fillna("") == ""]
        self._places = list(zip(named["kind"] + " " + named["name"], named["prepositional"], strict=True))
        self._bodies = reference.table("recipients")["name"].tolist()

    def letter(self) -> str:
        """The next letter, unlike all before it."""
        return self._unlike(self._letter)

    def reply(self) -> str:
        """The next reply, unlike all before it."""
        return self._unlike(self._reply)

    def _unlike(self, make: Callable[[], str]) -> str:
        while (digest := _digest(text := make())) in self._said:
            """The grammar has said this already."""
        self._said.add(digest)
        return text

    def _letter(self) -> str:
        pick, slots = self._chance.choice, self._slots()
        where, matter, since = pick(_WHERE), slots["matter"], pick(_SINCE)
        details = self._chance.sample(_DETAILS, self._chance.randrange(4))
        parts = (pick(_GREETINGS), f"{where} {matter} {since}.", *details, pick(_PLEAS), pick(_SIGNED))
        return " ".join(part for part in parts if part).format_map(slots)

    def _reply(self) -> str:
        parts = self._chance.sample(_REPLIES, self._chance.randrange(2, 5))
        return " ".join(("Здравствуйте!", *parts)).format_map(self._slots())

    def _slots(self) -> dict[str, str]:
        pick, number = self._chance.choice, self._chance.randrange
        place, in_place = pick(self._places)
        is_woman = number(2)
        first, surname, father = pick(_WOMEN if is_woman else _MEN), pick(_SURNAMES), _father(pick(_FATHERS), is_woman)
        return {
            "place": place, "in_place": in_place, "matter": pick(_MATTERS), "body": pick(self._bodies),
            "street": pick(_STREETS).replace("_", " "), "other": pick(_STREETS).replace("_", " "),
            "house": f"{number(1, 140)}{pick(('', '', '', 'А', 'Б'))}", "flat": str(number(1, 90)),
            "surname": surname + "а" * is_woman, "first": first, "father": father,
            "initials": f"{first[0]}. {father[0]}.",
            "phone": pick(_PHONES).format(number(10, 90), number(100, 999), number(10, 99), number(10, 99)),
            "mail": f"user{number(10**6)}@example.ru", "account": str(number(10**9, 10**10)),
            "day": f"{number(1, 29):02d}", "month": f"{number(1, 13):02d}", "hour": str(number(6, 22)),
            "count": str(number(2, 30)),
        }  # fmt: skip


_PHONES = ("8 9{} {}-{}-{}", "89{}{}{}{}", "+7 (9{}) {} {} {}", "8-9{}-{}-{}-{}")


def _father(stem: str, is_woman: int) -> str:
    """A patronymic of a name whose stem may end in «-ев» or «-ов» already."""
    base = {"Пётр": "Петров", "Иван": "Иванов"}.get(stem, stem)
    return base + ("на" if is_woman else "ич")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
