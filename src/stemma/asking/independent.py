"""Texts in, independence out: for those who retrieve passages and must not count five echoes as five confirmations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stemma.asking.likening import likenesses
from stemma.background.names import SHIPPED, Names
from stemma.dossier.kin import families as roots_of
from stemma.dossier.names import count, labels, listed
from stemma.dossier.safe import oneline
from stemma.errors import BadInput
from stemma.model import (
    SCHEMA_VERSION,
    Article,
    Backed,
    Backing,
    Claim,
    Dossier,
    Evidence,
    Family,
    Independence,
    Origins,
    Rejected,
)
from stemma.pipeline import investigate
from stemma.reading import read_bytes

SAYS = 0.35
"""Likeness from which a statement says the claim asked for.

See evals/figures/asked.py: of 279 gold claims asked for in an annotator's words three in four come first; of 520 of other
stories one is taken for a claim of this one."""
_GIST = 200


def independence(
    texts: str | bytes | Article | Iterable[str | bytes | Article], claim: str | None = None, *, names: Names = SHIPPED
) -> Independence:
    """Which of the texts are independent of each other, and on how many origins their claims stand, in one call.

    A text is a whole page or report (plain text or HTML, with or without its chrome), or an `Article` already read; positions in
    the result are positions in the list; one text alone is a list of one. `claim` is a sentence in your own words: then only
    claims that say it are given, the likest first, none if no text says it. `names` are your own names of people, bodies and
    outlets (`stemma.read_names`). Texts of several stories come apart; a text on its own is a family of one. What cannot be used
    is in `rejected` and never sinks the rest. Deterministic, offline; a story of ten articles takes one or two seconds once the
    models are loaded. Raises `BadInput` (code: empty) for a claim without words.
    """
    if claim is not None and not claim.strip():
        raise BadInput("claim", "empty", "found a claim without words; needed a sentence", "leave `claim` out to get all claims")
    where: dict[str, list[int]] = {}
    articles: list[Article] = []
    rejected: list[Rejected] = []
    # A text alone would be taken for a list of its letters.
    for n, text in enumerate([texts] if isinstance(texts, str | bytes | Article) else texts):
        try:
            article = text if isinstance(text, Article) else _read(text, n)
        except BadInput as error:
            rejected.append(Rejected(source=f"text {n}", code=error.code, message=error.message, hint=error.hint))
            continue
        where.setdefault(article.id, []).append(n)
        articles.append(article)
    dossiers, failed = investigate(articles, names=names)
    sources = {a.source: where[a.id][0] for a in articles}
    rejected += [
        Rejected(
            source=f"text {sources[r.source]}" if r.source in sources else r.source, code=r.code, message=r.message, hint=r.hint
        )
        for r in failed
    ]
    families_ = tuple(f for story, d in enumerate(dossiers) for f in _families(story, d, where))
    claims = _claims(dossiers, where, claim)
    return Independence(
        schema=SCHEMA_VERSION,
        families=families_,
        claims=claims,
        rejected=tuple(sorted(rejected, key=lambda r: (r.source, r.code, r.message))),
        dossiers=dossiers,
        words=_words(sum(len(f.texts) for f in families_), families_, claims, claim),
    )


def _read(text: object, n: int) -> Article:
    if not isinstance(text, str | bytes):
        raise BadInput(
            f"text {n}",
            "not-a-text",
            f"found {type(text).__name__}; needed the words of a page (str or bytes), or an Article",
            "give what the file holds, or read paths with `stemma.read` and give its articles",
        )
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    # Two equal texts are two reports: their places in the list tell them apart, as files' names do.
    return read_bytes(data, f"text {n}", f"text {n}")


def _families(story: int, dossier: Dossier, where: Mapping[str, Sequence[int]]) -> list[Family]:
    """The reports under one root, with what holds them together, and what some of them have from another family."""
    names = labels(dossier.articles, dossier.stemma)
    home = roots_of(dossier.stemma)
    held: dict[str, list[str]] = {}
    for article, root in home.items():
        held.setdefault(root, []).append(article)
    out = []
    for root, members in held.items():
        places = sorted(n for a in members for n in where[a])
        at = where[root][0] if root in where else None
        kin = [d for d in dossier.stemma.derivations if d.child in members and d.child != root]
        if len(members) == 1 and at is not None:
            said = f"{names[root]} rests on no other of the texts"
        else:
            on = names[root] if at is not None else f"{names[root]} (not among them)"
            others = [names[a] for a in sorted(members, key=lambda a: where[a][0]) if a != root]
            said = f"{listed(others)} {'rests' if len(others) == 1 else 'rest'} on {on}"
            # What holds a child to the root itself says more of the family than what holds it to another member.
            surest = sorted(kin, key=lambda d: (d.parent != root, -d.confidence, d.id))
            notes = list(dict.fromkeys(e.note for d in surest for e in d.evidence))
            said += f": {oneline(notes[0], _GIST)}" if notes else ""
        # A report may rest on originals of two families: the reader must not take the two for quite independent.
        beside = {(d.child, d.parent) for d in kin if home.get(d.parent, d.parent) != root}
        for child, parent in sorted(beside, key=lambda e: (where[e[0]][0], names[e[1]])):
            said += f"; {names[child]} has part of its text from {names[parent]}"
        out.append(Family(story=story, texts=tuple(places), root=at, words=said))
    return sorted(out, key=lambda f: f.texts)


def _claims(dossiers: Sequence[Dossier], where: Mapping[str, Sequence[int]], asked: str | None) -> tuple[Backed, ...]:
    found: list[tuple[float, float, int, str, Backed]] = []
    for story, dossier in enumerate(dossiers):
        like = likeness(dossier, asked) if asked is not None else {c.id: 1.0 for c in dossier.claims}
        found += [
            (-like[claim.id], -claim.weight, story, claim.id, _backed(story, dossier, claim, like[claim.id], where))
            for claim in dossier.claims
            if asked is None or like[claim.id] >= SAYS
        ]
    return tuple(b for *_, b in sorted(found, key=lambda f: f[:4]))


def likeness(dossier: Dossier, asked: str) -> Mapping[str, float]:
    """For each claim how like its likest wording is to the words asked for, 0..1."""
    texts = {a.id: a.text for a in dossier.articles}
    said = {s.id: oneline(" ".join(texts[s.article][c.start : c.end] for c in s.content), 1000) for s in dossier.statements}
    of = dict(zip(sorted(said), likenesses(asked, [said[i] for i in sorted(said)]), strict=True))
    return {c.id: max(0.0, *(of[s] for s in c.statements)) for c in dossier.claims}


def _backed(story: int, dossier: Dossier, claim: Claim, likeness: float, where: Mapping[str, Sequence[int]]) -> Backed:
    text = next(a.text for a in dossier.articles if a.id == claim.gist.article)
    sides = tuple(_backing(dossier, claim, o, where) for o in dossier.origins if o.claim == claim.id)
    return Backed(
        story=story,
        claim=claim.id,
        gist=oneline(text[claim.gist.span.start : claim.gist.span.end], _GIST),
        likeness=likeness,
        sides=sides,
    )


def _backing(dossier: Dossier, claim: Claim, origins: Origins, where: Mapping[str, Sequence[int]]) -> Backing:
    stances = ("asserts",) if origins.side == "asserting" else ("denies", "doubts")
    taking = {s.article for s in dossier.statements if s.id in set(claim.statements) and s.stance in stances}
    keep = []
    for origin in origins.proven:
        # An article stands for itself; a lost original for itself through the passage that proves it.
        at = [e.at.article for e in origin.proof if e.at is not None]
        nearest = origin.newsroom if origin.newsroom in taking else next((a for a in at if a in taking), None)
        keep += [where[nearest][0]] if nearest is not None else []
    reasons = [e for o in origins.proven for e in o.proof]
    reasons += [Evidence(note=f"{u.reason} (text {where[u.article][0]})") for u in origins.unresolved]
    return Backing(
        side=origins.side,
        texts=tuple(sorted(n for a in taking for n in where[a])),
        keep=tuple(dict.fromkeys(keep)),
        lower=origins.lower,
        upper=origins.upper,
        words=origins.words,
        reasons=tuple(reasons),
    )


def _words(texts: int, families_: Sequence[Family], claims: Sequence[Backed], asked: str | None) -> str:
    said = f"{count(texts, 'text')} in {count(len(families_), 'family', 'families')}"
    if asked is not None and not claims:
        return said + "; none of them says this"
    for side in claims[0].sides[:1] if claims else ():
        said += f"; {'the claim' if asked is not None else 'the main claim'} stands on {side.words}"
    return said
