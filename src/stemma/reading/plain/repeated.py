"""Lines that an outlet prints on page after page: furniture, however much they read like prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

MANY: Final = 10
"""Pages that a line must at least stand on, and one in so many of its outlet's: no report has as many copies there."""


def repeated(pages: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The lines of at least four words that stand on two or more of an outlet's pages, `pages` being id -> lines.

    Pages that share more than half of their lines are copies of one page, and tell nothing. Lines that stand on very many of the
    outlet's pages do not make copies of them: short reports under much furniture share most of their lines.
    """
    sets = {name: frozenset(line for line in lines if len(line.split()) >= 4) for name, lines in sorted(pages.items())}
    spread = Counter(line for lines in sets.values() for line in lines)
    common = frozenset(line for line, n in spread.items() if n >= MANY and n * MANY >= len(sets))
    held: dict[str, list[int]] = {}
    distinct: list[frozenset[str]] = []
    sizes: list[int] = []
    for lines in sets.values():
        own = lines - common
        met = Counter(k for line in own for k in held.get(line, ()))
        if own and all(n * 2 <= min(len(own), sizes[k]) for k, n in met.items()):
            for line in own:
                held.setdefault(line, []).append(len(distinct))
            distinct.append(lines)
            sizes.append(len(own))
    counts = Counter(line for lines in distinct for line in lines)
    return frozenset(line for line, n in counts.items() if n > 1)
