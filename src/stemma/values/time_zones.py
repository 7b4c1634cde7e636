"""Zones of clock times in news, and the local day of a publication: fixed offsets and the rules of summer time, as a table.

Written out rather than asked of the machine's zone database, so that one text gives one value on every machine. Summer time is
told to the day, as the rules have stood since 2007 (the United States), 1996 (Europe), 2008 (Australia), 2007 (New Zealand);
before that the offset is not known.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypeAlias

Summer: TypeAlias = Literal["none", "us", "eu", "au", "nz"]

_NAMED: Final = {
    "z": 0, "gmt": 0, "utc": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "wat": 60, "cest": 120, "eet": 120, "sast": 120,
    "cat": 120, "eest": 180, "msk": 180, "eat": 180, "moscow time": 180, "pkt": 300, "sgt": 480, "hkt": 480, "beijing time": 480,
    "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
"""Minutes east of Greenwich."""
_SEVERAL: Final = {"ist": (330,), "cst": (-360, 480)}
"""Letters that several places use, and the offsets that tell them apart: India (not Israel, Ireland); Chicago, China."""
_SWITCHING: Final[dict[str, tuple[int, Summer]]] = {
    "et": (-300, "us"), "eastern": (-300, "us"), "eastern time": (-300, "us"), "ct": (-360, "us"), "central time": (-360, "us"),
    "mt": (-420, "us"), "mountain time": (-420, "us"), "pt": (-480, "us"), "pacific": (-480, "us"), "pacific time": (-480, "us"),
    "london time": (0, "eu"),
}  # fmt: skip
"""The winter's offset and whose summer time."""


def _cities(minutes: int, summer: Summer, names: str) -> dict[str, tuple[int, Summer]]:
    return {name.strip(): (minutes, summer) for name in names.split(",")}


CITIES: Final[dict[str, tuple[int, Summer]]] = {
    **_cities(-600, "none", "honolulu"),
    **_cities(-480, "us", "los angeles, san francisco, seattle, san diego, vancouver, sacramento, las vegas, oakland"),
    **_cities(-420, "us", "denver, salt lake city, calgary, edmonton"),
    **_cities(-420, "none", "phoenix"),
    **_cities(-360, "us", "chicago, dallas, houston, austin, minneapolis, new orleans, milwaukee, st. louis, winnipeg"),
    **_cities(-360, "none", "mexico city, san salvador, tegucigalpa, managua"),
    **_cities(
        -300, "us", "new york, washington, boston, philadelphia, atlanta, miami, detroit, pittsburgh, toronto, ottawa, montreal"
    ),
    **_cities(-300, "none", "lima, bogota, quito, kingston"),
    **_cities(-240, "none", "caracas, la paz"),
    **_cities(-180, "none", "brasilia, sao paulo, rio de janeiro, buenos aires, montevideo"),
    **_cities(0, "none", "reykjavik, dakar, accra, abidjan, bamako"),
    **_cities(0, "eu", "london, edinburgh, glasgow, cardiff, belfast, dublin, lisbon"),
    **_cities(60, "none", "lagos, abuja, algiers, tunis, kinshasa, luanda"),
    **_cities(
        60, "eu", "paris, berlin, frankfurt, munich, hamburg, madrid, barcelona, rome, milan, brussels, strasbourg, amsterdam"
    ),
    **_cities(60, "eu", "the hague, vienna, zurich, geneva, bern, stockholm, oslo, copenhagen, prague, warsaw, budapest, belgrade"),
    **_cities(
        60, "eu", "zagreb, ljubljana, bratislava, sarajevo, skopje, tirana, podgorica, pristina, luxembourg, valletta, monaco"
    ),
    **_cities(120, "eu", "helsinki, tallinn, riga, vilnius, kyiv, kiev, bucharest, sofia, athens, nicosia, chisinau"),
    **_cities(120, "none", "johannesburg, cape town, pretoria, harare, lusaka, tripoli, khartoum, maputo, kigali"),
    **_cities(180, "none", "moscow, minsk, istanbul, ankara, baghdad, riyadh, kuwait city, doha, nairobi"),
    **_cities(180, "none", "addis ababa, mogadishu, kampala, sanaa, aden, manama"),
    **_cities(240, "none", "dubai, abu dhabi, muscat, baku, tbilisi, yerevan"),
    **_cities(270, "none", "kabul"),
    **_cities(300, "none", "islamabad, karachi, lahore, tashkent"),
    **_cities(330, "none", "new delhi, delhi, mumbai, kolkata, bengaluru, bangalore, chennai, colombo"),
    **_cities(345, "none", "kathmandu"),
    **_cities(360, "none", "dhaka"),
    **_cities(390, "none", "yangon"),
    **_cities(420, "none", "bangkok, hanoi, ho chi minh city, jakarta, phnom penh, vientiane"),
    **_cities(480, "none", "beijing, shanghai, hong kong, taipei, singapore, kuala lumpur, manila, perth, ulaanbaatar"),
    **_cities(540, "none", "tokyo, osaka, seoul, pyongyang"),
    **_cities(600, "au", "sydney, melbourne, canberra, hobart"),
    **_cities(600, "none", "brisbane, port moresby"),
    **_cities(720, "nz", "wellington, auckland, christchurch"),
    **_cities(720, "none", "suva"),
}
"""Where datelines are written: minutes east of Greenwich in winter, and the summer time kept there."""

_DATELINE: Final = re.compile(
    r"(?P<place>[^,(/:\d–—-]+?)\s*(?:$|[(/:–—-]|,?\s*\d|,\s*(?:d\.?c\.?\b|\d|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep"
    r"|oct|nov|dec)[a-z]*\b))"
)
"""A place alone or before its date or agency: "PARIS, Texas" is another Paris."""
_STAMP: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]00:?00)$")


def offset(words: str, on: date, near: int | None) -> str:
    """The offset that a zone's words mean on a day: "Z", "+05:30"; "" where they name none, or one of several.

    `near` is the offset of the publication in minutes, if known: it decides between zones that share their letters.
    """
    name = " ".join(words.casefold().replace("(", " ").replace(")", " ").split())
    if found := re.fullmatch(r"(?:gmt|utc)\s*([+-])\s?(\d{1,2}):?(\d\d)?", name):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return written(minutes if found[1] == "+" else -minutes) if minutes <= 14 * 60 else ""
    if name in _NAMED:
        return written(_NAMED[name])
    if name in _SEVERAL:
        return written(near) if near in _SEVERAL[name] else ""
    if name in _SWITCHING:
        minutes, summer = _SWITCHING[name]
        extra = daylight(on, summer)
        return "" if extra is None else written(minutes + extra)
    return ""


def written(minutes: int) -> str:
    """ "Z", "+05:30", "-04:00"."""
    return "Z" if minutes == 0 else f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def daylight(on: date, summer: Summer) -> int | None:
    """The minutes by which clocks are ahead on a day; None before today's rules."""
    if summer == "none":
        return 0
    if on.year < {"us": 2007, "eu": 1996, "au": 2008, "nz": 2008}[summer]:
        return None
    if summer == "us":
        return 60 if _sunday(on.year, 3, 2) <= on < _sunday(on.year, 11, 1) else 0
    if summer == "eu":
        return 60 if _sunday(on.year, 3, -1) <= on < _sunday(on.year, 10, -1) else 0
    begins = _sunday(on.year, 10, 1) if summer == "au" else _sunday(on.year, 9, -1)
    return 60 if on >= begins or on < _sunday(on.year, 4, 1) else 0


def local_stamp(published: str | None, dateline: str | None) -> str | None:
    """The publication on the clock of the place that the dateline names, so that "today" is the day of those who wrote it.

    Only a stamp in universal time is moved ("2024-02-14T22:30Z" under "TOKYO, Feb 15" is "2024-02-15T07:30+09:00"): any other
    already is local. Comes back as it is where it has no clock, or the place is not known.
    """
    stamp = _STAMP.fullmatch(published or "")
    if stamp is None or not dateline:
        return published
    written_as = _DATELINE.match(dateline.casefold().strip())
    known = CITIES.get(written_as["place"].strip()) if written_as else None
    if known is None:
        return published
    try:
        at = datetime.fromisoformat(f"{stamp[1]}T{stamp[2]}") + timedelta(minutes=known[0])
        extra = daylight(at.date(), known[1])
        if extra is None:
            return published
        return f"{(at + timedelta(minutes=extra)).isoformat(timespec='minutes')}{written(known[0] + extra)}"
    except (ValueError, OverflowError):
        return published  # digits that look like a stamp and are none


def _sunday(year: int, month: int, n: int) -> date:
    """The `n`th Sunday of a month; -1: the last."""
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (n - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() + 1) % 7)
