"""The facts of a story that fit on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stemma.dossier.kin import families
from stemma.dossier.names import UNDATED, count, instant, interval
from stemma.model import Article, Claim, Findings, Origins, Speaker, Statement, Stemma
from stemma.text.words import folded, words

_HOLLOW: Final = frozenset(
    """a an the of in on at to for with by from and or who that which their his her its one two three four five six seven eight
    nine ten several some many few another other first second third fourth source people person official insider familiar
    direct knowledge unknown they he she it we you nobody someone somebody senior named unnamed anonymou""".split()  # noqa: SIM905
)
"""Words that do not tell one unnamed person from another, without a final s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the strip counts.

    `voices` are people and bodies that say something, as first mouths of at least one statement (agencies and outlets pass on,
    and who only declines to comment says nothing), each speaker with its count; `unnamed` are those of them without a name,
    counted so that copies do not raise the number (see `unnamed`); `denials` are claims that someone denies; `roots` are the
    independent gatherings: reports and lost originals that rest on nothing else here. `first` and `last` are the publication
    times as the pages give them.
    """

    reports: int
    lost: int
    roots: int
    voices: int
    unnamed: int
    claims: int
    denials: int
    contradictions: int
    main: Claim | None
    main_origins: Origins | None
    first: str | None
    last: str | None


def facts(
    articles: Sequence[Article],
    statements: Sequence[Statement],
    speakers: Sequence[Speaker],
    claims: Sequence[Claim],
    stemma: Stemma,
    origins: Sequence[Origins],
    findings: Findings,
) -> Facts:
    """Count a story; the order of nothing matters."""
    stance = {s.id: s.stance for s in statements}
    tally = tallied(speakers, statements, stemma)
    children = {d.child for d in stemma.derivations}
    dates = sorted((instant(a.published.value), a.published.value) for a in articles if a.published)
    dates = [d for d in dates if d[0] != UNDATED]
    main, main_origins = main_claim(claims, origins)
    return Facts(
        reports=len(articles),
        lost=len(stemma.lost),
        roots=len({*stemma.articles, *(x.id for x in stemma.lost)} - children),
        voices=tally.voices,
        unnamed=tally.unnamed,
        claims=len(claims),
        denials=sum(any(stance[s] == "denies" for s in c.statements) for c in claims),
        contradictions=sum(not c.evolution for c in findings.contradictions),
        main=main,
        main_origins=main_origins,
        first=dates[0][1] if dates else None,
        last=dates[-1][1] if dates else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the speakers of a story were counted.

    `listed` are all speakers, `carriers` agencies and outlets, `silent` others that only decline or pass on, `described` the
    unnamed speakers, `unnamed` the people they stand for when copies add none, `people` all others.
    """

    listed: int
    carriers: int
    silent: int
    described: int
    unnamed: int
    people: int

    @property
    def voices(self) -> int:
        """What the strip counts."""
        return self.people + self.unnamed


def tallied(speakers: Sequence[Speaker], statements: Sequence[Statement], stemma: Stemma) -> Tally:
    """Count the speakers of a story; the order of nothing matters."""
    stance = {s.id: s.stance for s in statements}
    carriers = [s for s in speakers if s.kind in {"agency", "outlet"}]
    others = [s for s in speakers if s.kind not in {"agency", "outlet"}]
    speaking = [s for s in others if any(m.hop == 0 and stance[m.statement] != "declines" for m in s.mentions)]
    nameless = [s for s in speaking if s.kind == "unnamed"]
    return Tally(
        listed=len(speakers),
        carriers=len(carriers),
        silent=len(others) - len(speaking),
        described=len(nameless),
        unnamed=unnamed(nameless, statements, stemma),
        people=sum(s.count for s in speaking if s.kind != "unnamed"),
    )


def unnamed(speakers: Sequence[Speaker], statements: Sequence[Statement], stemma: Stemma) -> int:
    """How many unnamed people speak, told so that copies add none.

    Unnamed people whom two reports of one family describe differently may be the same, so of each family (the reports under
    one root of the stemma) only the report with the most of them counts; a speaker known to be the same counts once. In a
    report, those whose descriptions share a telling word ("three port workers", "one of the workers") may be the same people
    and count as the largest of them.
    """
    family, article_of = families(stemma), {s.id: s.article for s in statements}
    heard: dict[str, dict[str, Speaker]] = {}
    for speaker in speakers:
        for mention in speaker.mentions:
            if mention.hop == 0:
                heard.setdefault(article_of[mention.statement], {})[speaker.id] = speaker
    fullest: dict[str, list[Speaker]] = {}
    for article in sorted(heard):
        root, apart = family[article], _apart(list(heard[article].values()))
        if sum(s.count for s in apart) > sum(s.count for s in fullest.get(root, [])):
            fullest[root] = apart
    return sum(s.count for s in {s.id: s for group in fullest.values() for s in group}.values())


def _apart(speakers: Sequence[Speaker]) -> list[Speaker]:
    """The speakers of one report without those that may be part of another: no two share a telling word; the largest stay."""
    kept: list[tuple[Speaker, frozenset[str]]] = []
    for speaker in sorted(speakers, key=lambda s: (-s.count, s.name, s.id)):
        told = frozenset(w.rstrip("s") for w in folded(speaker.name, words(speaker.name))) - _HOLLOW
        if (told or speaker.count > 1) and not any(told & other for _, other in kept):
            kept.append((speaker, told))
    return [speaker for speaker, _ in kept]


def main_claim(claims: Sequence[Claim], origins: Sequence[Origins]) -> tuple[Claim | None, Origins | None]:
    """The weightiest claim that anyone asserts, with the origins of its asserting side; without such, the weightiest."""
    asserted = {o.claim: o for o in origins if o.side == "asserting"}
    by_weight = sorted(claims, key=lambda c: (-c.weight, c.id))
    for claim in by_weight:
        if claim.id in asserted:
            return claim, asserted[claim.id]
    return (by_weight[0], None) if by_weight else (None, None)


def strip(of: Facts) -> str:
    """The line itself: "5 reports · 1 lost original · 4 voices (3 unnamed) · 1 denial · main claim on 1 origin"."""
    parts = [count(of.reports, "report")]
    if of.lost:
        parts.append(count(of.lost, "lost original"))
    if of.voices:
        parts.append(count(of.voices, "voice") + (f" ({of.unnamed} unnamed)" if of.unnamed else ""))
    if of.denials:
        parts.append(count(of.denials, "denial"))
    if of.main_origins is not None and of.main_origins.upper > 0:
        parts.append(f"main claim on {interval(of.main_origins.lower, of.main_origins.upper)}")
    return " · ".join(parts)
