"""What is new between two dossiers of a story: reports, claims, origins, denials, contradictions, derivations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stemma.asking.finding import need_texts
from stemma.dossier.names import count, interval, labels, listed, ordered
from stemma.dossier.places import places
from stemma.dossier.safe import oneline
from stemma.dossier.views.corrected import corrected_view, held
from stemma.model import (
    SCHEMA_VERSION,
    Article,
    Change,
    ChangeKind,
    Changes,
    Claim,
    Contradiction,
    Dossier,
    Origins,
    Passage,
    Statement,
)
from stemma.text.words import folded, words

_GIST = 120

_Key = tuple[str, ...]
"""What is the same in both dossiers: a name of the article, then words."""


@dataclass(frozen=True)
class Side:
    """One of the two dossiers, and how its articles are called in both."""

    dossier: Dossier
    alias: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts, by article."""
        return {a.id: a.text for a in self.dossier.articles}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What articles and lost originals are called."""
        return labels(self.dossier.articles, self.dossier.stemma)

    def key(self, article: str) -> str:
        """What an article is called in both dossiers."""
        return self.alias.get(article, article)

    def said(self, passage: Passage) -> _Key:
        """A passage by its article and words."""
        part = self.texts[passage.article][passage.span.start : passage.span.end]
        return self.key(passage.article), *folded(part, words(part))

    def quote(self, passage: Passage) -> str:
        """The words of a passage, shortened."""
        return oneline(self.texts[passage.article][passage.span.start : passage.span.end], _GIST)

    @cached_property
    def statements(self) -> Mapping[str, _Key]:
        """What tells a statement, by its id."""
        # What a report says several times in the same words is told apart by its turn.
        seen: Counter[_Key] = Counter()
        found: dict[str, _Key] = {}
        for s in sorted(self.dossier.statements, key=lambda s: (s.article, s.content, s.id)):
            key = self._told(s)
            seen[key] += 1
            found[s.id] = key if seen[key] == 1 else (*key, f"#{seen[key]}")
        return found

    def _told(self, statement: Statement) -> _Key:
        parts = [self.said(Passage(article=statement.article, span=c))[1:] for c in statement.content]
        return self.key(statement.article), statement.place, statement.stance, *(w for p in parts for w in p)


def compare(old: Dossier, new: Dossier) -> Changes:
    """Everything that is different in `new`, in plain words; no `changes` for two equal dossiers.

    The dossiers should be of one story at two times; of two stories everything is new. A report is the same if its page is (by
    its hash), and a changed one if the page's address is, or else its file and outlet. Claims are the same if they have
    statements in common, told in the same words in the same report. The order: reports, origins, denials, contradictions, claims,
    derivations, corrections. Raises `BadInput` (code: withheld) for a dossier without its reports' texts.
    """
    need_texts(old, new)
    alias = same_articles(old, new)
    before, after = sides(old), sides(new, alias)
    claims = same_claims(before, after)
    changes = (
        *_reports(before, after),
        *_bounds(before, after, claims),
        *_denials(before, after, claims),
        *_contradictions(before, after),
        *_claims(before, after, claims),
        *_derivations(before, after),
        *_corrections(old, new),
    )
    return Changes(schema=SCHEMA_VERSION, old=old.id, new=new.id, changes=changes, words=_summary(changes))


_NOUNS: Mapping[ChangeKind, tuple[str, str]] = {
    "report-added": ("new report", "new reports"),
    "report-removed": ("report gone", "reports gone"),
    "report-changed": ("report changed", "reports changed"),
    "origin-added": ("claim with a new origin", "claims with a new origin"),
    "origin-removed": ("claim with an origin less", "claims with an origin less"),
    "bounds-changed": ("claim more or less certain", "claims more or less certain"),
    "denial-added": ("new denial", "new denials"),
    "denial-removed": ("denial gone", "denials gone"),
    "contradiction-added": ("new contradiction", "new contradictions"),
    "contradiction-removed": ("contradiction gone", "contradictions gone"),
    "claim-added": ("new claim", "new claims"),
    "claim-removed": ("claim gone", "claims gone"),
    "derivation-added": ("new derivation", "new derivations"),
    "derivation-removed": ("derivation gone", "derivations gone"),
    "correction-added": ("new correction", "new corrections"),
    "correction-removed": ("correction withdrawn", "corrections withdrawn"),
}


def _summary(changes: Sequence[Change]) -> str:
    counts = Counter(c.kind for c in changes)
    return " · ".join(count(counts[k], one, many) for k, (one, many) in _NOUNS.items() if counts[k]) or "nothing has changed"


def sides(dossier: Dossier, alias: Mapping[str, str] | None = None) -> Side:
    """A dossier as one of the two that are compared; `alias` as `same_articles` gives it, for the newer one."""
    return Side(dossier, alias or {})


def same_articles(old: Dossier, new: Dossier) -> dict[str, str]:
    """New id -> old id of articles whose page has changed but not its address (or, without one, its file and outlet)."""
    left = {a.id: a for a in old.articles if a.id not in {b.id for b in new.articles}}
    alias: dict[str, str] = {}
    for article in sorted(new.articles, key=lambda a: a.id):
        if any(a.id == article.id for a in old.articles):
            continue
        same = [i for i, a in sorted(left.items()) if _address(a) == _address(article)]
        if len(same) == 1:
            alias[article.id] = same[0]
            del left[same[0]]
    return alias


def _address(article: Article) -> tuple[str, str]:
    if article.url:
        return "url", article.url
    return article.source, article.outlet.value if article.outlet else ""


def _reports(old: Side, new: Side) -> Iterator[Change]:
    mine, theirs = {a.id for a in old.dossier.articles}, {new.key(a.id) for a in new.dossier.articles}
    for a in ordered(new.dossier.articles):
        if new.key(a.id) not in mine:
            yield Change(kind="report-added", old=None, new=_opening(a), words=f"{new.names[a.id]} is new")
        elif a.id in new.alias:
            was = next(b for b in old.dossier.articles if b.id == new.alias[a.id])
            gone, come = _moved(was, a)
            said = f"the page of {new.names[a.id]} has changed: {count(come, 'paragraph')} new, {gone} gone"
            yield Change(kind="report-changed", old=_opening(was), new=_opening(a), words=said)
    for a in ordered(old.dossier.articles):
        if a.id not in theirs:
            yield Change(kind="report-removed", old=_opening(a), new=None, words=f"{old.names[a.id]} is no longer there")


def _opening(article: Article) -> Passage | None:
    return Passage(article=article.id, span=article.body[0]) if article.body else None


def _moved(old: Article, new: Article) -> tuple[int, int]:
    """How many paragraphs are gone, and how many have come."""
    mine, theirs = (Counter(a.text[s.start : s.end] for s in a.body) for a in (old, new))
    return (mine - theirs).total(), (theirs - mine).total()


def same_claims(old: Side, new: Side) -> Mapping[str, str]:
    """Old claim -> new claim: the pairs that have most statements in common, each claim in one pair at most."""
    home = {old.statements[s]: c.id for c in old.dossier.claims for s in c.statements}
    shared: Counter[tuple[str, str]] = Counter()
    for claim in new.dossier.claims:
        for s in claim.statements:
            if (was := home.get(new.statements[s])) is not None:
                shared[was, claim.id] += 1
    pairs: dict[str, str] = {}
    for (was, is_), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if was not in pairs and is_ not in pairs.values():
            pairs[was] = is_
    return pairs


def _of(dossier: Dossier) -> Mapping[tuple[str, str], Origins]:
    return {(o.claim, o.side): o for o in dossier.origins}


def _bounds(old: Side, new: Side, claims: Mapping[str, str]) -> Iterator[Change]:
    """Claims both dossiers have, with other bounds or other proven origins."""
    mine, theirs = _of(old.dossier), _of(new.dossier)
    gists = {c.id: c.gist for c in new.dossier.claims}
    was = {c.id: c.gist for c in old.dossier.claims}
    for claim in by_weight(old.dossier.claims):
        for side in ("asserting", "denying"):
            a, b = mine.get((claim.id, side)), theirs.get((claims.get(claim.id, ""), side))
            if a is None or b is None or (a.lower, a.upper) == (b.lower, b.upper):
                continue
            kind: ChangeKind = "origin-added" if b.lower > a.lower else "origin-removed" if b.lower < a.lower else "bounds-changed"
            whose = "" if side == "asserting" else " (the denial)"
            said = f"“{new.quote(gists[b.claim])}”{whose} now stands on {interval(b.lower, b.upper)} instead of "
            said += interval(a.lower, a.upper)
            fresh = [o.words for o in b.proven if o.words not in {p.words for p in a.proven}]
            if fresh and b.lower > a.lower:
                said += f"; new: {listed(fresh)}"
            yield Change(kind=kind, old=was[a.claim], new=gists[b.claim], words=said)


def by_weight(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, the weightiest first."""
    return sorted(claims, key=lambda c: (-c.weight, c.id))


def deniers(side: Side, claim: str) -> Mapping[_Key, Statement]:
    """The statements that deny a claim, by what they say."""
    members = next(c.statements for c in side.dossier.claims if c.id == claim)
    return {side.statements[s.id]: s for s in side.dossier.statements if s.id in set(members) and s.stance == "denies"}


def _denials(old: Side, new: Side, claims: Mapping[str, str]) -> Iterator[Change]:
    """Claims that somebody denies now and nobody denied before, and the other way round."""
    theirs = {new_: old_ for old_, new_ in claims.items()}
    for claim in by_weight(new.dossier.claims):
        told = deniers(new, claim.id)
        if told and not (claim.id in theirs and deniers(old, theirs[claim.id])):
            yield _denial("denial-added", new, min(told.values(), key=lambda s: (s.article, s.content)), claim.id)
    for claim in by_weight(old.dossier.claims):
        told = deniers(old, claim.id)
        if told and not (claim.id in claims and deniers(new, claims[claim.id])):
            yield _denial("denial-removed", old, min(told.values(), key=lambda s: (s.article, s.content)), claim.id)


def _denial(kind: ChangeKind, side: Side, statement: Statement, claim: str) -> Change:
    at = Passage(article=statement.article, span=statement.content[0])
    who = listed([v.name for hop in statement.chain[:1] for v in hop.voices]) or side.names[statement.article]
    gist = next(c.gist for c in side.dossier.claims if c.id == claim)
    verb = "denies" if kind == "denial-added" else "is no longer told to deny"
    said = f"{who} {verb}, in {side.names[statement.article]}: “{side.quote(gist)}”"
    return Change(kind=kind, old=None if kind == "denial-added" else at, new=at if kind == "denial-added" else None, words=said)


def _contradictions(old: Side, new: Side) -> Iterator[Change]:
    def keys(side: Side) -> dict[frozenset[_Key], Contradiction]:
        return {frozenset((side.said(c.a), side.said(c.b))): c for c in side.dossier.findings.contradictions}

    mine, theirs = keys(old), keys(new)
    # Two passages of one denial make two contradictions that are told in the same words: a reader needs them once.
    fresh = {one.words: one for key, one in reversed(theirs.items()) if key not in mine}
    gone = {one.words: one for key, one in reversed(mine.items()) if key not in theirs}
    for one in reversed(fresh.values()):
        yield Change(kind="contradiction-added", old=None, new=one.b, words=one.words)
    for one in reversed(gone.values()):
        yield Change(kind="contradiction-removed", old=one.b, new=None, words=f"no longer: {one.words}")


def _claims(old: Side, new: Side, claims: Mapping[str, str]) -> Iterator[Change]:
    for claim in by_weight(new.dossier.claims):
        if claim.id not in claims.values():
            yield Change(
                kind="claim-added", old=None, new=claim.gist, words=f"{new.names[claim.gist.article]}: “{new.quote(claim.gist)}”"
            )
    for claim in by_weight(old.dossier.claims):
        if claim.id not in claims:
            said = f"no longer a claim of its own: “{old.quote(claim.gist)}”"
            yield Change(kind="claim-removed", old=claim.gist, new=None, words=said)


def _derivations(old: Side, new: Side) -> Iterator[Change]:
    mine, theirs = _edges(old), _edges(new)
    for key, said in theirs.items():
        if key not in mine:
            yield Change(kind="derivation-added", old=None, new=None, words=said)
    for key, said in mine.items():
        if key not in theirs:
            yield Change(kind="derivation-removed", old=None, new=None, words=f"no longer: {said}")


def _corrections(old: Dossier, new: Dossier) -> Iterator[Change]:
    """What people corrected since, or took back."""
    for kind, one, other in (("correction-added", new, old), ("correction-removed", old, new)):
        for row, correction in zip(corrected_view(one, places(one)).rows, held(one), strict=True):
            if correction not in other.corrections:
                by = f", says {row.who}" if row.who else ""
                words_ = f"{'' if one is new else 'withdrawn: '}{row.words.rstrip('.')}{by}{f': {row.why}' if row.why else ''}"
                yield Change(kind=kind, old=None, new=None, words=words_)  # type: ignore[arg-type]


def _edges(side: Side) -> dict[tuple[str, str], str]:
    """(parent, child) -> in words. A lost original is known by the name of its agency, one without by being lost."""
    lost = {x.id: f"lost {x.agency or ''}" for x in side.dossier.stemma.lost}
    return {
        (lost.get(d.parent, side.key(d.parent)), side.key(d.child)): f"{side.names[d.child]} rests on {side.names[d.parent]}"
        for d in sorted(side.dossier.stemma.derivations, key=lambda d: (d.parent, d.child))
    }
