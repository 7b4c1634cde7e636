"""Commitment: by which words a sentence holds back, what they hold back on, and how firm it is on the whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from stemma.background.lexicons import lexicon
from stemma.comparing.accounts import Accounts
from stemma.model import Passage, Span, Token
from stemma.text.words import plain

Sort = Literal["open", "likely", "hearsay", "passing", "sure"]
FIRMNESS: Final[dict[Sort, int]] = {"open": 1, "hearsay": 1, "passing": 2, "likely": 2, "sure": 4}
PLAIN: Final = 3
_OWN_CLAUSE: Final = frozenset({"relcl", "advcl", "parataxis", "punct", "ccomp", "conj", "cc"})
_NARROWS: Final = frozenset({"amod", "compound", "nmod", "poss", "nummod"})
_CARRIES: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_PLANNED: Final = frozenset("due set close expected plan plans planned hope hopes hoped poised scheduled aim aims aimed".split())  # noqa: SIM905
_HELD: Final = frozenset("believed thought understood alleged rumoured rumored presumed reckoned".split())  # noqa: SIM905
_ATTITUDES: Final = frozenset("suggest estimate suspect fear think believe reckon assume hint".split())  # noqa: SIM905
_LIGHT: Final = frozenset("be have do say tell make get go come take give year day time".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Hold:
    """Words by which a sentence holds back or insists (`at`), of what sort, the content lemmas of what they bear on
    (`scope`), the lemma of its verb, and whether they are the speaker's attitude ("reckons")."""

    sort: Sort
    at: Passage
    scope: frozenset[str]
    verb: str
    attitude: bool


@cache
def _pattern(sort: Sort) -> re.Pattern[str]:
    phrases = sorted(lexicon("certainty")[sort], key=lambda p: (-len(p), p))
    return re.compile(r"(?i)(?<![\w'])(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in phrases) + r")(?![\w'])")


def holds(sentence: Passage, accounts: Accounts) -> tuple[Hold, ...]:
    """The words of a sentence that hold back or insist, in order; longer phrases first where they overlap."""
    article = accounts.articles[sentence.article]
    even = plain(article.text[sentence.span.start : sentence.span.end])
    taken: list[tuple[int, int]] = []
    out: list[Hold] = []
    order: tuple[Sort, ...] = ("hearsay", "passing", "likely", "open", "sure")
    for sort in order:
        for match in _pattern(sort).finditer(even):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
            tokens = accounts.tokens(sentence.article, span)
            if (
                not tokens
                or (match[0] == "May" and match.start() > 0)
                or _other_sense(match[0].casefold(), tokens, sentence.article, accounts)
            ):
                continue
            taken.append(match.span())
            at = Passage(article=sentence.article, span=span)
            out.append(Hold(sort, at, *_scope(tokens, sentence, accounts), tokens[0].lemma in _ATTITUDES))
    return tuple(sorted(out, key=lambda h: h.at))


def _other_sense(phrase: str, tokens: Sequence[Token], article: str, accounts: Accounts) -> bool:
    """Whether the words mean something else here: "due to the storm", "close to the port", "asked whether", an "estimate"."""
    first, last = tokens[0], tokens[-1]
    every = accounts.parsed[article].tokens
    if phrase.endswith(" to") and phrase.split()[0] in _PLANNED | _HELD:
        return every[last.head].pos not in ("VERB", "AUX")
    if first.lemma in _ATTITUDES:
        follows = next((t for t in every[bisect_left(every, last.end, key=lambda t: t.start) :][:1]), None)
        return first.pos != "VERB" or (follows is not None and follows.text.casefold() == "to")
    if phrase == "whether":
        return every[every[last.head].head].lemma in ("ask", "wonder", "question")
    if phrase == "may":
        return last.pos == "PROPN"
    return phrase == "certain" and last.dep == "amod"


def firmness(found: Sequence[Hold]) -> int:
    """How firm a sentence is on the whole: 1 possible or hearsay, 2 probable or for now, 3 plain, 4 leaving no room."""
    weak = [FIRMNESS[h.sort] for h in found if h.sort != "sure"]
    return min(weak) if weak else 4 if found else PLAIN


def content(tokens: Sequence[Token]) -> frozenset[str]:
    """The lemmas of a stretch that carry its content."""
    return frozenset(t.lemma.casefold() for t in tokens if t.pos in _CARRIES and t.lemma not in _LIGHT)


def _scope(tokens: Sequence[Token], sentence: Passage, accounts: Accounts) -> tuple[frozenset[str], str]:
    """The content lemmas of the clause that a phrase bears on: the verb it hangs on (or governs), what hangs on that, and its
    subject; clauses of their own inside it are left out. And the lemma of that verb."""
    every = accounts.parsed[sentence.article].tokens
    first = bisect_left(every, sentence.span.start, key=lambda t: t.start)
    last = bisect_left(every, sentence.span.end, key=lambda t: t.start)
    inside = range(first, last)
    own = {bisect_left(every, t.start, key=lambda t: t.start) for t in tokens}
    at = max(own)
    # Up to the verb that the phrase hangs on; an infinitive's "to" and a modal hang on theirs.
    root = at
    for _ in range(6):
        if every[root].pos == "VERB" or (every[root].pos == "AUX" and root not in own):
            break
        above = every[root].head
        if above == root:
            break
        root = above
    below = [
        n for n in inside if every[n].head in own and n not in own and every[n].dep in ("xcomp", "ccomp", "pobj", "acl", "pcomp")
    ]
    tops = {root, *below}
    scope = {n for n in inside if _under(n, tops, every)}
    # The subject of a raised verb hangs on the verb above: "is said to lead".
    if every[root].dep == "xcomp":
        above = every[root].head
        scope |= {n for n in inside if _under(n, {m for m in inside if every[m].head == above and "subj" in every[m].dep}, every)}
    # What a clause is said of that hangs on it: "a sword thought to be his", "votes that allegedly count".
    top = every[root].head if every[root].dep == "xcomp" else root
    if every[top].dep in ("acl", "relcl"):
        noun = every[top].head
        scope |= {noun, *(n for n in inside if every[n].head == noun and every[n].dep in _NARROWS)}
    verb = next((every[n] for n in [*below, root] if every[n].pos == "VERB"), every[root])
    return content([every[n] for n in sorted(scope - own)]), verb.lemma


def _under(n: int, tops: set[int], every: Sequence[Token]) -> bool:
    """Whether a token lies in the clause of one of the tops."""
    for _ in range(40):
        if n in tops:
            return True
        if every[n].dep in _OWN_CLAUSE or every[n].head == n:
            return False
        n = every[n].head
    return False
