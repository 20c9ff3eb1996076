#!/usr/bin/env bash
# statsmodels 0.15.0, stats.multitest.multipletests with one p-value missing (nan: a topic too small to be tested), no error and no
# warning, and every method does something else: «fdr_bh», «fdr_by», «fdr_tsbh» reject the right ones but return nan for the corrected p
# of all, so a list ordered or filtered by it is empty while `reject` says otherwise; «hommel» rejects nothing any more; «holm» and
# «bonferroni» count the missing one as a test made. scipy 1.17.1's false_discovery_control refuses the same input with an error.
# What holds: correct only the p-values that exist, and put the answers back at their places.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
"$room/v/bin/python" -W error - <<'PY'
import numpy as np
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

KNOWN = [0.001, 0.002, 0.2, 0.5]
for method in ("fdr_bh", "fdr_by", "fdr_tsbh", "hommel", "holm", "bonferroni"):
    whole, whole_p = multipletests(KNOWN, method=method)[:2]
    reject, corrected = multipletests([*KNOWN, np.nan], method=method)[:2]
    print(f"{method:10}", "without:", whole.astype(int), "with nan:", reject.astype(int), np.round(corrected, 4))
    assert list(whole) == [True, True, False, False]
    if method in ("holm", "bonferroni"):
        assert np.isclose(corrected[0], 5 * KNOWN[0]) and np.isclose(whole_p[0], 4 * KNOWN[0])
        continue
    assert np.isnan(corrected).all() and list(reject[:2]) == ([False] * 2 if method == "hommel" else [True] * 2)
try:
    false_discovery_control([*KNOWN, np.nan])
except ValueError as refused:
    print("scipy:", refused)
else:
    raise AssertionError("scipy refuses a missing p-value")
PY
# Output seen, first and fourth line:
# fdr_bh     without: [1 1 0 0] with nan: [1 1 0 0 0] [nan nan nan nan nan]
# hommel     without: [1 1 0 0] with nan: [0 0 0 0 0] [nan nan nan nan nan]
