"""Files of the screens of hotspots: what was found, what made the growth, who is silent, candidates for a poll.

/export/hotspots.xlsx?weeks=…&<filters>
/export/growth.xlsx?against=…&<filters>
/export/silence.xlsx?<filters>
/export/polls.xlsx?w_people=…&<filters>
"""

from flask import Blueprint, Response, request

from access import scope
from answers.filter_words import describe
from answers.hotspots import growth as hotspot_growth
from answers.hotspots import list as hotspot_list
from answers.hotspots import polls as hotspot_polls
from answers.hotspots import silence as hotspot_silence
from answers.hotspots import weeks
from data.errors import QueryError
from reports import xlsx
from reports.asked_file import XLSX_TYPE, answered, attachment, book, request_of_file
from words import format

blueprint = Blueprint("hotspot_downloads", __name__)


@blueprint.get("/export/hotspots.xlsx")
@answered
def hotspots() -> Response:
    """The list of hotspots with what is not proved, as on the screen."""
    asked = request_of_file()
    window = hotspot_list.window(asked.filters, asked.stamp.as_of, request.args.get("weeks", ""))
    found = hotspot_list.hotspots(asked.filters, scope.current(), window)
    title = "Проблемные точки"
    words = describe(found.ground.window.of(asked.filters), asked.stamp)
    return book(asked, found.frame, hotspot_list.COLUMNS, title, words)


@blueprint.get("/export/growth.xlsx")
@answered
def growth() -> Response:
    """The parts of a change, topic × place × channel; a refusal when there is nothing to compare with."""
    asked = request_of_file()
    against = request.args.get("against", "")
    found = hotspot_growth.change(asked.filters, scope.current(), asked.stamp.as_of, against)
    if isinstance(found, str):
        raise QueryError(found)
    title = f"Что дало рост: {format.period(*found.before)} и {format.period(*found.now)}"
    frame = hotspot_growth.table(found)
    body = xlsx.workbook(frame, hotspot_growth.COLUMNS, title, asked.in_words, asked.stamp)
    return attachment(body, asked.file_name("Что дало рост", "xlsx"), XLSX_TYPE)


@blueprint.get("/export/silence.xlsx")
@answered
def silence() -> Response:
    """Places that write less than expected, as on the screen."""
    asked = request_of_file()
    window = weeks.window(asked.filters, asked.stamp.as_of)
    frame = hotspot_silence.places(asked.filters, scope.current(), window)
    title, words = "Кто молчит", describe(window.of(asked.filters), asked.stamp)
    return book(asked, frame, hotspot_silence.COLUMNS, title, words)


@blueprint.get("/export/polls.xlsx")
@answered
def polls() -> Response:
    """Candidates for a poll by the weights of the screen, the excluded ones with the reason."""
    asked = request_of_file()
    window = weeks.window(asked.filters, asked.stamp.as_of)
    weights = hotspot_polls.weights(request.args.to_dict())
    frame = hotspot_polls.candidates(asked.filters, scope.current(), window, weights)
    title = "Кандидаты в опрос"
    words = describe(window.of(asked.filters), asked.stamp)
    return book(asked, frame, hotspot_polls.COLUMNS, title, words)
