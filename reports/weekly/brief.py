"""The main thing in a minute, what needs the Head's decision, and the table of the week."""

from collections.abc import Mapping

from reports.documents.blocks import Bar, Bars, Block, Paragraph, Runs, joined, say
from reports.weekly import figures as fig
from reports.weekly import hotspots, recipients
from reports.weekly.figures import Figure
from reports.weekly.shortening import Part
from reports.weekly.week import Weekly
from words import format, nouns

_RESULTS = {
    "closed_solved": "поддержано, меры приняты",
    "closed_explained": "разъяснено",
    "closed_rejected": "не поддержано",
    "forwarded": "направлено по компетенции",
}
"""Statuses in the words of ССТУ."""
_FLOW_WEEKS = 9


def minute(of: Weekly, told: Mapping[str, Figure]) -> list[Block]:
    """What happened, how that compares, what is late."""
    came = Paragraph(joined([*_came(of, told["records"]), " ", *_late(of, told)]))
    return [came, *_answered(of, told["answered"])]


def _came(of: Weekly, records: Figure) -> Runs:
    if not records.now.value:
        return (f"За неделю {of.week.words} не поступило ни одной записи.",)
    verb = nouns.agreeing(records.now.value, "поступила", "поступили", "поступило")
    sentence = say(
        f"За неделю {of.week.words} {verb} {{n}} (обращения и сообщения): {fig.compared(records, nouns.RECORD)}.",
        n=fig.counted(of, "records", records.now.value, nouns.RECORD),
    )
    return joined([*sentence, _usual(records)])


def _usual(records: Figure) -> str:
    if not records.verdict:
        return ""
    low, high = format.number(records.low), format.number(records.high)
    return f" Это {records.verdict}: в девяти неделях из десяти бывает от {low} до {high}."


def _late(of: Weekly, told: Mapping[str, Figure]) -> Runs:
    overdue, burning = told["overdue_now"], of.ask(["burning_now"])["burning_now"]
    if not overdue.now.value:
        late: Runs = ("Просроченных записей на конец недели нет.",)
    else:
        verb = nouns.agreeing(overdue.now.value, "просрочена", "просрочены", "просрочено")
        late = say(
            f"На конец недели {verb} {{n}}: {fig.compared(overdue, nouns.RECORD)}.",
            n=fig.counted(of, "overdue_now", overdue.now.value, nouns.RECORD),
        )
    if not burning:
        return joined([*late, " В ближайшие три рабочих дня сроков нет."])
    soon = fig.counted(of, "burning_now", burning, nouns.RECORD, "genitive")
    return joined([*late, *say(" В ближайшие три рабочих дня срок истекает у {n}.", n=soon)])


def _answered(of: Weekly, answered: Figure) -> list[Block]:
    if not answered.now.value:
        return [Paragraph(("Окончательных ответов за неделю не дано.",))]
    by = of.ask_by(["answered"], ["status"])
    counts = dict(zip(by["status"], by["answered"], strict=True))
    parts: list[Runs] = [
        say(f"{words} — {{n}}", n=fig.number(of, "answered", counts[code], {"status": code}))
        for code, words in _RESULTS.items()
        if counts.get(code)
    ]
    rest = answered.now.value - sum(counts.get(code, 0) for code in _RESULTS)
    parts += [(f"результат не указан — {format.number(rest)}",)] if rest else []
    listed = [run for part in parts for run in (*part, "; ")][:-1]
    verb = nouns.agreeing(answered.now.value, "Дан", "Даны", "Дано")
    n = fig.counted(of, "answered", answered.now.value, nouns.ANSWER)
    return [Paragraph(joined([*say(f"{verb} {{n}}: ", n=n), *listed, "."]))]


def decisions(of: Weekly) -> list[Part]:
    """What only the Head can decide."""
    found = [*hotspots.decisions(of), *recipients.decisions(of)]
    return found or [Paragraph(("Вопросов, которые нельзя решить без Главы, за неделю не возникло.",))]


def table(of: Weekly, told: Mapping[str, Figure]) -> list[Block]:
    """The figures with their bases, and the weeks that led here."""
    return [fig.table("Неделя рядом с обычной и с той же неделей год назад", told), *_flow(of)]


def _flow(of: Weekly) -> list[Block]:
    first = of.week.back(_FLOW_WEEKS - 1).first
    by = of.ask_by(["records"], ["week"], of.filters(first))
    counts = dict(zip(by["week"], by["records"], strict=True))
    weeks = [of.week.back(ago) for ago in reversed(range(_FLOW_WEEKS))]
    known = [one for one in weeks if of.knows(of.filters(one.first))]
    if not any(counts.get(one.first, 0) for one in known):
        return []
    bars = tuple(
        Bar(one.words, float(counts.get(one.first, 0)), format.number(counts.get(one.first, 0)), one == of.week)
        for one in known
    )
    return [Bars("Записей по неделям", bars, f"Столбцы: записей в каждую из {len(bars)} недель до {of.week.words}")]
