#!/usr/bin/env bash
# dateparser 1.5.0, Russian: the same date alone and inside a text are two dates. parse("05.06.2026", languages=["ru"]) is the 5th of June, as
# it is written in Russia; search.search_dates of the very string, or of «ответ до 05.06.2026», with the same languages is the 6th of May,
# and «13.06.2026» is the 13th of June again: a text's deadlines go wrong only when the day is 12 or less, two of five, and never fail.
# The order of the language is lost between the two functions (told to the project in 2020 and 2021, open since); what is less expected:
# «15 мая с.г.» («of this year», the usual form in official letters) is found as «мая» with today's day of the month: the day that
# is written is dropped. parse() says None to it. «15.05» alone is a time of today, 15:05.
# What holds: settings={"DATE_ORDER": "DMY"} in every call of search_dates, and an own rule for «с.г.».
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
"$room/v/bin/python" -W ignore - <<'PY'
from datetime import datetime

import dateparser
from dateparser.search import search_dates

TODAY = {"RELATIVE_BASE": datetime(2026, 11, 30)}


def inside(text: str, **more: str) -> list[str]:
    return [f"{part} = {day:%d.%m.%Y}" for part, day in search_dates(text, languages=["ru"], settings=TODAY | more) or []]


alone = dateparser.parse("05.06.2026", languages=["ru"], settings=TODAY)
print("alone", f"{alone:%d.%m.%Y}", "| inside", inside("ответ до 05.06.2026"), inside("ответ до 13.06.2026"))
assert (alone.day, alone.month) == (5, 6)
assert inside("ответ до 05.06.2026") == ["05.06.2026 = 06.05.2026"]
assert inside("ответ до 13.06.2026") == ["13.06.2026 = 13.06.2026"]
assert inside("ответ до 05.06.2026", DATE_ORDER="DMY") == ["05.06.2026 = 05.06.2026"]
print("с.г.", inside("ответ до 15 мая с.г."), "| without", inside("ответ до 15 мая"))
assert inside("ответ до 15 мая с.г.") == ["мая = 30.05.2026"]
assert inside("ответ до 15 мая") == ["15 мая = 15.05.2026"]
time = dateparser.parse("15.05", languages=["ru"], settings=TODAY)
print("15.05", time)
assert (time.month, time.hour, time.minute) == (11, 15, 5)
PY
# Output seen:
# alone 05.06.2026 | inside ['05.06.2026 = 06.05.2026'] ['13.06.2026 = 13.06.2026']
# с.г. ['мая = 30.05.2026'] | without ['15 мая = 15.05.2026']
# 15.05 2026-11-30 15:05:00
