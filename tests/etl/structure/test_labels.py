"""Which member a label leads to: the strongest one, and nothing when two different ones are equally strong."""

from etl.structure.labels import Label, Labels


def labels(*rows: tuple[str, int, float]) -> Labels:
    return Labels([(None, None, text, Label(target, weight)) for text, target, weight in rows], "pos")


def test_two_spellings_of_one_name_that_lead_to_one_member_are_one() -> None:
    assert labels(("Вершино-Тейский", 7, 1.0), ("Вершино-Тёйский", 7, 1.0)).one("вершино-тейский") == 7


def test_two_members_of_equal_strength_are_not_guessed_between() -> None:
    assert labels(("Тёя", 7, 1.0), ("Тея", 8, 1.0)).one("Тёя") is None


def test_the_stronger_member_wins() -> None:
    assert labels(("ЖКХ", 7, 0.4), ("ЖКХ", 8, 0.6)).one("жкх") == 8


def test_an_unknown_label_leads_nowhere() -> None:
    assert labels(("ЖКХ", 7, 1.0)).one("дороги") is None
    assert labels().one("") is None
