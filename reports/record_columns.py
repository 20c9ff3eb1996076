"""Columns of the files that list single records. Texts stay out: masking may miss a name, and a file travels further
than a screen.
"""

from answers.table import Column

REGISTER_COLUMNS = (
    Column("record_id", "№", "count", "Номер записи в этой программе."),
    Column("external_id", "Номер в источнике"),
    Column("source_label", "Источник"),
    Column("channel_label", "Канал"),
    Column("kind_label", "Вид"),
    Column("received_on", "Поступило", "date"),
    Column("due_on", "Срок", "date", "Последний день срока; пусто, если срок не вычисляется."),
    Column("resolved_on", "Закрыто", "date"),
    Column("outcome_label", "Исполнение срока"),
    Column("gap", "Почему срока нет"),
    Column("status_label", "Статус"),
    Column("topic_label", "Тема"),
    Column("topics", "Вопросов", "count"),
    Column("municipality_label", "Поселение"),
    Column("place_label", "Населённый пункт"),
    Column("recipient_label", "Получатель"),
    Column("rating", "Оценка", "count"),
)
BURNING_COLUMNS = (
    *REGISTER_COLUMNS,
    Column("group_label", "Почему в списке"),
    Column("days_left", "Дней до конца срока", "count", "Меньше нуля — на сколько дней просрочено."),
    Column("probability", "Нарушит срок, если не вмешаться", "share", "Пусто: похожих закрытых записей слишком мало."),
    Column("low", "от (90 %)", "share"),
    Column("high", "до (90 %)", "share"),
    Column("n_closed", "По скольким закрытым записям", "count"),
)
