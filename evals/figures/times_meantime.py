"""Times on MEANTIME English: which words are times (F1), and exact values of DATE and TIME; durations and sets apart.

Only the first six lines of an article (headline, dateline and four sentences) are annotated; the rest is left out.
Spans: one-to-one with the gold in order of the text, `span_f1` where the two overlap (the relaxed measure of TempEval),
`span_f1_exact` where they are equal up to an article or a preposition in front. Values are asked of gold DATE and TIME
expressions that stand on the calendar (not PAST_REF, XXXX …, nor a length of time filed as a date); an expression not seen is
wrong. TIMEX3 keeps "early" and "the end of" out of the value: where the gold words begin with such, an own value that lies
within the gold one is right. The dateline, which repeats the publication date, is left out of everything except
`value_exact_with_dateline`. `duration_found` and `set_found` are the shares of those that were recognised as times at all;
the `odd_` figures are those of every second article: when the grammar was last widened, errors were read on the others only
(earlier versions had been written on all).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from evals.core import f1
from evals.figures.times_retold import Spanned, best
from stemma.model import Span, When
from stemma.values import calendar as cal
from stemma.values.time_words import PARTS
from stemma.values.times import TimeMention, find_times, parse_time

M = TypeVar("M", bound=Spanned)
Find: TypeAlias = Callable[[str, Sequence[Span], "str | None"], tuple[M, ...]]
Agrees: TypeAlias = Callable[[M, When, str, dict[str, Any]], bool]

NEEDS = "meantime"
VERSION = 1
FLOORS = ("span_f1", "span_f1_exact", "value_exact", "value_exact_with_dateline", "duration_found")

ANNOTATED = 6

_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_PARTS = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}
_EDGE = re.compile(
    r"(?:(?:in|at|by|on)\s+)?(?:(?:the\s+)?(?:very\s+)?(?:beginning|start|middle|end)\s+of|early|late|mid)[\s-]+", re.IGNORECASE
)
_LEAD = re.compile(r"(?:(?:in|on|at|by|the|a|an|over|about|nearly|almost)\s+)+", re.IGNORECASE)


def measure(folder: Path) -> dict[str, float]:
    """All figures of the docstring above, and span F1 and values of every second article apart."""
    rows = [json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    odd = scores(rows[1::2], find_times, agrees)
    return scores(rows, find_times, agrees) | {
        "odd_span_f1": odd["span_f1"],
        "odd_value_exact": odd["value_exact"],
        "odd_value_exact_with_dateline": odd["value_exact_with_dateline"],
    }


def scores(rows: Sequence[dict[str, Any]], find: Find[M], right_value: Agrees[M]) -> dict[str, float]:
    """The figures of any reader of times: `find` reads lines of a text, `right_value` says whether a mention has a value."""
    hits = exact = own_count = gold_count = 0
    right = {"value": [0, 0], "with_dateline": [0, 0], "DURATION": [0, 0], "SET": [0, 0]}
    for row in rows:
        text, anchor = row["text"], _anchor(row)
        mentions = find(text, _lines(text), anchor)
        dateline = [t for t in row["times"] if t["creation_time"]]
        gold = [t for t in row["times"] if not t["creation_time"]]
        own = [m for m in mentions if not any(_overlap(m, t) for t in dateline)]
        own_count, gold_count = own_count + len(own), gold_count + len(gold)
        free = list(own)
        for time in sorted(gold, key=lambda t: (t["start"], t["end"])):
            mention = best(tuple(free), time["start"], time["end"])
            if mention is not None:
                free.remove(mention)
                hits += 1
                exact += _bare(text, mention.span) == _bare(text, Span(time["start"], time["end"]))
        for time in row["times"]:
            mention = best(mentions, time["start"], time["end"])
            if time["type"] in {"DURATION", "SET"}:
                right[time["type"]][0] += mention is not None
                right[time["type"]][1] += 1
            elif (wanted := on_calendar(time["value"])) is not None:
                good = mention is not None and right_value(mention, wanted, text, time)
                for key in ("with_dateline",) if time["creation_time"] else ("with_dateline", "value"):
                    right[key][0] += good
                    right[key][1] += 1
    share = {key: n / of if of else 0.0 for key, (n, of) in right.items()}
    return {
        "span_f1": f1(hits, own_count, gold_count),
        "span_f1_exact": f1(exact, own_count, gold_count),
        "value_exact": share["value"],
        "value_exact_with_dateline": share["with_dateline"],
        "values": float(right["value"][1]),
        "duration_found": share["DURATION"],
        "set_found": share["SET"],
    }


def on_calendar(value: str) -> When | None:
    """A TIMEX3 value as a stretch of the calendar; None for what is none (PAST_REF, P2Y, XXXX-XX-XX, fiscal years)."""
    value = re.sub(r"(?:-XX)+$", "", value)
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d)?(Z?)|T(MO|AF|EV|NI)|T)?", value)
    if found:
        on = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4]:
            return cal.clock(on, int(found[4]), int(found[5]), found[6])
        return cal.part(on, *PARTS[_PARTS[found[7]]]) if found[7] else cal.day(on)
    if found := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return cal.month(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        return cal.quarter(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})-H([12])", value):
        return cal.half(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return cal.weekend(monday) if found[3] else cal.week(monday)
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return cal.season(int(found[1]), _SEASONS[found[2]])
    if re.fullmatch(r"\d{4}", value):
        return cal.year(int(value))
    return cal.decade(int(value) * 10) if re.fullmatch(r"\d{3}", value) else None


def agrees(mention: TimeMention, wanted: When, text: str, time: dict[str, Any]) -> bool:
    """Whether a mention means a gold stretch, or, where the gold words begin with an edge ("early"), lies within it."""
    own = mention.when
    if own is None:
        return False
    if _EDGE.match(text[time["start"] : time["end"]]):
        return wanted.start <= own.start and own.end <= wanted.end
    return (own.start, own.end) == (wanted.start, wanted.end)


def _anchor(row: dict[str, Any]) -> str | None:
    """The publication date; where the file gives none or an odd one, the date that the dateline (the second line) names."""
    if row["published"] and re.fullmatch(r"\d{4}-\d\d-\d\d", row["published"]):
        return str(row["published"])
    dateline = parse_time(row["text"].split("\n")[1], None)
    return dateline.start if dateline else None


def _lines(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in list(re.finditer(r"[^\n]+", text))[:ANNOTATED]]


def _overlap(mention: Spanned, time: dict[str, Any]) -> bool:
    start, end = int(time["start"]), int(time["end"])
    return mention.span.start < end and start < mention.span.end


def _bare(text: str, span: Span) -> tuple[int, int]:
    """A span without articles and prepositions in front."""
    words = text[span.start : span.end]
    lead = _LEAD.match(words)
    start = span.start + (lead.end() if lead and lead.end() < len(words) else 0)
    return start, span.end - (len(words) - len(words.rstrip()))
