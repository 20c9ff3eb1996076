"""Drawing errors between neighbours: slivers are closed, overlaps get one owner, real holes stay."""

import numpy as np
import shapely

from geo import coverage


def _array(*areas):
    return np.array(areas, dtype=object)


def test_a_gap_of_a_hundred_metres_between_neighbours_is_closed():
    left, right = shapely.box(90.0, 53.0, 90.1, 53.1), shapely.box(90.1015, 53.02, 90.2, 53.08)
    frame = shapely.box(89.9, 52.9, 90.3, 53.2).difference(shapely.box(90.0, 53.0, 90.1015, 53.1)).difference(right)
    result = coverage.snap_to_grid(_array(left, right, frame))
    assert shapely.coverage_is_valid(result)
    assert shapely.union_all(result).equals(shapely.box(89.9, 52.9, 90.3, 53.2))


def test_a_real_hole_stays_a_hole():
    ring = shapely.box(90.0, 53.0, 90.4, 53.4).difference(shapely.box(90.1, 53.1, 90.3, 53.3))
    assert coverage.snap_to_grid(_array(ring))[0].equals(ring)


def test_an_overlap_goes_to_the_first_owner():
    first, second = shapely.box(90.0, 53.0, 90.2, 53.1), shapely.box(90.1, 53.0, 90.3, 53.1)
    result = coverage.snap_to_grid(_array(first, second))
    assert result[0].equals(first)
    assert result[1].equals(shapely.box(90.2, 53.0, 90.3, 53.1))


def test_a_missing_polygon_stays_missing():
    result = coverage.snap_to_grid(_array(shapely.box(90.0, 53.0, 90.2, 53.1), None))
    assert result[1] is None


def test_neighbours_with_unmatched_vertices_share_their_edge_after_simplification():
    left = shapely.Polygon([(90, 53), (90.1, 53), (90.1004, 53.05), (90.1, 53.1), (90, 53.1)])
    right = shapely.Polygon([(90.1, 53), (90.2, 53), (90.2, 53.1), (90.1, 53.1), (90.1002, 53.075), (90.1002, 53.025)])
    result = coverage.simplify(coverage.snap_to_grid(_array(left, right)))
    assert shapely.coverage_is_valid(coverage.snap_to_grid(result))
