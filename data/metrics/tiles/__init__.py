"""Counts made before anybody asks: prefix sums over time of a published snapshot, beside its facts.

cubes      what is counted by what: the dimensions of each cube and the days it tells apart
measures   what of a metric is counted: whole numbers of each row, summed
build      made after publication, month by month; a month that is the same keeps its file
counting   arithmetic of that: rows into cells, steps of time and sums
stored     files and their sums; what is missing, altered or of other code is as good as not there
rows       the rows themselves, column by column in the smallest numbers
narrowed   rows that lists and a scope let through, kept for the next questions of a screen
question   what of a question decides which rows count
grouping   steps of time and rows of an answer
by_rows    sums of what no cube tells together, added up row by row
answer     the sums that a question of the door needs, or nothing: then DuckDB counts

A tile answers only what it answers exactly as DuckDB would (`docs/adr/0006-tiles.md`).
"""
