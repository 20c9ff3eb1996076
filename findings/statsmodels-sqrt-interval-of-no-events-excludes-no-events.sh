#!/usr/bin/env bash
# statsmodels 0.15.0, stats.rates.confint_poisson(count, exposure, method="sqrt"): the interval of a place with no events is one point, and
# the estimate, 0, lies outside it: at 95 % and exposure 10 it is (0.096; 0.096). The square root's lower end falls below zero there and
# is squared all the same. The lower end of one event moves up, not down, as the
# promise grows from 95 to 99 %. No warning; the docstring lists the method beside the others. «score», «exact-c», «jeff» and the two other square roots
# («sqrt-a», «sqrt-v») start at zero. In a table of villages, most of which wrote nothing about a topic, every empty row looks certain.
# What holds: «exact-c» or «jeff», or cut the root at zero before it is squared.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check statsmodels==0.15.0 scipy==1.17.1 numpy==2.4.6 pandas==3.1.1
"$room/v/bin/python" - <<'PY'
from statsmodels.stats.rates import confint_poisson


def ends(count: int, method: str, promise: float) -> tuple[float, float]:
    low, high = confint_poisson(count, 10, method, alpha=round(1 - promise, 2))
    return round(float(low), 3), round(float(high), 3)


for method in ("sqrt", "sqrt-a", "sqrt-v", "score", "exact-c"):
    print(f"{method:8} no events, 90 / 95 / 99 %:", *[ends(0, method, promise) for promise in (0.90, 0.95, 0.99)])
for promise in (0.90, 0.95, 0.99):
    low, high = ends(0, "sqrt", promise)
    assert low == high > 0
    assert all(ends(0, other, promise)[0] == 0 < ends(0, other, promise)[1] for other in ("sqrt-a", "sqrt-v", "score", "exact-c"))
lows = [ends(1, "sqrt", promise)[0] for promise in (0.95, 0.99)]
print("sqrt     lower end of one event, 95 / 99 %:", *lows)
assert lows[0] < lows[1]
PY
# Output seen:
# sqrt     no events, 90 / 95 / 99 %: (0.068, 0.068) (0.096, 0.096) (0.166, 0.166)
# sqrt-a   no events, 90 / 95 / 99 %: (0.0, 0.168) (0.0, 0.216) (0.0, 0.324)
# sqrt-v   no events, 90 / 95 / 99 %: (0.0, 0.21) (0.0, 0.281) (0.0, 0.456)
# score    no events, 90 / 95 / 99 %: (0.0, 0.271) (0.0, 0.384) (0.0, 0.663)
# exact-c  no events, 90 / 95 / 99 %: (0.0, 0.3) (0.0, 0.369) (0.0, 0.53)
# sqrt     lower end of one event, 95 / 99 %: 0.0 0.008
