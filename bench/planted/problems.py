"""Records of a district in which some are about one thing: planted problems among lone records of the same kind.

Witnesses of one thing share the thing, not the words: everybody picks own words for its details, leaves some of them
out, and two of three name the street. Lone records are made by the same grammar, each about a thing of its own.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

DAYS = 400
LARGE = 5000
"""People from which a place is called large: there two strangers write about one topic in one week."""
_STREETS = (
    "Ленина Советская Школьная Мира Октябрьская Набережная Гагарина Победы Лесная Степная Первомайская Заречная "
    "Садовая "
    "Кирова Пушкина Новая Молодёжная Строителей Луговая Полевая Южная Северная Восточная Западная Вокзальная Рабочая "
    "Комсомольская Партизанская Горная Береговая Солнечная Центральная Чапаева Щетинкина Боградская Абаканская Титова "
    "Суворова Кутузова Матросова Зелёная Трактовая Больничная Почтовая Дружбы Юбилейная Тепличная Озёрная Парковая "
    "Целинная"
).split()
_OPENINGS = (
    "Здравствуйте!", "Добрый день!", "Уважаемая администрация!", "Прошу помочь.", "Пишу уже второй раз.",
    "Доброго времени суток.", "Обращаюсь от имени соседей.", "Хочу пожаловаться.", "Подскажите, пожалуйста.", "", "",
        "",
)  # fmt: skip
_ENDINGS = (
    "Примите меры.", "Просим ответить.", "Сколько можно ждать?", "Когда это кончится?", "Обещали и забыли.",
    "Дети болеют.", "Пожилым людям тяжело.", "Надеемся на вас.", "Спасибо.", "Жить так невозможно.", "", "", "",
)  # fmt: skip
_WHEN = (
    "со вчерашнего дня", "третий день", "вторую неделю", "с утра", "с прошлой пятницы", "после дождя", "после морозов",
    "ночью", "каждый вечер", "с понедельника", "после ремонта", "",  "", "", "",
)  # fmt: skip
_HOUSE = ("у дома {}", "дом {}", "возле {} дома", "напротив дома {}")
_WHERE = (
    ("у школы", "возле школы", "рядом со школой"), ("у магазина", "возле магазина", "напротив магазина"),
    ("за клубом", "около клуба", "у дома культуры"), ("у моста", "на мосту", "перед мостом"),
    ("на остановке", "возле остановки", "у автобусной остановки"), ("у котельной", "за котельной", "рядом с котельной"),
    ("на горе", "на пригорке", "на подъёме"), ("у детского сада", "возле садика", "напротив детсада"),
    ("у больницы", "возле ФАПа", "рядом с поликлиникой"), ("у реки", "на берегу", "возле реки"),
    ("на перекрёстке", "на повороте", "у развилки"), ("у кладбища", "по дороге на кладбище", "за кладбищем"),
    ("у почты", "возле почтового отделения", "напротив почты"), ("у железной дороги", "за переездом", "возле станции"),
    ("в двухэтажке", "в многоквартирном доме", "в нашем подъезде"), ("на въезде", "при въезде в село", "на окраине"),
)  # fmt: skip
_TOPICS = (
    # group, what is said of the topic by everybody, details that tell one thing from another
    (0, ("нет воды", "пропала вода", "сидим без воды", "вода не идёт"), (
        ("водонапорная башня", "башня"), ("насос сгорел", "сломался насос"), ("порвало трубу", "прорыв трубы"),
        ("колонка замёрзла", "колонка не качает"), ("скважина обмелела", "скважина"), ("отключили за долги",
        "отключение"))),
    (0, ("плохая вода", "вода грязная", "воду нельзя пить", "качество воды"), (
        ("ржавчина", "рыжая вода"), ("пахнет хлоркой", "хлор"), ("песок в ведре", "с песком"), ("белый осадок",
        "накипь"),
        ("мутная после ремонта", "муть"), ("запах тухлых яиц", "сероводород"))),
    (0, ("холодно в квартире", "плохо топят", "батареи холодные", "нет отопления"), (
        ("котёл встал", "сломался котёл"), ("нет угля", "кончился уголь"), ("завоздушена система", "воздух в трубах"),
        ("течёт стояк", "стояк"), ("кочегар", "кочегары пьяные"), ("задвижка", "перекрыли задвижку"))),
    (1, ("нет света", "отключили электричество", "сидим без света", "пропало электричество"), (
        ("трансформатор", "подстанция"), ("упал столб", "столб наклонился"), ("провода замкнуло", "искрят провода"),
        ("автомат выбивает", "выбивает"), ("ветка на проводах", "дерево на линии"), ("отключают без графика",
        "график"))),
    (1, ("низкое напряжение", "напряжение скачет", "лампочки мигают", "слабое напряжение"), (
        ("сгорел холодильник", "холодильник"), ("телевизор не включается", "техника горит"), ("старая линия",
        "провода старые"),
        ("160 вольт", "180 вольт"), ("сосед варит сваркой", "сварка"), ("фаза пропадает", "нет фазы"))),
    (2, ("яма на дороге", "дорога разбита", "плохая дорога", "дорога в ямах"), (
        ("пробила колесо", "пробил колесо"), ("провал асфальта", "провалился асфальт"), ("люк открыт",
        "нет крышки люка"),
        ("лужа во всю улицу", "огромная лужа"), ("гребёнка", "грейдер не проходил"), ("щебень", "отсыпать щебнем"))),
    (2, ("снег не чистят", "не убран снег", "дорогу замело", "гололёд"), (
        ("скорая не проехала", "скорая застряла"), ("сугроб у ворот", "завалили ворота"), ("каток", "сплошной лёд"),
        ("автобус не дошёл", "школьный автобус"), ("трактор сломан", "трактора нет"), ("песком не сыпали",
        "посыпать песком"))),
    (2, ("не горит фонарь", "темно на улице", "нет освещения", "фонари не светят"), (
        ("лампа перегорела", "лампа"), ("фонарь горит днём", "днём горит"), ("таймер сбит", "таймер"),
        ("кабель украли", "обрезали кабель"), ("новые светильники", "светильник"), ("столб без лампы",
        "пустой столб"))),
    (3, ("не вывозят мусор", "мусор лежит", "баки полные", "мусорные контейнеры переполнены"), (
        ("собаки растащили", "растаскивают"), ("крыша на площадке", "площадка развалилась"), ("график сорван",
        "вне графика"),
        ("строительный мусор", "мешки со стройки"), ("бак сгорел", "подожгли бак"), ("мусоровоз застрял",
        "мусоровоз"))),
    (3, ("свалка", "стихийная свалка", "кучи мусора", "выбрасывают отходы"), (
        ("покрышки", "старые шины"), ("туши скота", "падаль"), ("навоз", "вывозят навоз"), ("в овраге",
        "овраг завален"),
        ("в лесополосе", "лесополоса"), ("горит и дымит", "дым от свалки"))),
    (4, ("бродячие собаки", "стая собак", "собаки без хозяина", "безнадзорные собаки"), (
        ("покусали ребёнка", "укусила девочку"), ("щенки в подвале", "щенки"), ("чёрная собака", "чёрный кобель"),
        ("порвали кур", "задрали кур"), ("хозяин выпускает", "хозяин"), ("с биркой", "бирка на ухе"))),
    (4, ("скот бродит", "коровы на улице", "пасут где попало", "лошади без присмотра"), (
        ("вытоптали огород", "огород съели"), ("дорожная авария", "едва не сбил"), ("бык бросается", "бык"),
        ("табун", "лошади ночью"), ("пастуха нет", "пастух"), ("на детской площадке", "площадка в навозе"))),
)  # fmt: skip
_GROUPS = 1 + max(group for group, _, _ in _TOPICS)


@dataclass(frozen=True)
class PlantedProblems:
    """records: one row a record, columns of `etl.structure.problems.propose.COLUMNS`. truth: n, the thing of each
    record: equal numbers are one planted problem. is_large: n, whether its place has more than `LARGE` people.
    """

    records: pd.DataFrame
    truth: np.ndarray
    is_large: np.ndarray


def planted_problems(seed: int, *, lone: int = 4500, problems: int = 120, places: int = 62) -> PlantedProblems:
    """A district's records of `DAYS` days: `lone` things with one record each and `problems` things with 2–12."""
    chance = np.random.default_rng([seed, 11])
    people = _people(chance, places)
    sizes = np.concatenate([np.ones(lone, dtype=int), 2 + np.minimum(chance.geometric(0.3, problems) - 1, 10)])
    # Things happen where people live, problems a little more evenly: a village has one pump.
    place = np.concatenate([_drawn(chance, people, lone), _drawn(chance, people**0.6, problems)])
    topic = chance.choice(len(_TOPICS), len(sizes), p=_shares(len(_TOPICS)))
    begins = chance.uniform(0, DAYS, len(sizes))
    truth = np.repeat(np.arange(len(sizes)), sizes)
    after = np.minimum(chance.exponential(2.5, len(truth)), 13.0)
    texts, streets = _told(chance, truth, topic, place, people)
    records = _frame(chance, truth, place, topic, begins[truth] + after, texts, streets)
    return PlantedProblems(records, truth, people[place[truth]] > LARGE)


def _people(chance: np.random.Generator, places: int) -> np.ndarray:
    """A median village of 250 people and three places over `LARGE`."""
    people = np.sort(chance.lognormal(np.log(250), 0.8, places))
    people[-3:] = [5600, 7200, 12500]
    return chance.permutation(people)


def _shares(count: int) -> np.ndarray:
    weight = 1 / np.sqrt(1 + np.arange(count))
    return weight / weight.sum()


def _drawn(chance: np.random.Generator, weight: np.ndarray, count: int) -> np.ndarray:
    return chance.choice(len(weight), count, p=weight / weight.sum())


def _told(
    chance: np.random.Generator, truth: np.ndarray, topic: np.ndarray, place: np.ndarray, people: np.ndarray
) -> tuple[list[str], list[str | None]]:
    """Text of every record and its street field; a thing's details and street are drawn once, the words by each."""
    count = len(topic)
    details = [chance.choice(6, 2, replace=False) for _ in range(count)]
    spot, house = chance.choice(len(_WHERE), count), chance.integers(1, 90, count)
    known = np.clip(people[place] / 120, 3, len(_STREETS)).astype(int)
    street = (chance.random(count) ** 1.3 * known).astype(int)
    texts, streets = [], []
    for thing in truth:
        _, said, told = _TOPICS[topic[thing]]
        parts = [chance.choice(said)]
        parts += [chance.choice(told[i]) for i in details[thing] if chance.random() < 0.85]
        parts += [chance.choice(_WHERE[spot[thing]])] if chance.random() < 0.7 else []
        parts += [chance.choice(_WHEN)]
        parts += [chance.choice(_HOUSE).format(house[thing])] if chance.random() < 0.35 else []
        name, is_named = _STREETS[street[thing]], chance.random() < 2 / 3
        is_field = is_named and chance.random() < 0.5
        parts += [f"на улице {name}" if chance.random() < 0.5 else f"ул. {name}"] if is_named and not is_field else []
        streets.append(f"ул. {name}" if is_field else None)
        body = ", ".join(str(part) for part in chance.permutation([part for part in parts if part]))
        texts.append(" ".join(part for part in (chance.choice(_OPENINGS), body + ".", chance.choice(_ENDINGS)) if part))
    return texts, streets


def _frame(
    chance: np.random.Generator,
    truth: np.ndarray,
    place: np.ndarray,
    topic: np.ndarray,
    day: np.ndarray,
    texts: list[str],
    streets: list[str | None],
) -> pd.DataFrame:
    groups = np.array([group for group, _, _ in _TOPICS])
    # One of twelve records is sorted into another topic of its group: classifiers err.
    seen = np.where(chance.random(len(truth)) < 1 / 12, _other(chance, topic[truth], groups), topic[truth])
    count = len(truth)
    return pd.DataFrame(
        {
            "record_id": np.arange(1, count + 1),
            "received_at": pd.Timestamp("2025-09-01") + pd.to_timedelta((day * 1440).astype(int), unit="m"),
            "municipality_id": place[truth] % 14,
            "place_id": place[truth],
            "topic_group_id": groups[topic[truth]],
            "topic_id": seen,
            "street": streets,
            "address_key": None,
            "applicant_key": np.arange(count).astype(str),
            "text": texts,
        }
    )


def _other(chance: np.random.Generator, topic: np.ndarray, groups: np.ndarray) -> np.ndarray:
    options = [np.flatnonzero(groups == group) for group in range(_GROUPS)]
    return np.array([chance.choice(options[groups[one]]) for one in topic])
