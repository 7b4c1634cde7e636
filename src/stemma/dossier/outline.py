"""A dossier in a few lines of plain text, led by the strip: what a terminal shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

from stemma.dossier.kin import UNDECIDED, main_parents
from stemma.dossier.names import DERIVATIONS, count, date, interval, labels, listed, ordered
from stemma.dossier.places import places
from stemma.dossier.safe import oneline, plainly
from stemma.dossier.strip import Tally, main_claim, tallied
from stemma.dossier.views.findings import OMISSIONS, contradiction_views, drift_views, voice_views
from stemma.dossier.views.timeline import timeline
from stemma.model import Claim, Dossier, Origins

SHORT = 11
"""Lines of the short form; the path to the dossier makes it twelve."""
TREE = 6
LEAD = 44
"""Characters of a sentence that are shown before its time."""


def outline(dossier: Dossier, *, full: bool = False, width: int = 100) -> tuple[str, ...]:
    """Strip, title, tree, claims and denials, each line at most `width` characters; at most 11 lines unless `full`.

    The full form has the findings, the timeline and the voices besides; a finding or a voice is not cut but goes on in further
    lines.
    """
    lines = [dossier.strip, plainly(dossier.title)]
    tree = list(tree_lines(dossier, full=full))
    if not full and len(tree) > TREE:
        hidden = len(tree) - (TREE - 1)
        tree = [*tree[: TREE - 1], f"   … and {hidden} more"]
    lines += tree
    denials = list(denial_lines(dossier))
    if not full:
        denials = denials[:1] if len(denials) <= 1 else [f"{denials[0]}; {count(len(denials) - 1, 'more denial')}"]
    claims = list(claim_lines(dossier))
    if full:
        claims = [f"{n}. {line}" for n, line in enumerate(claims, 1)]
    lines += (claims if full else claims[: SHORT - len(lines) - len(denials)]) + denials
    short = [cut(line, width) for line in lines]
    if not full:
        return tuple(short)
    times = [cut(line, width) for line in timeline_lines(dossier)]
    return (*short, *_whole(finding_lines(dossier), width), *times, *_whole(voice_lines(dossier), width))


def _whole(lines: Iterable[str], width: int) -> Iterator[str]:
    """Each line made safe for a terminal, on as many lines as it takes."""
    for line in lines:
        safe = " ".join(plainly(line).split())
        yield from wrap(safe, width, subsequent_indent="  ", break_on_hyphens=False)


def cut(line: str, width: int) -> str:
    """The line made safe for a terminal and no longer than `width`; its indent is kept."""
    safe = " ".join(plainly(line).split("\n"))
    return safe if len(safe) <= width else safe[: width - 1].rstrip() + "…"


def tree_lines(dossier: Dossier, *, full: bool = False) -> Iterator[str]:
    """The tree drawn in text: each report under its main parent, second parents named beside it.

    `full` adds how firm each edge is: the share of trees, each grown without another tenth of the texts, that have it too.
    """
    names = labels(dossier.articles, dossier.stemma)
    main = main_parents(dossier.stemma.derivations)
    nodes = [x.id for x in sorted(dossier.stemma.lost, key=lambda x: x.id)] + [a.id for a in ordered(dossier.articles)]
    below: dict[str, list[str]] = {n: [c for c in nodes if main.get(c) == n] for n in nodes}
    done: set[str] = set()

    def walk(node: str, lead: str, branch: str) -> Iterator[str]:
        if node in done:
            return
        done.add(node)
        yield lead + branch + _node(dossier, node, names, main, full)
        under = lead + {"": "", "├─ ": "│  ", "└─ ": "   "}[branch]
        for n, child in enumerate(below[node]):
            yield from walk(child, under, "└─ " if n == len(below[node]) - 1 else "├─ ")

    for node in nodes:
        if node not in main:
            yield from walk(node, "", "")
    for node in nodes:  # what only circles reach
        yield from walk(node, "", "")


def claim_lines(dossier: Dossier) -> Iterator[str]:
    """One line a claim: origins as dots, in words, and the gist; what only one report carries is said to have no comparison."""
    main = main_claim(dossier.claims, dossier.origins)[0]
    sides: dict[str, Origins] = {o.claim: o for o in dossier.origins if o.side == "asserting"}
    texts = {a.id: a.text for a in dossier.articles}
    home = {s.id: s.article for s in dossier.statements}
    for claim in sorted(dossier.claims, key=lambda c: (c is not main, -c.weight, c.id)):
        origins = sides.get(claim.id)
        gist = oneline(texts[claim.gist.article][claim.gist.span.start : claim.gist.span.end], 400)
        counted = f"{dots(origins)} {interval(origins.lower, origins.upper)}" if origins else "– asserted by none"
        alone = len(dossier.articles) > 1 and len({home[s] for s in claim.statements}) == 1
        yield f"{counted}{', one report, nothing to compare' if alone else ''}: “{gist}”"


def dots(origins: Origins) -> str:
    """One filled dot an origin that is proven, one hollow dot for each more that there may be; at most eight."""
    filled, hollow = origins.lower, max(0, origins.upper - origins.lower)
    return ("●" * filled + "○" * hollow) if filled + hollow <= 8 else f"●×{filled}" + (f" ○×{hollow}" if hollow else "")


def denial_lines(dossier: Dossier) -> Iterator[str]:
    """One line a denied claim: who denies, and in which reports that is told."""
    at = places(dossier)

    def unnamed(claim: Claim) -> bool:
        """Whether nobody with a name or an office denies the claim: such denials come last."""
        told = [at.statements[s] for s in claim.statements]
        kinds = {v.kind for s in told if s.stance == "denies" for h in s.chain[:1] for v in h.voices}
        return not kinds & {"named", "role", "organisation"}

    for claim in sorted(dossier.claims, key=lambda c: (unnamed(c), -c.weight, c.id)):
        told = [at.statements[s] for s in claim.statements if at.statements[s].stance == "denies"]
        if told:
            who = sorted({name for s in told for name in at.speaker_names(s) or (at.names[s.article],)})
            where = [at.names[a.id] for a in at.order if any(s.article == a.id for s in told)]
            only = "only in" if len(where) == 1 and len(dossier.articles) > 1 else "in"
            yield f"✕ denied by {listed(who)}, {only} {listed(where)}"


def finding_lines(dossier: Dossier) -> Iterator[str]:
    """One sentence a contradiction, change on the way and omission, in the order of the page: clashes before what came later."""
    at = places(dossier)
    for found in contradiction_views(dossier, at):
        yield f"≠ {found.badge} · {found.words}"
    for found in drift_views(dossier, at):
        told = " (told above as a contradiction)" if found.same else ""
        yield f"~ {found.badge}{'' if found.joint == 'became' else ', direction not known'} · {found.words}{told}"
    place = {a.id: n for n, a in enumerate(at.order)}
    for gone in sorted(dossier.findings.omissions, key=lambda o: (place[o.child], list(OMISSIONS).index(o.kind), o.left_out, o.id)):
        yield f"∅ {OMISSIONS[gone.kind]} left out · {gone.words}"


def timeline_lines(dossier: Dossier) -> Iterator[str]:
    """Two lines an event: when, in which reports, who says so and whether another date is told; the words of the first report."""
    times = timeline(dossier, places(dossier))
    for row in times.dated:
        for event in row.events:
            first = event.told[0]
            where = listed(list(dict.fromkeys(t.quoted.link.words for t in event.told)))
            who = list(dict.fromkeys(t.who for t in event.told if t.who))
            parts = [f"◷ {row.when}", where, *who[:1], *(c.words for c in event.clashes)]
            yield " · ".join(parts)
            before, after = (oneline(x, 400) for x in (first.quoted.before, first.quoted.after))
            lead = before if len(before) <= LEAD else "…" + before[-LEAD:].partition(" ")[2]
            gap = "" if first.quoted.after[:1] in ",.;:’'" else " "
            yield f"   “{f'{lead} {oneline(first.quoted.words, 200)}{gap}{after}'.strip()}”"
    if times.unplaced:
        yield f"◷ {count(len(times.unplaced), 'time')} without a place on the calendar"


def voice_lines(dossier: Dossier) -> Iterator[str]:
    """How they were counted, and one line a voice, the most heard first.

    A line has the name by which a voice can be corrected, what it is, how often and where it speaks.
    """
    if dossier.speakers:
        yield counted_voices(tallied(dossier.speakers, dossier.statements, dossier.stemma))
    for voice in voice_views(dossier, places(dossier)):
        passed = f" and {voice.passed_on} passed on" if voice.passed_on else ""
        reasons = f" · {'; '.join(voice.grounds)}" if voice.grounds else ""
        where = listed([link.words for link in voice.reports])
        yield f"» {oneline(voice.name, 400)} · {voice.kind} · {count(voice.said, 'statement')}{passed} · in {where}{reasons}"


def counted_voices(tally: Tally) -> str:
    """Why more voices are listed than the first line counts: "Of 9 voices listed, …"."""
    parts = [count(tally.people, "person or body", "people or bodies") + " named"] if tally.people else []
    if tally.unnamed:
        same = (
            f" ({tally.described} listed; those whom several reports may mean count once)"
            if tally.described != tally.unnamed
            else ""
        )
        parts.append(f"{tally.unnamed} unnamed{same}")
    rest = [
        f"{tally.carriers} that carry news" if tally.carriers else "",
        f"{tally.silent} that only decline or pass on" if tally.silent else "",
    ]
    left = " and ".join(r for r in rest if r)
    return (
        f"Voices: {tally.listed} listed below, {tally.voices} counted above"
        + (f": {', '.join(parts)}" if parts else "")
        + (f"; not counted: {left}" if left else "")
        + "."
    )


def _node(dossier: Dossier, node: str, names: Mapping[str, str], main: Mapping[str, str], full: bool) -> str:
    article = next((a for a in dossier.articles if a.id == node), None)
    if article is None:
        return f"{names[node]} (lost original)"
    parts = [names[node], date(article.published.value) if article.published else "no date"]
    own: Sequence[str] = []
    for d in sorted(dossier.stemma.derivations, key=lambda d: (main.get(node) != d.parent, -d.share, d.parent)):
        if d.child == node:
            source = "" if main.get(node) == d.parent else f" from {names[d.parent]}"
            sure = "" if d.direction >= UNDECIDED else ", direction not known"
            firm = "" if d.support is None else f", firm {round(100 * d.support)} %"
            own = [*own, f"{DERIVATIONS[d.kind]} {round(100 * d.share)} %{source}{sure}{firm if full else ''}"]
    return " · ".join([*parts, " + ".join(own)] if own else parts)
