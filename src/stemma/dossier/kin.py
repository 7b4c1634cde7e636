"""Who hangs on whom, as far as counting and drawing need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stemma.model import Derivation, Stemma

UNDECIDED = 0.65
"""Below this probability that an edge runs the way it is drawn, which of the two came first counts as not known."""


def main_parents(derivations: Sequence[Derivation]) -> Mapping[str, str]:
    """For each child the parent that the largest share of it comes from (ties: the surer, then the first by id)."""
    out: dict[str, Derivation] = {}
    for d in sorted(derivations, key=lambda d: (-d.share, -d.confidence, d.parent)):
        out.setdefault(d.child, d)
    return {child: d.parent for child, d in out.items()}


def families(stemma: Stemma) -> Mapping[str, str]:
    """For each article the root that its main parents lead to: itself, another article or a lost original."""
    parents = main_parents(stemma.derivations)
    out = {}
    for article in stemma.articles:
        seen = [article]
        while (above := parents.get(seen[-1])) is not None and above not in seen:
            seen.append(above)
        out[article] = seen[-1]
    return out
