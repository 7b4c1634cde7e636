"""What still stands without an article, a voice or a lost original: the rest of the dossier, computed from scratch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from stemma.asking.finding import Meant, meant, need_texts
from stemma.asking.reaching import inherited
from stemma.background.names import SHIPPED, Names
from stemma.dossier.names import count, interval, listed
from stemma.dossier.safe import oneline
from stemma.errors import BadInput
from stemma.model import (
    SCHEMA_VERSION,
    Article,
    Claim,
    Counterfactual,
    Dossier,
    Lost,
    Origin,
    Origins,
    Passage,
    Speaker,
    Standing,
    Statement,
)
from stemma.pipeline import investigate
from stemma.text.words import folded, quote, words

_GIST = 160


def without(dossier: Dossier, name: str | Article | Lost | Speaker, *, names: Names = SHIPPED) -> Counterfactual:
    """What is left of a dossier when a report, a voice or a lost original is taken away.

    Without a report: as if it had never been given. Without a voice: as if nobody had told what that voice alone said or passed on
    (statements in whose chain some hop is nobody else, or that it carried). Without a lost original: without its voice, and
    without every statement that stands in a passage inherited from it, and the headlines over such. The rest is examined
    anew, not patched: the dossiers are those that `investigate` gives for the articles that are left, less those
    statements. A claim stands "as before" if its bounds are as before, by voices that it had. Costs an examination of the story
    (about .2 s a report). `names` are the user's own names, if the dossier was made with some. Raises `UnknownName` for a name
    that fits nothing here, or several things; `BadInput` (code: lexicon) if the dossier was made with other names than these,
    (code: withheld) if the reports' texts are not in it.
    """
    need_texts(dossier)
    if names.lexicons != dossier.lexicons:
        made = listed([f"{x.file} (sha256 {x.sha256[:12]})" for x in dossier.lexicons]) or "no names of your own"
        given = listed([f"{x.file} (sha256 {x.sha256[:12]})" for x in names.lexicons]) or "none"
        raise BadInput(
            dossier.id,
            "lexicon",
            f"the dossier was made with {made}; found {given}",
            "give the same files, or examine the pages again: else the names, not what was taken away, would tell the difference",
        )
    one = meant(dossier, name)
    unsaid = frozenset[str]() if one.what == "article" else said_by(dossier, one)
    left = [a for a in dossier.articles if a.id != one.id]
    dossiers, rejected = investigate(left, names=names, unsaid=unsaid, corrections=dossier.corrections)
    standing_ = tuple(_standing(dossier, dossiers))
    gone = unsaid if one.what != "article" else {s.id for s in dossier.statements if s.article == one.id}
    return Counterfactual(
        schema=SCHEMA_VERSION,
        removed=f"{_WHAT[one.what]} {one.name}",
        articles=(one.id,) if one.what == "article" else (),
        statements=tuple(sorted(gone)),
        standing=standing_,
        dossiers=dossiers,
        rejected=rejected,
        words=_told(one, len(gone), standing_),
    )


_WHAT: Mapping[str, str] = {"article": "the report of", "voice": "the voice", "lost": "the lost original of"}


def said_by(dossier: Dossier, one: Meant) -> frozenset[str]:
    """The ids of the statements that fall with a voice, or with a lost original (and the voice of its agency)."""
    voices = {one.id} if one.what == "voice" else _voices_of(dossier, one)
    names = {_plain(s.name) for s in dossier.speakers if s.id in voices}
    speaker = {(m.statement, m.hop, m.voice): s.id for s in dossier.speakers for m in s.mentions}
    gone = {
        s.id
        for s in dossier.statements
        if any(all(speaker.get((s.id, h, v)) in voices for v in range(len(hop.voices))) for h, hop in enumerate(s.chain))
    }
    gone |= {c.statement for c in dossier.carriers if _plain(c.voice.name) in names}
    if one.what == "lost":
        first = [i.child for d in dossier.stemma.derivations if d.parent == one.id for i in d.passages]
        heirs = [h.passage for h in inherited(dossier.stemma.derivations, one.id, first)]
        gone |= {s.id for s in dossier.statements if _stands_in(s, heirs)}
        gone |= _headlines(dossier, gone, heirs)
    return frozenset(gone)


def _headlines(dossier: Dossier, gone: set[str], heirs: Sequence[Passage]) -> set[str]:
    """The headlines that fall with passages: what they say, the report says only there, or most of the report is there."""
    by_id = {s.id: s for s in dossier.statements}
    inside = {a.id: sum(p.span.end - p.span.start for p in set(heirs) if p.article == a.id) for a in dossier.articles}
    most = {a.id for a in dossier.articles if 2 * inside[a.id] > sum(b.end - b.start for b in a.body)}
    kin: dict[str, set[str]] = {}
    for claim in dossier.claims:
        for i in claim.statements:
            kin.setdefault(i, set()).update(claim.statements)
    out = set()
    for one in (s for s in dossier.statements if s.place == "title"):
        below = {i for i in kin.get(one.id, ()) if i in by_id and by_id[i].article == one.article and by_id[i].place != "title"}
        if below <= gone if below else one.article in most:
            out.add(one.id)
    return out


def _voices_of(dossier: Dossier, one: Meant) -> set[str]:
    agency = next(x.agency for x in dossier.stemma.lost if x.id == one.id)
    return {s.id for s in dossier.speakers if agency and _plain(s.name) == _plain(agency)}


def _plain(name: str) -> tuple[str, ...]:
    said = folded(name, words(name))
    return said[1:] if len(said) > 1 and said[0] == "the" else said


def _stands_in(statement: Statement, passages: Iterable[Passage]) -> bool:
    """Whether a statement's words lie in one of the passages, for the larger part."""
    inside = sum(
        max(0, min(c.end, p.span.end) - max(c.start, p.span.start))
        for p in passages
        if p.article == statement.article
        for c in statement.content
    )
    return 2 * inside > sum(c.end - c.start for c in statement.content)


def _standing(dossier: Dossier, dossiers: Sequence[Dossier]) -> Iterable[Standing]:
    """Every claim and side of the old dossier beside what became of it."""
    texts = {a.id: a.text for a in dossier.articles}
    sides = {(o.claim, o.side): o for d in dossiers for o in d.origins}
    for claim in dossier.claims:
        for before in (o for o in dossier.origins if o.claim == claim.id):
            heir = heir_of(claim, before, dossier, dossiers)
            after = sides.get((heir, before.side)) if heir is not None else None
            gist = oneline(quote(texts[claim.gist.article], claim.gist.span), _GIST)
            same = after is not None and _same(before, after, dossier, dossiers)
            said = _became(before, after, same)
            yield Standing(claim=claim.id, side=before.side, gist=gist, before=before, after=after, unmoved=same, words=said)


def heir_of(claim: Claim, side: Origins, old: Dossier, dossiers: Sequence[Dossier]) -> str | None:
    """The claim of the new dossiers that has most of the statements which take this side of the claim; None if none has any."""
    stances = ("asserts",) if side.side == "asserting" else ("denies", "doubts")
    mine = {s.id for s in old.statements if s.id in set(claim.statements) and s.stance in stances}
    shared = Counter({c.id: len(mine & set(c.statements)) for d in dossiers for c in d.claims})
    best = min(shared.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
    return best[0] if best[1] else None


def _same(before: Origins, after: Origins, old: Dossier, dossiers: Sequence[Dossier]) -> bool:
    """Whether a side has the bounds that it had, by voices that it had."""
    if (before.lower, before.upper) != (after.lower, after.upper):
        return False
    known = {s.id: {(m.statement, m.hop, m.voice) for m in s.mentions} for s in old.speakers}
    now = {s.id: {(m.statement, m.hop, m.voice) for m in s.mentions} for d in dossiers for s in d.speakers}

    def one(a: Origin, b: Origin) -> bool:
        if a.speaker is None or b.speaker is None:
            return a.speaker is b.speaker
        return bool(known.get(a.speaker, set()) & now.get(b.speaker, set()))

    return all(any(one(a, b) for a in before.proven) for b in after.proven)


def _became(before: Origins, after: Origins | None, same: bool) -> str:
    verb = "denied" if before.side == "denying" else "said"
    if after is None:
        return f"falls: {verb} by nobody who is left"
    then, now = interval(before.lower, before.upper), interval(after.lower, after.upper)
    if then == now:
        return f"stands as before on {now}" if same else f"stands on {now}, not the same as before"
    return f"stands on {now} instead of {then}"


def _told(one: Meant, gone: int, standing_: Sequence[Standing]) -> str:
    fallen = sum(s.after is None for s in standing_)
    same = sum(s.unmoved for s in standing_)
    weaker = len(standing_) - fallen - same
    return (
        f"without {_WHAT[one.what]} {one.name} ({count(gone, 'statement')}): {count(fallen, 'claim')} "
        f"{'falls' if fallen == 1 else 'fall'}, {weaker} on other origins, {same} as before"
    )
