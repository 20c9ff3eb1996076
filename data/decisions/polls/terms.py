"""Kinds of questions, designs and states of decisions, with their words: what a card may say."""

from data.store.tables.polls import (
    CARRIED_OUT,
    DESIGNS,
    DONE,
    FREE,
    KINDS,
    NOT_DONE,
    ORDER,
    PARTLY,
    RANDOM,
    SCALE,
    SEVERAL,
    SINGLE,
    TEXT,
)

__all__ = [
    "CARRIED_OUT",
    "DESIGNS",
    "DONE",
    "FREE",
    "KINDS",
    "NOT_DONE",
    "ORDER",
    "PARTLY",
    "RANDOM",
    "SCALE",
    "SEVERAL",
    "SINGLE",
    "TEXT",
]
