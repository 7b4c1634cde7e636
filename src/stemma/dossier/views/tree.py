"""The family tree as boxes, lines and words, and the same as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from stemma.dossier.kin import UNDECIDED, main_parents
from stemma.dossier.names import DERIVATIONS, count, date, listed, published
from stemma.dossier.places import Places
from stemma.dossier.safe import oneline
from stemma.dossier.tree_layout import BOX_WIDTH, Box, Edge, layout
from stemma.dossier.views.claims import Reason, gathered, reasons
from stemma.dossier.views.findings import Quoted, quoted
from stemma.model import Derivation, Dossier, Evidence

NAME_SIZE = 14.0
PADDING = 12.0
TERSE = (
    (
        r"^the parent has (\S+) of the child's word runs and (\S+) of its words of matter$",
        r"the parent has \1 of its word runs, \2 of its words of matter",
    ),
    (r"^the rare run of words stands in both, and no third report has it$", "rare words in both, in no third report"),
    (r"^the rare run of words stands in both$", "rare words in both"),
    (r"^the same quotation ", "same quotation "),
    (r"^what both have comes in the same order, from here on ", "same order, from here on "),
    (r"^the child is closer to this parent than to any other report ", "closer to this parent than to any other report "),
)
"""Notes on an edge, and how the table says the same."""
_LIKE = re.compile(r"(?:(.+); this one best|this one too) \(likeness (.+)\)")
OTHER_HALF = "that quotation in "
"""How a note begins that goes on from the one before it."""
_NARROW, _WIDE = frozenset(" .,:;'’|!iljtfIr()[]-"), frozenset("mwMW@%—…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box of the tree: `lines` are the name on one or two lines (`cut` if not all of it), its `letter` before, `facts` below."""

    box: Box
    lost: bool
    link: str
    label: str
    cut: bool
    letter: str
    lines: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the tree; `thickness` in pixels grows with the share of the child that comes from this parent."""

    path: str
    thickness: float
    first: bool
    directed: bool
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """One row of the table twin; `lost` is the anchor of a parent that is a lost original."""

    child: str
    link: str
    when: str
    parent: str
    lost: str
    kind: str
    share: str
    confidence: str
    direction: str
    support: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LostView:
    """A lost original: why it must have been, and the words it must have carried; `full` is its name with what dates it."""

    anchor: str
    name: str
    full: str
    reasons: tuple[Reason, ...]
    recovered: tuple[tuple[Quoted, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeView:
    """The tree section."""

    width: float
    height: float
    summary: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    table: tuple[Kin, ...]
    lost: tuple[LostView, ...]


def tree_view(dossier: Dossier, at: Places) -> TreeView:
    """Lay out the tree of a dossier; lost originals come first, reports in order of publication."""
    stemma = dossier.stemma
    first = main_parents(stemma.derivations)
    derivations = {(d.parent, d.child): d for d in stemma.derivations}
    edges = [Edge(parent=p, child=c, first=first[c] == p) for p, c in sorted(derivations)]
    drawn = layout([x.id for x in sorted(stemma.lost, key=lambda x: (at.names[x.id], x.id))] + [a.id for a in at.order], edges)
    lost = {x.id: f"lost-{n}" for n, x in enumerate(sorted(stemma.lost, key=lambda x: (at.names[x.id], x.id)), 1)}
    return TreeView(
        width=drawn.width,
        height=drawn.height,
        summary=summary(dossier, at.names),
        nodes=tuple(_node(b, dossier, at, lost) for b in drawn.boxes),
        lines=tuple(
            _line(x.path, x.label_x, x.label_y, x.edge, derivations[x.edge.parent, x.edge.child])
            for x in sorted(drawn.lines, key=lambda x: (x.edge.first, x.edge.parent, x.edge.child))
        ),
        table=_table(dossier, at, lost),
        lost=tuple(
            LostView(
                anchor=lost[x.id],
                name=at.names[x.id],
                full=x.name,
                reasons=gathered(reasons(x.evidence, at)),
                recovered=tuple((quoted(r.wording, at), str(len({w.article for w in r.witnesses}))) for r in x.recovered),
            )
            for x in sorted(stemma.lost, key=lambda x: lost[x.id])
        ),
    )


def summary(dossier: Dossier, names: Mapping[str, str]) -> str:
    """The tree in one or two plain sentences."""
    stemma, n = dossier.stemma, len(dossier.articles)
    children = {d.child for d in stemma.derivations}
    alone = [a for a in stemma.articles if a not in children]
    lost = [names[x.id] for x in stemma.lost]
    if n == 1:
        rest = f"It rests on a lost original ({listed(lost)})." if lost else "Nothing here shows where else it was printed."
        return f"One report tells this. {rest}"
    if not stemma.derivations:
        return f"None of the {n} reports is shown to rest on another."
    if not alone and lost:
        which = "a lost original" if len(lost) == 1 else count(len(lost), "lost original")
        return f"All {n} reports rest on {which} that is not among them ({listed(lost)})."
    own = listed([names[a] for a in alone]) if len(alone) <= 3 else f"{len(alone)} reports"
    among = f", among them {'a lost original' if len(lost) == 1 else 'lost originals'} ({listed(lost)})" if lost else ""
    if not alone:
        return f"Each of the {n} reports rests on another{among}."
    verb = "stands on its own" if len(alone) == 1 else "stand on their own"
    others = n - len(alone)
    return f"{others} of the {n} reports {'rests' if others == 1 else 'rest'} on others{among}; {own} {verb}."


def width_of(text: str, size: float) -> float:
    """A generous guess of how wide a line of semi-bold sans-serif text is, in pixels."""
    ems = sum(
        1.0 if ord(c) > 0x2E7F else 0.36 if c in _NARROW else 0.95 if c in _WIDE else 0.74 if c.isupper() else 0.61 for c in text
    )
    return ems * size


def fitted(name: str, width: float, size: float = NAME_SIZE) -> tuple[str, ...]:
    """`name` on at most two lines no wider than `width`, cut with an ellipsis where it must be."""
    lines: list[str] = []
    for word in name.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = lines[:2]
    if len(lines) > 2:
        kept[1] += "…"
    out = []
    for line in kept:
        while width_of(line, size) > width and len(line) > 2:
            line = line.rstrip("…")[:-1].rstrip() + "…"
        out.append(line)
    return tuple(out)


def _node(box: Box, dossier: Dossier, at: Places, lost: Mapping[str, str]) -> Node:
    name = at.names[box.id]
    lines = fitted(name, BOX_WIDTH - 2 * PADDING)
    if box.id in lost:
        one = next(x for x in dossier.stemma.lost if x.id == box.id)
        carried = count(len(one.recovered), "passage") + " recovered" if one.recovered else "not among the reports"
        return Node(
            box=box,
            lost=True,
            link=lost[box.id],
            label=f"{name}: lost original",
            cut=_is_cut(lines),
            letter="",
            lines=lines,
            facts=("lost original", carried),
        )
    article = at.articles[box.id]
    letter = at.report[box.id]
    lines = fitted(f"{letter}\u00a0{name}", BOX_WIDTH - 2 * PADDING)
    when = published(article)
    own = [s for s in dossier.statements if s.article == box.id]
    marks = []
    if any(s.gathered for s in own):
        marks.append("own reporting")
    if any(s.stance == "denies" for s in own):
        marks.append("a denial")
    if not marks:
        marks.append(count(len(own), "statement"))
    # The clock matters within a story, the year is in the heading and the table.
    short = date(article.published.value, year=False) if article.published else when
    facts = (short if width_of(short, 12) <= BOX_WIDTH - 16 else oneline(short, 24), " · ".join(marks))
    return Node(
        box=box,
        lost=False,
        link=at.report[box.id],
        label=f"{name}, {when}, {', '.join(marks)}",
        cut=_is_cut(lines),
        letter=letter,
        lines=(lines[0].removeprefix(letter), *lines[1:]),
        facts=facts,
    )


def _is_cut(lines: Sequence[str]) -> bool:
    return any(line.endswith("…") for line in lines)


def _line(path: str, x: float, y: float, edge: Edge, derivation: Derivation) -> Line:
    directed = derivation.direction >= UNDECIDED
    label = f"{DERIVATIONS[derivation.kind]} {percent(derivation.share)}" + ("" if directed else " ?")
    return Line(
        path=relative(path),
        thickness=round(1.5 + 5.5 * min(1.0, max(0.0, derivation.share)), 1) if edge.first else 1.5,
        first=edge.first,
        directed=directed,
        label=label,
        x=x,
        y=y,
    )


def relative(path: str) -> str:
    """An SVG path of M, C and V with absolute coordinates as one of whole pixels, each from where the last ended."""
    out: list[str] = []
    at = (0, 0)
    for kind, numbers in re.findall(r"([MCV])([^MCV]+)", path):
        values = [round(float(v)) for v in numbers.split()]
        if kind == "M":
            out.append(f"M{values[0]} {values[1]}")
        elif kind == "V":
            out.append(f"v{values[0] - at[1]}")
            values = [at[0], values[0]]
        else:
            out.append("c" + " ".join(str(v - at[n % 2]) for n, v in enumerate(values)).replace(" -", "-"))
        at = (values[-2], values[-1])
    return "".join(out)


def _own(derivation: Derivation, dossier: Dossier) -> tuple[Evidence, ...]:
    """The reasons for an edge, less those that are given for its lost original as such, to which the table leads."""
    shared = {e.note for x in dossier.stemma.lost if x.id == derivation.parent for e in x.evidence if e.at is None}
    return tuple(e for e in derivation.evidence if e.at is not None or e.note not in shared)


def tersely(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The reasons of one edge in the short words of a table; how alike two sentences are is said behind the sentence.

    A note that is worded otherwise than those known here is kept as it is.
    """
    out: list[Reason] = []
    for reason in reasons:
        likeness = _LIKE.fullmatch(reason.note)
        if likeness and reason.link is not None and (likeness[1] or out):
            note = likeness[1].replace("closely match one in", "match") if likeness[1] else out[-1].note
            out.append(replace(reason, note=note, after=f"likeness {likeness[2]}" if likeness[1] else likeness[2]))
            continue
        note = reason.note
        for long, short in TERSE:
            note = re.sub(long, short, note)
        out.append(replace(reason, note=note))
    return tuple(out)


def told_once(rows: Sequence[Sequence[Reason]]) -> list[tuple[Reason, ...]]:
    """Rows of reasons, each without those that a row before it has: what two reports have alike speaks for both.

    Two reasons are one if they say the same of the same passages, in whatever order; a quotation in other words counts together
    with its other half. One that points to a single passage is of its report, unless it tells what "both" do.
    """
    seen: set[tuple[str, frozenset[str]]] = set()
    out: list[tuple[Reason, ...]] = []
    for row in rows:
        pairs: list[list[Reason]] = []
        for reason in row:
            if pairs and reason.note.startswith(OTHER_HALF):
                pairs[-1].append(reason)
            else:
                pairs.append([reason])
        told = [(pair[0].note, frozenset(to for r in pair for to in (*r.also, *([r.link.to] if r.link else ())))) for pair in pairs]
        shared = [key for key in told if len(key[1]) > 1 or key[0].startswith("both ")]
        out.append(tuple(r for pair, key in zip(pairs, told, strict=True) if key not in shared or key not in seen for r in pair))
        seen.update(shared)
    return out


def _hundred(part: float) -> str:
    """ "80", where the heading says that it is per cent."""
    return str(round(100 * part))


def percent(part: float) -> str:
    """ "80 %", with a space that does not break."""
    return f"{round(100 * part)}\u00a0%"


def _table(dossier: Dossier, at: Places, lost: Mapping[str, str]) -> tuple[Kin, ...]:
    rows = []
    for article in at.order:
        own = sorted((d for d in dossier.stemma.derivations if d.child == article.id), key=lambda d: (-d.share, d.parent))
        rows += [
            Kin(
                child=at.names[article.id],
                link=at.report[article.id],
                when=published(article),
                parent="none of these reports" if d is None else at.names[d.parent],
                lost=lost.get(d.parent, "") if d else "",
                kind="–" if d is None else DERIVATIONS[d.kind],
                share="–" if d is None else _hundred(d.share),
                confidence="–" if d is None else _hundred(d.confidence),
                direction="–" if d is None else _hundred(d.direction) if d.direction >= UNDECIDED else "not known",
                support="–" if d is None or d.support is None else _hundred(d.support),
                reasons=() if d is None else tersely(gathered(reasons(_own(d, dossier), at))),
            )
            for d in (own or (None,))
        ]
    once = told_once([r.reasons for r in rows])
    return tuple(replace(r, reasons=why) for r, why in zip(rows, once, strict=True))
