"""Where things are: the district's outline, cells of places and municipalities, imported boundaries, distances.

Imports none of the other rooms: frames and folders come as parameters. `geo.layers` is the way in for screens and
documents, `geo.locate` and `geo.distance` for records that carry coordinates, `python -m geo` for people.
"""
