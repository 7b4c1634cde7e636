"""The timeline: what the reports date, when that was and how sharply it is told, who says so, and who dates it otherwise."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from stemma.dossier.names import MONTHS, date, instant, listed
from stemma.dossier.places import Places
from stemma.dossier.safe import oneline
from stemma.dossier.views.claims import Link
from stemma.dossier.views.findings import Quoted, quoted
from stemma.model import Dossier, Moment, Passage, Statement, When
from stemma.text.spans import meet
from stemma.values import find_stretches, local_stamp

AROUND = 220
"""How much of its sentence is shown before and after a time, in characters."""
GIST = 90
PRECISIONS = {
    "minute": "to the minute",
    "hour": "part of a day",
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "season": "season",
    "half": "half-year",
    "year": "year",
    "decade": "decade",
    "interval": "stretch",
}


Statements: TypeAlias = Mapping[str, Sequence[Statement]]
"""The statements of each report, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One report's words for a time, and who says so: "said by X", "denied by X", or "" where the report itself does."""

    quoted: Quoted
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is dated: the words of each report that tells it, its claim, and the findings that it stands against.

    `also` are the names of the reports that tell it besides the first.
    """

    told: tuple[Telling, ...]
    also: tuple[str, ...]
    claim: Link | None
    clashes: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeView:
    """One stretch of time in words, how sharply it was told, and what is dated by it."""

    when: str
    precision: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeared:
    """A report and when it appeared."""

    when: str
    report: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Words that point to a time whose place on the calendar is not known, and why."""

    telling: Telling
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What is dated, oldest first; what is not placed, by report; when the reports appeared.

    `passages` are the words of what is not placed, which nothing else on the page quotes.
    """

    dated: tuple[TimeView, ...]
    unplaced: tuple[Unplaced, ...]
    appeared: tuple[Appeared, ...]
    passages: tuple[Passage, ...]


def timeline(dossier: Dossier, at: Places) -> Timeline:
    """The timeline of a dossier.

    Times of one stretch stand together, and of those the tellings that share a claim or a row of the collation. A claim or a
    sentence that a contradiction of dates touches links to it.
    """
    groups: dict[When, list[Moment]] = {}
    for moment in sorted(dossier.findings.moments, key=lambda m: (m.sentence, m.expression, m.id)):
        if any(c.isalpha() for part in _around(moment.expression, moment.sentence, at) for c in part):
            groups.setdefault(moment.when, []).append(moment)  # a bare date line says of nothing when it was
    rows = _rows(dossier)
    said = _statements(dossier)
    unplaced = _unplaced(said, at)
    order = sorted(groups, key=lambda w: (instant(w.start), instant(w.end), w.start, w.end, w.precision))
    return Timeline(
        dated=tuple(
            TimeView(when=stretch(w), precision=PRECISIONS[w.precision], events=_events(groups[w], dossier, at, rows, said))
            for w in order
        ),
        unplaced=tuple(u for u, _ in unplaced),
        appeared=tuple(
            Appeared(when=date(a.published.value), report=Link(words=at.names[a.id], to=at.report[a.id]))
            for a in at.order
            if a.published
        ),
        passages=tuple(said for _, said in unplaced),
    )


def stretch(when: When) -> str:
    """ "13 Feb 2024", "5 – 11 Feb 2024", "Feb 2024", "Mar – May 2024", "1990 – 1999", "13 Feb 2024, 06:00 – 11:59"."""
    first, last = when.start[:10], when.end[:10]
    if first == last:
        if when.precision == "day" or len(when.start) == 10:
            return date(first)
        return date(when.start) if when.start == when.end else f"{date(when.start)} – {when.end[11:16]}"
    whole_months = first[8:] == "01" and int(last[8:]) == calendar.monthrange(int(last[:4]), int(last[5:7]))[1]
    if whole_months and first[5:7] == "01" and last[5:7] == "12":
        return first[:4] if first[:4] == last[:4] else f"{first[:4]} – {last[:4]}"
    if whole_months and first[:7] == last[:7]:
        return date(first[:7])
    if whole_months:
        opening = MONTHS[int(first[5:7]) - 1] if first[:4] == last[:4] else date(first[:7])
        return f"{opening} – {date(last[:7])}"
    if first[:7] == last[:7]:
        return f"{int(first[8:])} – {date(last)}"
    return f"{date(first, year=first[:4] != last[:4])} – {date(last)}"


def _events(
    moments: Sequence[Moment], dossier: Dossier, at: Places, rows: Mapping[Passage, str], said: Statements
) -> tuple[Event, ...]:
    """The moments of one stretch by what they date: those that share a claim or a row stand together, in order of the page."""
    place = {a.id: n for n, a in enumerate(at.order)}
    ordered = sorted(moments, key=lambda m: (place[m.expression.article], m.expression, m.id))
    spoken = {m.id: _statement(m.expression, said) for m in ordered}
    keys: list[set[str]] = []
    groups: list[list[Moment]] = []
    for moment in ordered:
        own = {key for key in (_claim_id(spoken[moment.id], at), rows.get(moment.sentence)) if key}
        n = next((n for n, key in enumerate(keys) if key & own), None)
        if n is None:
            keys.append(own)
            groups.append([moment])
        else:
            keys[n] |= own
            groups[n].append(moment)
    out: list[Event] = []
    for group in groups:
        claims = [s for m in group if (s := spoken[m.id]) is not None and s.id in at.claim_of]
        claim = at.claim_of[claims[0].id] if claims else None
        out.append(
            Event(
                told=tuple(_telling(m.expression, m.sentence, spoken[m.id], at) for m in group),
                also=tuple(at.names[a] for a in dict.fromkeys(m.expression.article for m in group))[1:],
                claim=Link(words=oneline(at.quote(claim.gist), GIST), to=at.claim[claim.id]) if claim else None,
                clashes=_clashes(group, dossier, at),
            )
        )
    return tuple(out)


def _statements(dossier: Dossier) -> Statements:
    """The statements of each report."""
    out: dict[str, list[Statement]] = {}
    for statement in dossier.statements:
        out.setdefault(statement.article, []).append(statement)
    return out


def _statement(time: Passage, said: Statements) -> Statement | None:
    """The statement in whose content a time stands; of several the one that says least besides."""
    around = [
        s for s in said.get(time.article, ()) if any(c.start <= time.span.start and time.span.end <= c.end for c in s.content)
    ]
    return min(around, key=lambda s: (sum(c.end - c.start for c in s.content), s.id)) if around else None


def _claim_id(statement: Statement | None, at: Places) -> str | None:
    claim = at.claim_of.get(statement.id) if statement else None
    return claim.id if claim else None


def _telling(said: Passage, sentence: Passage, statement: Statement | None, at: Places) -> Telling:
    before, after = _around(said, sentence, at)
    names = at.speaker_names(statement) if statement else ()
    word = {"denies": "denied by", "doubts": "doubted by"}.get(statement.stance if statement else "", "said by")
    flat = " ".join(f"{before}{at.quote(said)}{after}".casefold().split())
    untold = names if word != "said by" or any(" ".join(n.casefold().split()) not in flat for n in names) else []
    return Telling(quoted=replace(quoted(said, at), before=before, after=after), who=f"{word} {listed(untold)}" if untold else "")


def _around(said: Passage, sentence: Passage, at: Places) -> tuple[str, str]:
    """The rest of the sentence before and after a time, cut where it is long."""
    text, own, whole = at.articles[said.article].text, said.span, sentence.span
    if sentence.article != said.article or not (whole.start <= own.start and own.end <= whole.end):
        return "", ""
    before, after = text[max(whole.start, own.start - AROUND) : own.start], text[own.end : min(whole.end, own.end + AROUND)]
    return ("… " if own.start - AROUND > whole.start else "") + before, after + (" …" if own.end + AROUND < whole.end else "")


def _clashes(moments: Sequence[Moment], dossier: Dossier, at: Places) -> tuple[Link, ...]:
    """Contradictions of dates that quote a sentence of these moments, each named by the report on its other side."""
    out: dict[str, Link] = {}
    for found in dossier.findings.contradictions:
        if found.kind != "date":
            continue
        for one, other in ((found.a, found.b), (found.b, found.a)):
            if any(meet(one, m.sentence) for m in moments):
                how = "later told otherwise by" if found.evolution else "dated otherwise by"
                out.setdefault(found.id, Link(words=f"{how} {at.names[other.article]}", to=at.finding[found.id]))
    return tuple(out[key] for key in sorted(out))


def _rows(dossier: Dossier) -> Mapping[Passage, str]:
    """The row of the collation that a sentence stands in; the first of several."""
    out: dict[Passage, str] = {}
    for row in sorted(dossier.collation.rows, key=lambda r: r.id):
        for passage in row.passages:
            out.setdefault(passage, row.id)
    return out


def _unplaced(spoken: Statements, at: Places) -> tuple[tuple[Unplaced, Passage], ...]:
    """Times of the bodies that have no place on the calendar; lengths and repetitions are left out."""
    out: list[tuple[Unplaced, Passage]] = []
    for article in at.order:
        stamp = article.published.value if article.published else None
        anchor = local_stamp(stamp, article.dateline.value if article.dateline else None)
        for mention in find_stretches(article.text, article.body, anchor):
            if mention.when is not None or mention.kind == "length":
                continue
            said = Passage(article=article.id, span=mention.span)
            whole = at.sentence(said)
            if whole == said.span:
                whole = next((s for s in article.body if s.start <= whole.start and whole.end <= s.end), whole)
            sentence = Passage(article=article.id, span=whole)
            why = "the report carries no date" if mention.kind == "time" and stamp is None else "the words do not say when"
            if any(c.isalpha() for part in _around(said, sentence, at) for c in part):
                out.append((Unplaced(telling=_telling(said, sentence, _statement(said, spoken), at), why=why), said))
    return tuple(out)
