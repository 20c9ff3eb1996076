"""One answer and its checklist: a minute by the keyboard. The browser's half is assets/89-checklist.js.

What another reader has found is not here, nor whether there was one: the second reading is blind.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from answers.completeness import LABELS
from components import cards, states
from words import format

BUTTON, MARK = "check-do", "check-mark"
"""Types of ids: buttons (`action`, `key`) and marks (`name`)."""
OUTCOMES = {"solved": "Решён", "explained": "Разъяснено с причиной, не в его полномочиях", "unsolved": "Не решён"}
_YES_NO = {"yes": "Да", "no": "Нет"}
HINTS = {
    "outcome": "Сделано или неисправность устранена. Обещание и «работа ведётся» — не решён.",
    "is_complete": "На каждый вопрос и просьбу письма, со знаком вопроса или без.",
    "is_definite": "И срок, и кто делает или отвечает. Дата и адресат пересылки не в счёт.",
    "has_proof": "Фото, акт, протокол, отчёт, замер — приложены или названы.",
}
_NOTE = "Цифры — клавиши: 1–3, 4–5, 6–7, 8–9. Enter — записать и открыть следующий."


def button(action: Any, key: Any = "") -> dict[str, Any]:
    """Id of a button; `ALL` for both matches every one."""
    return {"type": BUTTON, "action": action, "key": key}


def mark(name: Any) -> dict[str, Any]:
    """Id of a mark; `ALL` matches every one."""
    return {"type": MARK, "name": name}


def marks(values: Sequence[str | None], identities: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What the checklist says: by the names of `data.decisions.checks.MARKS`, missing where nothing was chosen."""
    told = {one["name"]: value for one, value in zip(identities, values, strict=True)}
    flags = {"yes": True, "no": False}
    return {name: value if name == "outcome" else flags.get(str(value)) for name, value in told.items()}


def card(item: Any | None, href: str = "", *, held: int = 0) -> Component:
    """The answer to read (`data.decisions.checks.marks.Item`) and its checklist. href: of the record's card; held: how
    many answers others have open, where there is none to read.
    """
    if item is None:
        nothing = states.empty("Все ответы плана прочитаны.", "Новый план составляют раз в неделю, он ниже.")
        if held:
            opened = format.plural(held, "ответ открыт", "ответа открыты", "ответов открыты")
            said = "Кто закрыл страницу, не записав, освобождает ответ через полчаса. Обновите страницу позже."
            nothing = states.empty(f"Остальное читают другие: {opened}.", said)
        return cards.card("Проверить ответ", nothing, wide=True)
    left = f"Осталось вам: {format.plural(item.left, 'ответ', 'ответа', 'ответов')}."
    left = left if item.item_id else "Вне плана: проверка сохранится, но в оценку полноты не войдёт."
    body = html.Div([_about(item, href), _texts(item), _list(item)], className="check", id="check-form")
    return cards.card("Проверить ответ", body, note=left, wide=True)


def _about(item: Any, href: str) -> Component:
    number = dcc.Link(f"№{format.NBSP}{item.external_id}", href=href) if href else f"№{format.NBSP}{item.external_id}"
    answered = format.day(item.answered_on) if item.answered_on else "без даты"
    told = [item.channel, item.topic, item.recipient, f"поступило {format.day(item.received_on)}", f"ответ {answered}"]
    return html.P([number, " · ", " · ".join(part for part in told if part)], className="second-line")


def _texts(item: Any) -> Component:
    question = item.text or "Текста письма нет."
    return html.Div(
        [
            html.Div([html.H3("Письмо", className="check__head"), html.P(question, className="check__text")]),
            html.Div([html.H3("Ответ", className="check__head"), _answer(item)]),
        ],
        className="check__texts",
    )


def _answer(item: Any) -> Component:
    if item.answer:
        return html.P(item.answer, className="check__text")
    day = f", ответ от {format.day(item.answered_on)}" if item.answered_on else ""
    said = f"Текста ответа нет ни в одной выгрузке. Прочитайте в СЭД: № {item.external_id}{day}."
    return html.P(said, className="check__text check__text--elsewhere", role="note")


def _list(item: Any) -> Component:
    numbers, fields = iter(range(1, 10)), []
    for name, label in LABELS.items():
        known = OUTCOMES if name == "outcome" else _YES_NO
        options: Any = [{"value": code, "label": _numbered(next(numbers), words)} for code, words in known.items()]
        choice = dcc.RadioItems(options, None, id=mark(name), className="check__choice")
        words = [html.Legend(label, className="field__label"), html.Span(HINTS[name], className="field__hint")]
        fields.append(html.Fieldset([*words, choice], className="check__mark"))
    key = str(item.item_id) if item.item_id else f"{item.record_id}:{item.question_no}"
    save = html.Button("Записать", id=button("save", key), className="button button--main check__save", type="button")
    end = html.Div([save, html.Span(_NOTE, className="field__hint")], className="check__end")
    return html.Div([*fields, end], className="check__list")


def _numbered(number: int, words: str) -> Component:
    return html.Span([html.Kbd(str(number), className="check__key"), words])


def latest(checks: Sequence[Any]) -> Component | None:
    """What the reader has found last (`data.decisions.checks.marks.Check`), each with its way back."""
    if not checks:
        return None
    return cards.card("Ваши последние проверки", html.Ul([_one(one) for one in checks], className="check__latest"))


def _one(check: Any) -> Component:
    flags = [LABELS[name].lower() for name, value in check.marks.items() if value is True]
    said = "; ".join([OUTCOMES[check.marks["outcome"]], *flags])
    back = html.Button("Отозвать", id=button("withdraw", str(check.number)), className="link-button", type="button")
    return html.Li([f"№{format.NBSP}{check.external_id}, {format.day(check.made_on)}: {said}. ", back])
