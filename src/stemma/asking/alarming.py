"""What is worth waking an editor for: a new independent origin, a denial, a changed number, a correction. Never an echo."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from stemma.asking.changing import Side, by_weight, deniers, same_articles, same_claims, sides
from stemma.asking.finding import need_texts
from stemma.dossier.names import interval, listed
from stemma.dossier.safe import oneline
from stemma.model import Alert, AlertKind, Article, Contradiction, Dossier, Drift, Evidence, Passage, Span, Version
from stemma.text.words import folded, words
from stemma.values.numbers import find_numbers

_QUOTE: Final = 240
_ALIKE: Final = 0.6
"""Share of its words (Ratcliff/Obershelp) that a sentence keeps when a number in it is put right."""
_NOTE: Final = re.compile(
    r"(?im)^\W*(?:corrections?|clarifications?|editor['’]?s? note|retraction)\b\W*[:.–—-]"
    r"|\b(?:an?|the) (?:earlier|previous|original) version of th(?:is|e) (?:article|story|report|page|headline)\b"
    r"|\bth(?:is|e) (?:article|story|report|page|headline) (?:has been|was) (?:corrected|amended|retracted|withdrawn)\b"
)
_SENTENCE: Final = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]?[\"'”’)]*")

_Values: TypeAlias = frozenset[tuple[str | None, float, float]]
"""Numbers as they are compared: unit and the stretch in which they lie."""


def alerts(old: Dossier | None, new: Dossier) -> tuple[Alert, ...]:
    """What is new in `new` against `old` (None: the story was not there) that an echo cannot bring; at most one of a kind.

    Every alert is about words of a report that `old` had not, or not in this state:

    - origin: a claim stands on more proven origins than before, one of them proven by such words (of a claim that nobody made
      before: on two or more);
    - denial: a claim is denied that nobody denied;
    - number: such words contradict another report in a number, or change one on its way, which no report did in this way before;
      or an outlet changed a number in its own page;
    - correction: an outlet says in such words that it put its page right.

    The order is that of the kinds above. Raises `BadInput` (code: withheld) for a dossier without its reports' texts.
    """
    need_texts(*([old] if old is not None else ()), new)
    before = sides(old) if old is not None else None
    alias = same_articles(old, new) if old is not None else {}
    after = sides(new, alias)
    fresh = {a.id: a for a in new.articles if old is None or a.id not in {b.id for b in old.articles}}
    claims = same_claims(before, after) if before is not None else {}
    found = (
        *_first(_origins(before, after, claims, fresh)),
        *_first(_denials(before, after, claims, fresh)),
        *_first([*_numbers(before, after, fresh), *_own_numbers(after, fresh.values())]),
        *_first(_corrections(after, fresh.values())),
    )
    return tuple(found)


def _first(found: Iterable[Alert]) -> list[Alert]:
    """The first of a kind, with how many others there are."""
    every = list(found)
    return [replace(every[0], more=len({a.id for a in every}) - 1)] if every else []


def _origins(before: Side | None, after: Side, claims: Mapping[str, str], fresh: Mapping[str, Article]) -> Iterator[Alert]:
    was = {claims[o.claim]: o for o in before.dossier.origins if o.side == "asserting" and o.claim in claims} if before else {}
    now = {o.claim: o for o in after.dossier.origins if o.side == "asserting"}
    for claim in by_weight(after.dossier.claims):
        found, earlier = now.get(claim.id), was.get(claim.id)
        if found is None or found.lower < 2 or found.lower <= (earlier.lower if earlier else 1):
            continue
        known = {o.words for o in earlier.proven} if earlier else set()
        come = [o for o in found.proven if o.words not in known and any(_at(e, fresh) for e in o.proof)]
        if not come:
            continue
        at = next(p for e in come[0].proof if (p := _at(e, fresh)) is not None)
        stood = f"instead of {interval(earlier.lower, earlier.upper)}" if earlier else "from the start"
        said = f"“{after.quote(claim.gist)}” now stands on {interval(found.lower, found.upper)}, {stood}; new: "
        yield _alert("origin", after, at, said + listed([o.words for o in come]), claim.id, *(o.words for o in come))


def _at(proof: Evidence, fresh: Mapping[str, Article]) -> Passage | None:
    return proof.at if proof.at is not None and proof.at.article in fresh else None


def _denials(before: Side | None, after: Side, claims: Mapping[str, str], fresh: Mapping[str, Article]) -> Iterator[Alert]:
    theirs = {new: old for old, new in claims.items()}
    for claim in by_weight(after.dossier.claims):
        if before is not None and claim.id in theirs and deniers(before, theirs[claim.id]):
            continue
        told = sorted((s for s in deniers(after, claim.id).values() if s.article in fresh), key=lambda s: (s.article, s.content))
        if told:
            at = Passage(article=told[0].article, span=told[0].content[0])
            who = listed([v.name for hop in told[0].chain[:1] for v in hop.voices]) or after.names[told[0].article]
            gist = after.quote(claim.gist)
            yield _alert("denial", after, at, f"{who} denies: “{gist}”", claim.id, *folded(gist, words(gist)))


def _numbers(before: Side | None, after: Side, fresh: Mapping[str, Article]) -> Iterator[Alert]:
    known = {_change(before, *_places(f)) for f in _findings(before.dossier)} if before else set()
    for found in _findings(after.dossier):
        a, b = _places(found)
        change = _change(after, a, b)
        come = next((p for p in (b, a) if p.article in fresh), None)
        if come is not None and change not in known and all(change):
            yield _alert("number", after, come, found.words, *sorted(repr(sorted(v, key=repr)) for v in change))


def _findings(dossier: Dossier) -> Sequence[Contradiction | Drift]:
    findings = dossier.findings
    clashes = [c for c in findings.contradictions if c.kind == "number"]
    return [*clashes, *(d for d in findings.drifts if d.kind == "number-changed")]


def _places(found: Contradiction | Drift) -> tuple[Passage, Passage]:
    return (found.a, found.b) if isinstance(found, Contradiction) else (found.parent, found.child)


def _change(side: Side, a: Passage, b: Passage) -> frozenset[_Values]:
    """The numbers that only the one and only the other of two passages has: the same for every report that repeats either."""
    mine, theirs = (_values(side.texts[p.article], p.span) for p in (a, b))
    return frozenset((mine - theirs, theirs - mine))


def _values(text: str, span: Span) -> _Values:
    return frozenset((n.unit, n.low, n.high) for n in find_numbers(text, span))


def _own_numbers(after: Side, fresh: Iterable[Article]) -> Iterator[Alert]:
    """Sentences in which a page has another number now than it had before."""
    for article in sorted(fresh, key=lambda a: a.id):
        if article.earlier:
            was = article.earlier[-1]
            mine = _sentences(article)
            kept = set(mine.values())
            lost = [s for s in _sentences(was).values() if s not in kept]
            for span, sentence in mine.items():
                old = next((s for s in lost if _put_right(s, sentence)), None)
                if old is not None:
                    at = Passage(article=article.id, span=span)
                    said = (
                        f"{after.names[article.id]} changed its own number: “{oneline(old, 120)}” became “{oneline(sentence, 120)}”"
                    )
                    yield _alert("number", after, at, said, old, sentence)


def _sentences(page: Article | Version) -> dict[Span, str]:
    """The sentences of a report's body, roughly cut: what follows a full stop within a sentence is compared with it."""
    out = {}
    for body in page.body:
        for match in _SENTENCE.finditer(page.text, body.start, body.end):
            if match[0].strip():
                out[Span(match.start(), match.end())] = " ".join(match[0].split())
    return out


def _put_right(old: str, new: str) -> bool:
    """Whether two sentences are one with another number in it."""
    mine, theirs = _values(old, Span(0, len(old))), _values(new, Span(0, len(new)))
    if not (mine - theirs and theirs - mine):
        return False
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= _ALIKE


def _corrections(after: Side, fresh: Iterable[Article]) -> Iterator[Alert]:
    for article in sorted(fresh, key=lambda a: a.id):
        told = {" ".join(line.split()) for v in article.earlier for m in _NOTE.finditer(v.text) for line in _line(v.text, m)}
        for match in _NOTE.finditer(article.text):
            for line in _line(article.text, match):
                if " ".join(line.split()) not in told:
                    start = article.text.rfind("\n", 0, match.end()) + 1
                    at = Passage(article=article.id, span=Span(start, start + len(line)))
                    yield _alert("correction", after, at, f"{after.names[article.id]} puts its report right", line)


def _line(text: str, match: re.Match[str]) -> Iterator[str]:
    """The line in which a match ends, if it has words."""
    start = text.rfind("\n", 0, match.end()) + 1
    end = text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)]
    if line.strip():
        yield line


def _alert(kind: AlertKind, side: Side, at: Passage, said: str, *anchor: str) -> Alert:
    article = next(a for a in side.dossier.articles if a.id == at.article)
    return Alert(
        id=hashlib.sha256("\0".join((kind, *anchor)).encode("utf-8", "surrogatepass")).hexdigest()[:16],
        kind=kind,
        story=side.dossier.id,
        title=oneline(side.dossier.title, 200),
        words=said,
        quote=oneline(article.text[at.span.start : at.span.end], _QUOTE),
        article=article.id,
        outlet=article.outlet.value if article.outlet else None,
        url=article.url,
    )
