"""The true tree of the built-in story beside the one that was found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stemma.dossier.names import label
from stemma.model import Examination


def compare(examination: Examination, truth: str) -> Iterator[str]:
    """Lines that draw the true tree, each arrow with whether it was found, and count what was found besides."""
    told: dict[str, Any] = json.loads(truth)
    edges = {(d["parent"], d["child"]): d["kind"] for d in told["derivations"]}
    lost = {x["id"]: x["name"] for x in told["lost"]}
    outlets = {Path(a.source).name: label(a) for d in examination.dossiers for a in d.articles}
    found = _found(examination, edges, set(lost))
    yield "The true tree, as its authors made it:"
    below: dict[str, list[str]] = {}
    for parent, child in edges:
        below.setdefault(parent, []).append(child)
    children = {child for _, child in edges}
    names = outlets | {x: f"{name} (lost)" for x, name in lost.items()}
    roots = [x for x in [*lost, *told["independent"]] if x not in children]

    def walk(node: str, lead: str) -> Iterator[str]:
        under = below.get(node, ())
        for n, child in enumerate(under):
            last = n == len(under) - 1
            true, taken = edges[node, child], found.get((node, child))
            mark = "not found" if taken is None else "found" if taken == true else f"found, taken for {taken.replace('-', ' ')}"
            yield f"{lead}{'└─' if last else '├─'} {names.get(child, child)} · {true.replace('-', ' ')} · {mark}"
            yield from walk(child, lead + ("   " if last else "│  "))

    for root in roots:
        yield names.get(root, root)
        yield from walk(root, "")
    right = sum(e in edges for e in found)
    kinds = sum(found.get(e) == kind for e, kind in edges.items())
    yield (
        f"Found {right} of {len(edges)} true derivations ({kinds} with their true kind), "
        f"and {len(found) - right} that the true tree has not."
    )


def _found(examination: Examination, edges: dict[tuple[str, str], str], lost: set[str]) -> dict[tuple[str, str], str]:
    """The derivations found and their kinds, in the names of the truth.

    Each lost original found stands for the true one that it shares most children with.
    """
    out: dict[tuple[str, str], str] = {}
    for dossier in examination.dossiers:
        name = {a.id: Path(a.source).name for a in dossier.articles}
        pairs = [(d.parent, name[d.child]) for d in dossier.stemma.derivations]
        free = set(lost)
        for one in sorted(dossier.stemma.lost, key=lambda x: (-sum(p == x.id for p, _ in pairs), x.id)):
            own = {c for p, c in pairs if p == one.id}
            best = max(sorted(free), key=lambda t: sum((t, c) in edges for c in own), default=None)
            if best is not None:
                free.discard(best)
            name[one.id] = best if best is not None else one.id
        out |= {(name[d.parent], name[d.child]): d.kind for d in dossier.stemma.derivations}
    return out
