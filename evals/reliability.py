"""Are the probabilities of the family tree to be believed? A reliability plot and its table, cross-validated by family.

    python -m evals.reliability [FOLDER]      (make reliability)

Writes docs/images/reliability.svg and the table between the marks in docs/models/tracing.md. On the left every pair of a story's
articles: the probability that they are kin, against how often they are. On the right every such pair again: the confidence of the
edge that joins them (0 where none does), against how often an edge should. Beside both a logistic regression on the best single
similarity, fitted and judged the same way. Families are judged by weights that have not seen them.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evals.core import mean
from evals.figures.edges import similarity
from evals.tracing import brier, leave_one_out, on_gold, pairs, true_edges, undirected

SHARED: Final = Path("../shared/data/retold")
IMAGE: Final = Path("docs/images/reliability.svg")
PAGE: Final = Path("docs/models/tracing.md")
START, END = "<!-- reliability: written by evals/reliability.py -->", "<!-- /reliability -->"
GROUPS: Final = 8
"""Points of a curve, each of about as many pairs; equal probabilities stay in one."""
Z: Final = 1.96
SIDE: Final = 260
"""Pixels of a panel's side."""


@dataclass(frozen=True)
class Point:
    """Pairs of like probability: how many, the mean probability, the share that is true and its 95 % interval (Wilson)."""

    many: int
    told: float
    true: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """One method's points and its Brier score."""

    name: str
    points: tuple[Point, ...]
    brier: float


def curve(name: str, told: Sequence[float], true: Sequence[bool]) -> Curve:
    """Put pairs into groups of like probability."""
    rows = sorted(zip(told, true, strict=True))
    size = math.ceil(len(rows) / GROUPS)
    groups: list[list[tuple[float, bool]]] = []
    for row in rows:
        if not groups or (len(groups[-1]) >= size and row[0] != groups[-1][-1][0]):
            groups.append([])
        groups[-1].append(row)
    return Curve(name, tuple(_point(g) for g in groups), brier(told, true))


def _point(group: Sequence[tuple[float, bool]]) -> Point:
    n, share = len(group), mean(y for _, y in group)
    middle, half = share + Z * Z / (2 * n), Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low, high = ((middle + sign * half) / (1 + Z * Z / n) for sign in (-1, 1))
    return Point(n, mean(p for p, _ in group), share, max(0.0, low), min(1.0, high))


def measured(folder: Path) -> tuple[tuple[str, tuple[Curve, Curve]], ...]:
    """The two panels: title, our curve and the peer's."""
    kin: dict[str, list[bool]] = {}
    joined: dict[str, list[bool]] = {}
    alike: dict[str, list[float]] = {}
    ours_kin: list[float] = []
    ours_joined: list[float] = []
    for t in on_gold(folder):
        name, gold = t.family.name, undirected(true_edges(t.family))
        known = {(k.a, k.b): k.probability for k in t.stemma.kinships}
        edges = {tuple(sorted((d.parent, d.child))): d.confidence for d in t.stemma.derivations}
        single = similarity(t)
        for a, b, y in pairs(t.family):
            ours_kin.append(known[a, b])
            ours_joined.append(edges.get((a, b), 0.0))
            kin.setdefault(name, []).append(y)
            joined.setdefault(name, []).append((a, b) in gold)
            alike.setdefault(name, []).append(single[a, b])
    out = []
    for title, ours, labels in (("two articles are kin", ours_kin, kin), ("an edge joins them", ours_joined, joined)):
        flat = [y for f in labels.values() for y in f]
        fitted = [p for f in leave_one_out(alike, labels).values() for p in f]
        out.append((title, (curve("stemma", ours, flat), curve("one similarity", fitted, flat))))
    return tuple(out)


def drawn(panels: Sequence[tuple[str, tuple[Curve, Curve]]]) -> str:
    """The plot as SVG: shares against probabilities, intervals as bars, the diagonal of honest ones dashed."""
    width, height = len(panels) * (SIDE + 90) + 20, SIDE + 110
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="Reliability plot; the same figures stand in the table below" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for n, (title, curves) in enumerate(panels):
        left, top = 60 + n * (SIDE + 90), 40
        out.append(f'<text x="{left}" y="{top - 16}" font-weight="bold" fill="#222222">Probability that {title}</text>')
        out.append(f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888888"/>')
        out.append(f'<path d="M{left} {top + SIDE}L{left + SIDE} {top}" stroke="#888888" stroke-dasharray="4 4" fill="none"/>')
        for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
            x, y = left + tick * SIDE, top + SIDE - tick * SIDE
            out.append(f'<text x="{x:.1f}" y="{top + SIDE + 16}" text-anchor="middle" fill="#444444">{tick:g}</text>')
            out.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#444444">{tick:g}</text>')
        out.append(f'<text x="{left + SIDE / 2}" y="{top + SIDE + 34}" text-anchor="middle" fill="#222222">told</text>')
        at = f"{left - 40} {top + SIDE / 2}"
        out.append(f'<text transform="translate({at}) rotate(-90)" text-anchor="middle" fill="#222222">true</text>')
        for one, colour, dash in zip(curves, ("#0b5fa5", "#b3540a"), ("", ' stroke-dasharray="2 3"'), strict=True):
            spots = [(left + p.told * SIDE, top + SIDE - p.true * SIDE, p) for p in one.points]
            path = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in spots)
            out.append(f'<path d="M{path}" stroke="{colour}"{dash} fill="none" stroke-width="1.5"/>')
            for x, y, p in spots:
                ends = f"M{x:.1f} {top + SIDE - p.low * SIDE:.1f}V{top + SIDE - p.high * SIDE:.1f}"
                out.append(f'<path d="{ends}" stroke="{colour}" stroke-opacity="0.45"/>')
                fill = "#ffffff" if dash else colour
                out.append(
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + math.sqrt(p.many) / 2.5:.1f}" fill="{fill}" stroke="{colour}"/>'
                )
        for row, (one, colour) in enumerate(zip(curves, ("#0b5fa5", "#b3540a"), strict=True)):
            words = f"{one.name}: Brier score {one.brier:.3f}"
            out.append(f'<text x="{left}" y="{top + SIDE + 50 + 14 * row}" fill="{colour}">{words}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def table(panels: Sequence[tuple[str, tuple[Curve, Curve]]]) -> str:
    """The same as a table, a row a point."""
    out = ["| probability that | by | told | true (95 %) | pairs |", "|---|---|---|---|---|"]
    for title, curves in panels:
        for one in curves:
            out += [
                f"| {title} | {one.name} | {p.told:.2f} | {p.true:.2f} ({p.low:.2f} to {p.high:.2f}) | {p.many} |"
                for p in one.points
            ]
    scores = "; ".join(f"{title}: {ours.brier:.3f}, one similarity {peer.brier:.3f}" for title, (ours, peer) in panels)
    return "\n".join([f"Brier scores: {scores}.", "", *out])


def main() -> None:
    """Measure, draw and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED)
    panels = measured(parser.parse_args().folder)
    IMAGE.write_text(drawn(panels), "utf-8")
    page = PAGE.read_text("utf-8")
    before, rest = page.split(START)
    PAGE.write_text(f"{before}{START}\n{table(panels)}\n{END}{rest.split(END)[1]}", "utf-8")
    print(f"{IMAGE} and the table of {PAGE} written")


if __name__ == "__main__":
    main()
