"""Why a record has no term: the codes of the facts and what they mean to a reader."""

GAPS = {
    0: "",
    1: "для этого канала срок не задан",
    2: "в выгрузке нет дат ответа и закрытия",
    3: "дата закрытия раньше даты поступления",
    4: "закрыто, но дата закрытия не указана",
    5: "нет даты, от которой считается срок",
    6: "в выгрузке нет времени поступления",
    7: "в выгрузке нет даты первого ответа",
    8: "срок в файле раньше поступления, а своего правила нет",
    9: "статус не известен, даты ответа нет",
}
NO_RULE, NOT_OBSERVED, DATE_CONFLICT, CLOSED_UNDATED, NO_START, NO_TIME, NO_REPLY_DATE, DUE_CONFLICT = range(1, 9)
STATUS_UNKNOWN = 9
