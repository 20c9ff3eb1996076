"""Best practices that roadmaps with a shown effect offer, as a person would begin to write them down."""

from collections.abc import Mapping, Sequence

from analysis.effect.estimate import Verdict
from data.decisions.practices.read import Practice
from data.decisions.practices.write import Form
from data.decisions.roadmaps.read import Roadmap

OWN, OTHER = "проверено здесь", "чужой опыт"


def worked(found: Sequence[Roadmap], verdicts: Mapping[str, str], known: Sequence[Practice]) -> list[Roadmap]:
    """Roadmaps whose records fell, as shown, and that nobody has written down yet. verdicts: code → of their effect."""
    written = {one.roadmap for one in known}
    return [one for one in found if verdicts.get(one.code) == str(Verdict.FELL) and one.code not in written]


def begun(roadmap: Roadmap) -> Form:
    """What a roadmap says of itself; the person completes it."""
    causes = "; ".join(one.name for one in roadmap.causes)
    measures = "; ".join(one.name for one in roadmap.measures)
    result = f"Записей стало меньше: эффект дорожной карты {roadmap.code} показан."
    return Form(
        roadmap.title, roadmap.topic.code, measures, result, causes, roadmap.territory.name, "", is_own=True,
        roadmap=roadmap.code,
    )  # fmt: skip
