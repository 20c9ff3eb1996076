"""Planted truth: generators of districts, curves and texts whose answer is known.

They import nothing of the methods that are judged on them (a test holds it).
"""
