"""Working time of the district's offices: Monday to Friday, 8–12 and 13–17, without holidays."""

from datetime import date, datetime, time, timedelta

from demo.season import is_working

SHIFTS = ((time(8), time(12)), (time(13), time(17)))


def add_working_minutes(start: datetime, minutes: int) -> datetime:
    """The moment when so many working minutes have passed since `start`."""
    left = timedelta(minutes=minutes)
    day = start.date()
    while True:
        for opens, closes in SHIFTS if is_working(day) else ():
            begin = max(start, datetime.combine(day, opens))
            span = datetime.combine(day, closes) - begin
            if span > timedelta(0):
                if left <= span:
                    return begin + left
                left -= span
        day += timedelta(1)


def add_working_days(start: date, days: int) -> date:
    """The day on which so many working days after `start` have passed."""
    day = start
    while days > 0:
        day += timedelta(1)
        days -= is_working(day)
    return day


def not_later_working(day: date) -> date:
    """The day itself or the nearest working day before it."""
    while not is_working(day):
        day -= timedelta(1)
    return day


def not_earlier_working(day: date) -> date:
    """The day itself or the nearest working day after it."""
    while not is_working(day):
        day += timedelta(1)
    return day
