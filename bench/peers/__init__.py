"""The same questions asked of others: pandas, SQLite, PostgreSQL, DuckDB alone, Superset (`python -m bench.peers`).

questions  the six questions of `bench.six` as SQL over one plain table, and that table
engines    who answers them
superset   the same through Superset's SQL Lab
"""
