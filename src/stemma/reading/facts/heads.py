"""The head of a page of plain text: its title, byline, dateline, place of publication and date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stemma.model import Noted, Span
from stemma.reading.facts.dates import choose, find_dates
from stemma.text.words import plain

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PERSON: Final = r"(?:[A-ZÀ-Þ][\w'’.-]*|de|da|van|von|der|den|bin|al|el|la|le|di|du|dos|del|of)"
_BY: Final = re.compile(
    r"^(?:(?:words|written|edited|posted|reported|reporting|story|text|compiled|reviewed|words and pictures|"
    r"pictures and words)\s*(?:by\b|:)\s*:?|by\b:?|from our\b|our\b)",
    re.IGNORECASE,
)
_LAST: Final = re.compile(rf"\bby {_PERSON}(?: {_PERSON}){{1,4}}$")
_ROLE: Final = re.compile(
    r"\b(?:correspondent|reporter|editor|writer|staff|desk|bureau|team|columnist|agencies|newsroom|news ?service|service|"
    r"(?:news|press) agency|news ?wire|"
    r"analyst|coach|chief|contributor|producer|admin)\b",
    re.IGNORECASE,
)
_NAMES: Final = re.compile(
    rf"^{_PERSON}(?:\s+{_PERSON}){{0,4}}(?:(?:,\s*|\s+and\s+|\s*&\s*|\s*/\s*|\s+with\s+|"
    rf"\s+in\s+){_PERSON}(?:\s+{_PERSON}){{0,4}})*$"
)
_CHATTER: Final = re.compile(
    r"min(?:ute)?s? read|reading time|share|save|comments?|listen|print|bookmark|updated|views|edt?ion|subscribe|follow|"
    r"corrected|ago$|read$|^photo|^image|^picture|credit|©|copyright",
    re.IGNORECASE,
)
_CAPTIONED: Final = re.compile(
    r"(?:photo|credit|image source)\s?:|\([^)]*(?:photo|/)[^)]*\)\s*$|/(?:courtesy|handout|file)\b|\.(?:jpe?g|png)\b", re.IGNORECASE
)
_FURNITURE: Final = re.compile(
    r"\b(?:trending|most read|related|advertisement|listen live|live|home|news|menu|search|"
    r"sign in|log in|subscribe|top stories|read more|tv|loading|breaking|sections|reply|"
    r"topic)\b",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*[|·•●]\s*|\s{2,}|\t|\s[-–—]\s")
_PLACE_WORD: Final = r"[A-ZÀ-Þ][\w'’.-]*"
_DATELINE: Final = re.compile(
    rf"^(?P<line>(?P<place>{_PLACE_WORD}(?:[ -]{_PLACE_WORD}){{0,3}}(?:/{_PLACE_WORD}(?:[ -]{_PLACE_WORD}){{0,2}})*"
    rf"(?:,\s*{_PLACE_WORD}(?:\s{_PLACE_WORD}){{0,2}})?)"
    r"(?P<date>,?\s+(?:on\s+)?[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,?\s*\d{4})?|,?\s+\d{1,2}\s+[A-Z][a-z]{2,8}\.?(?:\s+\d{4})?)?"
    r"\s*(?P<agency>\([A-Za-z][^()]{1,30}\))?)\s*(?P<mark>[-–—]{1,2}\s|:\s)"
)
_DATELINE_WITHIN: Final = 120
"""Characters at the head of a paragraph in which its dateline stands, dash and all."""
_WHERE: Final = (
    r"[Ii]n|[Aa]t|[Ff]rom|[Nn]ear|[Oo]utside|[Aa]cross|[Tt]o|"
    r"(?:parts?|towns?|city|village|area|streets|people|residents|suburb|port|region|province|state|capital|island) of"
)
_PLAIN_NAME: Final = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ'’-]+(?: [A-ZÀ-Þ][a-zà-ÿ'’-]+){0,2}(?:, [A-ZÀ-Þ][a-zà-ÿ'’-]+)?")
_UTTERS: Final = re.compile(
    r"^(?:claim|fact|update|updated|breaking|watch|exclusive|correction|analysis|opinion|note|"
    r"editor|our|verdict|rating|question|answer|q|a|live|video|photos?|the|by|what|why|how|when|who|where|summary|credit|"
    r"report|reports|also|source|read|related|topics?|tags?|image|picture|podcast|file|location|date|author|updated on)\b",
    re.IGNORECASE,
)


_AGENCY_LINE: Final = re.compile(
    r"^(?:The )?(?:[A-ZÀ-Þ][\w’'-]* ){1,4}(?:News Agency|Press Agency|News ?wires?|News Service|Wire Service|Press Association)$"
)
"""An agency alone on a line signs; it is no title."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the top of a page says; `byline_line` and `date_line` are indices into the lines. `modified` is the date of a change
    ("Updated ..."), if it is printed beside another of publication.
    """

    title: Noted | None
    title_line: int | None
    byline: Noted | None
    dateline: Noted | None
    published: Noted | None
    byline_line: int | None
    date_line: int | None
    modified: Noted | None = None


def find_head(text: str, spans: Sequence[Span], inside: Sequence[bool], known: int | None = None) -> Head:
    """Read the head off the lines `spans` of `text`; `inside` says which belong to the body. `known` is the line of the title,
    where something else tells it.
    """
    lines = [text[s.start : min(s.end, s.start + 1_000)] for s in spans]
    body = [n for n, kept in enumerate(inside) if kept]
    # The first paragraph that others follow: a standfirst above the byline is body, too, but not where the text begins.
    long = [n for n in body if len(lines[n].split()) >= 12]
    kept = set(body)
    first = next(
        (n for n in long if sum(k in kept for k in range(n + 1, n + 5)) >= 2), long[0] if long else body[0] if body else len(lines)
    )
    title = known if known is not None and known < first else _title(lines, first, body)
    begin = title + 1 if title is not None else 0
    published, date_line = _published(text, spans, lines, begin, first, body)
    modified = _modified(text, spans, lines, begin, first, body, published)
    byline, byline_line = _byline(text, spans, lines, title, first, set(body))
    dateline = _dateline(text, spans, lines, body, byline_line, first, begin)
    if byline and byline.span and (place := _place_in(byline.value, text)):
        cut = byline.value.rindex(",")
        start = byline.span.start + byline.value.rindex(place)
        dateline = dateline or Noted(value=place, how="after the name in the byline", span=Span(start, start + len(place)))
        byline = Noted(value=byline.value[:cut], how=byline.how, span=Span(byline.span.start, byline.span.start + cut))
    noted = None
    if title is not None:
        lead = re.match(r"\s*\d{1,2}\.\s+(?=[A-Z])", lines[title])
        start = spans[title].start + (lead.end() if lead else 0)
        noted = Noted(value=text[start : spans[title].end], how="title line of the page", span=Span(start, spans[title].end))
    return Head(noted, title, byline, dateline, published, byline_line, date_line, modified)


def _title(lines: Sequence[str], first: int, body: Sequence[int]) -> int | None:
    """The line above the body that reads like its heading: words of the body, no furniture, near a byline or date."""
    common = Counter(w.casefold() for n in body for w in set(_WORD.findall(lines[n])) if len(w) > 3)
    # A title often stands above itself as the last crumb of a trail.
    told = Counter(_bare(line) for line in lines[max(0, first - 80) : first])
    best: tuple[float, int] | None = None
    for n in range(max(0, first - 80), first):
        words = _WORD.findall(lines[n])
        line = plain(lines[n]).strip()
        if len(words) < 2 or len(words) > 35 or _BY.match(line) or (find_dates(line, "") and len(words) < 9):
            continue
        if _AGENCY_LINE.match(line):
            continue
        content = [w.casefold() for w in words if len(w) > 3]
        score = 2.5 * sum(w in common for w in content) / max(3, len(content))
        score += 1.0 if 5 <= len(words) <= 20 else 0.0 if len(words) > 20 else -0.6
        score -= 1.5 * bool(re.search(r"\s\|\s|\s{2,}|›|»|☰|·", line)) + 0.8 * bool(_CHATTER.search(line) and len(words) < 9)
        score -= 0.9 * (line.endswith(".") and not line.endswith("...")) + 1.5 * bool(
            re.match(r"(?:photo|image|picture|file)\b|\(", line, re.IGNORECASE)
        )
        score -= 1.2 * bool(_CAPTIONED.search(line)) + 1.0 * bool(re.search(r"\bsince (?:1[5-9]|20)\d\d\b", line))
        score -= 0.7 * (n == 0 and len(words) <= 4) + 1.0 * (line.count(",") * 5 > len(words))
        score += 0.8 * (told[_bare(line)] > 1)
        near = [plain(lines[k]) for k in range(n + 1, min(n + 4, len(lines)))]
        signed = [bool(_BY.match(k) or find_dates(k, "") or _looks_like_names(k)) for k in near]
        score += 0.5 * any(signed) + 0.5 * (signed[:1] == [True]) + 0.02 * n
        if best is None or score > best[0]:
            best = (score, n)
    if best and best[0] > 0.9:
        return best[1]
    # A title of a word or two shares nothing with the text: take what stands right above the date or byline.
    for n in range(1, first):
        above = plain(lines[n - 1]).strip()
        if (
            (_BY.match(lines[n]) or find_dates(lines[n], ""))
            and above[:1].isupper()
            and len(above.split()) <= 20
            and not _CHATTER.search(above)
        ):
            return None if re.search(r"\s\|\s|\s{2,}|›|»|☰|·", above) or _BY.match(above) or n == 1 else n - 1
    return best[1] if best and best[0] > 0.5 else None


def _bare(line: str) -> str:
    return re.sub(r"^\W*(?:\d{1,2}[.)]\s+)?", "", plain(line)).strip().casefold()


def _looks_like_names(line: str) -> bool:
    return len(line) < 120 and bool(_NAMES.match(line.strip())) and 2 <= len(line.split()) <= 6 and "  " not in line.strip()


def _published(
    text: str, spans: Sequence[Span], lines: Sequence[str], begin: int, first: int, body: Sequence[int]
) -> tuple[Noted | None, int | None]:
    """Dates between title and body, then above the title, then in a dateline, then after the body where announced."""
    inside = set(body)
    below = [n for n in range(first, min(first + 3, len(lines))) if n not in inside]
    after = [
        n
        for n in range((body[-1] + 1) if body else len(lines), len(lines))
        if re.match(r"\W*(?:published|publicado|posted|updated|date)\b", lines[n], re.IGNORECASE)
    ]
    lead = [first] if first < len(lines) and first in inside else []
    for group, how in (
        (range(begin, first), "below the title"),
        (range(min(begin, first)), "above the title"),
        (below, "above the text"),
        (lead, "dateline"),
        (after, "below the text"),
    ):
        dated = [
            (n, d)
            for n in group
            for d in find_dates(lines[n][:60] if how == "dateline" else lines[n], text)
            if _is_stamp(lines[n], d.start, d.end, how)
        ]
        chosen = choose([d for _, d in dated])
        if chosen is not None:
            n, d = dated[chosen]
            start = spans[n].start
            return Noted(value=d.value, how=f"date {how}", span=Span(start + d.start, start + d.end)), n
    return None, None


def _modified(
    text: str, spans: Sequence[Span], lines: Sequence[str], begin: int, first: int, body: Sequence[int], published: Noted | None
) -> Noted | None:
    """The last change that the page prints around its title, if it is later than the publication that it prints."""
    if published is None:
        return None
    inside = set(body)
    for n in (*range(begin, first), *(n for n in range(first, min(first + 3, len(lines))) if n not in inside)):
        for d in find_dates(lines[n], text):
            size = min(len(d.value), len(published.value), 16)
            if d.later and d.value[:size] > published.value[:size] and _is_stamp(lines[n], d.start, d.end, "below the title"):
                span = Span(spans[n].start + d.start, spans[n].start + d.end)
                return Noted(value=d.value, how="date of the last change", span=span)
    return None


def _is_stamp(line: str, start: int, end: int, how: str) -> bool:
    """Whether a date stands by itself and not in a sentence or caption."""
    if how == "dateline":
        return bool(re.match(r"[^.!?]{0,30}$", line[:start])) and bool(re.match(r"\s*(?:\([^)]*\))?\s*[-–—:]", line[end:]))
    words = len(line.split())
    return words <= 12 or (words <= 30 and bool(re.search(r"published|updated|posted|filed|edited|corrected", line, re.IGNORECASE)))


def _byline(
    text: str, spans: Sequence[Span], lines: Sequence[str], title: int | None, first: int, body: set[int]
) -> tuple[Noted | None, int | None]:
    """Who signs: the first part of a line near the title that says "by", or is nothing but names or a desk."""
    begin = title + 1 if title is not None else 0
    order = [*range(begin, min(first + 2, len(lines))), *range(max(0, begin - 8), max(0, begin - 1))]
    for must_say in (True, False):
        for n in order:
            if n in body and n != first - 1:
                continue
            if not must_say and n < begin:
                continue
            found = _signed(lines[n], must_say)
            if found:
                start = spans[n].start + found[0]
                return Noted(
                    value=text[start : spans[n].start + found[1]],
                    how="byline of the page",
                    span=Span(start, spans[n].start + found[1]),
                ), n
    return None, None


def _signed(line: str, must_say: bool) -> tuple[int, int] | None:
    """[start, end) of the signature in a line, None if it holds none."""
    even = plain(line)
    if len(even.split()) > 40 or re.match(r"\W*(?:photo|image|picture|source|file|tags?|topics?)\b", even, re.IGNORECASE):
        return None
    pieces = _SPLIT.split(even)
    if not must_say and (
        _CAPTIONED.search(even) or re.search(r"[a-z]{3}\.\s+[A-Z]", even) or (len(pieces) > 3 and not find_dates(even, "2000"))
    ):
        return None
    at = 0
    for piece in pieces:
        if not piece:
            continue
        start = even.index(piece, at)
        at = start + len(piece)
        end = _without_date(even, start, at)
        words = even[start:end].strip(" ,.")
        if not words:
            continue
        end = start + len(even[start:end].rstrip(" ,"))
        said = _BY.match(words)
        if said and len(words.split()) <= 25 and _signs(words[said.end() :].strip(" :"), True):
            return start, _cut(even, start, end)
        if not must_say and not said and not _CHATTER.search(words) and _signs(words, False):
            return start, _cut(even, start, end)
    # "Posted on 4 March 2025, 14:05 by Name": the signature stands last.
    if must_say and (m := _LAST.search(even)) and find_dates(even[: m.start()], "2000"):
        return m.start(), m.end()
    return None


def _without_date(line: str, start: int, end: int) -> int:
    """The end of a signature that a date or a publishing word follows in the same piece."""
    piece = line[start:end]
    dated = [d.start for d in find_dates(piece, "2000")]
    word = re.search(r"\s+(?:published|updated|posted|filed)\b|\s@\w|\s\d{1,2}[:.]\d\d", piece, re.IGNORECASE)
    stops = [s for s in (*dated, word.start() if word else None) if s is not None]
    weekday = re.search(r"[,\s]+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", piece, re.IGNORECASE)
    if weekday:
        stops.append(weekday.start())
    return start + min([*stops, len(piece)])


def _signs(words: str, announced: bool) -> bool:
    """Whether words can be who signs: names, or a desk; two capitalised words at least unless announced."""
    if not words or len(words) > 120 or words[-1:] in "?!:" or '"' in words:
        return False
    tokens = words.split()
    capital = sum(t[:1].isupper() for t in tokens)
    role = bool(_ROLE.search(words))
    if announced:
        return (
            capital >= 1
            and (len(tokens) <= 12 or role)
            and not re.search(r"\b(?:is|are|was|were|has|have|said|using|continuing)\b", words)
        )
    if re.search(r"\b(?:is|are|was|were|has|have|said|and then|for|to|on|at)\b", words) or (words.isupper() and len(tokens) < 2):
        return False
    if role:
        return len(tokens) <= 9 and capital >= 1
    if _FURNITURE.search(words) or re.fullmatch(r"[A-ZÀ-Þ' -]{4,}, [A-Z][a-z].*", words):
        return False
    return len(words) < 120 and bool(_NAMES.match(words)) and 2 <= len(tokens) <= 9


def _cut(line: str, start: int, end: int) -> int:
    """Where the signature ends: an agency's credit after a comma stays, a mere place goes to the dateline."""
    return start + len(line[start:end].rstrip(" ,.|-–—")) if not re.search(r"\b[A-Z]\.$", line[start:end]) else end


def _place_in(byline: str, text: str) -> str | None:
    """The place after the last comma of a byline ("Name, Place"): words that the page elsewhere puts after "in" or "at"."""
    _, comma, tail = byline.rpartition(",")
    place = tail.strip()
    if not comma or not re.fullmatch(rf"{_PLACE_WORD}(?: {_PLACE_WORD}){{0,2}}", place) or _ROLE.search(place):
        return None
    return place if re.search(rf"\b(?:[Ii]n|[Aa]t|[Ff]rom|[Nn]ear) {re.escape(place)}\b", text) else None


def _dateline(
    text: str, spans: Sequence[Span], lines: Sequence[str], body: Sequence[int], byline_line: int | None, first: int, begin: int
) -> Noted | None:
    """The place at the head of the first paragraph ("MOSCOW/LONDON - ", "Moscow: ", "PARIS, March 3 (Agency) - ")."""
    for n in list(body)[:3]:
        # Names may hold the hyphens that part them: what a long line of such comes to grows with a high power of its length.
        m = _DATELINE.match(lines[n][:_DATELINE_WITHIN])
        if m and m["mark"].startswith(":") and sum(line.startswith(f"{m['place']}:") for line in lines) > 1:
            continue  # Who speaks, line by line, in a transcript.
        if m and _is_place(m) and (m["agency"] or m["date"] or _is_placed(m["place"], text)):
            start, words = spans[n].start, m["line"].rstrip(" ,")
            return Noted(value=words, how="head of the first paragraph", span=Span(start, start + len(words)))
    for n in range(begin, first):
        m = re.match(
            rf"^(?P<clock>[\d:.]+ \| )?(?P<line>{_PLACE_WORD}(?:\s{_PLACE_WORD}){{0,2}}, (?:[A-Z][a-z]+|"
            rf"[A-Z][a-z]{{2,8}}\.? \d{{1,2}}\.?))$",
            lines[n],
        )
        if m and n != byline_line and not _ROLE.search(lines[n]):
            return Noted(
                value=m["line"],
                how="a line of its own",
                span=Span(spans[n].start + m.start("line"), spans[n].start + m.end("line")),
            )
    return None


def _is_placed(words: str, text: str) -> bool:
    """Whether words before a mark are a place, by the rest of the page.

    Words that stand there in small letters, too, are none ("UPDATE", "Match report"). All capitals are one; a name in small letters
    where things happen in, at or near it, or where the page speaks of it nowhere else, as it would of a person or a thing.
    """
    if all(re.search(rf"\b{re.escape(w.lower())}\b", text) for w in re.findall(r"[^\W\d_]+", words)):
        return False
    parts = [p.strip() for p in re.split(r"[/,]", words)]
    if parts[0].isupper():
        return True
    if any(re.search(rf"\b(?:{_WHERE}) {re.escape(p)}\b", text) for p in parts):
        return True
    return bool(_PLAIN_NAME.fullmatch(words)) and len(re.findall(rf"\b{re.escape(parts[0])}\b", text)) == 1


def _is_place(m: re.Match[str]) -> bool:
    words = m["place"]
    if _UTTERS.match(words):
        return False
    if m["mark"].startswith(":"):
        return len(words.split()) <= 3 and "," not in words
    return bool(words.isupper() or m["agency"] or m["date"] or len(words.split()) <= 4)
