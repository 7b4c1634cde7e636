"""Times beside the published readers of times, in one run: `python -m benchmarks.times [NAME…]` (needs ../shared).

Peers from their published packages: dateparser (`search_dates`) and Microsoft's recognizers-text (`recognize_datetime`), both
anchored on the day of publication. MEANTIME's spans and values are those of the figure `times_meantime`, Retold's of
`times_retold`. What a peer cannot say is held against none of them: where recognizers-text offers several values (past and
future), one right one is enough; dateparser gives an instant and no stretch, so any instant inside the gold stretch is right.
Milliseconds an article: CPU time over the bodies of Retold's pages, imports and first calls not counted.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from evals import retold
from evals.core import find
from evals.figures import times_meantime, times_retold
from stemma.model import Span, When
from stemma.values import calendar as cal
from stemma.values import find_times

MISSING: Final = "not installed: pip install -e '.[bench]'"


@dataclass(frozen=True)
class Mention:
    """What a reader found: the words, and the stretches that it takes them for."""

    span: Span
    options: tuple[When, ...]
    instant: bool = False


Reader = Callable[[str, Sequence[Span], "str | None"], tuple[Mention, ...]]


def ours(text: str, spans: Sequence[Span], anchor: str | None) -> tuple[Mention, ...]:
    """`stemma.values.find_times`."""
    return tuple(Mention(m.span, (m.when,) if m.when else ()) for m in find_times(text, spans, anchor))


def dateparser_search(text: str, spans: Sequence[Span], anchor: str | None) -> tuple[Mention, ...]:
    """`dateparser.search.search_dates`, English, the past preferred, a paragraph at a time."""
    search = importlib.import_module("dateparser.search").search_dates
    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
    if anchor:
        settings["RELATIVE_BASE"] = _instant(anchor)
    out: list[Mention] = []
    for span in spans:
        reached = span.start
        for words, found in search(text[span.start : span.end], languages=["en"], settings=settings) or ():
            start = text.find(words, reached, span.end)
            if start >= 0 and words.strip():
                reached = start + len(words)
                out.append(Mention(Span(start, reached), (cal.day(found.date()),), instant=True))
    return tuple(out)


def recognizers_text(text: str, spans: Sequence[Span], anchor: str | None) -> tuple[Mention, ...]:
    """`recognizers_date_time.recognize_datetime`, English, a paragraph at a time."""
    package = importlib.import_module("recognizers_date_time")
    reference = _instant(anchor) if anchor else None
    out: list[Mention] = []
    for span in spans:
        for found in package.recognize_datetime(text[span.start : span.end], package.Culture.English, reference=reference):
            values = (found.resolution or {}).get("values") or ()
            options = tuple(w for v in values if (w := _stretch(v, reference)) is not None)
            out.append(Mention(Span(span.start + found.start, span.start + found.end + 1), options))
    return tuple(out)


READERS: Final[dict[str, Reader]] = {
    "stemma": ours,
    "dateparser": dateparser_search,
    "recognizers-text": recognizers_text,
}


def main(names: Sequence[str]) -> int:
    """Print a row a reader."""
    meantime, tales = find("meantime", None), find("retold", None)
    if meantime is None or tales is None:
        print("no ../shared/data/time or ../shared/data/retold", file=sys.stderr)
        return 1
    rows = [json.loads(x) for f in sorted(meantime.glob("*.jsonl")) for x in f.read_text("utf-8").splitlines()]
    pages = [
        (page.text, page.body, page.published.value if page.published else None)
        for family in retold.families(tales)
        for name in family.visible(same_story=False)
        for page in (retold.article(family, name),)
    ]
    print(f"{len(rows)} MEANTIME articles, {len(pages)} pages of Retold")
    heads = ("span F1", "exact", "DATE/TIME", "length", "set", "Retold", "ms/article", "slowest")
    print(" " * 18 + "".join(f"{h:>11}" for h in heads))
    for name in names or READERS:
        try:
            READERS[name]("On Tuesday it rained.", [Span(0, 21)], "2024-02-14")
        except ImportError:
            print(f"{name:<18} {MISSING}")
            continue
        news = times_meantime.scores(rows, READERS[name], right_stretch)
        tale = times_retold.scores(tales, READERS[name], right_value)
        spent = [_spent(READERS[name], page) for page in pages]
        shares = (
            *(news[k] for k in ("span_f1", "span_f1_exact", "value_exact", "duration_found", "set_found")),
            tale["value_exact"],
        )
        print(f"{name:<18}" + "".join(f"{s:11.3f}" for s in shares) + f"{sum(spent) / len(spent):11.1f}{max(spent):11.1f}")
    return 0


def right_stretch(mention: Mention, wanted: When, text: str, gold: dict[str, Any]) -> bool:
    """Whether one of the values is MEANTIME's; an instant is right anywhere inside."""
    if mention.instant:
        return any(wanted.start[:10] <= o.start <= wanted.end[:10] for o in mention.options)
    return any(times_meantime.agrees(_as(mention, o), wanted, text, gold) for o in mention.options)


def right_value(mention: Mention, value: str) -> bool:
    """Whether one of the values is Retold's; an instant is right anywhere inside."""
    if mention.instant and (wanted := _of(value)) is not None:
        return any(wanted.start[:10] <= o.start <= wanted.end[:10] for o in mention.options)
    return any(times_retold.agrees(_as(mention, o), value) for o in mention.options)


def _as(mention: Mention, when: When) -> Any:
    from stemma.values import TimeMention

    return TimeMention(span=mention.span, when=when)


def _of(value: str) -> When | None:
    first, _, last = value.partition("/")
    a, b = times_meantime.on_calendar(first), times_meantime.on_calendar(last or first)
    return When(start=a.start, end=b.end, precision="interval") if a and b else None


def _stretch(value: dict[str, Any], today: datetime | None) -> When | None:
    """A value of recognizers-text on the calendar, a time without a day on that of publication; None for lengths and sets."""
    kind = value.get("type")
    try:
        if kind == "date":
            return cal.day(date.fromisoformat(value["value"]))
        if kind == "datetime":
            at = datetime.fromisoformat(value["value"])
            return cal.clock(at.date(), at.hour, at.minute)
        if kind == "time" and today:
            hour, minute = (int(p) for p in value["value"].split(":")[:2])
            return cal.clock(today.date(), hour, minute)
        if kind == "daterange":
            return cal.days(date.fromisoformat(value["start"]), date.fromisoformat(value["end"]) - timedelta(days=1), "interval")
        if kind == "datetimerange":
            first, last = datetime.fromisoformat(value["start"]), datetime.fromisoformat(value["end"]) - timedelta(minutes=1)
            return When(start=f"{first:%Y-%m-%dT%H:%M}", end=f"{last:%Y-%m-%dT%H:%M}", precision="hour")
    except (KeyError, TypeError, ValueError, OverflowError):
        return None  # "not resolved", or a year that no calendar has
    return None


def _instant(anchor: str) -> datetime:
    """The day of publication at noon, as precise as it is known."""
    parts = [int(p) for p in anchor[:10].split("-")]
    return datetime(parts[0], parts[1] if len(parts) > 1 else 7, parts[2] if len(parts) > 2 else 15, 12)


def _spent(reader: Reader, page: tuple[str, Sequence[Span], str | None]) -> float:
    began = time.process_time()
    reader(*page)
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
