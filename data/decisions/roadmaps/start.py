"""The form of a roadmap about a problem, with all that the problem already says."""

import sqlalchemy as sa

from data import store
from data.decisions.roadmaps.forms import LONGEST_TITLE, MapForm
from data.decisions.roadmaps.read import DISTRICT
from data.errors import FilterError
from data.settings import Settings
from data.store.tables import municipalities, places, problems, topics


def of_problem(settings: Settings, number: int) -> MapForm:
    """A form with the name, the topic and the territory of a problem; '' where the problem has none.

    FilterError for a problem that is not there.
    """
    p = problems.c
    columns = (p.title, topics.c.code, places.c.oktmo.label("place"), municipalities.c.oktmo.label("municipality"))
    query = sa.select(*columns).select_from(problems).where(p.problem_id == number)
    query = query.outerjoin(topics, topics.c.topic_id == p.topic_id).outerjoin(places, places.c.place_id == p.place_id)
    query = query.outerjoin(municipalities, municipalities.c.municipality_id == p.municipality_id)
    with store.reading(settings) as connection:
        found = connection.execute(query).first()
    if found is None:
        raise FilterError(f"Проблемы № {number} нет. Обновите страницу и выберите ещё раз.")
    land = found.place or found.municipality or DISTRICT
    return MapForm(found.title[:LONGEST_TITLE], found.code or "", land, problem=number)
