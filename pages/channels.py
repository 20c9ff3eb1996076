"""«Каналы»: what came in by Incident Management or by ПОС, is its clock kept, who lags, what made the growth? Asked by
the person responsible for the channel, week by week, and for the channel report of the month or quarter.
"""

from typing import Any

from dash import Input, Output, html, register_page
from dash.development.base_component import Component

from access import person, scope
from access.roles import Right
from answers import channels, ranks
from answers.channels import Family
from answers.frames import only_row
from answers.hotspots import growth
from components import address, cards, empty_reason, ids, kpis, papers, segments, shell, states
from components.columns import (
    cell_column,
    dimension_column,
    link_column,
    opening_column,
    text_column,
    with_cells,
)
from components.deadlines import charts
from components.figures import flow
from components.hotspots import growth as growth_card
from components.plain_html import callback
from components.question import Question, Screen, read_screen
from data.metrics import METRICS
from reports.channel import span
from words import format, texts

PATH, TITLE = "/channels", "Каналы"
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=2.5, icon="channels", section="picture", needs="data"
)

OF = {"": "ИМ и ПОС", **{code: one.label for code, one in channels.FAMILIES.items()}}
STEPS = {"week": "По неделям", "month": "По месяцам", "quarter": "По кварталам"}
AGAINST = {"previous": "С прошлым периодом", "year": "С прошлым годом"}
SAME_PLACE = "кого не различить, тем дан общий промежуток мест."
ONE_CHANNEL = "Вам открыты сводные показатели: выберите в фильтре «Канал» один канал ИМ или ПОС."


@address.reads(of=address.choice(OF), step=address.choice(STEPS), against=address.choice(AGAINST))
def layout(of: str = "", step: str = "", against: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    switches = [segments.switch("step", STEPS, step), segments.switch("against", AGAINST, against)]
    return shell.screen(
        {"of": of, "step": step, "against": against, **params},
        TITLE,
        "Что пришло в канал, держатся ли его сроки, кто отстаёт и что дало рост. Готово для отчёта по каналу.",
        [
            segments.bar("of", OF, of),
            html.Div(switches, className="toolbar"),
            html.Div(states.skeleton(560), id="channels-body", className="screen__body"),
        ],
        path=PATH,
    )


@callback(Output("channels-body", "children"), Input(ids.FLT, "data"), Input(ids.THEME, "data"))
def answer(flt: dict[str, str] | None, theme: str | None = None) -> Any:
    """All that is open to the asker of the channels chosen: one family in full, or the reports of both."""
    screen = read_screen(flt, scope.current(), theme)
    asked = screen.param("of", tuple(OF))
    found = [(one, _narrowed(screen, one)) for one in channels.FAMILIES.values() if asked in ("", one.code)]
    opened = [(one, mine) for one, mine in found if mine is not None]
    if not opened:
        return empty_reason.why(screen, PATH)
    if screen.scope.hides_small_cells and any(len(mine.filters.channels) > 1 for _, mine in opened):
        return states.empty(ONE_CHANNEL, "")
    if not any(_received(mine) for _, mine in opened):
        return empty_reason.why(screen if len(opened) > 1 else opened[0][1], PATH)
    made = _papers(screen, [one for one, _ in opened])
    if len(opened) == 1:
        return [*_whole(opened[0][1], opened[0][0]), *made]
    return [*(part for one, mine in opened for part in _report(mine, one, is_named=True)), *made]


def _papers(screen: Screen, families: list[Family]) -> list[Component]:
    """The last whole week, month and quarter of each channel and those before them, for who may take files out."""
    asker = person.current()
    if asker is None or not asker.may(Right.EXPORT) or screen.scope.hides_small_cells:
        return []
    made = []
    for step in span.STEPS:
        last = span.latest(step, screen.stamp.as_of)
        made += [(one, period) for period in (last, last.moved(-1)) for one in families]
    of = {key: value for key, value in screen.filters.to_params().items() if key == "snapshot"}
    listed = [
        papers.Paper(f"{one.label}, {period.short}", "/export/channel", {"of": one.code, period.step: period.code} | of)
        for one, period in made
    ]
    note = "По всему каналу, который вам открыт, без фильтров экрана. DOCX — для правки, PDF — для отправки."
    return [papers.card("Отчёты по каналу", listed, note=note, wide=True)]


def _narrowed(screen: Screen, family: Family) -> Screen | None:
    filters = channels.of_family(family, screen.filters, screen.scope)
    return None if filters is None else screen.over(filters)


def _received(screen: Screen) -> bool:
    found = screen.query(["records"])["records"].iloc[0]
    return format.is_missing(found) or bool(found)  # a hidden number is no zero


def _whole(screen: Screen, family: Family) -> list[Component]:
    return [*_report(screen, family), _flow(screen), _ranking(screen, family), *_growth(screen)]


def _report(screen: Screen, family: Family, *, is_named: bool = False) -> list[Component]:
    """The figures of the period and the same by steps of time."""
    row = kpis.row(screen, family.kpis, only_row(screen.query(family.kpis, intervals=True)))
    head: list[Component] = [html.H2(family.label, className="card__title")] if is_named else []
    if not screen.scope.hides_small_cells:
        head.append(html.P(channels.origins(family, screen.filters, screen.scope), className="card__note"))
    return [*head, row, _by_steps(screen, family)]


def _step(screen: Screen) -> str:
    return "month" if screen.in_months else screen.param("step", tuple(STEPS))


def _by_steps(screen: Screen, family: Family) -> Component:
    step = _step(screen)
    question: Question = (list(family.report), [step])
    measures = (family.share, family.speed, "satisfied_share")
    counts = ("records", *family.counts)
    found = with_cells(screen.query(*question, intervals=True, fill=True), *measures)
    frame = screen.with_records_link(found, counts, step)
    columns = [dimension_column(step), *map(opening_column, counts), *map(cell_column, measures)]
    note = f"Свой срок канала — {family.clock}. Строка — шаг, в который поступило, истёк срок или дана оценка."
    newest_first = frame.sort_values(step, ascending=False)
    title = f"Отчёт по каналу: {family.label}, по {texts.STEPS[step]}"
    return screen.table(title, newest_first, columns, question, note=note, wide=True)


def _flow(screen: Screen) -> Component:
    step = _step(screen)
    question: Question = (["records"], [step, "channel"])
    frame = screen.query(*question, fill=True)
    figure = flow.stacked_bars(frame, step, "channel", opens=screen.records_href, dark=screen.is_dark)
    title = f"Поток по {texts.STEPS[step]}"
    note = "По дню поступления. Первый и последний шаг период может обрезать."
    return charts.card(screen, "channels-flow", title, note, figure, frame, question, height=320, wide=True)


def _ranking(screen: Screen, family: Family) -> Component:
    question: Question = (["records", *family.counts, family.share, family.speed, "satisfied_share"], ["recipient"])
    found = screen.query(*question, intervals=True)
    found = found[found["records"].fillna(0).gt(0) | found[family.counts[0]].fillna(0).gt(0)]
    frame = ranks.with_ranks(found, "recipient", METRICS[family.share], ranks.kinds(screen.filters))
    counts = ("records", *family.counts)
    measured = (family.share, family.speed, "satisfied_share")
    shown = screen.with_records_link(with_cells(frame, *measured), counts, "recipient")
    shown = screen.with_link_column(shown, "recipient", "recipient", "/register")
    places = (text_column("rank_text", "Место"), text_column("peers_text", "Среди кого"))
    columns = [link_column("recipient"), *places, *map(opening_column, counts), *map(cell_column, measured)]
    share = METRICS[family.share].label.lower()
    note = f"Место — по показателю «{share}» в этом канале, среди получателей того же вида; {SAME_PLACE}"
    return screen.table("Получатели в этом канале", shown, columns, question, note=note, wide=True)


def _growth(screen: Screen) -> list[Component]:
    found = growth.change(screen.filters, screen.scope, screen.stamp.as_of, screen.param("against", tuple(AGAINST)))
    if isinstance(found, str):
        return [growth_card.refusal_card(found)]
    names = format.period(*found.before), format.period(*found.now)
    question: Question = (["records"], list(growth.PARTS))
    ends = found.growth.before, found.growth.after
    said = growth_card.main_cause(growth.sentence(found), growth.certainty(found), growth.bounds(found))
    return [said, growth_card.card(screen, growth.steps(found, "cause"), ends, names, question), _topics(screen, found)]


def _topics(screen: Screen, found: growth.Change) -> Component:
    """What moved most by topic: the words of the report."""
    rows = growth.steps(found, "topic")
    items: Any = [f"{row['label']}: {growth.signed(int(row['change']))}" for row in rows.to_dict("records")]
    return cards.card("Какие темы выросли и снизились", html.Ul([html.Li(item) for item in items]), wide=True)
