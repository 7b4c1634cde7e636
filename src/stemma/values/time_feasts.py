"""Feasts that news dates things by: on a fixed date, counted from Easter, or the nth weekday of a month.

What falls on different days in different countries or calendars (Thanksgiving, Independence Day, Ramadan) is a time whose value
is not known.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

FIXED: Final = {
    "new year's day": (1, 1), "twelfth night": (1, 5), "epiphany": (1, 6), "burns night": (1, 25), "australia day": (1, 26),
    "valentine's day": (2, 14), "international women's day": (3, 8), "st patrick's day": (3, 17), "st. patrick's day": (3, 17),
    "april fools' day": (4, 1), "april fool's day": (4, 1), "earth day": (4, 22), "st george's day": (4, 23), "anzac day": (4, 25),
    "may day": (5, 1), "europe day": (5, 9), "juneteenth": (6, 19), "canada day": (7, 1), "the fourth of july": (7, 4),
    "bastille day": (7, 14), "halloween": (10, 31), "all saints' day": (11, 1), "bonfire night": (11, 5),
    "guy fawkes night": (11, 5), "veterans day": (11, 11), "armistice day": (11, 11), "remembrance day": (11, 11),
    "st andrew's day": (11, 30), "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25),
    "boxing day": (12, 26), "new year's eve": (12, 31), "hogmanay": (12, 31),
}  # fmt: skip
"""Month and day."""
FROM_EASTER: Final = {
    "shrove tuesday": -47, "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "holy saturday": -1,
    "easter sunday": 0, "easter day": 0, "easter monday": 1, "ascension day": 39, "whit sunday": 49, "whit monday": 50,
}  # fmt: skip
"""Days after (western) Easter Sunday."""
WEEKDAYS_OF: Final = {
    "martin luther king day": (1, 0, 3), "martin luther king jr. day": (1, 0, 3), "presidents' day": (2, 0, 3),
    "presidents day": (2, 0, 3), "labor day": (9, 0, 1), "columbus day": (10, 0, 2),
}  # fmt: skip
"""Month, weekday (Monday 0) and which of them: holidays of the United States that nobody else has on another day."""
NOT_KNOWN: Final = (
    "thanksgiving day", "thanksgiving", "independence day", "memorial day", "labour day", "mother's day", "father's day", "easter",
    "easter weekend", "pentecost", "ramadan", "eid al-fitr", "eid al-adha", "hanukkah", "passover", "rosh hashanah", "yom kippur",
    "diwali", "lunar new year", "chinese new year", "orthodox christmas", "orthodox easter", "bank holiday monday",
)  # fmt: skip
"""Feasts of several dates: by country, by church or by the moon."""
NAMES: Final = tuple(sorted({*FIXED, *FROM_EASTER, *WEEKDAYS_OF, *NOT_KNOWN}, reverse=True))


def feast_day(name: str, year: int) -> date | None:
    """The day of a feast in a year; None where it has none, or several."""
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in FROM_EASTER:
        return easter(year) + timedelta(days=FROM_EASTER[name])
    if name in WEEKDAYS_OF:
        return nth_weekday(year, *WEEKDAYS_OF[name])
    return None


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date | None:
    """The `n`th weekday (Monday 0) of a month; -1: the last; None where the month has no such."""
    if n < 0:
        last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    return found if found.month == month else None


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus, in the anonymous form of Meeus, Jones and Butcher (1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
