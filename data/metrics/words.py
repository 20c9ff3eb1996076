"""Forms of Russian nouns beside numbers, for sentences that the numbers' own room writes and for the screens alike."""


def form(n: int, one: str, few: str, many: str) -> str:
    """The noun that stands after a whole number: 1 день, 3 дня, 11 дней."""
    tens, ones = abs(n) % 100 // 10, abs(n) % 10
    if tens == 1 or ones == 0 or ones >= 5:
        return many
    return one if ones == 1 else few
