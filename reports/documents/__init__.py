"""Documents for paper: what a document says (`blocks`), how it looks (`profile.yml`), and its files (`docx`, `pdf`).

Both files are written from the same blocks, so they can't say different things; what they say has one hash.
"""
