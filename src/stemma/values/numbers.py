"""Numbers as the news writes them: digits or words, with scale, unit, currency and rounding, as comparable intervals.

`find_numbers` reads counts, percentages, fractions, sums of money, measures and ordinals out of a stretch of text;
`compared` says whether two of them can both be right. Dates, years, times of day and numbers inside names are not numbers here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, Literal

from stemma.model import Span
from stemma.text.words import plain

NumberKind = Literal["count", "percent", "fraction", "money", "measure", "ordinal"]
Bound = Literal["exact", "about", "at-least", "at-most", "between", "vague"]
Agreement = Literal["same", "compatible", "grew", "different", "incomparable"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text.

    `span` holds the words of the number with its unit and its qualifier ("at least 14", "$6.4 billion", "71 per cent").
    `written` is the number as written (with its scale),
    `value` the same in base units (metres, seconds, kilograms, whole dollars; percent and fractions as 0..100) and `low..high` is
    the stretch that the words leave open, both ends included, `math.inf` where there is no end. `unit` is the base unit,
    the currency's code, or None for a plain count.
    """

    span: Span
    written: float
    value: float
    low: float
    high: float
    kind: NumberKind
    unit: str | None
    bound: Bound


_SMALL: Final = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))  # noqa: SIM905
_SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "lakhs": 1e5, "million": 1e6, "mn": 1e6, "m": 1e6, "crore": 1e7,
    "crores": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_VAGUE: Final = {
    "dozens": (24.0, 99.0), "scores": (40.0, 199.0), "hundreds": (200.0, 999.0), "thousands": (2e3, 9999.0),
    "tens of thousands": (2e4, 99999.0), "hundreds of thousands": (2e5, 999999.0), "millions": (2e6, 9.99e6),
    "billions": (2e9, 9.99e9), "several": (3.0, 9.0), "a few": (2.0, 5.0), "a handful of": (3.0, 7.0), "a couple of": (2.0, 3.0),
    "several hundred": (300.0, 900.0), "several thousand": (3000.0, 9000.0), "several dozen": (36.0, 99.0), "a pair of": (2.0, 2.0),
}  # fmt: skip
_FRACTIONS: Final = {
    "half": 50.0, "a half": 50.0, "one half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "two thirds": 200 / 3,
    "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0, "a fifth": 20.0, "one fifth": 20.0, "a tenth": 10.0,
    "one tenth": 10.0, "two fifths": 40.0, "three fifths": 60.0, "four fifths": 80.0,
}  # fmt: skip
_MEASURES: Final = {
    # word: (base unit, factor)
    "km": ("metre", 1e3), "kilometre": ("metre", 1e3), "kilometer": ("metre", 1e3), "metre": ("metre", 1.0),
    "meter": ("metre", 1.0), "cm": ("metre", 0.01), "centimetre": ("metre", 0.01), "centimeter": ("metre", 0.01),
    "mm": ("metre", 0.001), "millimetre": ("metre", 0.001), "millimeter": ("metre", 0.001), "mile": ("metre", 1609.344),
    "nautical mile": ("metre", 1852.0), "yard": ("metre", 0.9144), "foot": ("metre", 0.3048), "feet": ("metre", 0.3048),
    "inch": ("metre", 0.0254), "inche": ("metre", 0.0254), "second": ("second", 1.0), "minute": ("second", 60.0),
    "hour": ("second", 3600.0), "day": ("day", 1.0), "week": ("day", 7.0), "month": ("month", 1.0), "year": ("month", 12.0),
    "tonne": ("kilogram", 1e3), "ton": ("kilogram", 1e3), "kg": ("kilogram", 1.0), "kilogram": ("kilogram", 1.0),
    "kilo": ("kilogram", 1.0), "pound weight": ("kilogram", 0.4536), "litre": ("litre", 1.0), "liter": ("litre", 1.0),
    "hectare": ("hectare", 1.0), "acre": ("hectare", 0.4047), "degree": ("degree", 1.0), "mmhg": ("mmHg", 1.0), "bar": ("bar", 1.0),
    "parts per million": ("ppb", 1e3), "parts per billion": ("ppb", 1.0), "ppm": ("ppb", 1e3), "ppb": ("ppb", 1.0),
    "mph": ("metre per second", 0.44704), "megawatt": ("watt", 1e6), "mw": ("watt", 1e6), "knot": ("metre per second", 0.5144),
    "point": ("point", 1.0), "percentage point": ("percentage point", 1.0), "year-old": ("years old", 1.0),
    "-year-old": ("years old", 1.0),
}  # fmt: skip
_SIGNS: Final = {
    "$": "USD", "us$": "USD", "usd": "USD", "a$": "AUD", "s$": "SGD", "c$": "CAD", "nz$": "NZD", "hk$": "HKD", "r$": "BRL",
    "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY", "rs": "INR", "rs.": "INR", "₹": "INR", "r": "ZAR", "kr": "SEK",
    "chf": "CHF", "₱": "PHP",
}  # fmt: skip
_CURRENCIES: Final = {
    "dollar": "USD", "us dollar": "USD", "australian dollar": "AUD", "canadian dollar": "CAD", "euro": "EUR", "pound": "GBP",
    "peso": "peso", "krona": "krona", "kronur": "krona", "kronor": "krona", "króna": "krona", "krónur": "krona", "krone": "krone",
    "kroner": "krone", "yen": "JPY", "rupee": "INR", "yuan": "CNY", "renminbi": "CNY", "rouble": "RUB", "ruble": "RUB",
    "real": "BRL", "reai": "BRL", "rand": "ZAR", "franc": "franc", "won": "KRW", "lira": "TRY", "dirham": "AED", "riyal": "SAR",
    "shekel": "ILS", "zloty": "PLN", "forint": "HUF", "hryvnia": "UAH", "naira": "NGN", "shilling": "shilling", "sol": "PEN",
}  # fmt: skip


def _either(words: object) -> str:
    return "|".join(re.escape(w) for w in sorted(map(str, words), key=lambda w: (-len(w), w)))  # type: ignore[call-overload]


_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:\.\d+)?"
_UNIT_WORD: Final = rf"(?:{_either(_SMALL)}|{_either(_TENS)})"
_SPELLED: Final = (
    rf"(?:{_UNIT_WORD}|an? (?=hundred|thousand|million|billion|dozen))"
    rf"(?:(?:[ -]|(?<=hundred) and )(?:{_UNIT_WORD}|hundred|thousand(?! and)))*"
)
_BEFORE: Final = {
    "about": "about|around|roughly|approximately|nearly|almost|some|close to|closer to|circa|an estimated|estimated|more or less",
    "at-least": "at least|no fewer than|not fewer than|no less than|not less than|more than|over|upwards of|just over|well over|"
    "a minimum of",
    "at-most": "at most|no more than|not more than|never more than|never over|no higher than|up to|"
    "as many as|as much as|less than|fewer than|under|just under|below|within",
}
_NUMBER: Final = re.compile(
    rf"""(?xi)
    (?<![\w.,/:-])
    (?:(?P<before>{"|".join(_BEFORE.values()).replace(" ", chr(92) + "s")})\s+(?:an?\s+(?=half|third|quarter))?)?
    (?:(?P<sign>(?:us|a|s|c|nz|hk|r)?\$|€|£|¥|₹|₱|\brs\.?\s?|\bR(?=\d)|\busd\s|\beur\s|\bgbp\s)\s?)?
    (?:
        (?P<vague>{_either(_VAGUE).replace(chr(92) + " ", chr(92) + "s")})\b(?!\s+(?:hundred|thousand|million))
      | (?P<fraction>{_either(_FRACTIONS).replace(chr(92) + " ", "[ -]")})\b(?=\s+(?:of|the|its|their|his|her|all)\b|\s*[.,;]|$)
      | (?P<ordinal>\d+(?:st|nd|rd|th)\b)
      | (?P<number>{_DIGITS.replace(" ", chr(92) + " ")}|\b{_SPELLED.replace(" ", chr(92) + " ")}\b)
        (?:\s?-?(?P<scale>{_either(_SCALES)})\b)?
    )
    """
)
_AFTER: Final = re.compile(
    rf"""(?xi)
    (?P<percent>\s?%|\s?-?per[ ]?cent(?:age[ ]points?)?\b|\s?pct\b)
    | \s?-?(?P<currency>{_either(_CURRENCIES).replace(chr(92) + " ", "[ ]")})s?\b
    | (?P<old>-years?-old\b|\syears?\sold\b)
    | [\s-]?(?P<measure>{_either(_MEASURES).replace(chr(92) + " ", "[ ]")})(?:e?s)?\b(?!-)
    """
)
_APPOSED: Final = re.compile(r"[\w’\"”], $")
_MORE: Final = re.compile(r"(?i)\s?(?:or more|and more|or so|-odd|at least)\b|\+")
_MONTHS: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_CHANGES: Final = re.compile(r"(?i)\b(?:from|rose|risen|fell|rising|falling|grew|cut|raised|increased|went)\s[^.;]{0,30}$")
_NOT: Final = re.compile(
    rf"""(?xi)
    (?:\b\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTHS}(?:,?\s\d{{4}})?\b)
    | (?:\b{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b(?!\s?(?:people|per|million)))
    | (?:\b{_MONTHS}\s\d{{4}}\b)
    | (?:\b\d{{1,2}}[:.h]\d{{2}}\s?(?:[ap]\.?m\.?)?(?!\d|\s?(?:per|%|million|billion|m\b|bn)))
    | (?:\b\d{{1,2}}\s?[ap]\.?m\b\.?)
    | (?:\b(?:19|20)\d{{2}}(?:[-/]\d{{2,4}})?\b(?!\s(?:people|dollars|euros|pounds|homes|jobs))(?!,\d))
    | (?:\b\d+-\d+\b)
    | (?:\b(?:no|nr|article|section|chapter|page|route|flight|channel|gate|well|unit|block|
      room|number|phase|grade|group|rule)\.?\s\d+\b)
    | (?:\b\d+(?:\.\d+){{2,}}\b) | (?:\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b)
    """
)
_ONE_AS_PRONOUN: Final = re.compile(
    r"(?i)\b(?:no|any|every|some|the|this|that|each|which|another|only|last|first|nobody|number) one\b|"
    r"\bone (?:another|day|of the|who|that|side|hand)\b|\bone[,.;]|\bone (?:by|in|on|at|from|to|is|was|had|has|said)\b"
)


def find_numbers(text: str, span: Span | None = None) -> tuple[Number, ...]:
    """The numbers of `text`, or of the part of it that `span` names, in order; spans are of `text` and never overlap."""
    start, end = (0, len(text)) if span is None else (span.start, span.end)
    even = plain(text)
    barred = [
        m.span()
        for pattern in (_NOT, _ONE_AS_PRONOUN)
        for m in pattern.finditer(even, max(0, start - 12), min(len(even), end + 12))
    ]
    out: list[Number] = []
    at = start
    while (match := _NUMBER.search(even, at, end)) is not None:
        core = next(g for g in ("vague", "fraction", "ordinal", "number") if match[g])
        here = match.span(core)
        if any(a < here[1] and here[0] < b for a, b in barred) or (here[1] < len(even) and _inside_a_name(even, here)):
            at = max(match.start() + 1, here[1] if core != "number" else here[0] + 1)
            while at < end and even[at - 1].isdigit() and even[at].isdigit():
                at += 1
            continue
        number = _read(even, match, core, end)
        if number is not None:
            if out and _continues(even, out[-1], number):
                number = _joined(out.pop(), number)
            elif out and _reaches(even, out[-1], number):
                number = _range(even, out.pop(), number)
            out.append(number)
        at = max(match.end(), number.span.end if number is not None else 0)
    return tuple(out)


def _continues(text: str, a: Number, b: Number) -> bool:
    """Whether a measure goes on in a smaller unit ("3 hours and 40 minutes")."""
    gap = text[a.span.end : b.span.start]
    joined = gap in (" and ", " ", ", ") and a.kind == b.kind == "measure" and a.unit == b.unit and a.unit != "years old"
    return joined and b.value < a.value / max(a.written, 1.0) and b.bound == "exact"


def _joined(a: Number, b: Number) -> Number:
    ends = (a.low + b.value, a.high + b.value)
    return Number(Span(a.span.start, b.span.end), a.written, a.value + b.value, *ends, a.kind, a.unit, a.bound)


def _reaches(text: str, a: Number, b: Number) -> bool:
    """Whether two numbers are the ends of a range ("20 to 30 people", "between 40 and 70 billion", "10–15 per cent")."""
    gap = text[a.span.end : b.span.start]
    between = gap == " and " and re.search(r"(?i)\bbetween\s$", text[max(0, a.span.start - 12) : a.span.start]) is not None
    if (
        not (between or gap in (" to ", "-", " - "))
        or b.bound != "exact"
        or a.bound not in ("exact", "about")
        or a.written >= b.written
    ):
        # "40 to 70 billion": the smaller end may lack its scale.
        return False
    # A change from one value to another is no range.
    if gap == " to " and _CHANGES.search(text[max(0, a.span.start - 40) : a.span.start]):
        return False
    return (a.kind == b.kind and a.unit == b.unit) or (a.kind == "count" and a.unit is None and b.kind != "ordinal")


def _range(text: str, a: Number, b: Number) -> Number:
    """The range between two numbers; scale and unit of the first may stand at the second only ("40 to 70 billion euros")."""
    low = a.value if a.unit == b.unit else a.written * (b.value / b.written if b.written else 1.0)
    scaled = low * _scale_of(text[b.span.start : b.span.end])
    if _scale_of(text[a.span.start : a.span.end]) == 1.0 and scaled < b.value:
        low = scaled
    return Number(Span(a.span.start, b.span.end), b.written, (low + b.value) / 2, low, b.value, b.kind, b.unit, "between")


def _scale_of(words: str) -> float:
    """The factor of a scale word in a number's words ("90 billion": 1e9); 1 where there is none."""
    found = re.search(rf"(?i)(?<![a-z])(?:{_either(_SCALES)})\b", words)
    return _SCALES[found[0].casefold()] if found is not None else 1.0


def _inside_a_name(text: str, here: tuple[int, int]) -> bool:
    """Whether digits are a part of a name ("P-204", "24x7", "F16"): joined to letters that are no unit."""
    after = re.match(r"[A-Za-z]+\d|x\d|-[A-Z]", text[here[1] : here[1] + 6])
    return bool(after)


def _read(text: str, match: re.Match[str], core: str, end: int) -> Number | None:
    word = re.sub(r"\s+", " ", match[core].casefold())
    bound, stop = _bound(match["before"]), match.end()
    kind: NumberKind = "count"
    unit: str | None = None
    if core == "vague":
        low, high = _VAGUE[word]
        return Number(Span(match.start(), stop), (low + high) / 2, (low + high) / 2, low, high, "count", None, "vague")
    if core == "fraction":
        return _open(
            Number(
                Span(match.start(), stop),
                _FRACTIONS[word.replace("-", " ")],
                _FRACTIONS[word.replace("-", " ")],
                0,
                0,
                "fraction",
                "%",
                bound,
            ),
            0.0,
        )
    if core == "ordinal":
        value = float(re.sub(r"\D", "", word))
        return Number(Span(match.start(), stop), value, value, value, value, "ordinal", None, "exact")
    read = _value(word)
    if read is None:
        return None
    value = read
    step = _step(word)
    scale = match["scale"]
    if scale and not (len(scale) == 1 and not match["sign"] and scale.casefold() != "k"):
        value, step = value * _SCALES[scale.casefold()], step * _SCALES[scale.casefold()]
    elif scale:
        stop = match.end("number")
    written = value
    if match["sign"]:
        kind, unit = "money", _SIGNS.get(match["sign"].strip().casefold(), match["sign"].strip())
    after = _AFTER.match(text, stop, end)
    if after is not None and kind == "count":
        if after["percent"]:
            kind, unit, stop = "percent", "%", after.end()
        elif after["currency"]:
            kind, unit, stop = "money", _CURRENCIES[after["currency"].casefold()], after.end()
        elif after["old"]:
            kind, unit, stop = "measure", "years old", after.end()
        elif after["measure"]:
            name, factor = _MEASURES[after["measure"].casefold()]
            kind, unit, stop, value, step = "measure", name, after.end(), value * factor, step * factor
    if (
        kind == "count"
        and scale is None
        and _APPOSED.search(text[max(0, match.start() - 3) : match.start()])
        and text[stop : stop + 1] in (",", ".", ")")
    ):
        kind, unit = "measure", "years old"
    more = _MORE.match(text, stop, end)
    if more is not None:
        bound, stop = ("about" if "so" in more[0] or "odd" in more[0] else "at-least"), more.end()
    return _open(Number(Span(match.start(), stop), written, value, 0, 0, kind, unit, bound), step)


def _bound(before: str | None) -> Bound:
    if before is None:
        return "exact"
    words = re.sub(r"\s+", " ", before.casefold())
    if words in _BEFORE["at-least"].split("|"):
        return "at-least"
    return "at-most" if words in _BEFORE["at-most"].split("|") else "about"


def _open(number: Number, step: float) -> Number:
    """The number with the stretch that its words leave open: half the last digit, and for "about" a tenth either way where one
    digit is told ("about 70,000"), a twentieth where two are ("about $7.4 billion"), a fiftieth where more are."""
    value = number.value
    digits = len(f"{number.written:.12g}".replace(".", "").strip("0")) if number.written else 1
    loose = {0: 0.1, 1: 0.1, 2: 0.05}.get(digits, 0.02)
    slack = {"about": max(loose * value, step / 2)}.get(number.bound, step / 2 if step > 1 or step < 1 else 0.0)
    low, high = value - slack, value + slack
    if number.bound == "at-least":
        low, high = value, math.inf
    elif number.bound == "at-most":
        low, high = 0.0, value
    return Number(number.span, number.written, value, low, high, number.kind, number.unit, number.bound)


def _step(word: str) -> float:
    """The worth of the last digit that was given: 0.1 for "6.4"; 1 for "71", and for spelled numbers; 0 for whole counts."""
    if "." in word:
        return float(10 ** -len(word.rsplit(".", 1)[1]))
    return 0.0


def _value(word: str) -> float | None:
    """The value of digits or of a spelled number."""
    if word[0].isdigit():
        return float(word.replace(",", "").replace(" ", ""))
    total, part = 0.0, 0.0
    for w in re.split(r"[ -]", word):
        if w in _SMALL:
            part += _SMALL[w]
        elif w in _TENS:
            part += _TENS[w]
        elif w == "hundred":
            part = max(1.0, part) * 100
        elif w == "thousand":
            total, part = total + max(1.0, part) * 1000, 0.0
        elif w in ("a", "an"):
            part += 1
        elif w not in ("and", ""):
            return None
    return total + part


_SHARES: Final = frozenset({"%", "point", "percentage point"})
"""Units that are mistaken for each other: a share and a difference."""


def compared(a: Number, b: Number) -> Agreement:
    """Whether two numbers of the same thing agree.

    `same`: equal as written; `compatible`: both can be right (about 70,000 and 71,200; at least 14 and 14); `grew`: one is a
    lower bound and the other beyond it, as a count that rises; `different`: they cannot both be right
    (or the same figure is given in another unit, "4 points" and "4 percent"); `incomparable`: kinds
    or units differ.
    """
    percent = {"percent", "fraction"}
    if (
        a.unit
        and b.unit
        and a.unit != b.unit
        and a.written == b.written
        and not {a.kind, b.kind} & {"count", "ordinal", "fraction"}
        and (a.kind == b.kind == "money" or {a.unit, b.unit} <= _SHARES)
    ):
        return "different"
    if not (a.kind == b.kind or {a.kind, b.kind} <= percent) or a.unit != b.unit or "ordinal" in (a.kind, b.kind):
        return "incomparable"
    if a.value == b.value:
        return "same"
    # Two rounded wordings of one measured value, or of a sum converted: within 2 % they are taken to agree.
    if math.isclose(a.value, b.value, rel_tol=0.02) and (a.kind != "count" or "about" in (a.bound, b.bound)):
        return "compatible"
    if a.bound == b.bound == "at-most":
        return "different"
    # "40 to 70" and "no more than 40": the one reaches where the other says that nothing is.
    if {a.bound, b.bound} == {"between", "at-most"}:
        return "different" if a.high != b.high else "compatible"
    if a.low <= b.high and b.low <= a.high:
        if {a.bound, b.bound} & {"at-least"} and not {a.bound, b.bound} & {"at-most", "vague"}:
            return "grew"
        return "compatible"
    return "different"
