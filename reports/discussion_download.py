"""Files of public discussions: themselves one by one, or summed up by topic and place.

/export/discussions.xlsx?by=…&<filters>    without `by` the discussions themselves
"""

from flask import Blueprint, Response, request

from access import scope
from answers import discussions
from data.errors import AccessError, QueryError
from data.settings import current
from reports.asked_file import answered, book, request_of_file

blueprint = Blueprint("discussion_downloads", __name__)


@blueprint.get("/export/discussions.xlsx")
@answered
def table() -> Response:
    """As on the screen: no texts and no comments, those are read one discussion at a time."""
    asked, by = request_of_file(), request.args.get("by", "")
    if by and by not in discussions.SUMMARY:
        raise QueryError("Такого разреза у обсуждений нет. Вернитесь на экран и выгрузите таблицу ещё раз.")
    if not by and not scope.current().may_open_records:
        raise AccessError("Вам открыты только сводные показатели: список обсуждений выгрузить нельзя.")
    found = discussions.of(current(), scope.current(), asked.filters, asked.stamp.as_of)
    if by:
        return book(
            asked, discussions.summary(found, by), discussions.summary_columns(by), "Обсуждения: сводка", asked.in_words
        )
    return book(asked, found, discussions.LIST_COLUMNS, "Обсуждения", asked.in_words)
