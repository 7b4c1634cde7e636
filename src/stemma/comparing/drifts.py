"""Drifts: what a wording became on its way from parent to child, typed, each with both wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.comparing.accounts import Accounts, Wording, identity, overlap, short
from stemma.comparing.certainty import Phrase, level
from stemma.comparing.coverage import Coverage
from stemma.comparing.dates import days, other_day
from stemma.comparing.figures import Figure, figures, nearness, other_unit, same_thing
from stemma.comparing.lineage import Descent, descents, other_numbers, pairings, supplied_elsewhere
from stemma.comparing.quotations import altered, quotations
from stemma.comparing.siblings import outvoted
from stemma.comparing.voices import described_less, disjoint, first_voices, many, sharpness, speaks
from stemma.model import Drift, DriftKind, Passage, Statement, Token
from stemma.values.numbers import compared

_ADMITS: Final = re.compile(r"(?i)\b(?:admit\w*|confess\w*|conced\w+|own(?:s|ed) up|boast\w*|brag\w*)\b")
_SAYS: Final = re.compile(
    r"(?i)\b(?:said|says?|saying|told|according to|reported(?:ly)?|reports?|claim\w*|announced|confirmed|insist\w*|added|citing|"
    r"quoted)\b"
)
_CARRIES: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_NOBODY: Final = "nobody"
_MUCH_THE_SAME: Final = 0.45
_SAME_MATTER: Final = 0.2
"""Parts of their content words (Dice, by idf) that two wordings share: before their days, and before their sources are compared."""

Found = tuple[DriftKind, Passage, Passage, str]


def drifts(accounts: Accounts) -> tuple[Drift, ...]:
    """The drifts along every derivation whose parent is here, in a fixed order, one of a kind for a pair of passages."""
    coverage = Coverage(accounts)
    found: dict[tuple[DriftKind, Passage, Passage], Drift] = {}
    for descent in descents(accounts):
        directed = descent.derivation.direction >= 0.5
        pairs = pairings(descent, accounts, coverage)
        for kind, parent, child, words in [
            *_numbers(pairs, descent, accounts, coverage),
            *_certainty(pairs, accounts, coverage),
            *_sources(pairs, descent, accounts, coverage),
            *_quotes(descent, accounts),
        ]:
            if any(_one_drift(k, kind) and _meets(c, child) and _meets(p, parent) for k, p, c in found):
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
        if not any(k == "number-changed" and _meets(c, child) for k, _, c in found):
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


def _meets(a: Passage, b: Passage) -> bool:
    return a.article == b.article and overlap(a.span, b.span)


# ------------------------------------------------------------------------------------------------ numbers and days


def _numbers(pairs: Sequence[tuple[Wording, Wording]], descent: Descent, accounts: Accounts, coverage: Coverage) -> Iterator[Found]:
    """Numbers of the same thing that differ, bounds that went, and days that moved."""
    others = other_numbers(descent, accounts)
    for parent, child in pairs:
        one, two = figures(parent, accounts), figures(child, accounts)
        for g in two:
            equal = [f for f in one if compared(f.number, g.number) == "same" and f.number.kind == g.number.kind]
            if equal:
                if all(other_unit(f, g) for f in equal):
                    words = _instead(g.at, _counted(g), equal[0].at, _counted(equal[0]), accounts)
                    yield "number-changed", equal[0].at, g.at, words
                else:
                    yield from _bound_gone(equal[0], g, accounts)
                continue
            if any(compared(f.number, g.number) in ("same", "compatible") for f in one):
                continue
            if (g.number.kind, g.number.value) in others:
                continue
            near = [f for f in one if same_thing(f, g) and not any(compared(f.number, h.number) == "same" for h in two)]
            if near:
                f = max(near, key=lambda f: (nearness(f, g), -f.number.span.start))
                yield "number-changed", f.at, g.at, _replaced(f.at, g.at, accounts)
        if parent.statement is None or coverage.dice(parent, child) < _MUCH_THE_SAME:
            continue
        moved = other_day(days(parent, accounts), days(child, accounts))
        if moved is not None:
            yield "number-changed", moved[0].at, moved[1].at, _replaced(moved[0].at, moved[1].at, accounts)


def _counted(figure: Figure) -> str:
    return f"“{figure.number.written:,g} {figure.head}”"


def _replaced(parent: Passage, child: Passage, accounts: Accounts) -> str:
    return _instead(child, f"“{accounts.text(child)}”", parent, f"“{accounts.text(parent)}”", accounts)


def _bound_gone(f: Figure, g: Figure, accounts: Accounts) -> Iterator[Found]:
    if f.number.bound in ("at-least", "at-most", "about") and g.number.bound == "exact":
        yield "hedge-dropped", f.at, g.at, _replaced(f.at, g.at, accounts)


# ------------------------------------------------------------------------------------------------ certainty


def _certainty(pairs: Sequence[tuple[Wording, Wording]], accounts: Accounts, coverage: Coverage) -> Iterator[Found]:
    """Words that hold back and are gone, or gave way to firmer ones; only where the rest is much the same."""
    for parent, child in pairs:
        near = coverage.dice(parent, child)
        if near < (0.2 if parent.statement is not None else 0.4):
            continue
        was, soft = level(_words(parent, accounts))
        now, firm = level(_words(child, accounts))
        if soft is None or was >= now or was > 2:
            continue
        told = _whole(child, accounts)
        if not _kept(parent, soft, told, accounts) or (parent.statement is None and level(told)[0] <= was):
            continue
        kind: DriftKind = "hedge-dropped" if now == 3 else "certainty-raised"
        gone = accounts.articles[parent.article].text[soft[0].start : soft[1].end]
        there, here = accounts.outlet(child.article), accounts.outlet(parent.article)
        if firm is not None:
            came = accounts.articles[child.article].text[firm[0].start : firm[1].end]
            words = f"{there} writes “{came}” where {here} has “{gone}”."
        else:
            words = f"{there} drops the “{gone}” of {here}: “{short(accounts.quote(child))}”."
        yield kind, parent.at, child.at, words


def _kept(parent: Wording, soft: Phrase, child: Sequence[Token], accounts: Accounts) -> bool:
    """Whether the child carries what the parent holds back on: words right around the hedge, the verb under it above all."""
    around = [t for s in parent.spans for t in accounts.tokens(parent.article, s)]
    theirs = {t.lemma for t in child}
    after = [t for t in around if t.start >= soft[1].end and t.pos in _CARRIES][:4]
    before = [t for t in around if t.end <= soft[0].start and t.pos in _CARRIES][-2:]
    verb = next((t for t in after if t.pos == "VERB"), None)
    if verb is not None and verb.lemma in theirs and len(after) > 1:
        return sum(t.lemma in theirs for t in after) >= 2
    near = [*before, *after]
    return len(near) >= 2 and 2 * sum(t.lemma in theirs for t in near) >= len(near)


def _whole(wording: Wording, accounts: Accounts) -> list[Token]:
    """The tokens of the sentences that a wording touches: a hedge may stand outside the content."""
    if wording.statement is None:
        return _words(wording, accounts)
    return [t for s in accounts.sentences_of(wording.statement) for t in accounts.tokens(s.article, s.span)]


def _words(wording: Wording, accounts: Accounts) -> list[Token]:
    """The tokens of a wording and of its cue."""
    spans = list(wording.spans)
    if wording.statement is not None and wording.statement.cue is not None:
        spans.append(wording.statement.cue)
    return [t for s in sorted(spans) for t in accounts.tokens(wording.article, s)]


# ------------------------------------------------------------------------------------------------ sources


def _sources(pairs: Sequence[tuple[Wording, Wording]], descent: Descent, accounts: Accounts, coverage: Coverage) -> Iterator[Found]:
    """How exactly the source is given, where both say much the same and no other parent may have supplied it."""
    shifts: dict[tuple[DriftKind, str, str], tuple[Passage, Passage, str]] = {}
    for parent, child in pairs:
        before, after = parent.statement, child.statement
        # A headline seldom says who said so.
        if after is not None and (after.place == "title" or accounts.is_title(child.at)):
            continue
        if before is None or after is None or after.stance == "declines" or supplied_elsewhere(descent, accounts, after):
            continue
        if coverage.dice(parent, child) < _SAME_MATTER and not _aligned(before, after, descent, accounts):
            continue
        at, there = _source(before), _source(after)
        kind = _shift(before, after)
        if kind == "source-vaguer" and _still_named(before, after, accounts):
            kind = None
        if kind is not None:
            # Told once for a voice and what it became, where both are named in full.
            key = (kind, _who(before), _who(after) if kind != "source-vaguer" else "")
            old = shifts.get(key)
            if old is None or _length(at) + _length(there) > _length(old[0]) + _length(old[1]):
                shifts[key] = (at, there, _who(after))
        if before.cue and after.cue:
            old_cue = accounts.articles[before.article].text[before.cue.start : before.cue.end]
            new_cue = accounts.articles[after.article].text[after.cue.start : after.cue.end]
            if _ADMITS.search(new_cue) and not _ADMITS.search(old_cue) and sharpness(before) >= 2:
                yield "stance-changed", at, there, _instead(there, f"“{new_cue}”", at, f"“{old_cue}”", accounts)
    for (kind, was, _), (at, there, now) in sorted(shifts.items()):
        newer, older = accounts.outlet(there.article), accounts.outlet(at.article)
        if now == _NOBODY:
            yield kind, at, there, f"{newer} gives no source for what {older} has from {was}: “{short(accounts.text(there))}”."
        else:
            yield kind, at, there, f"{newer} has it from {now} where {older} has it from {was}."


def _still_named(before: Statement, after: Statement, accounts: Accounts) -> bool:
    """Whether the child names the parent's source all the same: the person anywhere, any source in the words around."""
    text = accounts.articles[after.article].text
    persons = [v.name.split()[-1] for v in first_voices(before) if v.kind == "named" and v.name.split()]
    if any(re.search(rf"\b{re.escape(p)}\b", text) for p in persons):
        return True
    return not after.chain and any(_SAYS.search(accounts.text(s)) for s in accounts.sentences_of(after))


def _length(passage: Passage) -> int:
    return passage.span.end - passage.span.start


def _aligned(before: Statement, after: Statement, descent: Descent, accounts: Accounts) -> bool:
    """Whether the collation puts a sentence of the one beside a sentence of the other."""
    theirs, mine = set(accounts.sentences_of(before)), set(accounts.sentences_of(after))
    return any(p in theirs and c in mine for p, c, _ in descent.aligned)


def _shift(before: Statement, after: Statement) -> DriftKind | None:
    """What became of the source from one statement to the other; None where it is much the same."""
    was, now = sharpness(before), sharpness(after)
    if (
        _who(before).casefold() == _who(after).casefold()
        or not before.chain
        or not speaks(before)
        or (after.chain and not speaks(after))
    ):
        return None
    if not after.chain:
        return "source-vaguer" if was >= 1 else None
    if many(before) is False and many(after) is True:
        return "scope-widened"
    if was > now and was >= 2:
        return "source-vaguer"
    if described_less(before, after):
        return "source-vaguer"
    if now > was and now >= 3 and disjoint(before, after):
        return "source-sharper"
    if was == now == 4 and disjoint(before, after):
        return "subject-swapped"
    return None


def _source(statement: Statement) -> Passage:
    """The words that name the source; the content where nobody is named."""
    return Passage(article=statement.article, span=statement.source or statement.content[0])


def _who(statement: Statement) -> str:
    return " and ".join(f"“{v.name}”" for v in first_voices(statement)) or _NOBODY


# ------------------------------------------------------------------------------------------------ quotations


def _quotes(descent: Descent, accounts: Accounts) -> Iterator[Found]:
    before, after = accounts.articles[descent.parent], accounts.articles[descent.child]
    theirs = [q for p in before.body for q in quotations(before.text, p)]
    for paragraph in after.body:
        for quote in quotations(after.text, paragraph):
            same = [q for q in theirs if altered(before.text, q, after.text, quote)]
            if same and not _verbatim(after.text[quote.start : quote.end], before.text, whole=len(same) == 0):
                best = min(same, key=lambda q: (abs((q.end - q.start) - (quote.end - quote.start)), q))
                yield (
                    "quote-altered",
                    Passage(article=before.id, span=best),
                    Passage(article=after.id, span=quote),
                    _requoted(Passage(article=before.id, span=best), Passage(article=after.id, span=quote), accounts),
                )


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
