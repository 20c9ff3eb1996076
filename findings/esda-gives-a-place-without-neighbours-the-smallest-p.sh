#!/usr/bin/env bash
# esda 2.9.0 with libpysal 4.14.1: a place without neighbours (an island, a village beyond the distance) gets the smallest
# pseudo p-value there is, 1 / (permutations + 1), from Moran_Local and from G_Local, whatever is counted there: the reference
# statistic of such a place is the same in every permutation. G_Local's z is nan beside that p; Moran_Local's statistic is 0, yet
# get_cluster_labels() calls the places «High-Low» and «Low-Low» at any level, so they lead every list of hotspots and coldspots.
#
# What holds: leave places without neighbours out of the list (w.islands, Graph.isolates) before p is read or corrected.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check esda==2.9.0 libpysal==4.14.1 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
"$room/v/bin/python" -W ignore - <<'PY'
import numpy as np
from esda import G_Local, Moran_Local
from libpysal.graph import Graph
from libpysal.weights import W

LINE, REPLICAS = 12, 999
neighbours = {place: [other for other in (place - 1, place + 1) if 0 <= other < LINE] for place in range(LINE)}
weights = W({**neighbours, LINE: [], LINE + 1: []}, silence_warnings=True)
counts = np.random.default_rng(1).poisson(5, LINE + 2).astype(float)
for alone in ((40, 0), (5, 5), (6, 4)):
    counts[LINE:] = alone
    moran = Moran_Local(counts, Graph.from_W(weights), permutations=REPLICAS, seed=3)
    getis = G_Local(counts, weights, permutations=REPLICAS, seed=3)
    labels = list(moran.get_cluster_labels(crit_value=0.01))
    print(alone, "Moran p", moran.p_sim[LINE:], "G p", getis.p_sim[LINE:], "G z", getis.Zs[LINE:], labels[LINE:])
    assert (moran.p_sim[LINE:] == 1 / (REPLICAS + 1)).all() and (getis.p_sim[LINE:] == 1 / (REPLICAS + 1)).all()
    assert np.isnan(getis.Zs[LINE:]).all() and (moran.Is[LINE:] == 0).all()
    assert "Insignificant" not in labels[LINE:]
PY
# Output seen, first line:
# (40, 0) Moran p [0.001 0.001] G p [0.001 0.001] G z [nan nan] ['High-Low', 'Low-Low']
