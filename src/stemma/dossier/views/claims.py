"""The claims and, for each, its critical apparatus: every wording beside the gist, with its chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from stemma.dossier.marks import Layer, Piece, pieces
from stemma.dossier.names import hop, listed, published, voice
from stemma.dossier.places import Places, begins
from stemma.model import Carrier, Claim, Dossier, Evidence, Origins, Passage, Span, Stance, Statement, Voice
from stemma.text.words import folded, words

CONTEXT = 600
"""Longest stretch of text shown around a wording, in characters; beyond it only the content itself is shown."""
DIFF = 300
"""Most words of a wording that are compared with the gist, which takes quadratic time."""
SHOWN, SHOWN_SHARED = 8, 20
"""So many claims of one report stand open on the page, and so many that two or more carry; the rest is folded."""
_OWN_QUOTE = re.compile(r" “([^“”]+)”")
_JOINING = frozenset({"and", "the", "both", "all"})
"""Words that a list of names may have or not."""
_COUNT = re.compile(r"^\d+(?:(?: to |-)\d+)? origins?(?:: ?| ?$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to a place on the page."""

    words: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One station of a chain; `silent` where the passage does not name it and it is known from elsewhere."""

    name: str
    silent: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One statement in the apparatus; `via` is what its chain tells beyond its own words and the report that prints it."""

    link: Link
    when: str
    stance: str
    leads: bool
    parts: tuple[Piece, ...]
    without: tuple[str, ...]
    own_words: bool
    chain: tuple[Step, ...]
    via: tuple[Step, ...]
    hedges: tuple[str, ...]
    gathered: str
    public: str
    title: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something counts: words, and the passage that shows them, if one does.

    `also` are places with the same words; `seen` where the passage stands in one of the wordings shown beside it;
    `after` is said behind the passage.
    """

    note: str
    link: Link | None
    also: tuple[str, ...] = ()
    seen: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One origin that is proven, or one report that stays unresolved."""

    words: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """The origins of one side of a claim."""

    side: str
    lower: int
    upper: int
    newsrooms: int
    words: str
    proven: tuple[Counted, ...]
    unresolved: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A report's attitude to a claim: its strongest stance, and the way to its words."""

    link: Link
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Who denies, declines or doubts, and in which reports that is told."""

    stance: str
    who: str
    told: tuple[Link, ...]
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim as the page shows it; `alone` where a single report of several carries it."""

    id: str
    anchor: str
    number: int
    main: bool
    folded: bool
    alone: bool
    gist: str
    gist_link: Link
    sides: tuple[SideView, ...]
    stands: tuple[Stand, ...]
    chips: tuple[Chip, ...]
    silent: tuple[str, ...]
    wordings: tuple[Wording, ...]


_RANK = {"denies": 0, "asserts": 1, "doubts": 2, "declines": 3}


def claim_views(dossier: Dossier, at: Places, main: Claim | None) -> tuple[ClaimView, ...]:
    """All claims, the main one first, then by weight."""
    carriers: dict[str, list[Carrier]] = {}
    for carrier in dossier.carriers:
        carriers.setdefault(carrier.statement, []).append(carrier)
    origins: dict[str, list[Origins]] = {}
    for one in dossier.origins:
        origins.setdefault(one.claim, []).append(one)
    ranked = sorted(dossier.claims, key=lambda c: (c is not main, -c.weight, c.id))
    told = [len({at.statements[s].article for s in c.statements}) for c in ranked]
    cut = {n for n, reports in enumerate(told) if reports > 1 or n == 0}
    shown = set(sorted(cut)[:SHOWN_SHARED]) | set(sorted(set(range(len(told))) - cut)[:SHOWN])
    return tuple(_claim(n, c, c is main, n - 1 not in shown, at, origins.get(c.id, []), carriers) for n, c in enumerate(ranked, 1))


def _claim(
    number: int,
    claim: Claim,
    main: bool,
    folded: bool,
    at: Places,
    origins: Sequence[Origins],
    carriers: Mapping[str, Sequence[Carrier]],
) -> ClaimView:
    rank = {a.id: n for n, a in enumerate(at.order)}
    members = sorted((at.statements[s] for s in claim.statements), key=lambda s: (rank[s.article], begins(s), s.id))
    holder = next((s for s in members if s.article == claim.gist.article and claim.gist.span in s.content), None)
    present = [a for a in at.order if any(s.article == a.id for s in members)]
    chips = []
    for article in present:
        strongest = min((s for s in members if s.article == article.id), key=lambda s: (_RANK[s.stance], begins(s), s.id))
        chips.append(Chip(link=Link(words=at.names[article.id], to=at.statement(strongest.id)), stance=strongest.stance))
    return ClaimView(
        id=claim.id,
        anchor=at.claim[claim.id],
        number=number,
        main=main,
        folded=folded,
        alone=len(present) == 1 and not main,
        gist=at.quote(claim.gist),
        gist_link=Link(words=at.names[claim.gist.article], to=at.statement(holder.id) if holder else at.passage(claim.gist)),
        sides=tuple(_side(o, members, at) for o in sorted(origins, key=lambda o: o.side)),
        stands=_stands(members, at),
        chips=tuple(chips),
        silent=tuple(at.names[a.id] for a in at.order if a not in present),
        wordings=tuple(_wording(s, s is holder, claim, at, carriers.get(s.id, ())) for s in members),
    )


def _side(origins: Origins, members: Sequence[Statement], at: Places) -> SideView:
    shown = [Passage(article=s.article, span=x) for s in members for x in (*s.content, s.source) if x is not None]
    return SideView(
        side=origins.side,
        lower=origins.lower,
        upper=max(origins.lower, origins.upper),
        newsrooms=origins.newsrooms,
        words=_COUNT.sub("", origins.words),
        proven=tuple(Counted(words=o.words, reasons=reasons(o.proof, at, shown)) for o in origins.proven),
        unresolved=tuple(
            Counted(words=at.names[u.article], reasons=(Reason(note=u.reason, link=None),)) for u in origins.unresolved
        ),
    )


def reasons(evidence: Sequence[Evidence], at: Places, shown: Sequence[Passage] = ()) -> tuple[Reason, ...]:
    """Evidence with a way to the words that show it; `shown` are passages that stand beside it."""
    out = []
    for e in evidence:
        here = e.at if e.at is not None and e.at.article in at.articles else None
        link = Link(words=at.quote(here), to=at.passage(here)) if here else None
        out.append(Reason(note=e.note, link=link, seen=here is not None and any(_holds(p, here) for p in shown)))
    return tuple(out)


def _holds(around: Passage, inner: Passage) -> bool:
    return around.article == inner.article and around.span.start <= inner.span.start and inner.span.end <= around.span.end


def shortly(note: str, words: str) -> str:
    """A reason without the voice at its head and the report in it, where the words that it explains name them.

    So that one numbered note serves for all voices and reports.
    """
    voice, colon, rest = note.partition(": ")
    if not colon or not words.startswith(voice):
        return note
    _, named, report = words.rpartition(", to ")
    return rest.replace(f"to {report};", "to the report named;") if named and rest.count(report) == 1 else rest


def footnotes(claims: Iterable[ClaimView]) -> Mapping[str, int]:
    """Every reason for a count, and for a carrier that a passage does not name, numbered from 1 in the order of the page."""
    out: dict[str, int] = {}
    for claim in claims:
        told = [shortly(r.note, o.words) for s in claim.sides for o in (*s.proven, *s.unresolved) for r in o.reasons]
        told += [step.why for w in claim.wordings for step in w.via if step.silent and step.why]
        for note in told:
            out.setdefault(note, len(out) + 1)
    return out


def gathered(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Reasons with what they quote said once.

    A quotation of ours that repeats the passage beside it is left out, and of passages with the same words that follow each
    other the first is quoted and the others are only pointed to.
    """
    out: list[Reason] = []
    for reason in reasons:
        if reason.link is not None:
            said = _bare(reason.link.words)
            before = out[-1] if out else None
            if before is not None and before.link is not None and _bare(before.link.words) == said:
                out[-1] = replace(before, also=(*before.also, reason.link.to))
                continue
            repeated = [m[0] for m in _OWN_QUOTE.finditer(reason.note) if _bare(m[1]) == said]
            for own in repeated:
                reason = replace(reason, note=reason.note.replace(own, ""))
        out.append(reason)
    return tuple(out)


def _bare(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


def _stands(members: Sequence[Statement], at: Places) -> tuple[Stand, ...]:
    """Who does not go along, each voice once however many reports tell it; voices told of by the same reports together."""
    found: dict[tuple[Stance, str], dict[str, Link]] = {}
    for statement in members:
        if statement.stance != "asserts":
            whose = at.speaker_names(statement) or (at.names[statement.article],)
            for who in whose:
                told = found.setdefault((statement.stance, who), {})
                told.setdefault(statement.article, Link(words=at.names[statement.article], to=at.statement(statement.id)))
    together: dict[tuple[Stance, tuple[str, ...]], list[tuple[str, tuple[Link, ...]]]] = {}
    for (stance, who), told in sorted(found.items(), key=lambda x: (_RANK[x[0][0]], -len(x[1]), x[0][1])):
        together.setdefault((stance, tuple(told)), []).append((who, tuple(told.values())))
    return tuple(
        Stand(stance=stance, who=listed([who for who, _ in group]), told=group[0][1], of=len(at.order))
        for (stance, _), group in together.items()
    )


def _wording(statement: Statement, leads: bool, claim: Claim, at: Places, carriers: Sequence[Carrier]) -> Wording:
    article = at.articles[statement.article]
    marks = [s for s in (*statement.content, statement.cue, statement.source) if s is not None]
    span = Span(min(s.start for s in marks), max(s.end for s in marks))
    if span.end - span.start > CONTEXT:
        span = Span(statement.content[0].start, statement.content[-1].end) if statement.content else span
    layers = [Layer(span=s, kind="content") for s in statement.content]
    layers += [Layer(span=Span(h.start, h.end), kind="hedge") for h in statement.hedges]
    layers += [Layer(span=s, kind=k) for s, k in ((statement.cue, "cue"), (statement.source, "source")) if s is not None]
    differs, without, own_words = (
        ([], (), False) if leads or statement.stance == "declines" else _against(claim.gist, statement, at)
    )
    layers += [Layer(span=s, kind="differs") for s in differs]
    steps = chain(statement, at, carriers)
    source = statement.source
    said = article.text[source.start : source.end] if source and span.start <= source.start and source.end <= span.end else ""
    return Wording(
        link=Link(words=at.names[article.id], to=at.statement(statement.id)),
        when=published(article),
        stance=statement.stance,
        leads=leads,
        parts=pieces(article.text, span, layers),
        without=without,
        own_words=own_words,
        chain=steps,
        via=steps[_tells(said, article.text[span.start : span.end], steps[0]) : -1],
        hedges=tuple(article.text[h.start : h.end] for h in statement.hedges),
        gathered=article.text[statement.gathered.start : statement.gathered.end] if statement.gathered else "",
        public=article.text[statement.public.start : statement.public.end] if statement.public else "",
        title=statement.place == "title",
    )


def _flat(words: str) -> str:
    return " ".join(words.casefold().split())


def _tells(source: str, shown: str, step: Step) -> bool:
    """Whether the words for a source, as they stand in the words shown, say already what a station of the chain would."""
    around = f" {_flat(shown)} "
    described = all(_flat(part) in around for part in step.why.split("; "))
    return described and f" {_named(step.name)} " in f" {_named(source)} "


def _named(names: str) -> str:
    """Names without what joins them in a list."""
    found = (w.rstrip(".,;:") for w in _flat(names).split())
    return " ".join(w for w in found if w not in _JOINING)


def chain(statement: Statement, at: Places, carriers: Sequence[Carrier]) -> tuple[Step, ...]:
    """From the first mouth to the outlet; a carrier the passage does not name stands between, marked `silent`."""
    spoken = [v.name.casefold() for h in statement.chain for v in h.voices]
    steps = [Step(name=hop(h), silent=False, why=_why(h.voices, statement, at)) for h in statement.chain]
    steps += [
        Step(name=voice(c.voice), silent=True, why="; ".join(e.note for e in c.evidence))
        for c in carriers
        if c.voice.name.casefold() not in spoken
    ]
    return (*steps, Step(name=at.names[statement.article], silent=False, why=""))


def _why(voices: Sequence[Voice], statement: Statement, at: Places) -> str:
    """Who an unnamed voice is said to be, and why it is not named."""
    text = at.articles[statement.article].text
    described = [text[d.start : d.end] for v in voices for d in v.descriptors]
    described += [text[v.ground.start : v.ground.end] for v in voices if v.ground]
    return "; ".join(dict.fromkeys(described))


def _against(gist: Passage, statement: Statement, at: Places) -> tuple[list[Span], tuple[str, ...], bool]:
    """Words of the wording that the gist has not, words of the gist that it has not, and whether it shares hardly any."""
    base, text = at.articles[gist.article].text, at.articles[statement.article].text
    gist_words = list(words(base, gist.span))[:DIFF]
    own_words = [w for s in statement.content for w in words(text, s)][:DIFF]
    matcher = SequenceMatcher(None, folded(base, gist_words), folded(text, own_words), autojunk=False)
    if matcher.ratio() < 0.25:
        return [], (), True
    differs, without = [], []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag in {"replace", "insert"} and m > k:
            differs += _joined(own_words[k:m], text)
        if tag in {"replace", "delete"} and j > i and matcher.ratio() >= 0.5:
            without.append(base[gist_words[i].start : gist_words[j - 1].end])
    return differs, tuple(without), False


def _joined(spans: Sequence[Span], text: str) -> list[Span]:
    """Neighbouring words as one span, cut where a line ends or other words stand between."""
    out: list[Span] = []
    for span in spans:
        if out and not any(c.isalnum() or c == "\n" for c in text[out[-1].end : span.start]):
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return out
