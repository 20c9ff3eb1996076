"""Records found by words of their masked texts: `words` (what a word is), `index` (kept in step), `find` (asked)."""
