"""What a letter carries, whatever it is a letter of."""

from dataclasses import dataclass

CLOSING = (
    "",
    "Письмо составила программа «Тепловая карта МЦУ» по вашей подписке. Изменить или остановить её можно на экране "
    "«Подписки».",
)
"""The last lines of a letter with a file."""


@dataclass(frozen=True)
class Report:
    """What goes out: a file and the words of the letter around it; without a name there is no file."""

    name: str
    content: bytes
    text: str
