import pytest

from etl.sources import ratings


@pytest.mark.parametrize(
    ("rating", "texts"),
    [
        (5, "5|5,0|5 баллов|5 из 5|5/5|5+|★★★★★|⭐⭐⭐⭐⭐|отлично|Отлично!|отл.|5 (отлично)|отлично - 5|Оценка: 5|"
            "пять баллов|пятёрка|5 звёзд|очень хорошо|доволен|Довольна|полностью удовлетворён|"
            "удовлетворена ответом|Отлчно"),
        (4, "4|4-|★★★★☆|⭐️⭐️⭐️⭐️|хорошо|ХОРОШО|хор.|хорощо|4 балла|четыре|скорее доволен|4 - хорошо"),
        (4.5, "4,5|4.5|4,5 из 5"),
        (3, "3|удовлетворительно|Удовлетварительно|удовл.|нормально|тройка|частично удовлетворён|3 из 5 баллов"),
        (2, "2|2.|плохо|неуд.|неудовлетворительно|не удовлетворительно|скорее недоволен|два"),
        (1, "1|1 балл|очень плохо|ужасно|недоволен|Не доволен|не удовлетворена|★☆☆☆☆"),
    ],
)  # fmt: skip
def test_a_rating_is_read_as_people_write_it(rating, texts):
    read = {text: ratings.read(text) for text in texts.split("|")}
    assert read == dict.fromkeys(read, rating)


@pytest.mark.parametrize("text", ["", "0", "не оценено", "☆☆☆☆☆", "Без оценки"])
def test_what_says_that_nobody_rated_is_no_rating_and_no_fault(text):
    assert ratings.read(text) == ratings.NOT_RATED


@pytest.mark.parametrize(
    "text",
    "7|-1|0,5|12.03.2026|5.03.2026|3 дня|10 из 10|5 из 10|8/10|5 - плохо|1 – отлично|да|нет|неплохо|не очень хорошо|"
    "не отлично|нехорошо|формально|★★★★★★|*****|100%|спасибо|Решено|3-4|55|отлично, но поздно".split("|"),
)
def test_what_can_be_read_in_two_ways_is_not_read(text):
    assert ratings.read(text) is None
