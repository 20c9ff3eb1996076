"""Records about the same thing, proposed as one problem: «14 сообщений — 1 прорыв».

address    the street a record names, in its field or in its text
evidence   which pairs of records are compared, and how strongly each pair speaks for one problem
clusters   pairs → groups in which everybody is like everybody: a chain of neighbours is not a problem
propose    a frame of records → proposals, with repeats of one applicant counted apart

Proposes, never decides; reads no store and keeps nothing.
"""
