"""Events of the district: kept by people, row by row or by a whole table; charts and norms read them."""
