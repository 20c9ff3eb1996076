"""What may be proposed for an agenda: everything that waits for a decision, with its numbers and the way to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from answers.recommendations.rules import Recommendation
from data.decisions.meetings.read import KINDS
from data.decisions.orders.read import OVERDUE, Order
from data.decisions.polls.read import STATES as POLL_STATES
from data.decisions.polls.read import Poll
from data.decisions.roadmaps.read import Roadmap
from words import format

MOST_PROPOSED = 16
"""Items proposed for one agenda."""


@dataclass(frozen=True)
class Proposal:
    """An item that may be put on an agenda. kind: of KINDS; key: by which it is not put on twice; link: address of the
    numbers; speaker: who reports.
    """

    kind: str
    key: str
    subject: str
    reason: str
    link: str = ""
    speaker: str = ""


def proposals(
    orders: Sequence[Order],
    overdue: pd.DataFrame,
    found: Sequence[Recommendation],
    more: Iterable[Proposal],
    day: date,
    links: Mapping[str, str],
) -> list[Proposal]:
    """What needs a decision, the most urgent first: orders past their term, recipients with overdue records, hotspots,
    refusals, what others propose (effects due, polls that ended), then what the rules recommend.

    overdue: recipient, recipient_label, overdue_now; links: recipient → address of its overdue records.
    """
    made = [*_of_orders(orders, day), *_of_overdue(overdue, links), *_of_rules(found, "hotspot"), *more]
    made += [*_of_rules(found, "refusals"), *_of_rules(found, "overdue"), *_of_rules(found, "growth")]
    return made[:MOST_PROPOSED]


def _of_orders(orders: Sequence[Order], day: date) -> list[Proposal]:
    late = [one for one in orders if one.state(day) == OVERDUE]
    if not late:
        return []
    count = format.plural(len(late), "поручение", "поручения", "поручений")
    told = ", ".join(f"{one.code} ({one.recipient_name}, срок {format.day(one.due_on)})" for one in late[:4])
    rest = f" и ещё {len(late) - 4}" if len(late) > 4 else ""
    key = f"order|{day.isoformat()}"
    return [Proposal("order", key, f"Просрочено {count}", f"{told}{rest}.", "/meetings?view=orders", "Получатели")]


def _of_overdue(frame: pd.DataFrame, links: Mapping[str, str]) -> list[Proposal]:
    rows = frame[frame["overdue_now"].fillna(0) > 0] if len(frame) else frame
    first = rows.sort_values(["overdue_now", "recipient"], ascending=[False, True]).head(3) if len(rows) else rows
    return [
        Proposal(
            "overdue",
            f"overdue|{row['recipient']}",
            f"Просроченные ответы: {row['recipient_label']}",
            f"Просрочено и не закрыто: {format.records(row['overdue_now'])}.",
            links.get(str(row["recipient"]), ""),
            str(row["recipient_label"])[:200],
        )
        for row in first.to_dict("records")
    ]


def _of_rules(found: Sequence[Recommendation], signal: str, most: int = 3) -> list[Proposal]:
    kind = signal if signal in KINDS else "recommendation"
    first = [one for one in found if one.finding.signal == signal][:most]
    return [
        Proposal(
            kind, f"rule|{one.key}", f"{one.finding.topic_label}. {one.rule.decision}",
            one.finding.story.said, one.finding.story.link, one.finding.recipient_label[:200],
        )
        for one in first
    ]  # fmt: skip


def of_roadmaps(found: Sequence[Roadmap], day: date) -> list[Proposal]:
    """Roadmaps whose effect is to be looked at: a check point has come, or measures are past their time."""
    made = []
    for one in found:
        due = [check for check in one.checks if check.on <= day and not check.fact]
        late = one.overdue(day)
        if not (due or late):
            continue
        told = [f"контрольная точка «{check.name}» {format.day(check.on)}" for check in due[:2]]
        told += [f"просрочено {format.plural(len(late), 'мероприятие', 'мероприятия', 'мероприятий')}"] if late else []
        key = f"roadmap|{one.code}|{day:%Y-%m}"
        reason = f"{'; '.join(told)}."
        link = f"/roadmap?id={one.code}"
        made.append(Proposal("effect", key, f"Дорожная карта {one.code}: {one.title}", _sentence(reason), link))
    return made


def of_polls(found: Sequence[Poll], day: date) -> list[Proposal]:
    """Polls that wait: for their results, for a decision, for its carrying out."""
    return [
        Proposal(
            "poll", f"poll|{one.code}|{one.state(day)}", f"Опрос {one.code}: {one.topic_name}",
            _sentence(f"{_waits(one, day)}."), f"/poll?id={one.code}",
        )
        for one in found
    ]  # fmt: skip


def _waits(one: Poll, day: date) -> str:
    return "решение не выполнено в срок" if one.is_overdue(day) else POLL_STATES[one.state(day)]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
