#!/usr/bin/env bash
# libpysal 4.14.1: two places at the same point (a village and its hamlet placed by one address, two institutions in one building)
# are not neighbours for weights.DistanceBand, binary or not: the pair is missing and nothing is said, although their distance, 0, is
# within the band. graph.Graph.build_distance_band on the same points joins them: with weight 1 when binary, with weight inf by
# inverse distance. weights.Kernel joins them too. So what a place's neighbours are changes with the class, not with the data.
# What holds: ask for the neighbours of distinct points and join places of one point by hand.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check libpysal==4.14.1 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
"$room/v/bin/python" -W ignore - <<'PY'
import math

import numpy as np
from libpysal.graph import Graph
from libpysal.weights import DistanceBand, Kernel

POINTS, BAND = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]), 2.0
for binary in (True, False):
    old = DistanceBand(POINTS, BAND, binary=binary, silence_warnings=True).neighbors
    new = Graph.build_distance_band(POINTS, BAND, binary=binary).adjacency.to_dict()
    print("binary" if binary else "inverse", "DistanceBand", old[0], "Graph", {to: w for (place, to), w in new.items() if place == 0})
    assert list(old[0]) == [2, 3] and list(old[1]) == [2, 3]
    assert new[0, 1] == 1 if binary else math.isinf(new[0, 1])
kernel = Kernel(POINTS, bandwidth=3.0, fixed=True).neighbors
print("Kernel", [int(place) for place in kernel[0]])
assert 1 in kernel[0]
PY
# Output seen:
# binary DistanceBand [2, 3] Graph {1: 1.0, 2: 1.0, 3: 1.0}
# inverse DistanceBand [2, 3] Graph {1: inf, 2: 1.0, 3: 0.5}
# Kernel [0, 1, 2, 3]
