"""Where on a page its report stands, and the names of agencies by line: what `credits` goes by."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from stemma.model import CreditKind, Line, Span
from stemma.reading.credits.agency_names import Known, known_names

_LONGEST: Final = 6_000
"""Characters of a line that are searched for credits; no paragraph is longer."""
_HEAD: Final = 40
"""Lines between the title and the report within which a bare name signs the report."""
_ABOVE: Final = 10
"""The same where the page shows no title."""
_BELOW: Final = 4
"""Lines below the report in which it may still be signed; a copyright stands within `_RIGHTS` lines."""
_RIGHTS: Final = 25
_OFTEN: Final = 8
"""Times that one line's naming of one agency is looked at."""
_OWN_SITE: Final = 3
"""Times from which an agency's name in the furniture far from the report shows that the site is its own."""

Zone = Literal["head", "inside", "below", "rights", "far"]
"""Above the report (below the title), among its paragraphs, just below it, where its copyright may stand, elsewhere."""
Found = tuple[int, int, str, CreditKind, str]
"""A credit in a line: start and end there, name, kind and how it was found."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines, and where among them its report stands (indices of lines).

    `names` are the names of the lexicon by line, offsets into the line; `everywhere` the agencies that the furniture far from the
    report names again and again: the site is their own. `first` and `last` are the report's lines, `byline` -1 if there is none.
    """

    text: str
    lines: tuple[Line, ...]
    body: tuple[int, ...]
    first: int
    last: int
    head: int
    byline: int
    names: Mapping[int, Sequence[Known]]
    everywhere: frozenset[str] = frozenset()

    def words(self, n: int) -> str:
        """The beginning of a line, as much as is searched."""
        span = self.lines[n].span
        return self.text[span.start : min(span.end, span.start + _LONGEST)]

    def zone(self, n: int) -> Zone:
        """Where a line stands."""
        if n < self.first:
            return "head" if n >= self.head else "far"
        if n < self.last:
            return "inside"
        return "below" if n <= self.last + _BELOW else ("rights" if n <= self.last + _RIGHTS else "far")


def lay_out(text: str, lines: tuple[Line, ...], byline: Span | None) -> Page:
    """Find where the report stands among the lines of its page, and every name of the lexicon in them."""
    body = tuple(n for n, line in enumerate(lines) if line.role in ("body", "subhead"))
    prose = tuple(n for n in body if lines[n].role == "body") or body
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    title = next((n for n, line in enumerate(lines[:first]) if line.role == "title"), None)
    head = max(0, first - _ABOVE) if title is None else max(title + 1, first - _HEAD)
    signed = next((n for n, line in enumerate(lines) if byline and line.span.start <= byline.start < line.span.end), -1)
    if 0 <= signed < first:
        head = max(min(head, signed), first - 2 * _HEAD)
    page = Page(text, lines, prose, first, last, head, signed, _by_line(text, lines))
    far = Counter(k.agency.name for n, names in page.names.items() if page.zone(n) in ("far", "rights") for k in names)
    return replace(page, everywhere=frozenset(name for name, times in far.items() if times >= _OWN_SITE))


def _by_line(text: str, lines: Sequence[Line]) -> dict[int, list[Known]]:
    starts = [line.span.start for line in lines]
    out: dict[int, list[Known]] = {}
    times: Counter[tuple[int, str]] = Counter()
    for known in known_names(text):
        n = bisect_right(starts, known.start) - 1
        times[n, known.agency.name] += 1
        if (
            n >= 0
            and known.end <= lines[n].span.end
            and known.start - starts[n] < _LONGEST
            and times[n, known.agency.name] <= _OFTEN
        ):
            out.setdefault(n, []).append(replace(known, start=known.start - starts[n], end=known.end - starts[n]))
    return out
