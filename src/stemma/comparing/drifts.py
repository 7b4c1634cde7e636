"""Drifts: what a wording became on its way from parent to child, typed, each with both wordings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.comparing.accounts import Accounts, Wording, identity, short
from stemma.comparing.befalling import befell
from stemma.comparing.coverage import Coverage
from stemma.comparing.dates import days, other_day
from stemma.comparing.evolving import evolves
from stemma.comparing.figures import Figure, figures, nearness, other_unit, same_thing
from stemma.comparing.hardening import come_true, hardened
from stemma.comparing.lineage import Descent, descents, other_numbers, told_alike, whole
from stemma.comparing.quotations import altered, quotations
from stemma.comparing.refusing import silenced
from stemma.comparing.rewriting import Rewrite, rewrites
from stemma.comparing.scales import stepped
from stemma.comparing.shifts import shifted
from stemma.comparing.siblings import outvoted
from stemma.comparing.swapping import swapped
from stemma.comparing.widening import widened
from stemma.model import Article, Drift, DriftKind, Passage, Span
from stemma.text.spans import meet
from stemma.text.words import plain
from stemma.values.numbers import compared

_MUCH_THE_SAME: Final = 0.45
"""Part of their content words (Dice, by idf) that two wordings share before their days are compared."""

_LASTING: Final = frozenset({"second", "day", "month"})

_TOLLS: Final = frozenset({"dead", "missing", "hurt", "saved", "displaced", "held"})
"""What became of people that is counted upwards as the hours pass."""

_SAME: Final = 0.9
_WORDS_QUOTED: Final = 4
_SOME: Final = 3.0
_ROUNDED: Final = 0.015
_CONVERTED: Final = 0.1
"""How far a measure or sum may be off that was turned into another unit or currency and rounded."""
_NEARLY: Final = re.compile(r"(?i)(?:nearly|almost|close to|closer to|just (?:over|under)|well over)\b")

_HOLDS: Final = re.compile(r"(?i)(?:at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of)\b|\S+ or more")

Found = tuple[DriftKind, Passage, Passage, str]


def drifts(accounts: Accounts) -> tuple[Drift, ...]:
    """The drifts along every derivation whose parent is here, in a fixed order, one of a kind for a pair of passages."""
    coverage = Coverage(accounts)
    found: dict[tuple[DriftKind, Passage, Passage], Drift] = {}
    for descent in descents(accounts):
        directed = descent.derivation.direction >= 0.5
        rewritten = rewrites(descent, accounts, coverage)
        pairs = [*told_alike(descent, accounts, coverage), *((whole(r.parent), whole(r.child)) for r in rewritten)]
        for kind, parent, child, words in [
            *_numbers(pairs, descent, accounts, coverage),
            *hardened(rewritten, accounts),
            *come_true(rewritten, accounts),
            *stepped(rewritten, accounts),
            *befell(descent, accounts),
            *shifted(descent, rewritten, accounts, coverage),
            *widened(rewritten, accounts),
            *swapped(rewritten, accounts),
            *silenced(descent, rewritten, accounts),
            *_quotes(descent, accounts),
            *_put_in_marks(rewritten, accounts),
        ]:
            if any(_one_drift(k, kind) and meet(c, child) and meet(p, parent) for k, p, c in found):
                continue
            found[(kind, parent, child)] = Drift(
                id=identity(kind, accounts.text(parent), accounts.text(child), parent.article, child.article),
                kind=kind,
                parent=parent,
                child=child,
                directed=directed,
                words=words,
            )
    for parent, child, words in outvoted(accounts, coverage):
        if not any(k == "number-changed" and meet(c, child) for k, _, c in found):
            ident = identity("number-changed", accounts.text(parent), accounts.text(child), parent.article, child.article)
            found[("number-changed", parent, child)] = Drift(
                id=ident, kind="number-changed", parent=parent, child=child, directed=False, words=words
            )
    return tuple(sorted(found.values(), key=lambda d: (d.child, d.parent, d.kind)))


def _one_drift(a: DriftKind, b: DriftKind) -> bool:
    """Whether two kinds are told once for the same words: degrees of certainty are, and whatever became of a source."""
    groups: tuple[frozenset[str], ...] = (
        frozenset({"hedge-dropped", "certainty-raised"}),
        frozenset({"source-vaguer", "source-sharper", "scope-widened", "subject-swapped"}),
    )
    return a == b or any(a in g and b in g for g in groups)


def _instead(child: Passage, new: str, parent: Passage, old: str, accounts: Accounts) -> str:
    """Who wrote what instead of what, in a sentence."""
    there, here = accounts.outlet(child.article), accounts.outlet(parent.article)
    return f"{there} writes {new} where {here} has {old}."


# ------------------------------------------------------------------------------------------------ numbers and days


def _numbers(pairs: Sequence[tuple[Wording, Wording]], descent: Descent, accounts: Accounts, coverage: Coverage) -> Iterator[Found]:
    """Numbers of the same thing that differ, bounds that went, and days that moved."""
    others = other_numbers(descent, accounts)
    for parent, child in pairs:
        one, two = figures(parent, accounts), figures(child, accounts)
        for g in two:
            equal = [
                f for f in one if compared(f.number, g.number) == "same" and f.number.kind == g.number.kind and not _fates(f, g)
            ]
            if equal:
                if all(other_unit(f, g) for f in equal):
                    words = _instead(g.at, _counted(g), equal[0].at, _counted(equal[0]), accounts)
                    yield "number-changed", equal[0].at, g.at, words
                else:
                    yield from _bound_gone(equal[0], g, accounts)
                continue
            if any(compared(f.number, g.number) in ("same", "compatible") and not _fates(f, g) for f in one):
                yield from _rounded(one, g, two, accounts)
                continue
            if (g.number.kind, g.number.value) in others:
                continue
            near = [
                f
                for f in one
                if same_thing(f, g)
                and not _same_words(f.at, g.at, accounts)
                and not any(compared(f.number, h.number) == "same" and not _fates(f, h) for h in two)
            ]
            if near:
                f = max(near, key=lambda f: (nearness(f, g), -f.number.span.start))
                if _moved_on(f, g, accounts):
                    continue
                yield "number-changed", f.at, g.at, _replaced(f.at, g.at, accounts)
        if parent.statement is None or coverage.dice(parent, child) < _MUCH_THE_SAME:
            continue
        moved = other_day(days(parent, accounts), days(child, accounts))
        if moved is not None and not _same_words(moved[0].at, moved[1].at, accounts):
            yield "number-changed", moved[0].at, moved[1].at, _replaced(moved[0].at, moved[1].at, accounts)


def _rounded(one: Sequence[Figure], g: Figure, two: Sequence[Figure], accounts: Accounts) -> Iterator[Found]:
    """A number of the same thing that is rounded otherwise ("about 4,100", "about 4,000"), or given by a word that is no number."""
    for f in one:
        if not same_thing(f, g) or _fates(f, g) or any(compared(f.number, h.number) == "same" for h in two):
            continue
        if f.number.kind != g.number.kind or compared(f.number, g.number) not in ("compatible", "grew"):
            continue
        vague = g.number.bound == "vague" and f.number.bound != "vague" and f.number.value >= _SOME and f.head == g.head
        far = not math.isclose(f.number.value, g.number.value, rel_tol=_ROUNDED) and "vague" not in (f.number.bound, g.number.bound)
        converted = f.number.kind in ("measure", "money") and math.isclose(f.number.value, g.number.value, rel_tol=_CONVERTED)
        if vague or (far and not converted):
            yield "number-changed", f.at, g.at, _replaced(f.at, g.at, accounts)
            return


def _moved_on(f: Figure, g: Figure, accounts: Accounts) -> bool:
    """Whether a later toll of the same people is only the next count: nothing was changed on the way."""
    if f.fate not in _TOLLS or f.fate != g.fate or g.number.value <= f.number.value:
        return False
    return evolves(f.wording, g.wording, accounts, counts=(f.number.value, g.number.value), grew=True)


def _same_words(a: Passage, b: Passage, accounts: Accounts) -> bool:
    """Whether two places read alike: "4.40am" in both reports has not changed, in whatever zone or week it was reckoned."""
    one, two = ("".join(accounts.text(p).split()).casefold() for p in (a, b))
    return one == two


def _fates(f: Figure, g: Figure) -> bool:
    """Whether two numbers tell of different fates of people: as many dead as there were missing is another number."""
    return f.fate is not None and g.fate is not None and f.fate != g.fate


def _counted(figure: Figure) -> str:
    return f"“{figure.number.written:,g} {figure.head}”"


def _replaced(parent: Passage, child: Passage, accounts: Accounts) -> str:
    return _instead(child, f"“{accounts.text(child)}”", parent, f"“{accounts.text(parent)}”", accounts)


def _bound_gone(f: Figure, g: Figure, accounts: Accounts) -> Iterator[Found]:
    # "Over eight weeks" is how long it took.
    if f.number.unit in _LASTING and accounts.text(f.at).casefold().startswith(("over ", "within ", "under ")):
        return
    loosened = f.number.bound == "at-least" and g.number.bound == "about"
    if not loosened and (g.number.bound != "exact" or f.number.bound not in ("at-least", "at-most", "about")):
        return
    # "At least" and "around" hold back; "more than" and "up to" a number say that it is another.
    holds = (f.number.bound == "about" and not _NEARLY.match(accounts.text(f.at))) or _HOLDS.match(accounts.text(f.at)) is not None
    yield "hedge-dropped" if holds else "number-changed", f.at, g.at, _replaced(f.at, g.at, accounts)


# ------------------------------------------------------------------------------------------------ quotations


def _quotes(descent: Descent, accounts: Accounts) -> Iterator[Found]:
    before, after = accounts.articles[descent.parent], accounts.articles[descent.child]
    theirs = [q for p in before.body for q in quotations(before.text, p)]
    for paragraph in after.body:
        for quote in quotations(after.text, paragraph):
            if any(_bare(before, q) == _bare(after, quote) for q in theirs):
                continue
            same = [q for q in theirs if altered(before.text, q, after.text, quote)]
            if same and not _verbatim(after.text[quote.start : quote.end], before.text, whole=len(same) == 0):
                best = min(same, key=lambda q: (abs((q.end - q.start) - (quote.end - quote.start)), q))
                yield (
                    "quote-altered",
                    Passage(article=before.id, span=best),
                    Passage(article=after.id, span=quote),
                    _requoted(Passage(article=before.id, span=best), Passage(article=after.id, span=quote), accounts),
                )


def _put_in_marks(rewritten: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Words that the child gives as a quotation and the parent's sentence has in its own telling, all of them, outside of quotation
    marks; what the parent quotes anywhere is no such."""
    for rewrite in rewritten:
        before, after = (accounts.articles[s.article] for s in (rewrite.parent, rewrite.child))
        if accounts.is_title(rewrite.parent) or accounts.is_title(rewrite.child):
            continue
        told = plain(accounts.text(rewrite.parent))
        # What somebody is quoted with, the parent may report in his very words.
        if rewrite.score < _SAME or '"' in told:
            continue
        for quote in quotations(after.text, rewrite.child.span):
            words = _bare(after, quote).split()
            place = (
                re.search(r"\b" + r"\W+".join(map(re.escape, words)) + r"\b", told.casefold())
                if len(words) >= _WORDS_QUOTED
                else None
            )
            if place is None or any(
                _bare(after, quote) in _bare(before, q) for p in before.body for q in quotations(before.text, p)
            ):
                continue
            at = Span(rewrite.parent.span.start + place.start(), rewrite.parent.span.start + place.end())
            new, old = Passage(article=after.id, span=quote), Passage(article=before.id, span=at)
            there, here = accounts.outlet(after.id), accounts.outlet(before.id)
            yield (
                "quote-altered",
                old,
                new,
                f"{there} quotes “{short(accounts.text(new))}”, which {here} tells in words of its own.",
            )


def _bare(article: Article, span: Span) -> str:
    """The words of a quotation in lower case, without marks."""
    return " ".join(re.findall(r"\w+", plain(article.text[span.start : span.end]).casefold()))


def _requoted(parent: Passage, child: Passage, accounts: Accounts) -> str:
    new, old = short(accounts.text(child)), short(accounts.text(parent))
    there, here = accounts.outlet(child.article), accounts.outlet(parent.article)
    bare_new, bare_old = (re.sub(r"[^\w]+", " ", accounts.text(x)).casefold().strip() for x in (child, parent))
    if bare_new in bare_old:
        return f"{there} quotes “{new}” as if whole, where {here} has “{old}”."
    return f"{there} changes words inside the quotation marks: “{new}” where {here} has “{old}”."


def _verbatim(quote: str, text: str, *, whole: bool) -> bool:
    """Whether the very words stand in the parent as a sentence or quotation of their own."""
    inner = re.sub(r"[^\w]+", " ", quote.casefold()).strip()
    found = re.search(re.escape(inner).replace(r"\ ", r"\W+"), text.casefold())
    return (
        found is not None
        and not whole
        and text[found.end() : found.end() + 2].lstrip()[:1] in ('"', "”", ".", "!", "?")
        and (text[: found.start()].rstrip()[-1:] in ("“", '"', ".", "!", "?"))
    )
