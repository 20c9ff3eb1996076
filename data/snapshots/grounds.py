"""What the facts of every month rest on beside its records: calendars, rules, duties, names and rules of topics."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from data.snapshots import facts, files, meanings, rulings
from data.terms import calendar as calendars
from data.terms import competence, laws


@dataclass(frozen=True)
class Grounds:
    """Read once for all months. basis: a digest: another one makes every term or topic different."""

    calendar: calendars.Calendars
    rules: pd.DataFrame
    duties: competence.Duties
    named: meanings.Meanings
    ruled: rulings.Rulings
    basis: str

    def of_month(
        self, connection: sa.Connection, month: int, zone: ZoneInfo, part: facts.Part = facts.WHOLE
    ) -> pd.DataFrame:
        """Facts of a month (`facts.of_month`)."""
        topics = facts.Topics(self.named, self.ruled)
        return facts.of_month(connection, month, zone, self.calendar, self.rules, self.duties, topics, part)


def read(connection: sa.Connection, form: str) -> Grounds:
    """What the store says now. form: version of the facts."""
    calendar, rules = facts.read_calendars(connection), facts.read_rules(connection)
    duties, named = competence.read_duties(connection), meanings.read(connection)
    ruled = rulings.read(connection)
    hours = repr([(one, each.hours) for one, each in calendar.own.items()]).encode()
    lengths = calendar.common.length.tobytes()
    dated = rules.to_csv(index=False) + laws.as_text(connection) + duties.as_text() + named.as_text()
    dated += ruled.as_text()
    basis = files.digest(form.encode(), lengths, hours, dated.encode())
    return Grounds(calendar, rules, duties, named, ruled, basis)
