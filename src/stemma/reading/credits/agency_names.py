"""Where a page names an agency of the lexicon: one walk over its capitalised words, whatever the number of agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from stemma.background.agencies import GENERIC, Agency, agencies

Firmness = Literal["strong", "short", "weak"]
"""How far a name means the agency: everywhere, where a credit may stand, only where nothing else can stand."""

_ADDRESS: Final = re.compile(r"://|www\.|\w\.[a-z]{2,}/")


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the lexicon in a text, [start, end)."""

    start: int
    end: int
    agency: Agency
    firmness: Firmness


def known_names(text: str) -> Iterator[Known]:
    """Every name of an agency in `text`, the longest where several begin at one word; none within an address or a handle."""
    even = text.replace("\xa0", " ")
    firsts, pattern = _index()
    clear = 0
    for m in pattern.finditer(even):
        names = firsts.get(m[0])
        if names is None or m.start() < clear:
            continue
        start = m.start()
        for name, agency, firmness in names:
            if even.startswith(name, start) and _ends(even, start + len(name), firsts) and _begins(even, start, firsts):
                clear = start + len(name)
                yield Known(start, clear, agency, firmness)
                break


@cache
def _index() -> tuple[dict[str, tuple[tuple[str, Agency, Firmness], ...]], re.Pattern[str]]:
    """First run of letters and digits -> the names that begin with it, longest first; and a pattern of such runs."""
    firsts: dict[str, dict[str, tuple[Agency, Firmness]]] = {}
    for agency in agencies():
        if agency.name == GENERIC:
            continue
        levels: tuple[tuple[Firmness, tuple[str, ...]], ...] = (
            ("strong", agency.strong),
            ("short", agency.short),
            ("weak", agency.weak),
        )
        for firmness, names in levels:
            for name in names:
                for form in (name, name.upper()) if len(name) > 3 and name.casefold() not in _COMMON else (name,):
                    run = re.match(r"[^\W_]+", form)
                    if run:
                        firsts.setdefault(run[0], {}).setdefault(form, (agency, firmness))
    lower = sorted((f for f in firsts if f[0].islower()), key=lambda f: (-len(f), f))
    pattern = re.compile(rf"(?<![^\W_])(?:[^\W_a-z][^\W_]*|(?:{'|'.join(lower)})(?![^\W_]))")
    ordered = {
        first: tuple((n, *names[n]) for n in sorted(names, key=lambda n: (-len(n), n))) for first, names in sorted(firsts.items())
    }
    return ordered, pattern


_COMMON: Final = frozenset(("the conversation", "stacker", "stateline", "splash", "avalon", "polaris", "magnum", "petra", "fars"))
"""Names that are common words in capitals, as headings have them."""


def _begins(text: str, start: int, firsts: dict[str, tuple[tuple[str, Agency, Firmness], ...]]) -> bool:
    before = text[start - 1] if start else " "
    if before in "@#_":
        return False
    if before == "-" and start > 1 and text[start - 2].isalnum():
        run = re.search(r"[^\W_]+$", text[max(0, start - 40) : start - 1])
        return run is not None and run[0] in firsts
    if before in "/.":
        word = re.search(r"\S*$", text[max(0, start - 80) : start])
        return word is None or not _ADDRESS.search(f"{word[0]}x")
    return True


def _ends(text: str, end: int, firsts: dict[str, tuple[tuple[str, Agency, Firmness], ...]]) -> bool:
    after = text[end : end + 1]
    if after.isalnum() or after == "_":
        return False
    following = text[end + 1 : end + 2]
    if after == "." and following.isalnum() and not following.isupper():
        return False
    if after == "-" and following.isalnum():
        run = re.match(r"[^\W_]+", text[end + 1 : end + 40])
        return run is not None and run[0] in firsts
    return True
