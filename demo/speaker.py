"""Who speaks, where and when: fills the slots of the patterns with inflected places, streets, durations and dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo import people
from demo.record import Matter

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
WEEKDAYS = ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья")
DAYS = ("второй день", "третий день", "четвёртый день", "вторые сутки", "третьи сутки", "уже {n} дня", "с {weekday}",
        "уже почти неделю", "со вчерашнего дня")  # fmt: skip
WEEKS = ("вторую неделю", "третью неделю", "уже неделю", "больше недели", "недели две", "уже месяц", "второй месяц",
         "с прошлой недели", "{n} недели", "полтора месяца")  # fmt: skip
LONG = ("второй год", "не первый год", "который год", "года три", "больше года", "с прошлого года", "уже полгода",
        "два года")  # fmt: skip
HOURS = ("утра", "обеда", "шести утра", "вчерашнего вечера", "ночи", "семи вечера", "десяти утра")
LONG_AGO = ("в прошлом году", "два года назад", "прошлым летом", "прошлой осенью", "ещё до выборов", "года три назад")
SOMEWHERE_IN = ("у нас в селе", "у нас в деревне", "в нашем селе", "в нашей деревне", "у нас в посёлке")
SOMEWHERE_AT = ("в селе", "в деревне", "в посёлке")
SOMEWHERE_OF = ("нашего села", "нашей деревни", "нашего посёлка")


@dataclass(frozen=True)
class Speaker:
    """Slots of one matter. names_place: the writer names the village; otherwise it is «у нас в селе»."""

    matter: Matter
    rng: Random
    names_place: bool
    answered_on: date | None = None
    promised_on: date | None = None

    def __call__(self, slot: str) -> str:
        """Value of a slot; raises AttributeError for an unknown one."""
        filled: str = getattr(self, f"slot_{slot}")()
        return filled

    def slot_in(self) -> str:
        """«в Бельтирском», «у нас в селе»."""
        return self.matter.place.locative if self.names_place else self.rng.choice(SOMEWHERE_IN)

    def slot_at(self) -> str:
        """«в Бельтирском», «в селе»: after words that already say «мы» or «наш»."""
        return self.matter.place.locative if self.names_place else self.rng.choice(SOMEWHERE_AT)

    def slot_of(self) -> str:
        """«Бельтирского»; after a preposition or a noun."""
        return self.matter.place.genitive if self.names_place else self.rng.choice(SOMEWHERE_OF)

    def slot_where(self) -> str:
        """The place, with a street half the time."""
        if self.rng.random() < 0.5:
            return self.slot_in()
        street = self.matter.street
        if not self.names_place:
            return f"на улице {street.oblique}" if self.rng.random() < 0.7 else "на нашей улице"
        place = self.matter.place
        shapes = (
            f"{place.locative} на улице {street.oblique}",
            f"на улице {street.oblique} {place.locative}",
            f"по ул. {street.name}, {place.short}",
            f"{place.locative} по улице {street.oblique}",
        )
        return self.rng.choice(shapes)

    def slot_street(self) -> str:
        """After «на» or «по»: «улице Школьной», «Ленина»."""
        return self.rng.choice((f"улице {self.matter.street.oblique}", f"ул. {self.matter.street.name}"))

    def slot_street_gen(self) -> str:
        """«улицы Школьной»."""
        return f"улицы {self.matter.street.oblique}"

    def slot_house(self) -> str:
        """House number."""
        return str(self.matter.house)

    def _since(self, shapes: tuple[str, ...]) -> str:
        weekday = (self.matter.received_at.date() - timedelta(self.rng.randint(2, 5))).weekday()
        return self.rng.choice(shapes).format(n=self.rng.choice((2, 3, 4)), weekday=WEEKDAYS[weekday])

    def slot_days(self) -> str:
        """«третий день», «с понедельника»."""
        return self._since(DAYS)

    def slot_weeks(self) -> str:
        """«вторую неделю»."""
        return self._since(WEEKS)

    def slot_long(self) -> str:
        """«который год»."""
        return self._since(LONG)

    def slot_long_ago(self) -> str:
        """«два года назад»."""
        return self.rng.choice(LONG_AGO)

    def slot_hour(self) -> str:
        """After «с»: «шести утра»."""
        return self.rng.choice(HOURS)

    def slot_date(self) -> str:
        """A day before the receipt."""
        return spoken(self.matter.received_at.date() - timedelta(self.rng.randint(2, 40)))

    def slot_done(self) -> str:
        """The day of the work, on or just before the answer."""
        day = self.answered_on or self.matter.received_at.date()
        return spoken(max(self.matter.received_at.date(), day - timedelta(self.rng.randint(0, 3))))

    def slot_promised(self) -> str:
        """The promised day."""
        return spoken(self.promised_on) if self.promised_on else "в ближайшее время"

    def slot_first(self) -> str:
        """First name."""
        return self.matter.person.first

    def slot_full(self) -> str:
        """Full name."""
        return self.matter.person.full

    def slot_patronymic_name(self) -> str:
        """Name and patronymic."""
        return f"{self.matter.person.first} {self.matter.person.patronymic}"

    def slot_phone(self) -> str:
        """Telephone, spelt in one of the usual ways."""
        phone = self.matter.person.phone
        return self.rng.choice((phone, phone.replace(" ", "").replace("-", ""), "8" + phone[2:].replace(" ", "-")))

    def slot_email(self) -> str:
        """Mail address at example.ru."""
        return self.matter.person.email

    def slot_passport(self) -> str:
        """Passport number."""
        return people.passport(self.rng)

    def slot_snils(self) -> str:
        """СНИЛС."""
        return people.snils(self.rng)


def spoken(day: date) -> str:
    """«12 марта»."""
    return f"{day.day} {MONTHS[day.month - 1]}"
