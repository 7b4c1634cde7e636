"""Who belongs to whom: what the texts of a story say about persons, the bodies they serve and those they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from stemma.model import Article
from stemma.weighing.names import last_name, telling

_SPEAKS_FOR: Final = re.compile(
    r"(?i)\b(?:lawyers?|attorneys?|solicitors?|counsel|spokes\w+|representatives?|represents|representing|on behalf of)\b"
)
_ADVOCATE: Final = re.compile(r"(?i)\b(?:lawyer|attorney|solicitor|counsel|barrister)\b|\brepresents (?:the|his|her|its)\b")
_OFFICE: Final = re.compile(
    r"(?i)\b(?:chief|head|director|chair\w*|president|minister|undersecretary|secretary|executive|manager|superintendent|mayor|"
    r"governor|commissioner|captain|capt|commander|colonel|general|lieutenant|sergeant|constable|inspector|officer|official|"
    r"deputy|ceo|founder|owner|operator|dean|rector|editor|ambassador|attach[eé]|envoy|treasurer|administrator)\b"
)
_SENTENCE_END: Final = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?][\"'”’)]*\s|\n")
_REACH: Final = 80
"""How far from a name, in code points, words are taken to describe its bearer: about an apposition's length."""


class Ties:
    """What the texts of a story say about who belongs to whom."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._texts = [a.text for a in sorted(articles, key=lambda a: a.id)]
        self._known: dict[str, tuple[str, ...]] = {}

    def _near(self, name: str) -> tuple[str, ...]:
        """The words around every mention of a person's surname, within its sentence; looked up once a name."""
        last = last_name(name)
        if last and last not in self._known:
            self._known[last] = tuple(self._around(last))
        return self._known.get(last, ())

    def _around(self, last: str) -> Iterator[str]:
        for text in self._texts:
            for match in re.finditer(rf"\b{re.escape(last)}\b", text, re.IGNORECASE):
                before = _SENTENCE_END.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
                after = _SENTENCE_END.split(text[match.end() : match.end() + _REACH])[0]
                yield before + match.group() + after

    def belongs(self, person: str, body: str) -> bool:
        """Whether any text puts the body's name, a spokesman's word or an office close to the person's name."""
        words = telling(body)
        need = max(1, (len(words) + 1) // 2) if len(words) != 2 else 1
        return any(
            len(telling(around) & words) >= need or _SPEAKS_FOR.search(around) or _OFFICE.search(around)
            for around in self._near(person)
        )

    def speaks_for(self, a: str, b: str) -> bool:
        """Whether one of two persons may speak for the other.

        A lawyer may, whoever the client is said to be ("her attorney"); a spokesman or agent where both names stand together.
        """
        for one, other in ((a, b), (b, a)):
            for around in self._near(one):
                if _ADVOCATE.search(around) or (_SPEAKS_FOR.search(around) and last_name(other) in telling(around)):
                    return True
        return False
