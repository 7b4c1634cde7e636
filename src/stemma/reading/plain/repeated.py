"""Lines that an outlet prints on page after page: furniture, however much they read like prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def repeated(pages: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The lines of at least four words that stand on two or more of an outlet's pages, `pages` being id -> lines.

    Pages that share more than half of their lines are copies of one page, and tell nothing.
    """
    sets = {name: frozenset(line for line in lines if len(line.split()) >= 4) for name, lines in sorted(pages.items())}
    distinct: list[frozenset[str]] = []
    for lines in sets.values():
        if lines and all(len(lines & other) * 2 <= min(len(lines), len(other)) for other in distinct):
            distinct.append(lines)
    counts = Counter(line for lines in distinct for line in lines)
    return frozenset(line for line, n in counts.items() if n > 1)
