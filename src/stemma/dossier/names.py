"""What things are called on the page: reports, voices, counts and times, in plain English."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from stemma.dossier.safe import oneline, plainly
from stemma.model import Article, Dossier, Hop, Speaker, Stemma, Voice
from stemma.text.labels import label as called

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
DERIVATIONS = {
    "verbatim": "verbatim",
    "light-edit": "light edit",
    "abridged": "abridged",
    "rewritten": "rewritten",
    "summary": "summary",
    "extended": "extended",
}
_ISO = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)(?:[T ](?P<h>\d\d):(?P<n>\d\d)(?::\d\d(?:\.\d+)?)?(?P<z>Z|[+-]\d\d:?\d\d)?)?)?)?$"
)
UNDATED = datetime.max.replace(tzinfo=UTC)


def count(n: int, one: str, many: str | None = None) -> str:
    """ "1 report", "5 reports"."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def interval(lower: int, upper: int) -> str:
    """ "1 origin", "1-2 origins"."""
    return count(lower, "origin") if lower >= upper else f"{lower}-{upper} origins"


def instant(iso: str | None) -> datetime:
    """When, as a comparable time: missing parts are the earliest, a missing zone is UTC; not a date at all: `UNDATED`."""
    found = _ISO.match(iso.strip()) if iso else None
    if not found:
        return UNDATED
    part = {k: int(v) for k, v in found.groupdict().items() if v and k != "z"}
    zone = (found["z"] or "Z").replace(":", "")
    shift = timedelta(0) if zone == "Z" else timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5])) * (-1 if zone[0] == "-" else 1)
    try:
        at = datetime(part["y"], part.get("m", 1), part.get("d", 1), part.get("h", 0), part.get("n", 0), tzinfo=UTC)
        return at - shift
    except (ValueError, OverflowError):
        return UNDATED


def date(iso: str, *, year: bool = True, clock: bool = True) -> str:
    """ "2024-02-14T23:55+05:30" -> "14 Feb 2024, 23:55 +05:30"; only what the value says; other values come back as they are."""
    found = _ISO.match(iso.strip())
    if not found or not 1 <= int(found["m"] or 1) <= 12:
        return iso
    day = f"{int(found['d'])} " if found["d"] else ""
    month = f"{MONTHS[int(found['m']) - 1]} " if found["m"] else ""
    whole = (day + month + (found["y"] if year or not found["d"] else "")).strip()
    if not (clock and found["h"]):
        return whole
    zone = found["z"] or ""
    return f"{whole}, {found['h']}:{found['n']}" + ("" if not zone else " UTC" if zone in {"Z", "+00:00", "+0000"} else f" {zone}")


def label(article: Article) -> str:
    """What a reader calls the report (`stemma.text.labels`), with every hiding character written out."""
    return called(article, plainly)


def ordered(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Reports in the order of the page: by time of publication, undated last, then by name."""
    return tuple(sorted(articles, key=lambda a: (instant(a.published.value if a.published else None), label(a), a.id)))


def labels(articles: Iterable[Article], stemma: Stemma) -> Mapping[str, str]:
    """Names of all reports and lost originals by id; where two reports share a name they are numbered in order of time."""
    out: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for article in ordered(articles):
        name = label(article)
        seen[name] += 1
        out[article.id] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    for lost in stemma.lost:
        out[lost.id] = oneline(plainly(lost.agency or lost.name), 60)
    return out


def published(article: Article) -> str:
    """When the report says it appeared, or that it does not say."""
    return date(article.published.value) if article.published else "no date"


def voice(one: Voice) -> str:
    """The name of a voice on one line."""
    return oneline(plainly(one.name), 120) or "someone"


def speaker_name(one: Speaker) -> str:
    """The name of a speaker on one line."""
    return oneline(plainly(one.name), 120) or "someone"


def hop(one: Hop) -> str:
    """Several who speak as one are named together."""
    return listed([voice(v) for v in one.voices])


def folder_name(dossier: Dossier) -> str:
    """The name of a story's folder: its title in plain letters, and enough of its id to tell stories apart."""
    plain = unicodedata.normalize("NFKD", dossier.title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].rstrip("-") or "story"
    short = re.sub(r"[^A-Za-z0-9]", "", dossier.id)[:8] or "0"
    return f"{slug}-{short}"
