"""Polls (опросы) of residents: the card that ПОС needs, what came back, what was decided and whether it was done."""

from sqlalchemy import Column, Date, Float, ForeignKey, Integer, SmallInteger, String, Table, Text

from data.store.tables.base import metadata
from data.store.tables.edits import version

SINGLE, SEVERAL, ORDER, SCALE, TEXT = "single", "several", "order", "scale", "text"
KINDS = {
    SINGLE: "Один ответ",
    SEVERAL: "Несколько ответов",
    ORDER: "Расставить по порядку",
    SCALE: "Оценка по шкале",
    TEXT: "Свободный ответ",
}
RANDOM, FREE = "random", "free"
DESIGNS = {FREE: "Свободное участие (ПОС)", RANDOM: "Случайная выборка"}
NOT_DONE, PARTLY, DONE = "no", "partly", "yes"
CARRIED_OUT = {NOT_DONE: "не исполнено", PARTLY: "исполнено частично", DONE: "исполнено"}

polls = Table(
    "polls",
    metadata,
    Column("poll_id", Integer, primary_key=True),
    Column("code", String(20), nullable=False, unique=True, info={"label": "код"}),
    Column("title", String(200), nullable=False, info={"label": "название"}),
    Column("topic_id", ForeignKey("topics.topic_id"), nullable=False, index=True, info={"label": "тематика"}),
    Column(
        "municipality_id",
        ForeignKey("municipalities.municipality_id"),
        info={"label": "поселение"},
        comment="missing: the whole district",
    ),
    Column(
        "problem_id", Integer, index=True, info={"label": "проблема №"}, comment="of problems; it may be split later"
    ),
    Column("question", Text, nullable=False, info={"label": "вопрос"}),
    Column("kind", String(20), nullable=False, info={"label": "вид вопроса", "words": KINDS}),
    Column("options", Text, nullable=False, default="", info={"label": "варианты"}, comment="one a line"),
    Column("most_options", SmallInteger, info={"label": "не больше вариантов"}, comment="of kind several"),
    Column("scale_top", SmallInteger, info={"label": "верх шкалы"}, comment="of kind scale: marks 1…top"),
    Column("design", String(20), nullable=False, info={"label": "кого спрашивают", "words": DESIGNS}),
    Column("age_from", SmallInteger, info={"label": "возраст от"}),
    Column("starts_on", Date, info={"label": "начало"}),
    Column("ends_on", Date, info={"label": "конец"}),
    Column("link", String(300), nullable=False, default="", info={"label": "ссылка"}),
    Column("residents", Integer, info={"label": "жителей, кого касается"}, comment="missing: all of the territory"),
    Column("planned_answers", Integer, info={"label": "ответов по плану"}),
    Column("option_now", String(200), nullable=False, default="", info={"label": "решение сегодня"}),
    Column("option_other", String(200), nullable=False, default="", info={"label": "другое решение"}),
    Column("months", Float, info={"label": "месяцев с решением"}),
    Column("threshold", Float, info={"label": "доля, которой подходит решение сегодня"}, comment="0–1"),
    Column("prior_for", Float, info={"label": "до опроса: за другое"}, comment="first Beta parameter"),
    Column("prior_against", Float, info={"label": "до опроса: против"}, comment="second Beta parameter"),
    Column("delay_months", Float, info={"label": "задержка решения, мес."}),
    Column("work", Float, info={"label": "затраты, жителе-месяцев"}),
    Column("called", Float, info={"label": "доля пришедших по призыву"}, comment="0–1; missing: nobody has stated it"),
    Column("called_for_other", Float, info={"label": "вероятность, что звали за другое"}, comment="0–1"),
    Column("participants", Integer, info={"label": "участников"}, comment="missing: no results yet"),
    Column("decision", Text, nullable=False, default="", info={"label": "решение"}),
    Column("decided_on", Date, info={"label": "решено"}),
    Column(
        "carried_out",
        String(10),
        nullable=False,
        default=NOT_DONE,
        info={"label": "исполнение", "words": CARRIED_OUT},
    ),
    Column("carried_on", Date, info={"label": "исполнено"}),
    Column("follow_up_on", Date, info={"label": "проверить"}),
    Column("follow_up", Text, nullable=False, default="", info={"label": "что сделано"}),
    version(),
)

poll_results = Table(
    "poll_results",
    metadata,
    Column("poll_result_id", Integer, primary_key=True),
    Column("poll_id", ForeignKey("polls.poll_id"), nullable=False, index=True, info={"label": "опрос"}),
    Column(
        "place_id",
        ForeignKey("places.place_id"),
        info={"label": "населённый пункт"},
        comment="missing: not told by place",
    ),
    Column(
        "answer_no",
        SmallInteger,
        info={"label": "№ ответа"},
        comment="from 1: of the options, of the marks, of the themes of own words; missing: people who took part",
    ),
    Column("answer", String(300), nullable=False, default="", info={"label": "ответ"}),
    Column("votes", Integer, nullable=False, info={"label": "голосов"}, comment="points of kind order"),
    version(),
)
