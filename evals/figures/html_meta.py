"""What pages of HTML say of themselves, on aed: title exact, authors F1, date.

- title: equal but for white space, case and kind of quotation mark. authors: token-free set F1, micro, names compared without case.
- people: `Page.authors`, which leaves out desks and agencies, against the people among the gold's authors.
- date: same day as the gold (whose years are wrong on about fifteen pages: `date_day_month` compares month and day only).
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from evals.core import f1, mean
from stemma.errors import BadInput
from stemma.reading.html.authors import authors_in
from stemma.reading.html.hypertext import read_html
from stemma.reading.sources.decoding import decode
from stemma.text.words import plain

NEEDS = "aed"
VERSION = 1
FLOORS = ("title", "authors_f1", "people_f1", "date")


def measure(folder: Path) -> dict[str, float]:
    """title, authors and people p / r / f1, date, date_day_month, refused."""
    gold = json.loads((folder / "articles.json").read_text("utf-8"))
    titles, dates, days = [], [], []
    both = found = wanted = refused = 0
    people_both = people_found = people_wanted = 0
    for key, row in sorted(gold.items()):
        data = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        try:
            page = read_html(decode(data, key)[0], key)
        except BadInput:
            page, refused = None, refused + 1
        titles.append(float(page is not None and page.title is not None and _even(page.title.value) == _even(row["title"])))
        if row.get("date"):
            day = page.published.value[:10] if page and page.published else ""
            dates.append(float(day == row["date"][:10]))
            days.append(float(day[5:] == row["date"][5:10]))
        truth = names(row.get("authors") or "")
        got = names(page.byline.value if page and page.byline else "")
        both, found, wanted = both + len(truth & got), found + len(got), wanted + len(truth)
        people, told = {_even(n) for n in authors_in(row.get("authors") or "")}, {_even(n) for n in page.authors} if page else set()
        people_both, people_found = people_both + len(people & told), people_found + len(told)
        people_wanted += len(people)
    return {
        "title": mean(titles),
        "authors_precision": both / max(1, found),
        "authors_recall": both / max(1, wanted),
        "authors_f1": f1(both, found, wanted),
        "people_precision": people_both / max(1, people_found),
        "people_recall": people_both / max(1, people_wanted),
        "people_f1": f1(people_both, people_found, people_wanted),
        "date": mean(dates),
        "date_day_month": mean(days),
        "refused": float(refused),
    }


def _even(value: str) -> str:
    return " ".join(plain(value).split()).casefold()


def names(value: str) -> set[str]:
    """Single names of a byline."""
    bare = re.sub(r"^(?:by|written by|from)\s+", "", value.strip(), flags=re.IGNORECASE)
    return {_even(n) for n in re.split(r",|;|&|\band\b", bare) if n.strip()}
