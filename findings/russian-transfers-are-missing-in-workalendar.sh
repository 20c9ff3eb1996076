#!/usr/bin/env bash
# workalendar 17.0.0, workalendar.europe.Russia: days off moved by the government's yearly decree are known up to 2021
# only. From 2022 on, working days that were off pass as working and working Saturdays as off, without a warning.
# A deadline in working days counted by it is wrong in every year since: 2024 has 250 working days instead of 248,
# 2025 and 2026 have 249 instead of 247.
# holidays 0.109, holidays.RU, follows the decrees up to 2027 (its source names them), but only is_working_day() does:
# membership («day in holidays.RU()») knows no working Saturday, so «weekday < 5 and not in RU» gives 245 for 2024
# (27.04, 02.11 and 28.12 are lost), 246 for 2025.
# Right counts: production calendars after decrees № 1314 of 10.08.2023, № 1335 of 04.10.2024, № 1466 of 24.09.2025.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check workalendar==17.0.0 holidays==0.109
"$room/v/bin/python" - <<'PY'
from datetime import date, timedelta

import holidays
from workalendar.europe import Russia

one, two = Russia(), {year: holidays.RU(years=year) for year in range(2021, 2027)}
seen = {}
for year, ru in two.items():
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    days = [day for day in days if day.year == year]
    plain = sum(day.weekday() < 5 and day not in ru for day in days)
    seen[year] = (sum(map(one.is_working_day, days)), sum(map(ru.is_working_day, days)), plain)
    print(year, "workalendar %d, holidays.is_working_day %d, weekday not in holidays %d" % seen[year])
moved_off, working_saturday = date(2024, 4, 29), date(2024, 4, 27)
print("29.04.2024 works:", one.is_working_day(moved_off), "27.04.2024 works:", one.is_working_day(working_saturday))
assert seen[2021][:2] == (247, 247), "the last year in which both agree"
assert {year: seen[year][:2] for year in range(2022, 2027)} == {
    2022: (249, 247), 2023: (249, 247), 2024: (250, 248), 2025: (249, 247), 2026: (249, 247)
}
assert one.is_working_day(moved_off) and not one.is_working_day(working_saturday)
assert not two[2024].is_working_day(moved_off) and two[2024].is_working_day(working_saturday)
assert [seen[year][2] for year in (2023, 2024)] == [247, 245]
PY
# Output seen:
# 2021 workalendar 247, holidays.is_working_day 247, weekday not in holidays 246
# 2022 workalendar 249, holidays.is_working_day 247, weekday not in holidays 246
# 2023 workalendar 249, holidays.is_working_day 247, weekday not in holidays 247
# 2024 workalendar 250, holidays.is_working_day 248, weekday not in holidays 245
# 2025 workalendar 249, holidays.is_working_day 247, weekday not in holidays 246
# 2026 workalendar 249, holidays.is_working_day 247, weekday not in holidays 247
# 29.04.2024 works: True 27.04.2024 works: False
