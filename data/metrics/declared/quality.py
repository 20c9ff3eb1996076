"""How far the numbers can be trusted: what of the records nobody could place, name or date."""

from data.metrics.declaration import Metric

_FIRST = "По первому вопросу записи."


def _share(metric_id: str, label: str, short: str, note: str, where: str) -> Metric:
    return Metric(
        metric_id, label, short, "%", "share", "received", note, where=where, better="lower", interval="wilson"
    )


METRICS = (
    _share(
        "unmapped_share",
        "Без темы",
        "Без темы, %",
        f"Записи, тема которых не определена: её название неизвестно справочнику или в выгрузке темы нет. {_FIRST}",
        "topic_id IS NULL",
    ),
    _share(
        "unplaced_share",
        "Без места",
        "Без места, %",
        "Записи, у которых не определено даже поселение.",
        "municipality_id IS NULL",
    ),
    _share(
        "unaddressed_share",
        "Без получателя",
        "Без получателя, %",
        f"Записи, получатель по которым не определён. {_FIRST}",
        "recipient_id IS NULL",
    ),
    _share(
        "not_ours_share",
        "Не по компетенции",
        "Не наше, %",
        f"Записи, тема которых — полномочие не того органа, которому они засчитаны, а подходящий известен. {_FIRST}",
        "better_recipient_id IS NOT NULL",
    ),
    _share(
        "undated_share",
        "Закрыто без даты",
        "Без даты, %",
        "Записи с конечным статусом, у которых нет даты ответа или закрытия: срок и длительность по ним не считаются.",
        "is_closed_undated",
    ),
    _share(
        "date_conflict_share",
        "Ответ раньше поступления",
        "Даты спорят, %",
        "Записи, по датам которых ответ дан или вопрос закрыт раньше, чем поступил.",
        "is_date_conflict",
    ),
    _share(
        "due_conflict_share",
        "Срок раньше поступления",
        "Срок спорит, %",
        "Записи, у которых срок, названный в файле, кончается раньше поступления. Такой срок не считается.",
        "is_due_conflict",
    ),
)
