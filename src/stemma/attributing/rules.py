"""Attributions by rule over the dependency parse: verbs of speech, "according to", hearsay, refusals, quotations left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stemma.attributing.cues import lexicon
from stemma.attributing.frames import Frame
from stemma.attributing.quotes import Quote
from stemma.attributing.trees import Tree

_CLAUSES = ("ccomp", "parataxis")
_AUXILIARY = frozenset({"aux", "auxpass", "neg", "prt"})
_ACCOUNTS = frozenset(
    {"account", "count", "estimate", "version", "telling", "reckoning", "description", "word", "view", "calculation"}
)
_SAID = _ACCOUNTS | frozenset(
    {"assessment", "verdict", "statement", "claim", "testimony", "allegation", "accusation", "remark", "comment", "story", "report"}
    | {"opinion", "finding", "confession", "words", "word", "charge"}
)
_SILENT = frozenset(
    {"comment", "respond", "reply", "answer", "return", "discuss", "say", "disclose", "elaborate", "confirm", "reveal", "specify"}
)


def frames(tree: Tree, quotes: tuple[Quote, ...]) -> tuple[Frame, ...]:
    """All attributions that a rule finds, by place of their anchor; speech acts only."""
    inside = quoted(tree, quotes)
    found: dict[int, Frame] = {}
    for i in range(len(tree.tokens)):
        for frame in _at(tree, i, inside):
            found.setdefault(i, frame)
    return tuple(found[i] for i in sorted(found))


def quoted(tree: Tree, quotes: Iterable[Quote]) -> list[int]:
    """For each token the number (from 1) of the outermost quotation it stands in, 0 outside; a carried-on one keeps its number."""
    out = [0] * len(tree.tokens)
    number = 0
    for quote in quotes:
        if quote.depth == 0:
            number += not quote.carried_on
            for i in tree.within(quote.inner):
                out[i] = max(1, number)
    return out


def source_of(tree: Tree, i: int) -> list[int]:
    """The tokens of who speaks at the verb `i`: its subject, the agent of a passive, else that of the verb it depends on."""
    tokens = tree.tokens
    seen = set()
    while i not in seen:
        seen.add(i)
        passive = tree.child(i, "auxpass", "nsubjpass") is not None
        if passive:
            agent = tree.child(i, "agent")
            return _phrase(tree, tree.child(agent, "pobj")) if agent is not None else []
        subject = tree.child(i, "nsubj", "csubj")
        if subject is not None:
            if tokens[subject].lemma in {"who", "which", "that"} and tokens[i].dep == "relcl":
                return _phrase(tree, tokens[i].head, without=i)
            return _phrase(tree, subject)
        if tokens[i].dep in {"conj", "xcomp", "advcl", "ccomp", "dep"} and tokens[tokens[i].head].pos in {"VERB", "AUX"}:
            i = tokens[i].head
        elif tokens[i].dep in {"acl", "relcl"}:
            return _phrase(tree, tokens[i].head, without=i)
        else:
            break
    return []


def _phrase(tree: Tree, top: int | None, without: int | None = None) -> list[int]:
    """A noun phrase as the gold draws it: all below its head but what follows a clause that holds the cue."""
    if top is None:
        return []
    cut = set(tree.subtree(without)) if without is not None else set()
    return [j for j in tree.subtree(top) if j not in cut]


def _at(tree: Tree, i: int, inside: list[int]) -> Iterator[Frame]:
    """The attribution that token `i` cues, if it does."""
    token, words = tree.tokens[i], lexicon()
    if token.lemma == "accord" and (to := tree.child(i, "prep")) is not None:
        yield from _prepositional(tree, i, (i, to), _phrase(tree, tree.child(to, "pobj")), i)
    elif token.pos == "ADV" and token.lemma in words.hearsay:
        content = _clause_around(tree, i, {i})
        if content:
            yield Frame(anchor=i, cue=(i,), source=(), content=tuple(content), kind="hearsay")
    elif token.pos in {"ADP", "SCONJ", "X"} and token.lemma == "per" and _sets_off(tree, i):
        yield from _prepositional(tree, i, (i,), _phrase(tree, tree.child(i, "pobj")), i)
    elif token.lemma in _ACCOUNTS and token.dep == "pobj" and tree.tokens[token.head].lemma in {"by", "in"}:
        owner = tree.child(i, "poss")
        of = tree.child(i, "prep")
        if owner is None and of is not None and tree.tokens[of].lemma == "of":
            owner = tree.child(of, "pobj")
        if owner is not None:
            source = [j for j in tree.subtree(owner) if tree.tokens[j].tag != "POS"]
            cue = tuple(sorted({token.head, i}))
            yield from _prepositional(tree, i, cue, source, token.head)
    elif token.pos in {"VERB", "AUX"}:
        yield from _verb(tree, i, inside)


def _prepositional(tree: Tree, i: int, cue: tuple[int, ...], source: list[int], top: int) -> Iterator[Frame]:
    """ "According to X, …": the clause that the phrase below `top` modifies is the content."""
    content = _clause_around(tree, top, set(tree.subtree(top))) if source else []
    if content:
        yield Frame(anchor=i, cue=cue, source=tuple(source), content=tuple(content), kind="speech")


def _sets_off(tree: Tree, i: int) -> bool:
    """Whether "per" names a source and not a rate: set off by a mark or by "as", before a name or a noun with its article."""
    top = tree.child(i, "pobj")
    if top is None:
        return False
    before = tree.tokens[i - 1].text.casefold() if i else ","
    named = tree.tokens[top].pos == "PROPN" or tree.tokens[top].tag == "NNS" or tree.child(top, "det", "poss") is not None
    return named and (before in {",", "(", "as", "-", "–", "—"} or i == tree.sentence[tree.tokens[i].sentence][0])


def _clause_around(tree: Tree, i: int, cut: set[int]) -> list[int]:
    """The clause that a modifier `i` belongs to, without the modifier."""
    top = tree.tokens[i].head
    while tree.tokens[top].pos not in {"VERB", "AUX"} and tree.tokens[top].head != top:
        top = tree.tokens[top].head
    first, last = tree.sentence[tree.tokens[i].sentence]
    return [j for j in tree.subtree(top) if j not in cut and first <= j < last]


def _held_back(tree: Tree, i: int) -> tuple[int, ...]:
    """What someone refrained from, if it is commenting or answering: the words from "from" on."""
    if tree.tokens[i].lemma not in {"refrain", "abstain", "desist"}:
        return ()
    for c in tree.children[i]:
        goal = tree.child(c, "pcomp", "pobj") if tree.tokens[c].lemma == "from" else None
        if goal is not None and tree.tokens[goal].lemma in _SILENT | {"comment", "remark"}:
            return tuple(tree.subtree(c))
    return ()


def _verb(tree: Tree, i: int, inside: list[int]) -> Iterator[Frame]:
    tokens, words = tree.tokens, lexicon()
    lemma = tokens[i].lemma
    negative = any(tokens[c].dep == "neg" for c in tree.children[i])
    cue = tuple(sorted([i, *(c for c in tree.children[i] if tokens[c].dep in _AUXILIARY and abs(c - i) <= 3)]))
    source = source_of(tree, i)
    quoted_one = tree.child(i, "nsubjpass")
    if not source and lemma == "quote" and quoted_one is not None:  # "an aide was quoted as saying"
        source = _phrase(tree, quoted_one)
    taken = {*cue, *source}
    if lemma in words.declining and (goal := tree.child(i, "xcomp")) is not None:
        yield Frame(
            anchor=i,
            cue=cue,
            source=tuple(source),
            content=tuple(j for j in tree.subtree(goal) if j not in taken),
            kind="declining",
        )
        return
    held_back = _held_back(tree, i)
    if held_back and source:  # "both have refrained from commenting"
        yield Frame(anchor=i, cue=cue, source=tuple(source), content=held_back, kind="declining")
        return
    subject = tree.child(i, "nsubj", "nsubjpass")
    openers = [*source[:2], *(tree.children[subject] if subject is not None else ())]
    nobody = any(tokens[j].lemma in {"none", "neither", "nobody", "no"} for j in openers)
    unreached = lemma in {"reach", "contact", "trace", "locate"} and negative and tree.child(i, "auxpass") is not None
    if unreached or (nobody and lemma in _SILENT and tree.child(i, "ccomp") is None):
        who = tuple(tree.subtree(subject)) if subject is not None else ()
        rest = tuple(j for j in tree.subtree(i) if nobody or j not in set(who))
        yield Frame(anchor=i, cue=cue, source=who, content=rest, kind="declining")
        return
    drawn = tree.child(i, "nsubjpass") if lemma == "draw" and negative else None
    if drawn is not None:  # "he would not be drawn on the price"
        who = tuple(tree.subtree(drawn))
        yield Frame(anchor=i, cue=cue, source=who, content=tuple(j for j in tree.subtree(i) if j not in set(who)), kind="declining")
        return
    if (
        lemma == "put"
        and source
        and (at := next((c for c in tree.children[i] if tokens[c].dep in {"prep", "dative"} and tokens[c].lemma == "at"), None))
        is not None
    ):
        thing = tree.child(i, "dobj")
        both = {*tree.subtree(at), *(tree.subtree(thing) if thing is not None else ())} - taken
        if thing is not None:
            yield Frame(anchor=i, cue=cue, source=tuple(source), content=tuple(sorted(both)), kind="estimate")
        return
    if (
        lemma in {"want", "wish"}
        and (negative or nobody)
        and (goal := tree.child(i, "xcomp")) is not None
        and tokens[goal].lemma in _SILENT
    ):
        whole = tuple(j for j in tree.subtree(i) if j not in set(source) and j >= min(cue))
        rest = whole if negative else tuple(tree.subtree(goal))
        yield Frame(anchor=i, cue=cue, source=tuple(source), content=rest, kind="declining")
        return
    if (
        lemma == "have"
        and (thing := tree.child(i, "dobj")) is not None
        and tokens[thing].lemma == "comment"
        and tree.child(thing, "det") is not None
    ):
        if tokens[tree.child(thing, "det") or i].lemma == "no":
            yield Frame(
                anchor=i,
                cue=cue,
                source=tuple(source),
                content=tuple(j for j in tree.subtree(i) if j not in set(source)),
                kind="declining",
            )
        return
    if negative and lemma in _SILENT and source and tree.child(i, "ccomp") is None:
        silence = tuple(j for j in tree.subtree(i) if j not in set(source) and j >= min(cue))
        yield Frame(anchor=i, cue=cue, source=tuple(source), content=silence, kind="declining")
        return
    speaks = lemma in words.speech or lemma in words.evidence
    back = _takes_back(tree, i)
    denies = lemma in words.denial or back
    cue = tuple(sorted({*cue, *(c for c in tree.children[i] if back and tokens[c].lemma == "back")}))
    hearsay = tree.child(i, "nsubjpass") is not None and lemma in words.hearsay_verbs
    if not (speaks or denies or hearsay):
        return
    quotes_here = _quotations(tree, i, inside)
    clause = tree.child(i, *_CLAUSES)
    content: set[int] = set()
    if clause is not None:
        content = {j for j in tree.subtree(clause) if j not in taken}
    elif denies:
        thing = tree.child(i, "dobj", "xcomp", "pcomp")
        content = set(tree.subtree(thing)) if thing is not None else set()
    elif hearsay and (goal := tree.child(i, "xcomp", "oprd")) is not None:
        subject = tree.child(i, "nsubjpass")
        content = set(tree.subtree(goal)) | (set(tree.subtree(subject)) if subject is not None else set())
    if quotes_here and (not content or content & quotes_here or not inside[i]):
        content |= quotes_here
    content -= taken
    if tokens[i].dep == "parataxis" and not content:
        content = set(_clause_around(tree, i, set(tree.subtree(i))))
    if not content or (inside[i] and inside[min(content)] != inside[i]):
        return
    yield Frame(
        anchor=i,
        cue=cue,
        source=tuple(source),
        content=tuple(sorted(content)),
        kind="denial" if denies else "hearsay" if hearsay and not source else "speech",
    )


def _takes_back(tree: Tree, i: int) -> bool:
    """Whether a verb takes back what was said: "withdrew his claim", "took back her account"."""
    tokens = tree.tokens
    thing, particle = tree.child(i, "dobj"), tree.child(i, "prt", "advmod")
    back = tokens[i].lemma == "take" and particle is not None and tokens[particle].lemma == "back"
    return thing is not None and tokens[thing].lemma in _SAID and (back or tokens[i].lemma in {"withdraw", "retract", "recant"})


def _quotations(tree: Tree, i: int, inside: list[int]) -> set[int]:
    """The tokens of the quotations that touch the sentence of `i` and do not hold it."""
    first, last = tree.sentence[tree.tokens[i].sentence]
    numbers = {inside[j] for j in range(first, last)} - {0, inside[i]}
    if not numbers or inside[i]:
        return set()
    out: set[int] = set()
    for edge, step in ((first, -1), (last - 1, 1)):
        j = edge
        while 0 <= j < len(inside) and (first <= j < last or (inside[j] and inside[j] in numbers)):
            if inside[j] in numbers:
                out.add(j)
            j += step
    return out
