"""Widening: words that limit what a sentence is about and are gone, or give way to wider ones, in the child's sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.background.lexicons import lexicon
from stemma.comparing.accounts import Accounts, short
from stemma.comparing.commitment import content
from stemma.comparing.figures import counts_people, figures
from stemma.comparing.kindred import alike
from stemma.comparing.lineage import whole
from stemma.comparing.phrases import Phrase, below, phrases
from stemma.comparing.rewriting import Rewrite
from stemma.model import DriftKind, Passage, Span
from stemma.values.numbers import find_numbers

_SURE: Final = 0.85
_WORDS: Final = 0.2
_KINDRED: Final = 0.45
"""From this likeness (cosine of the sentence encoder) on, two phrases may be two words for one thing."""
_FEW: Final = 2
"""How many content words of what an "only" limits the parent's sentence has."""
_PAST: Final = frozenset("former ex past previous onetime retired erstwhile".split())  # noqa: SIM905
_PARTLY: Final = frozenset("some certain selected various several few many most".split())  # noqa: SIM905
_WHOLE: Final = frozenset("all every each any both entire whole".split())  # noqa: SIM905
_NONE: Final = frozenset("no not n't n’t never nobody none nothing without neither".split())  # noqa: SIM905
_STEPS: Final = {
    **dict.fromkeys("few".split(), 0),  # noqa: SIM905
    **dict.fromkeys(["some", "several", "certain", "various"], 1),
    **dict.fromkeys("many".split(), 2),  # noqa: SIM905
    **dict.fromkeys("most".split(), 3),  # noqa: SIM905
    **dict.fromkeys(["all", "every", "each", "any"], 4),
}
_MUCH: Final = 0.4
_SIZE: Final = re.compile(
    r"(?i)\b(?:small|slight|modest|little|bit|some|partly|somewhat|marginal|minor|big|large|sharp|steep|strong|huge|massive|"
    r"great|significant|considerabl|substantial|dramatic)\w*\b"
)
_ONLY: Final = re.compile(r"(?i)\b(?:only|sole|solely|exclusively)\b")
_LIMITED: Final = re.compile(
    r"(?i)\b(?:only|sole|solely|exclusively|just|merely|limited|no more than|nothing (?:but|more)|alone|single|at most|confined)\b"
)

Found = tuple[DriftKind, Passage, Passage, str]


def widened(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Where a child's sentence says of more, or without a limit, what its parent's says of less.

    Sentences that the collation takes for the same, and that share words. Yields (kind, parent's, child's, words).
    """
    yield from _only([r for r in rewrites if r.score >= _SURE and not accounts.is_title(r.child)], accounts)
    for rewrite in rewrites:
        if rewrite.score < _SURE or rewrite.shared < _WORDS - 0.05:
            continue
        parent, child = rewrite.parent, rewrite.child
        if accounts.text(child).rstrip("”\"' ").endswith("?"):
            continue
        yield from _unmeasured(rewrite, accounts)
        before, after = phrases(parent, accounts), phrases(child, accounts)
        for one in before:
            same = [two for two in after if two.lemma == one.lemma]
            if len(same) != 1 or sum(x.lemma == one.lemma for x in before) != 1:
                continue
            gone = _gone(one, same[0], parent, child, accounts)
            if gone is not None:
                yield gone


def _only(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Where a child's sentence says "only" of what the parent's it shares most with tells without it."""
    for child in sorted({r.child for r in rewrites}):
        match = _ONLY.search(accounts.text(child))
        scope = _beside(child, match, accounts) if match is not None else frozenset[str]()
        if match is None or not scope:
            continue
        held = [(len(scope & content(accounts.tokens(r.parent.article, r.parent.span))), r) for r in rewrites if r.child == child]
        most, best = max(held, key=lambda x: (x[0], x[1].score, -x[1].parent.span.start))
        if most < _FEW or _LIMITED.search(accounts.text(best.parent)):
            continue
        there, here = accounts.outlet(child.article), accounts.outlet(best.parent.article)
        at = Passage(article=child.article, span=Span(child.span.start + match.start(), child.span.start + match.end()))
        words = f"{there} writes “{match[0]}”, which {here} does not: “{short(accounts.text(child)).rstrip('.')}”."
        yield "scope-widened", best.parent, at, words


def _beside(sentence: Passage, match: re.Match[str], accounts: Accounts) -> frozenset[str]:
    """The content lemmas of the clause that an "only" limits; none where it limits a verb of saying."""
    every = accounts.parsed[sentence.article].tokens
    first = bisect_left(every, sentence.span.start, key=lambda t: t.start)
    last = bisect_left(every, sentence.span.end, key=lambda t: t.start)
    at = bisect_left(every, sentence.span.start + match.start(), key=lambda t: t.start)
    above = every[at].head
    if {every[above].lemma, every[at - 1].lemma} & lexicon("cues")["speech"]:
        return frozenset()
    while every[above].pos not in ("VERB", "AUX") and every[above].head != above:
        above = every[above].head
    inside = [n for n in range(first, last) if below(n, above, every)]
    return content([every[n] for n in inside if n != at])


def _unmeasured(rewrite: Rewrite, accounts: Accounts) -> Iterator[Found]:
    """An effect whose size the parent gives as a share, and the child tells without a number or a word of size."""
    if rewrite.shared < _MUCH or accounts.is_title(rewrite.child):
        return
    told, text = accounts.articles[rewrite.parent.article].text, accounts.text(rewrite.child)
    given = [
        f
        for f in figures(whole(rewrite.parent), accounts)
        if f.number.kind in ("percent", "fraction") and (f.sense == "change" or told[: f.at.span.start].endswith("by "))
    ]
    if len(given) != 1 or find_numbers(text, Span(0, len(text))) or _SIZE.search(text):
        return
    there, here = accounts.outlet(rewrite.child.article), accounts.outlet(rewrite.parent.article)
    words = f"{there} does not say by how much, where {here} has “{accounts.text(given[0].at)}”: “{short(text).rstrip('.')}”."
    yield "scope-widened", given[0].at, rewrite.child, words


def _gone(one: Phrase, two: Phrase, parent: Passage, child: Passage, accounts: Accounts) -> Found | None:
    """What limited a noun of the parent's and does not limit it in the child's sentence."""
    there, here = accounts.outlet(child.article), accounts.outlet(parent.article)
    lemmas = frozenset(t.lemma.casefold() for t in accounts.tokens(child.article, child.span))
    words = frozenset(t.text.casefold() for t in accounts.tokens(child.article, child.span))
    past = one.adjectives & _PAST
    if past and not (lemmas | words) & _PAST:
        return _told(one, two, accounts)
    was, now = _step(one), _step(two)
    if was is not None and now is not None and was < now:
        return _told(one, two, accounts)
    bare = now is None and not two.before and not two.limits and not two.adjectives - one.adjectives
    if was is not None and was <= 1 and bare and one.head.tag == two.head.tag == "NNS" and not words & (_PARTLY | _WHOLE):
        return _told(one, two, accounts)
    if _other_group(one, two, parent, child, accounts):
        return _told(one, two, accounts)
    bound = (_NONE | _WHOLE) & frozenset(t.text.casefold() for t in accounts.tokens(parent.article, parent.span))
    if bound and one.limits and not two.limits and _governed(one, parent, accounts) and _governed(two, child, accounts):
        limit = next(((at, held) for at, held in one.limits if len(held) and not held & lemmas), None)
        if limit is not None:
            written = short(accounts.text(child)).rstrip(".")
            text = f"{there} leaves out “{short(accounts.text(limit[0]))}”, to which {here} limits it: “{written}”."
            return "scope-widened", limit[0], two.at, text
    return None


def _other_group(one: Phrase, two: Phrase, parent: Passage, child: Passage, accounts: Accounts) -> bool:
    """Whether as many of one noun are described otherwise on both sides ("214 older patients", "214 patients with asthma")."""
    numbers = {w for w in one.before if any(c.isdigit() for c in w)} & {w for w in two.before if any(c.isdigit() for c in w)}
    if not counts_people(one.lemma) or all(len(w) < 2 for w in numbers):
        return False
    was, now = (p.adjectives.union(*(held for _, held in p.limits)) for p in (one, two))
    there, here = (frozenset(t.lemma.casefold() for t in accounts.tokens(s.article, s.span)) for s in (parent, child))
    if not was or not now or was & here or now & there:
        return False
    return alike(_limits(one, accounts), _limits(two, accounts)) < _KINDRED


def _limits(phrase: Phrase, accounts: Accounts) -> str:
    """The words that limit a noun."""
    before = accounts.text(phrase.at)[: phrase.head.start - phrase.at.span.start]
    return " ".join([re.sub(r"^[\W\d]+", "", before), *(accounts.text(at) for at, _ in phrase.limits)]).strip()


def _governed(phrase: Phrase, sentence: Passage, accounts: Accounts) -> bool:
    """Whether a noun stands under a "no", "not" or "all" of its clause."""
    if set(phrase.before) & (_NONE | _WHOLE):
        return True
    every = accounts.parsed[sentence.article].tokens
    return any(
        t.text.casefold() in _NONE and (every[t.head] == phrase.head or every[t.head] == every[phrase.head.head])
        for t in accounts.tokens(sentence.article, sentence.span)
    )


def _step(phrase: Phrase) -> int | None:
    steps = [_STEPS[w] for w in (*phrase.before, *sorted(phrase.adjectives)) if w in _STEPS]
    return max(steps) if steps else None


def _told(one: Phrase, two: Phrase, accounts: Accounts) -> Found:
    there, here = accounts.outlet(two.at.article), accounts.outlet(one.at.article)
    new, old = (
        Passage(article=p.at.article, span=Span(p.at.span.start, max([p.at.span.end, *(a.span.end for a, _ in p.limits)])))
        for p in (two, one)
    )
    words = f"{there} writes “{short(accounts.text(new))}” where {here} has “{short(accounts.text(old))}”."
    return "scope-widened", old, new, words
